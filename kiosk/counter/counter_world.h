// What the tests of the counter and of its screens share: a hub and a kiosk on disk with a clerk
// and a kades, and what the hub says in between.
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "kiosk/counter/counter.h"
#include "shared/letter/claims.h"
#include "shared/store/store_world.h"

namespace disapa::testing {

inline constexpr std::string_view kClerkPin = "274951", kKadesPin = "830462";
// A woman, born on 12 March 1985.
inline constexpr std::string_view kNik = "6402125203850002", kKk = "6402121203110004";
inline constexpr std::string_view kName = "PEBULAAN NGAU";

inline Json sktm_form(std::string_view name = kName) {
    return {{"nik", kNik},
            {"no_kk", kKk},
            {"nama", name},
            {"tempat_lahir", "UMAQ DIAN"},
            {"tanggal_lahir", "1985-03-12"},
            {"jenis_kelamin", "2"},
            {"agama", "3"},
            {"status_kawin", "2"},
            {"pekerjaan", "PETANI/PEKEBUN"},
            {"kewarganegaraan", "1"},
            {"alamat", "Jalan Poros Tabang"},
            {"rt", "003"},
            {"keperluan", "keringanan biaya sekolah"},
            {"penghasilan_bulan", "750000"},
            {"jumlah_tanggungan", "3"},
            {"terdaftar_dtsen", "ya"}};
}

class CounterWorld {
  public:
    CounterWorld() {
        base.clock.set(instant_of({2026, 11, 23}, 9, 5));
        Json services = Json::array();
        const auto catalogue = Catalogue::load(kAssets).value();
        for (const auto& service : catalogue.services()) {
            const char* flow = service.steps.flow == Flow::desa    ? "desa"
                               : service.steps.flow == Flow::camat ? "camat"
                                                                   : "mengetahui";
            services.push_back({{"service", service.code}, {"flow", flow}});
        }
        base.roster_act(
            hub,
            {{"type", "catalogue_published"}, {"at", base.clock.now()}, {"services", services}});
        base.enrol_kiosk(hub, kiosk);
        publish_office("64.02.12.2005", "Umaq Dian", "UMD", "Kepala Desa Umaq Dian");
        publish_office("64.02.12", "Tabang", "TBG", "Camat Tabang");
        auto head = base.key_act(camat, Role::camat, base.kecamatan);
        head["name"] = "HARUN LAWAI";
        head["title"] = "Camat Tabang";
        base.roster_act(hub, head);
        clerk_key = enrol(Role::petugas, "MASTORA LESTARI", "Kepala Urusan Umum", kClerkPin);
        kades_key = enrol(Role::kades, "IGUNG DING", "Kepala Desa Umaq Dian", kKadesPin);
        settle();
        ledger({{"type", "numbers_granted"},
                {"at", base.clock.now()},
                {"feed", text_of(kiosk_feed().id())},
                {"series", "desa"},
                {"year", 2026},
                {"from", 1},
                {"to", 50}});
        settle();
    }

    // Everything goes both ways, and the hub says in what order it counts.
    void settle() {
        const FeedName office = hub.open_feed(base.kecamatan);
        ledger({{"type", "roster_at"},
                {"at", base.clock.now()},
                {"feed", text_of(office.id())},
                {"size", hub.size_of(office.id())}});
        const FeedId feed = kiosk_feed().id();
        if (kiosk.size_of(feed) > 0) {
            (void)carry(kiosk, hub, kiosk_feed());
            const auto size = hub.size_of(feed);
            ledger({{"type", "received"},
                    {"at", base.clock.now()},
                    {"feed", text_of(feed)},
                    {"size", size},
                    {"root", text_of(hub.root_at(feed, size))}});
        }
        (void)carry(hub, kiosk, office);
        (void)carry(hub, kiosk, hub.open_feed(base.desa));
    }
    // As the hub sees it.
    Case at_hub(const std::string& code) {
        const auto* of = hub.book(base.desa).value()->find_code(read_code(code).value());
        REQUIRE(of != nullptr);
        return *of;
    }
    // The camat signs at the hub; `settle` brings it here.
    void approve(const std::string& code) {
        const auto of = at_hub(code);
        Claims claims;
        claims.at = base.clock.now();
        claims.of = of.endorsed;
        claims.service = of.service;
        claims.holder = kName;
        claims.nik_tail = kNik.substr(12);
        claims.number = of.number;
        claims.register_number = "400.9.14/031/TBG/XI/2026";
        append(hub, base.desa, {person_entry(encode_claims(claims).value(), camat)});
    }
    // He rejects, returns or (of = the letter) revokes.
    void judge(const char* type, const Digest& of, const char* reason) {
        append(hub, base.desa,
               {person_entry(payload({{"type", type},
                                      {"at", base.clock.now()},
                                      {"of", text_of(of)},
                                      {"reason", reason},
                                      {"salt", base.salt()}}),
                             camat)});
    }
    Counter open() {
        auto opened = Counter::open(base.folder / "kiosk", kAssets, base.clock, base.random);
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().log));
        return std::move(*opened);
    }
    // Durable and seen whole: what a test does next finds it.
    std::string submit(Counter& counter, const Json& form, const Session* by = nullptr) {
        auto receipt = counter.submit("SKTM", form, {}, by);
        REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().log));
        return receipt->code;
    }
    static std::vector<PaperCheck> all_seen(Counter& counter, const std::string& code) {
        std::vector<PaperCheck> checks;
        const auto view = counter.view(code, nullptr).value();
        for (const auto& paper : view.papers) checks.push_back({paper.id, true, ""});
        return checks;
    }

    inline static const std::filesystem::path kAssets =
        std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";
    Office base;
    Node hub = base.open("hub");
    Node kiosk = base.kiosk("kiosk", base.desa);
    SigningKey camat = SigningKey::generate(base.random);
    KeyId clerk_key, kades_key;

  private:
    FeedName kiosk_feed() const { return kiosk.open_feed(base.desa); }
    void ledger(const Json& act) { append(hub, base.desa, {node_entry(payload(act))}); }
    void publish_office(const char* where, const char* name, const char* unit, const char* title) {
        base.roster_act(hub, {{"type", "office_published"},
                              {"at", base.clock.now()},
                              {"office",
                               {{"region", where},
                                {"name", name},
                                {"phone", "0812-5400-1234"},
                                {"unit_code", unit},
                                {"head_title", title},
                                {"address", "Jalan Poros"}}}});
    }
    // As on a real kiosk: by invite and PIN; then the hub's answer.
    KeyId enrol(Role role, const char* name, const char* title, std::string_view pin) {
        Invite invite;
        Bytes id(8, 0), secret(16, 0);
        base.random.fill(id);
        base.random.fill(secret);
        invite.id = to_base64url(id);
        invite.role = role;
        invite.region = base.desa;
        invite.office = base.kecamatan;
        invite.name = name;
        invite.title = title;
        invite.hub_url = "http://127.0.0.1:8420";
        invite.public_url = base.hub_setup.public_url;
        invite.hub_key = base.hub_setup.hub_key;
        invite.hub_box = base.hub_setup.hub_box;
        invite.root_thumbprint = base.hub_setup.root_thumbprint;
        invite.secret = secret;
        invite.expires = base.clock.now() + 86400;
        const auto key = Counter::enrol(base.folder / "kiosk", to_text(invite), pin, base.clock,
                                        base.random, kArgon2ForTests);
        REQUIRE_MESSAGE(key.has_value(), (key ? "" : key.error().log));
        const auto kept = Json::parse(kiosk.get("officer", to_text(*key)).value().value());
        base.roster_act(hub, {{"type", "key_enrolled"},
                              {"at", base.clock.now()},
                              {"key", kept.at("key")},
                              {"role", std::string(to_text(role))},
                              {"region", base.desa.code()},
                              {"devices", Json::array({to_text(kiosk.id())})},
                              {"name", name},
                              {"title", title}});
        return *key;
    }
};

}  // namespace disapa::testing
