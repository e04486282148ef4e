#include "kiosk/ui/pads.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"

namespace disapa::ui {
namespace {

struct Pin {
    Words words = *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json");
    std::string pin;
    PinStyle style;
    int entered = 0;
    Harness harness{words, [this](Ui& ui) {
                        const Rect page = ui.area().inset(ui.margin());
                        entered += pin_pad(ui, page, "pin", "PIN", pin, style).entered ? 1 : 0;
                    }};
};

TEST_CASE("a PIN is tapped, never shown, and taken only when long enough") {
    Pin t;
    for (const char* key : {"pin:2", "pin:7", "pin:1", "pin:8", "pin:2"}) {
        REQUIRE(t.harness.tap(key));
    }
    CHECK(t.pin == "27182");
    CHECK_FALSE(t.harness.find("pin:done")->enabled);
    REQUIRE(t.harness.tap_anyway("pin:done"));
    t.harness.key(Key::enter);
    CHECK(t.entered == 0);
    REQUIRE(t.harness.tap("pin:8"));
    CHECK_FALSE(t.harness.says("27182"));
    CHECK(t.harness.find("pin")->value == "6 angka sudah diketik");
    REQUIRE(t.harness.tap("pin:done"));
    CHECK(t.entered == 1);
    CHECK(t.pin == "271828");
}

TEST_CASE("the picture of two PINs of one length is the same") {
    Pin one;
    Pin two;
    one.pin = "271828";
    two.pin = "314159";
    one.harness.step(3);
    two.harness.step(3);
    CHECK(one.harness.picture() == two.harness.picture());
}

TEST_CASE("keyboard and backspace work on the pad, letters do not, twelve digits are the most") {
    Pin t;
    t.harness.type("12a34");
    t.harness.key(Key::backspace);
    CHECK(t.pin == "123");
    REQUIRE(t.harness.tap("pin:back"));
    CHECK(t.pin == "12");
    t.harness.type("34567890123456");
    CHECK(t.pin == "123456789012");
    t.harness.key(Key::enter);
    CHECK(t.entered == 1);
}

TEST_CASE("while a try is being checked the pad takes nothing") {
    Pin t;
    t.pin = "271828";
    t.style.enabled = false;
    t.harness.step(2);
    CHECK_FALSE(t.harness.tap("pin:1"));
    CHECK(t.harness.tap_anyway("pin:1"));
    CHECK(t.harness.tap_anyway("pin:done"));
    t.harness.type("1");
    t.harness.key(Key::enter);
    CHECK(t.pin == "271828");
    CHECK(t.entered == 0);
}

TEST_CASE("an error is said") {
    Pin t;
    t.style.error = "PIN salah.";
    t.harness.step(2);
    CHECK(t.harness.find("pin:error")->role == Role::alert);
}

TEST_CASE("the digit pad shows its digits and takes a scan") {
    const Words words = *Words::parse("{}");
    std::string nik;
    int entered = 0;
    Harness harness(words, [&](Ui& ui) {
        const Rect page = ui.area().inset(ui.margin());
        entered += digit_pad(ui, page, "nik", "NIK", nik, 16).entered ? 1 : 0;
    });
    harness.scan("6402124508900001");
    CHECK(nik == "6402124508900001");
    CHECK(entered == 1);
    REQUIRE(harness.tap("nik:9"));
    CHECK(nik.size() == 16);
    CHECK(harness.find("nik")->value == nik);
}

}  // namespace
}  // namespace disapa::ui
