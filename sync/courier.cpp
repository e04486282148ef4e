#include "sync/courier.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/crypto/keys.h"
#include "sync/bundle.h"
#include "sync/courier_records.h"
#include "sync/enrolment.h"
#include "sync/inbox.h"
#include "sync/outbox.h"
#include "sync/peer.h"
#include "sync/request.h"

namespace disapa {
namespace {

constexpr std::size_t kMargin = 32 * 1024;  // of a bundle: tags, lengths, what a step overshoots
constexpr std::size_t kSmallestLoad = 64 * 1024;
constexpr std::size_t kSmallestBundle = 128 * 1024;
constexpr std::size_t kBlobsAtOnce = 32;  // held in memory together: at most 8 MiB
constexpr std::uint64_t kEntriesAtOnce = 256;
constexpr std::string_view kSuffix = ".dsb";
constexpr std::string_view kToOffice = "-ke-kecamatan-";
constexpr std::string_view kFromOffice = "kecamatan-ke-";
constexpr std::string_view kNoRegion = "pendaftar";

bool lacks_any(const Frontier& peer, const Frontier& mine) {
    return std::any_of(mine.begin(), mine.end(), [&](const auto& entry) {
        const auto held = peer.find(entry.first);
        return held == peer.end() || held->second.size < entry.second.size;
    });
}

std::string short_id(const KeyId& id) {
    return to_hex(id.view().first(4));
}

std::string stem_of_kiosk(const Node& kiosk) {
    return kiosk.setup().region.code() + std::string(kToOffice) + short_id(kiosk.id()) + "-";
}

std::string name_of(const ExportRun& run) {
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%06llu-%02llu",
                  static_cast<unsigned long long>(run.run),
                  static_cast<unsigned long long>(run.files + 1));
    return run.stem + number.data() + std::string(kSuffix);
}

// What goes to one peer.
struct Parcel {
    ExportRun run;
    Frontier told;             // what the peer said itself that it holds
    std::vector<Bytes> words;  // frames in front of every bundle, after HELLO
    std::vector<WantedBlob> blobs;
    std::set<Digest> asked;    // of these blobs it hears when they are not here
    std::set<Digest> carried;  // of these at least a part was packed
    BundleRoute route;
    bool is_applicant = false;  // hears words alone
};

// Makes the bundles of one parcel after another, within the bytes of the whole stick.
class Packing {
  public:
    Packing(Node& node, const ExportOptions& options, const TakeFile& take)
        : node_(node),
          left_(options.most_bytes),
          bundle_bytes_(std::clamp(options.bundle_bytes, kSmallestBundle, limits::kBundleBytes)),
          take_(take) {}

    [[nodiscard]] Status pack(Parcel& parcel) {
        auto run = courier::next_run(node_);
        if (!run) return pass_on(run);
        parcel.run.run = *run;
        if (auto acts = pack_acts(parcel); !acts) return acts;
        return pack_blobs_of(parcel);
    }

  private:
    template <class T>
    static Status pass_on(const Result<T>& failed) {
        return tl::unexpected<Error>(failed.error());
    }

    [[nodiscard]] Result<Packer> begin(const Parcel& parcel) {
        auto counter = courier::next_counter(node_);
        if (!counter) return pass(std::move(counter));
        Packer packer(limits::kChunkBytes);
        packer.add(encode_frame(Hello{kProtocolVersion, node_.birth(), *counter, 0}));
        for (const Bytes& frame : parcel.words) packer.add(frame);
        if (packer.bytes() + kMargin + kSmallestLoad > bundle_bytes_)
            return fail(ErrorCode::limit,
                        "Terlalu banyak buku data di desa ini. Hubungi petugas kecamatan.",
                        "courier: the words of a bundle leave no room");
        return packer;
    }
    [[nodiscard]] std::size_t room_of(const Packer& packer) const {
        const std::size_t whole = bundle_bytes_ - kMargin - packer.bytes();
        return std::min(whole, std::max(left_, kSmallestLoad));
    }
    [[nodiscard]] Status finish(Parcel& parcel, Packer& packer) {
        auto sealed = seal_bundle(parcel.route, packer.take());
        if (!sealed) return pass_on(sealed);
        StickFile file{name_of(parcel.run), std::move(sealed->bytes)};
        left_ -= std::min(left_, file.bytes.size());
        parcel.run.bytes += file.bytes.size();
        parcel.run.files += 1;
        return take_(file);
    }
    [[nodiscard]] bool is_full(const Parcel& parcel) const {
        return parcel.run.files > 0 && (left_ < kSmallestLoad || parcel.run.files >= kStickBundles);
    }

    // At least one bundle: without acts it still says how far I am.
    [[nodiscard]] Status pack_acts(Parcel& parcel) {
        Frontier at = parcel.told;
        for (bool more = true; more;) {
            if (is_full(parcel)) {
                parcel.run.acts_left = true;
                return {};
            }
            auto packer = begin(parcel);
            if (!packer) return pass_on(packer);
            more = false;
            if (!parcel.is_applicant) {
                // Leaning on nothing: who reads a stick may have lost what he held.
                auto packed =
                    pack_segments(node_, parcel.run.region, at, room_of(*packer), *packer, true);
                if (!packed) return pass_on(packed);
                for (const FeedRef& feed : packed->forked)
                    packer->add(encode_frame(Note{NoteKind::fork, at[feed].size,
                                                  to_text(feed.node) + " " + feed.region.code()}));
                parcel.run.acts += packed->acts;
                more = packed->more && packed->acts > 0;
                at = std::move(packed->after);
            }
            if (auto done = finish(parcel, *packer); !done) return done;
        }
        return {};
    }

    [[nodiscard]] Status pack_blobs_of(Parcel& parcel) {
        std::size_t next = 0;
        std::vector<WantedBlob> batch;
        while (next < parcel.blobs.size() || !batch.empty()) {
            if (parcel.run.acts_left || is_full(parcel)) {
                parcel.run.blobs_left = true;
                return {};
            }
            if (batch.empty()) {
                const std::size_t end = std::min(next + kBlobsAtOnce, parcel.blobs.size());
                batch.assign(parcel.blobs.begin() + static_cast<std::ptrdiff_t>(next),
                             parcel.blobs.begin() + static_cast<std::ptrdiff_t>(end));
                next = end;
            }
            auto packer = begin(parcel);
            if (!packer) return pass_on(packer);
            auto packed = pack_blobs(node_, batch, room_of(*packer), *packer);
            if (!packed) return pass_on(packed);
            bool says_something = packed->bytes > 0;
            for (const Digest& blob : packed->missing) {
                if (parcel.asked.erase(blob) == 0) continue;
                packer->add(encode_frame(Note{NoteKind::no_blob, 0, to_base64url(blob.view())}));
                says_something = true;
            }
            for (const WantedBlob& carried : packed->carried)
                parcel.run.blobs += parcel.carried.insert(carried.hash).second ? 1 : 0;
            advance(batch, *packed);
            if (!says_something) continue;
            if (auto done = finish(parcel, *packer); !done) return done;
        }
        return {};
    }
    static void advance(std::vector<WantedBlob>& batch, const PackedBlobs& packed) {
        if (!packed.more) return batch.clear();
        for (const WantedBlob& carried : packed.carried) {
            for (WantedBlob& want : batch) {
                if (want.hash == carried.hash) want.offset = carried.offset;
            }
        }
    }

    Node& node_;
    std::size_t left_;
    std::size_t bundle_bytes_;
    const TakeFile& take_;
};

// Blobs that acts beyond what the hub is known to hold name: it cannot have asked for them yet.
Status add_new_papers(Node& kiosk, Parcel& parcel, std::set<Digest>& seen) {
    for (const FeedName& feed : kiosk.feeds()) {
        if (key_id_of(feed.node) != kiosk.id()) continue;
        const auto held = parcel.told.find({kiosk.id(), feed.birth, feed.region});
        std::uint64_t at = held == parcel.told.end() ? 0 : held->second.size;
        const std::uint64_t size = kiosk.size_of(feed.id());
        while (at < size) {
            const std::uint64_t to = std::min(size, at + kEntriesAtOnce);
            auto entries = kiosk.entries(feed.id(), at, to);
            if (!entries) return pass(std::move(entries));
            for (const Entry& entry : *entries) {
                for (const Digest& hash : papers_of(entry)) {
                    if (seen.insert(hash).second) parcel.blobs.push_back({hash, 0});
                }
            }
            at = to;
        }
    }
    return {};
}

Result<std::vector<Parcel>> parcels_of_kiosk(Node& kiosk) {
    const NodeSetup& setup = kiosk.setup();
    Parcel parcel;
    parcel.run.peer = key_id_of(setup.hub_key);
    parcel.run.region = setup.region;
    parcel.run.stem = stem_of_kiosk(kiosk);
    auto state = load_peer(kiosk, parcel.run.peer);
    if (!state) return pass(std::move(state));
    parcel.told = state->belief;
    auto mine = frontier_for(kiosk, setup.region);
    if (!mine) return pass(std::move(mine));
    auto enrols = pending_enrolments(kiosk);
    if (!enrols) return pass(std::move(enrols));
    for (Bytes& body : *enrols) parcel.words.push_back(encode_frame(EnrolFrame{std::move(body)}));
    for (Bytes& frame : encode_have(*mine)) parcel.words.push_back(std::move(frame));

    auto wanted = courier::load_wanted(kiosk);
    if (!wanted) return pass(std::move(wanted));
    wanted->insert(wanted->end(), state->wanted.begin(), state->wanted.end());
    std::set<Digest> seen;
    for (const WantedBlob& blob : *wanted) {
        parcel.asked.insert(blob.hash);
        if (seen.insert(blob.hash).second) parcel.blobs.push_back(blob);
    }
    if (auto added = add_new_papers(kiosk, parcel, seen); !added) return pass(std::move(added));

    parcel.route.from = &kiosk.box();
    parcel.route.to = hub_boxes(kiosk).front();
    parcel.route.sender = kiosk.id();
    parcel.route.recipient = parcel.run.peer;
    // Nobody can ask back: a hub that lost its roster must know me all the same.
    parcel.route.unknown = true;
    std::vector<Parcel> parcels;
    parcels.push_back(std::move(parcel));
    return parcels;
}

// A hub's words to a kiosk that it knows; nothing where there is nothing to say.
Result<std::optional<Parcel>> parcel_for(Node& hub, const RosterKey& key, const Region& region,
                                         const courier::Due* due) {
    auto memory = load_memory(hub, key.id);
    if (!memory) return pass(std::move(memory));
    auto mine = frontier_for(hub, region);
    if (!mine) return pass(std::move(mine));
    Parcel parcel;
    if (*memory) parcel.told = std::move((*memory)->told);
    if (due == nullptr && !lacks_any(parcel.told, *mine)) return std::optional<Parcel>();
    parcel.run.peer = key.id;
    parcel.run.region = region;
    parcel.run.stem = std::string(kFromOffice) + region.code() + "-" + short_id(key.id) + "-";
    parcel.words = encode_have(*mine);
    auto blobs = wanted_blobs(hub, key.id, kStickWanted);
    if (!blobs) return pass(std::move(blobs));
    for (std::size_t at = 0; at < blobs->size(); at += kWantBlobs) {
        const auto end = std::min(at + kWantBlobs, blobs->size());
        Want want;
        want.blobs.assign(blobs->begin() + static_cast<std::ptrdiff_t>(at),
                          blobs->begin() + static_cast<std::ptrdiff_t>(end));
        parcel.words.push_back(encode_frame(want));
    }
    if (due != nullptr) {
        for (const Note& note : due->notes) parcel.words.push_back(encode_frame(note));
    }
    parcel.route = {&hub.box(), key.box, hub.id(), key.id, false, {}};
    return std::optional(std::move(parcel));
}

Result<Parcel> parcel_for_applicant(Node& hub, const KeyId& applicant, const courier::Due& due) {
    auto roster_feed = frontier_for(hub, hub.setup().office);
    if (!roster_feed) return pass(std::move(roster_feed));
    Parcel parcel;
    parcel.is_applicant = true;
    parcel.run.peer = applicant;
    parcel.run.stem =
        std::string(kFromOffice) + std::string(kNoRegion) + "-" + short_id(applicant) + "-";
    parcel.words = encode_have(*roster_feed);
    parcel.words.push_back(encode_frame(Note{NoteKind::unknown_sender, 0, {}}));
    for (const Note& note : due.notes) parcel.words.push_back(encode_frame(note));
    parcel.route = {&hub.box(), due.box, hub.id(), applicant, false, {}};
    return parcel;
}

std::optional<Region> desa_of(const RosterKey& key) {
    for (const auto& grant : key.grants) {
        if (grant.role == Role::kiosk) return grant.region;
    }
    return std::nullopt;
}

Result<std::vector<Parcel>> parcels_of_hub(Node& hub, const std::optional<Region>& desa) {
    auto roster = hub.roster();
    if (!roster) return pass(std::move(roster));
    auto due = courier::all_due(hub);
    if (!due) return pass(std::move(due));
    std::vector<Parcel> parcels;
    for (const auto& [id, key] : roster->keys()) {
        const auto region = desa_of(key);
        if (!key.is_node() || !region || key.revoked_at || (desa && *region != *desa)) continue;
        const auto owed = due->find(id);
        auto parcel = parcel_for(hub, key, *region, owed == due->end() ? nullptr : &owed->second);
        if (!parcel) return pass(std::move(parcel));
        if (*parcel) parcels.push_back(std::move(**parcel));
    }
    for (const auto& [id, owed] : *due) {
        if (desa || owed.box.is_zero() || roster->find(id) != nullptr) continue;
        auto parcel = parcel_for_applicant(hub, id, owed);
        if (!parcel) return pass(std::move(parcel));
        parcels.push_back(std::move(*parcel));
    }
    std::stable_sort(parcels.begin(), parcels.end(),
                     [](const Parcel& a, const Parcel& b) { return a.run.region < b.run.region; });
    return parcels;
}

}  // namespace

Result<ExportReport> export_bundles(Node& node, const ExportOptions& options,
                                    const TakeFile& take) {
    if (auto marked = node.before_leaving(); !marked) return pass(std::move(marked));
    auto parcels = node.setup().kind == NodeKind::kiosk ? parcels_of_kiosk(node)
                                                        : parcels_of_hub(node, options.desa);
    if (!parcels) return pass(std::move(parcels));
    ExportReport report;
    Packing packing(node, options, take);
    for (Parcel& parcel : *parcels) {
        if (auto packed = packing.pack(parcel); !packed) return pass(std::move(packed));
        report.runs.push_back(std::move(parcel.run));
    }
    return report;
}

Status export_done(Node& node, const ExportReport& report) {
    if (node.setup().kind == NodeKind::kiosk || report.runs.empty()) return {};
    return node.write([&](Writer& writer) -> Status {
        for (const ExportRun& run : report.runs) {
            if (auto dropped = courier::drop_due(writer, run.peer); !dropped) return dropped;
        }
        return {};
    });
}

bool may_replace(const Node& node, std::string_view name) {
    const auto stem = stem_of(name);
    if (!stem) return false;
    if (node.setup().kind == NodeKind::kiosk) return *stem == stem_of_kiosk(node);
    if (!stem->starts_with(kFromOffice)) return false;
    const auto to = stem->substr(kFromOffice.size());
    const auto region = Region::parse(to.substr(0, to.find('-')));
    return to.starts_with(kNoRegion) || (region && node.setup().office.contains(*region));
}

std::optional<std::uint64_t> run_of(std::string_view name, std::string_view stem) {
    if (!name.starts_with(stem) || !name.ends_with(kSuffix)) return std::nullopt;
    name.remove_prefix(stem.size());
    if (name.size() < kSuffix.size()) return std::nullopt;
    name.remove_suffix(kSuffix.size());
    const auto dash = name.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto run = name.substr(0, dash);
    const auto part = name.substr(dash + 1);
    if (run.size() < 6 || run.size() > 18 || !all_digits(run)) return std::nullopt;
    if (part.size() != 2 || !all_digits(part)) return std::nullopt;
    return std::stoull(std::string(run));
}

std::optional<std::string_view> stem_of(std::string_view name) {
    constexpr std::size_t kShortId = 8;
    const auto middle = name.find(kToOffice);
    std::size_t at = 0;
    if (name.starts_with(kFromOffice)) {
        const auto dash = name.find('-', kFromOffice.size());
        if (dash == std::string_view::npos) return std::nullopt;
        at = dash + 1;
    } else if (middle != std::string_view::npos && Region::parse(name.substr(0, middle))) {
        at = middle + kToOffice.size();
    } else {
        return std::nullopt;
    }
    if (name.size() <= at + kShortId || name[at + kShortId] != '-') return std::nullopt;
    const auto stem = name.substr(0, at + kShortId + 1);
    return run_of(name, stem) ? std::optional(stem) : std::nullopt;
}

}  // namespace disapa
