// What this room's tests share: a hub and a kiosk on disk, the screens on them, and a finger.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>

#include "kiosk/counter/counter_world.h"
#include "kiosk/screens/app.h"
#include "kiosk/ui/harness.h"

namespace disapa::testing {

inline const std::filesystem::path kAssets = CounterWorld::kAssets;

class World : public CounterWorld {
  public:
    explicit World(int width = 1280, int height = 800)
        : words(ui::Words::load(kAssets / "words" / "id.json").value()) {
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
    Counter counter() { return open(); }
    // A request made elsewhere; gives its code as shown.
    std::string submit(const char* service, const Json& form) {
        auto receipt = counter().submit(service, form, {}, nullptr);
        REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().log));
        return receipt->shown_code;
    }
    // A clerk or the kades, as if he had given his PIN elsewhere.
    Session session(std::string_view pin) {
        const bool clerk = pin == kClerkPin;
        auto opened = counter().sign_in(clerk ? clerk_key : kades_key, pin);
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }
    // Seen by the clerk, signed by the kades, at the kecamatan.
    void endorse(const std::string& shown_code) {
        auto at = counter();
        REQUIRE(at.verify(shown_code, all_seen(at, shown_code), session(kClerkPin)));
        REQUIRE(at.endorse(shown_code, session(kKadesPin)));
        settle();
    }

    // --- a finger ----------------------------------------------------------------------------
    bool tap(std::string_view id) {
        (void)harness->bring_into_view(id);
        return harness->tap(id);
    }
    // What must be there to be touched, and the page that comes of it.
    void touch(std::string_view id) {
        REQUIRE_MESSAGE(tap(id), std::string(id));
        harness->step(4);
    }
    // The next page, which bears this heading.
    void next(std::string_view heading) {
        touch("next");
        REQUIRE_MESSAGE(says(heading), std::string(heading));
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
    // From a list.
    void choose(const std::string& field, const std::string& code) {
        touch("ask:" + field);
        touch("pick:list:" + code);
    }
    // What has become of a code, from the first screen.
    void look_up(const std::string& code) {
        touch("footer:action");
        REQUIRE(fill("code", code));
        touch("look");
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

    ui::Words words;
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
};

}  // namespace disapa::testing
