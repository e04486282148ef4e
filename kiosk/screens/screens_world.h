// What this room's tests share: a hub and a kiosk on disk, the screens on them, and a finger.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "kiosk/screens/app.h"
#include "kiosk/ui/harness.h"
#include "shared/letter/claims.h"
#include "shared/service/office.h"
#include "shared/store/store_world.h"

namespace disapa::testing {

inline const std::filesystem::path kAssets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";
inline constexpr std::string_view kClerkPin = "274951", kKadesPin = "830462";

// A woman, born on 12 March 1985.
inline constexpr std::string_view kNik = "6402125203850002", kKk = "6402121203110004";
inline constexpr std::string_view kName = "PEBULAAN NGAU";

inline Json sktm_form() {
    return {{"nik", kNik},
            {"no_kk", kKk},
            {"nama", kName},
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

class World {
  public:
    explicit World(int width = 1280, int height = 800)
        : words(ui::Words::load(kAssets / "words" / "id.json").value()) {
        base.clock.set(instant_of({2026, 11, 23}, 9, 5));
        publish_catalogue();
        base.enrol_kiosk(hub, kiosk);
        publish_office("64.02.12.2005", "Umaq Dian", "UMD", "Kepala Desa Umaq Dian");
        publish_office("64.02.12", "Tabang", "TBG", "Camat Tabang");
        base.roster_act(hub, base.key_act(camat, Role::camat, base.kecamatan));
        enrol_officer(Role::petugas, "MASTORA LESTARI", "Kepala Urusan Umum", kClerkPin);
        enrol_officer(Role::kades, "IGUNG DING", "Kepala Desa Umaq Dian", kKadesPin);
        settle();
        ledger({{"type", "numbers_granted"},
                {"at", base.clock.now()},
                {"feed", text_of(kiosk_feed().id())},
                {"series", "desa"},
                {"year", 2026},
                {"from", 1},
                {"to", 50}});
        settle();
        start();
        harness = std::make_unique<ui::Harness>(
            words, [this](ui::Ui& ui) { app->frame(ui); }, width, height);
    }
    ~World() {
        app.reset();  // before the worker that it posts to
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // The program ends, as by a power cut, and begins again on what lies on disk.
    void restart() {
        app.reset();
        worker.reset();
        start();
        const auto screen = harness->ui().screen();
        harness = std::make_unique<ui::Harness>(
            words, [this](ui::Ui& ui) { app->frame(ui); }, static_cast<int>(screen.w),
            static_cast<int>(screen.h));
    }
    Counter counter() {
        auto opened = Counter::open(base.folder / "kiosk", kAssets, base.clock, base.random);
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }
    // A request made elsewhere; gives its code as shown.
    std::string submit(const char* service, const Json& form) {
        auto receipt = counter().submit(service, form, {}, nullptr);
        REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().log));
        return receipt->shown_code;
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
    // The camat signs at the hub; `settle` brings it here.
    void approve(const std::string& shown_code) {
        const auto* of = hub.book(base.desa).value()->find_code(read_code(shown_code).value());
        REQUIRE(of != nullptr);
        Claims claims;
        claims.at = base.clock.now();
        claims.of = of->endorsed;
        claims.service = of->service;
        claims.holder = kName;
        claims.nik_tail = kNik.substr(12);
        claims.number = of->number;
        claims.register_number = "400.9.14/031/TBG/XI/2026";
        append(hub, base.desa, {person_entry(encode_claims(claims).value(), camat)});
    }

    // --- a finger ----------------------------------------------------------------------------
    bool tap(std::string_view id) {
        (void)harness->bring_into_view(id);
        return harness->tap(id);
    }
    bool fill(const std::string& id, std::string_view text) {
        if (!tap(id)) return false;
        harness->type(text);
        harness->key(ui::Key::escape);
        return true;
    }
    bool pin(std::string_view digits) {
        for (const char digit : digits) {
            if (!tap(std::string("pin:") + digit)) return false;
        }
        return tap("pin:done");
    }
    bool sign_in(std::string_view name, std::string_view digits) {
        if (!tap("officer")) return false;
        harness->step(2);
        for (const auto& node : harness->tree().nodes) {
            if (node.id.starts_with("officer:") && node.label.find(name) != std::string::npos) {
                const auto id = node.id;
                if (!tap(id) || !pin(digits)) return false;
                harness->step(3);
                return app->signed_in();
            }
        }
        return false;
    }
    [[nodiscard]] bool says(std::string_view text) const { return harness->says(text); }
    // A picture for the eye, where DISAPA_SHOTS names a folder.
    void shot(const std::string& name) {
        const char* folder = std::getenv("DISAPA_SHOTS");
        if (folder == nullptr) return;
        harness->step(6);
        CHECK(harness->save_picture(std::filesystem::path(folder) / (name + ".png")));
    }
    // What every page must keep.
    void check_page() {
        CHECK(harness->small_targets() == std::vector<std::string>{});
        CHECK(harness->outside_screen() == std::vector<std::string>{});
        CHECK(harness->tree().duplicates() == std::vector<std::string>{});
        CHECK(words.missing().empty());
    }

    Office base;
    ui::Words words;
    Node hub = base.open("hub");
    Node kiosk = base.kiosk("kiosk", base.desa);
    SigningKey camat = SigningKey::generate(base.random);
    screens::Devices devices;  // what a test puts at the counter, before `restart`
    KioskSettings settings = [] {
        KioskSettings bare;
        bare.stick = "none";
        return bare;
    }();
    std::filesystem::path programs;  // of a test's own
    std::unique_ptr<screens::Worker> worker;
    screens::Chores chores{screens::Chores::Mode::in_place};
    std::unique_ptr<screens::App> app;
    std::unique_ptr<ui::Harness> harness;

  private:
    void start() {
        worker = std::make_unique<screens::Worker>(counter(), screens::Worker::Mode::in_place);
        screens::AppOptions options;
        options.folder = base.folder / "kiosk";
        options.print_folder = base.folder / "cetak";
        options.file_folder = base.folder / "berkas";
        options.tick_here = true;
        options.devices = devices;
        options.settings = settings;
        options.programs = programs;
        app = std::make_unique<screens::App>(*worker, chores, base.clock, std::move(options));
    }
    FeedName kiosk_feed() const { return kiosk.open_feed(base.desa); }
    void ledger(const Json& act) { append(hub, base.desa, {node_entry(payload(act))}); }
    void publish_catalogue() {
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
    }
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
    void enrol_officer(Role role, const char* name, const char* title, std::string_view code) {
        Invite invite;
        invite.id = to_base64url(random_bytes(8));
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
        invite.secret = random_bytes(16);
        invite.expires = base.clock.now() + 86400;
        const auto key = Counter::enrol(base.folder / "kiosk", to_text(invite), code, base.clock,
                                        base.random, kArgon2ForTests);
        REQUIRE_MESSAGE(key.has_value(), (key ? "" : key.error().log));
        const auto record = kiosk.get("officer", to_text(*key)).value().value();
        const auto kept = Json::parse(record);
        base.roster_act(hub, {{"type", "key_enrolled"},
                              {"at", base.clock.now()},
                              {"key", kept.at("key")},
                              {"role", std::string(to_text(role))},
                              {"region", base.desa.code()},
                              {"devices", Json::array({to_text(kiosk.id())})},
                              {"name", name},
                              {"title", title}});
    }
    Bytes random_bytes(std::size_t count) {
        Bytes bytes(count);
        base.random.fill(bytes);
        return bytes;
    }
};

}  // namespace disapa::testing
