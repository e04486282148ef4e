// Tests: a child at the glass, who touches, types, scans and swipes at random; the same seed does
// the same again. Most touches go where something can be touched, so that the walk leads deep.
#pragma once

#include <random>

#include "kiosk/screens/screens_world.h"

namespace disapa::testing {

// What a person may type that nobody else may find.
inline constexpr std::string_view kPersonal[] = {kNik, kKk, kName, "HIBAU LAWAI", "0852-1111-2222"};
inline constexpr std::string_view kOther[] = {
    "12",    "003", "Jalan Poros", "x", "2026-11-23", "1000000", "\xc3\xa9\xe2\x82\xac",
    "'; --", "<b>", "PETANI"};

class Child {
  public:
    Child(World& world, unsigned seed) : world_(world), dice_(seed) {}

    void act() {
        const auto what = roll(100);
        if (what < 62) return touch_something();
        if (what < 72) return touch_anywhere();
        if (what < 84) return type();
        if (what < 89) return press_a_key();
        if (what < 93) return scan();
        if (what < 97) return swipe();
        wait();
    }

  private:
    std::size_t roll(std::size_t below) { return dice_() % below; }
    float across() { return static_cast<float>(roll(1280)); }
    float down() { return static_cast<float>(roll(800)); }

    // Something that can be touched, so that the walk leads deep.
    void touch_something() {
        std::vector<std::string> ids;
        for (const auto& node : world_.harness->tree().nodes) {
            const bool there = node.enabled && !node.covered && node.visible.w > 0;
            if (ui::is_touchable(node.role) && there) ids.push_back(node.id);
        }
        if (ids.empty()) return touch_anywhere();
        const auto& id = ids[roll(ids.size())];
        // On the way home all is lost: rarer than anything that leads on.
        if ((id == "header:home" || id == "leave:yes" || id == "attract") && roll(8) != 0) return;
        (void)world_.harness->tap_anyway(id);
    }
    void touch_anywhere() { world_.harness->tap_at(across(), down()); }
    void type() {
        if (world_.harness->find("pin:done") != nullptr) {
            world_.harness->type(roll(2) == 0 ? kClerkPin : kKadesPin);
            return world_.harness->key(ui::Key::enter);
        }
        if (roll(3) == 0) return world_.harness->type(kOther[roll(std::size(kOther))]);
        world_.harness->type(kPersonal[roll(std::size(kPersonal))]);
    }
    void press_a_key() {
        constexpr ui::Key kKeys[] = {ui::Key::enter, ui::Key::backspace, ui::Key::remove,
                                     ui::Key::tab,   ui::Key::escape,    ui::Key::left,
                                     ui::Key::right, ui::Key::home,      ui::Key::end};
        world_.harness->key(kKeys[roll(std::size(kKeys))]);
    }
    void scan() {
        constexpr std::string_view kScans[] = {
            "K7M2QX94BHD", kNik, "https://disapa.example/v#AAAA", "0000000000000", "\x1b[31m", kKk};
        world_.harness->scan(kScans[roll(std::size(kScans))]);
    }
    void swipe() { world_.harness->swipe(across(), down(), across(), down(), 3); }
    void wait() {
        const auto seconds = roll(40) == 0 ? 130 : 1 + roll(20);
        for (std::size_t i = 0; i < seconds; ++i) {
            world_.base.clock.advance(1);
            world_.harness->step(1, 1.0);
        }
    }

    World& world_;
    std::mt19937 dice_;
};

}  // namespace disapa::testing
