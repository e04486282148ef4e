// What this room's tests share: a hub that keeps a plain ledger, and a link in memory that can be
// cut.
#pragma once

#include <climits>

#include "shared/store/store_world.h"
#include "sync/answer.h"
#include "sync/exchange.h"
#include "sync/outbox.h"

namespace disapa::testing {

// The smallest hub that keeps the rules: one `received` for each feed that grew, a `roster_at`
// before.
class PlainKeeper final : public Keeper {
  public:
    PlainKeeper(Node& hub, const SigningKey& root) : hub_(hub), root_(root) {}
    std::vector<Invite> invites;
    bool fails = false;      // a full disk
    bool is_silent = false;  // gives no receipts

    Status after_store(Writer& writer, const std::vector<FeedId>& grown) override {
        if (fails) return fail(ErrorCode::io, "Disk penuh.", "disk full");
        if (is_silent) return {};
        for (const FeedId& id : grown) {
            for (const FeedName& feed : hub_.feeds()) {
                if (feed.id() != id || feed.region.level() != 4) continue;
                if (auto status = receive(writer, feed); !status) return status;
            }
        }
        return {};
    }

    Result<Enrolled> enrol(Writer& writer, const ReceivedEnrol& enrol) override {
        for (const Invite& invite : invites) {
            if (invite.id != enrol.request.invite) continue;
            const Digest mac = hmac_sha256(invite.secret, enrol.signed_text);
            if (!equal_constant_time(mac.view(), enrol.mac.view())) break;
            if (auto status = add_key(writer, invite, enrol.request); !status)
                return pass(std::move(status));
            return Enrolled{true,
                            {},
                            key_id_of(enrol.request.key),
                            invite.role,
                            invite.region,
                            enrol.request.box};
        }
        return Enrolled{false, "Undangan tidak dikenal. Minta undangan baru.", {}, {}, {}, {}};
    }

  private:
    Status receive(Writer& writer, const FeedName& feed) {
        const FeedId id = feed.id();
        const FeedId roster = hub_.open_feed(hub_.setup().office).id();
        const Instant now = hub_.clock().now();
        const std::uint64_t size = hub_.size_of(id);
        return writer.append(feed.region,
                             {node_entry(payload({{"type", "roster_at"},
                                                  {"at", now},
                                                  {"feed", text_of(roster)},
                                                  {"size", hub_.size_of(roster)}})),
                              node_entry(payload({{"type", "received"},
                                                  {"at", now},
                                                  {"feed", text_of(id)},
                                                  {"root", text_of(hub_.root_at(id, size))},
                                                  {"size", size}}))});
    }
    Status add_key(Writer& writer, const Invite& invite, const EnrolRequest& request) {
        auto roster = hub_.roster();
        if (!roster) return pass(std::move(roster));
        if (roster->find(key_id_of(request.key)) != nullptr) return {};
        Json act = {{"type", "key_enrolled"},         {"at", hub_.clock().now()},
                    {"key", text_of(request.key)},    {"role", std::string(to_text(invite.role))},
                    {"region", invite.region.code()}, {"name", invite.name},
                    {"title", invite.title}};
        if (!request.box.is_zero()) act["box"] = text_of(request.box);
        return writer.append(hub_.setup().office, {person_entry(payload(act), root_)});
    }

    Node& hub_;
    const SigningKey& root_;
};

// The road between a kiosk and its hub. Byte counts are those of bundles: there is no HTTP here.
class MemoryLink final : public Link {
  public:
    MemoryLink(Node& hub, Keeper& keeper) : hub_(hub), keeper_(keeper) {}
    std::size_t request_bytes = SIZE_MAX;  // the road is cut after this many bytes up
    std::size_t answer_bytes = SIZE_MAX;   // or down
    std::size_t piece = SIZE_MAX;          // how many bytes arrive at once
    std::function<Bytes(Bytes)> meddle;    // with the answer
    std::function<Bytes(Bytes)> meddle_request;
    std::function<void()> before_answer, after_answer;
    std::vector<Bytes> requests, answers;  // as they were made
    std::uint64_t up = 0, down = 0;

    LinkReply post(ByteView request, std::size_t,
                   const std::function<Status(ByteView)>& on_bytes) override {
        LinkReply reply;
        Bytes sent(request.begin(), request.end());
        requests.push_back(sent);
        if (meddle_request) sent = meddle_request(std::move(sent));
        const bool is_whole = sent.size() <= request_bytes;
        sent.resize(std::min(sent.size(), request_bytes));
        reply.bytes_up = sent.size();
        up += sent.size();
        if (before_answer) before_answer();
        auto made = answer(hub_, keeper_, sent);
        if (after_answer) after_answer();
        if (!is_whole || !made) {
            reply.outcome = fail(ErrorCode::network, "Jaringan terputus.", "cut");
            return reply;
        }
        answers.push_back(*made);
        Bytes back = meddle ? meddle(std::move(*made)) : std::move(*made);
        const bool is_cut = back.size() > answer_bytes;
        back.resize(std::min(back.size(), answer_bytes));
        reply.bytes_down = back.size();
        down += back.size();
        for (std::size_t at = 0; at < back.size(); at += std::min(piece, back.size() - at)) {
            const std::size_t size = std::min(piece, back.size() - at);
            reply.outcome = on_bytes(ByteView(back).subspan(at, size));
            if (!reply.outcome) return reply;
        }
        if (is_cut) reply.outcome = fail(ErrorCode::network, "Jaringan terputus.", "cut");
        return reply;
    }

  private:
    Node& hub_;
    Keeper& keeper_;
};

// A kecamatan whose hub is awake, and one kiosk that it knows.
struct Village {
    Office office;
    Node hub = office.open("hub");
    PlainKeeper keeper{hub, office.root};
    MemoryLink link{hub, keeper};
    Node kiosk = office.kiosk("kiosk", office.desa);

    Village() {
        office.enrol_kiosk(hub, kiosk);
        const Json service = {{"service", "SKTM"}, {"flow", "mengetahui"}};
        office.roster_act(hub, {{"type", "catalogue_published"},
                                {"at", office.clock.now()},
                                {"services", Json::array({service})}});
    }

    void submit(int count = 1) {
        for (int i = 0; i < count; ++i) append(kiosk, office.desa, {office.submitted()});
    }
    ExchangeReport meet() { return exchange(kiosk, link); }
    // Both hold the same of everything that concerns the desa.
    bool hold_the_same() {
        return frontier_for(kiosk, office.desa).value() == frontier_for(hub, office.desa).value();
    }
};

// A form as people fill it in: little of it is the same twice.
inline Json filled_form(SeededRandom& random) {
    const auto pick = [&](std::initializer_list<const char*> words) {
        std::uint8_t byte = 0;
        random.fill({&byte, 1});
        return std::string(*(words.begin() + byte % words.size()));
    };
    const auto digits = [&](int count) {
        std::string made;
        for (int i = 0; i < count; ++i)
            made += pick({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
        return made;
    };
    const std::string first = pick({"Budi", "Siti", "Agus", "Dewi", "Rahmat", "Nur", "Yohanes"});
    const std::string last = pick({"Santoso", "Aminah", "Lestari", "Hidayat", "Jau", "Lawing"});
    return {{"nik", "640212" + digits(10)},
            {"nama", first + " " + last},
            {"alamat", "RT " + digits(2) + " Dusun " + pick({"Hulu", "Hilir", "Tengah"})},
            {"agama", digits(1)},
            {"tanggal_lahir", "19" + digits(2) + "-0" + digits(1)},
            {"no_hp", "08" + digits(10)},
            {"keperluan", pick({"sekolah", "bank", "kerja"})}};
}

inline void submit_filled(Village& village, int count) {
    SeededRandom random(5);
    for (int i = 0; i < count; ++i) {
        Json request = village.office.request();
        request["form"] = filled_form(random);
        Bytes salt(8, 0);
        random.fill(salt);
        request["salt"] = to_base64url(salt);
        append(village.kiosk, village.office.desa, {node_entry(payload(request))});
    }
}

// Requests with a paper each, of so many random bytes; gives back their hashes.
inline std::vector<Digest> submit_papers(Village& village, int count, std::size_t bytes) {
    std::vector<Digest> hashes;
    for (int i = 0; i < count; ++i) {
        Bytes paper(bytes, 0);
        village.office.random.fill(paper);
        hashes.push_back(sha256(paper));
        REQUIRE(village.kiosk.write([&](Writer& writer) -> Status {
            auto put = writer.put_blob(paper);
            return put ? Status{} : Status(pass(std::move(put)));
        }));
        Json request = village.office.request();
        request["papers"] = Json::array({{{"id", "KTP"},
                                          {"how", "file"},
                                          {"blob", text_of(hashes.back())},
                                          {"mime", "image/jpeg"},
                                          {"name", "ktp.jpg"},
                                          {"size", bytes}}});
        append(village.kiosk, village.office.desa, {node_entry(payload(request))});
    }
    return hashes;
}

inline std::string told(const ExchangeReport& report) {
    std::string all = report.error ? report.error->log + "\n" : "";
    for (const auto& line : report.log) all += line + "\n";
    return all;
}

}  // namespace disapa::testing
