#include "sync/hub/synthetic_kiosk.h"

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "shared/base/limits.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::size_t kRequestsPerSegment = 80;  // with their signatures some 10 KB
constexpr int kMostPosts = 20;

constexpr std::array<std::string_view, 8> kNames{"Lung Bilung",   "Siti Hasanah", "Ding Lejau",
                                                 "Maria Bulan",   "Petrus Ngau",  "Rahmawati",
                                                 "Yohanes Lawai", "Norhayati"};
constexpr std::array<std::string_view, 4> kPurposes{
    "keringanan biaya sekolah anak", "pengobatan di rumah sakit", "bantuan pangan", "beasiswa"};

Birth make_birth(Random& random) {
    std::array<std::uint8_t, Birth::kSize> bytes{};
    random.fill(bytes);
    return *Birth::from(bytes);
}

std::uint32_t roll(Random& random) {
    std::array<std::uint8_t, 4> bytes{};
    random.fill(bytes);
    return static_cast<std::uint32_t>(bytes[0] | (bytes[1] << 8) | (bytes[2] << 16));
}

std::string salt(Random& random) {
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    return to_base64url(bytes);
}

Json made_up_request(Random& random, Instant now) {
    const auto dice = roll(random);
    const auto nik = "640212" + std::to_string(1000000000 + dice);
    const Json form{{"nama", kNames[dice % kNames.size()]},
                    {"nik", nik},
                    {"no_kk", "640212" + std::to_string(2000000000 + roll(random))},
                    {"tempat_lahir", "Tabang"},
                    {"tanggal_lahir", std::to_string(1950 + dice % 50) + "-03-14"},
                    {"agama", dice % 3 == 0 ? "Islam" : "Katolik"},
                    {"alamat", "Jalan Poros Desa"},
                    {"rt", "00" + std::to_string(1 + dice % 7)},
                    {"keperluan", kPurposes[dice % kPurposes.size()]},
                    {"penghasilan_bulan", 500000 + dice % 20 * 100000}};
    return {{"type", "submitted"},  {"at", now},
            {"form", form},         {"papers", Json::array({{{"id", "KTP"}, {"how", "brought"}}})},
            {"salt", salt(random)}, {"service", "SKTM"}};
}

Json verified(const Digest& request, Instant now, Random& random) {
    const Json item{{"of", to_base64url(request.view())},
                    {"papers", Json::array({{{"id", "KTP"}, {"seen", true}}})}};
    return {
        {"type", "verified"}, {"at", now}, {"items", Json::array({item})}, {"salt", salt(random)}};
}

tl::unexpected<Error> untrue(std::string log) {
    return fail(ErrorCode::corrupt, "Jawaban hub tidak benar. Simpan catatan hub, lalu periksa.",
                std::move(log));
}

}  // namespace

SyntheticKiosk::SyntheticKiosk(const HammeredHub& hub, const Region& desa, Random& random)
    : hub_(hub),
      key_(SigningKey::generate(random)),
      clerk_(SigningKey::generate(random)),
      box_(BoxKey::generate(random)),
      feed_{key_.public_key(), make_birth(random), desa},
      ledger_{hub.key, hub.birth, desa} {}

Status SyntheticKiosk::make_requests(std::size_t count, Instant now, Random& random) {
    std::vector<Entry> entries;
    for (std::size_t i = 1; i <= count; ++i) {
        auto request = to_canonical(made_up_request(random, now));
        if (!request) return pass(std::move(request));
        entries.push_back(node_entry(std::move(*request)));
        auto seen = to_canonical(verified(entries.back().digest, now, random));
        if (!seen) return pass(std::move(seen));
        entries.push_back(person_entry(std::move(*seen), clerk_));
        if (i % kRequestsPerSegment != 0 && i != count) continue;
        if (auto added = add_segment(std::exchange(entries, {})); !added) return added;
    }
    return {};
}

Status SyntheticKiosk::add_segment(std::vector<Entry> entries) {
    Segment segment;
    segment.feed = feed_.id();
    segment.from = edge_.size();
    if (segment.from == 0) segment.name = feed_;
    for (const Entry& entry : entries) edge_.append(entry.leaf_hash());
    segment.entries = std::move(entries);
    segment.head_signature = sign_head(key_, segment.feed, edge_.size(), edge_.root()).signature;
    auto body = encode_segment(segment);
    if (!body) return pass(std::move(body));
    segments_.push_back(encode_frame(SegmentFrame{std::move(*body)}));
    return {};
}

Result<SealedBundle> SyntheticKiosk::make_bundle(bool with_acts) const {
    Packer packer(limits::kChunkBytes);
    packer.add(encode_frame(Hello{kProtocolVersion, feed_.birth, 0, 0}));
    Frontier held;
    const KeyId hub = key_id_of(hub_.key);
    held[{hub, hub_.birth, hub_.office}] = hub_.roster;
    held[{key_.id(), feed_.birth, feed_.region}] = {edge_.size(), edge_.root()};
    if (ledger_edge_.size() > 0)
        held[{hub, hub_.birth, feed_.region}] = {ledger_edge_.size(), ledger_edge_.root()};
    for (const Bytes& frame : encode_have(held)) packer.add(frame);
    Want want;
    want.plain = true;  // it holds no store to look up what a segment leans on
    packer.add(encode_frame(want));
    if (with_acts) {
        for (const Bytes& segment : segments_) packer.add(segment);
    }
    BundleRoute route;
    route.from = &box_;
    route.to = hub_.box;
    route.sender = key_.id();
    route.recipient = hub;
    return seal_bundle(route, packer.take());
}

Status SyntheticKiosk::exchange(Link& link) {
    bool is_sent = false;
    Status last;
    for (int post = 0; post < kMostPosts && !has_receipt_; ++post) {
        auto bundle = make_bundle(!is_sent);
        if (!bundle) return pass(std::move(bundle));
        BundleOpener opener(box_, key_.id(), bundle->header, [this](const BundleAddress&) {
            return std::vector<BoxPublicKey>{hub_.box};
        });
        const auto reply = link.post(bundle->bytes, limits::kFirstPostBytes, [&](ByteView bytes) {
            std::vector<Bytes> chunks;
            auto opened = opener.take(bytes, chunks);
            for (const Bytes& text : chunks) {
                if (auto heard = hear(text); !heard) return heard;
            }
            return opened;
        });
        last = reply.outcome;
        is_sent = is_sent || opener.complete();
        if (last) continue;
        if (last.error().code != ErrorCode::throttled && last.error().code != ErrorCode::network)
            return last;
        std::this_thread::sleep_for(std::chrono::seconds(reply.wait_seconds) +
                                    std::chrono::milliseconds(200));
    }
    if (has_receipt_) return {};
    if (!last) return last;
    return untrue("no receipt after " + std::to_string(kMostPosts) + " POSTs");
}

Status SyntheticKiosk::hear(ByteView text) {
    auto incoming = read_chunk(text, nullptr);
    if (!incoming) return pass(std::move(incoming));
    for (const Note& note : incoming->notes) {
        if (note.kind == NoteKind::refused || note.kind == NoteKind::unknown_sender)
            return untrue("the hub refuses what it should take: " + note.text);
    }
    for (const Segment& segment : incoming->segments) {
        if (segment.feed != ledger_.id()) continue;
        if (auto heard = hear_ledger(segment); !heard) return heard;
    }
    return {};
}

Status SyntheticKiosk::hear_ledger(const Segment& segment) {
    if (segment.from != ledger_edge_.size()) return {};  // heard before
    for (const Entry& entry : segment.entries) ledger_edge_.append(entry.leaf_hash());
    const Head head{segment.feed, ledger_edge_.size(), ledger_edge_.root(), segment.head_signature};
    if (!verify_head(hub_.key, head)) return untrue("the head of the ledger does not hold");
    for (const Entry& entry : segment.entries) {
        const auto act = parse_canonical(entry.payload);
        if (!act || act->value("type", "") != "received") continue;
        if (act->value("feed", "") != to_base64url(feed_.id().view())) continue;
        if (act->value("size", std::uint64_t{0}) != edge_.size()) continue;
        if (act->value("root", "") != to_base64url(edge_.root().view()))
            return untrue("the receipt is of another tree");
        has_receipt_ = true;
    }
    return {};
}

}  // namespace disapa
