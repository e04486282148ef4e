// What this room's tests share: a hub made by `admin::init`, kiosks and officers that enrolled by
// invite, and cases as far along as a test wants them.
#pragma once

#include "shared/crypto/jws.h"
#include "shared/letter/claims.h"
#include "shared/service/office.h"
#include "shared/service/service.h"
#include "sync/hub/admin.h"
#include "sync/hub/ledger.h"
#include "sync/sync_world.h"

namespace disapa::testing {

inline std::filesystem::path shipped_assets() {
    return std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";
}

inline std::string why(const Status& status) {
    return status ? "" : status.error().log;
}

// What was refused, and with a sentence.
template <class T>
ErrorCode code_of(const Result<T>& failed) {
    REQUIRE_FALSE(failed.has_value());
    CHECK_FALSE(failed.error().sentence.empty());
    return failed.error().code;
}

// A kiosk with its two officers.
struct Desa {
    Region region;
    Node kiosk;
    SigningKey clerk, kades;
};

struct HubWorld {
    Catalogue catalogue = Catalogue::load(shipped_assets()).value();
    Lists lists = Lists::load(shipped_assets()).value();
    Region kecamatan = region("64.02.12");
    TempFolder folder;
    SeededRandom random{21};
    ManualClock clock{kStart};
    Node hub = make_hub();
    HubKeeper keeper{hub};
    SigningKey root = resident_admin(hub).value();
    std::uint8_t salts = 0;

    Node make_hub() {
        const admin::HubSetup setup{kecamatan, "Tabang", "https://disapa.example", false};
        const auto made = admin::init(folder / "hub", setup, catalogue, clock, random);
        REQUIRE_MESSAGE(made.has_value(), why(made));
        return open("hub");
    }
    Node open(std::string_view name) {
        auto node = Node::open(folder / name, clock, random);
        REQUIRE_MESSAGE(node.has_value(), (node ? "" : node.error().log));
        return std::move(*node);
    }

    // --- people and machines
    Invite invite(Role role, const Region& where, std::string name = "Nama Orang") {
        auto made = make_invite(
            hub, {where, role, std::move(name), "Jabatan", "", "http://127.0.0.1:8420"});
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        return std::move(*made);
    }
    Keeper::Enrolled enrol(const Bytes& body) {
        const auto parsed = parse_enrol(body);
        REQUIRE(parsed.has_value());
        Keeper::Enrolled enrolled;
        const auto done = hub.write([&](Writer& writer) -> Status {
            auto judged = keeper.enrol(writer, *parsed);
            if (!judged) return pass(std::move(judged));
            enrolled = std::move(*judged);
            return {};
        });
        REQUIRE_MESSAGE(done.has_value(), why(done));
        return enrolled;
    }
    Keeper::Enrolled enrol(const Invite& by, const SigningKey& key,
                           const std::vector<KeyId>& devices = {}) {
        return enrol(make_enrol(by, key, BoxPublicKey{}, devices).value());
    }
    SigningKey officer(Role role, std::string name = "Nama Orang") {
        auto key = SigningKey::generate(random);
        REQUIRE(enrol(invite(role, kecamatan, std::move(name)), key).accepted);
        return key;
    }
    SigningKey desa_officer(Role role, const Node& kiosk) {
        auto key = SigningKey::generate(random);
        REQUIRE(enrol(invite(role, kiosk.setup().region), key, {kiosk.id()}).accepted);
        return key;
    }
    // A roster act by the root.
    Status roster_act(const Json& act) {
        return hub.write([&](Writer& writer) {
            std::vector<Entry> acts{person_entry(payload(act), root)};
            return ledger::append_roster(hub, writer, std::move(acts), hub.desa_regions());
        });
    }
    // A kiosk whose enrolment waits for the next exchange.
    Node new_kiosk(std::string_view name, const Region& where) {
        const auto by = invite(Role::kiosk, where, "");
        NodeSetup setup;
        setup.kind = NodeKind::kiosk;
        setup.region = where;
        setup.office = kecamatan;
        setup.hub_key = by.hub_key;
        setup.hub_box = by.hub_box;
        setup.root_thumbprint = by.root_thumbprint;
        setup.hub_urls = {by.hub_url};
        REQUIRE(Node::create(folder / name, setup, random));
        Node kiosk = open(name);
        const auto body = make_enrol(by, kiosk.signing(), kiosk.box().public_key(), {}).value();
        REQUIRE(kiosk.write(
            [&](Writer& writer) { return writer.put("enrol", to_text(kiosk.id()), body); }));
        return kiosk;
    }
    void meet(Node& kiosk) {
        MemoryLink link(hub, keeper);
        const auto report = exchange(kiosk, link);
        REQUIRE_MESSAGE(report.completed, told(report));
    }
    void grant(Node& kiosk) {
        const auto feed = kiosk.open_feed(kiosk.setup().region);
        const auto done =
            hub.write([&](Writer& writer) { return ledger::grant_numbers(hub, writer, feed); });
        REQUIRE_MESSAGE(done.has_value(), why(done));
    }
    Desa desa(std::string_view name = "kiosk", std::string_view code = "64.02.12.2005") {
        Node kiosk = new_kiosk(name, region(code));
        meet(kiosk);
        auto clerk = desa_officer(Role::petugas, kiosk);
        auto kades = desa_officer(Role::kades, kiosk);
        grant(kiosk);
        meet(kiosk);
        return {region(code), std::move(kiosk), std::move(clerk), std::move(kades)};
    }

    // --- a case
    std::string salt() {
        Bytes bytes(8, 0);
        bytes[0] = ++salts;
        return to_base64url(bytes);
    }
    Json request(const Json& form = {{"nama", "LUNG BILUNG"}, {"nik", "6402124503870003"}}) {
        return {{"type", "submitted"}, {"at", clock.now()},
                {"form", form},        {"papers", {{{"id", "KTP"}, {"how", "brought"}}}},
                {"salt", salt()},      {"service", "SKTM"}};
    }
    Digest put(Desa& at, Entry entry) {
        const auto digest = entry.digest;
        std::vector<Entry> entries{std::move(entry)};
        append(at.kiosk, at.region, std::move(entries));
        return digest;
    }
    Digest submit(Desa& at) { return put(at, node_entry(payload(request()))); }
    void verify(Desa& at, const Digest& revision) {
        const Json item = {{"of", text_of(revision)},
                           {"papers", {{{"id", "KTP"}, {"seen", true}}}}};
        put(at, person_entry(payload({{"type", "verified"},
                                      {"at", clock.now()},
                                      {"items", Json::array({item})},
                                      {"salt", salt()}}),
                             at.clerk));
    }
    // With the desa's number, as a letter that the camat acknowledges needs it.
    Digest endorse(Desa& at, const Digest& revision) {
        const auto today = wita_date(clock.now());
        const auto feed = at.kiosk.open_feed(at.region).id();
        const auto free = at.kiosk.book().value()->free_numbers(feed, "desa", today.year, 1);
        REQUIRE(free.size() == 1);
        Claims claims;
        claims.type = ActType::endorsed;
        claims.at = clock.now();
        claims.of = revision;
        claims.service = "SKTM";
        claims.holder = "LUNG BILUNG";
        claims.nik_tail = "0003";
        claims.number = format_number("400.9.14", free.front(), "UMD", today);
        const auto endorsed = put(at, person_entry(encode_claims(claims).value(), at.kades));
        put(at, node_entry(payload({{"type", "issued"},
                                    {"at", clock.now()},
                                    {"number", free.front()},
                                    {"of", text_of(endorsed)},
                                    {"series", "desa"},
                                    {"year", today.year}})));
        return endorsed;
    }
    // On the camat's table; gives its code.
    std::string ask(Desa& at) {
        const auto id = submit(at);
        verify(at, id);
        endorse(at, id);
        meet(at.kiosk);
        return book(at.region).find(id)->code;
    }
    const Book& book(const Region& of) {
        const auto found = hub.book(of);
        REQUIRE_MESSAGE(found.has_value(), (found ? "" : found.error().log));
        return **found;
    }
    const Case& one(const Desa& at, std::string_view code) {
        const auto* of = book(at.region).find_code(code);
        REQUIRE(of != nullptr);
        return *of;
    }
    // The acts of the hub's own feed of a region, in order.
    std::vector<Act> ledger_of(const Region& of, std::uint64_t from = 0) {
        const auto feed = hub.open_feed(of).id();
        std::vector<Act> acts;
        const auto entries = hub.entries(feed, from, hub.size_of(feed));
        REQUIRE(entries.has_value());
        for (const auto& entry : *entries) {
            acts.push_back(decode_act(entry.payload).value());
        }
        return acts;
    }
};

inline Jws signed_by(const SigningKey& key, const Bytes& bytes) {
    return {key.id(), bytes, sign_jws(key, kTypAct, bytes)};
}

}  // namespace disapa::testing
