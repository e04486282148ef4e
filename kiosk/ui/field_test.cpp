#include "kiosk/ui/field.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/widgets.h"

namespace disapa::ui {
namespace {

struct Form {
    Words words = *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json");
    std::string first, second, third = "tetap";
    FieldStyle style;
    int entered = 0;
    Harness harness{words, [this](Ui& ui) {
                        ui.scroll("form", ui.area().inset(ui.margin()), [&](Column& column) {
                            FieldStyle own = style;
                            own.label = "Nama";
                            entered += text_field(ui, column, "first", first, own).entered ? 1 : 0;
                            (void)text_field(ui, column, "second", second, {.label = "Alamat"});
                            (void)text_field(ui, column, "third", third,
                                             {.label = "Mati", .enabled = false});
                            column.space(400);
                            (void)text_field(ui, column, "last", second, {.label = "Akhir"});
                        });
                    }};
};

TEST_CASE("the on-screen keyboard types what its keys say") {
    Form form;
    Harness& h = form.harness;
    CHECK(h.find("key:q") == nullptr);
    REQUIRE(h.tap("first"));
    REQUIRE(h.find("key:q") != nullptr);
    REQUIRE(h.touch_keys("Budi 3, RT.1"));
    CHECK(form.first == "Budi 3, RT.1");
    REQUIRE(h.tap("key:back"));
    CHECK(form.first == "Budi 3, RT.");
    REQUIRE(h.tap("key:enter"));
    CHECK(h.find("key:q") == nullptr);
    CHECK(form.entered == 1);
}

TEST_CASE("symbols, and words that look like code, are typed as they are") {
    Form form;
    REQUIRE(form.harness.tap("first"));
    const std::string nasty = "%s ##a <script>{$}\\'\"";
    REQUIRE(form.harness.touch_keys(nasty));
    CHECK(form.first == nasty);
    CHECK(form.harness.find("first")->value == nasty);
}

TEST_CASE("shift is for one letter") {
    Form form;
    REQUIRE(form.harness.tap("first"));
    REQUIRE(form.harness.tap("key:shift"));
    CHECK(form.harness.find("key:a")->label == "A");
    REQUIRE(form.harness.tap("key:a"));
    REQUIRE(form.harness.tap("key:a"));
    CHECK(form.first == "Aa");
}

TEST_CASE("keys fire when they are pressed, not when they are left") {
    Form form;
    REQUIRE(form.harness.tap("first"));
    const Rect at = form.harness.find("key:g")->visible;
    form.harness.press(at.middle_x(), at.middle_y());
    form.harness.step();
    CHECK(form.first == "g");
    form.harness.lift();
    CHECK(form.first == "g");
}

TEST_CASE("backspace repeats while it is held, and stops at the start") {
    Form form;
    form.first = "abcdefgh\u00e9";
    REQUIRE(form.harness.tap("first"));
    form.harness.key(Key::end);
    const Rect at = form.harness.find("key:back")->visible;
    form.harness.press(at.middle_x(), at.middle_y());
    form.harness.step(2);
    CHECK(form.first == "abcdefgh");
    form.harness.step(120);
    CHECK(form.first.empty());
    form.harness.lift();
}

TEST_CASE("a keyboard on the table types, moves the caret and ends with Enter") {
    Form form;
    Harness& h = form.harness;
    REQUIRE(h.tap("first"));
    h.type("Ruminu");
    h.key(Key::backspace);
    h.type("i");
    h.key(Key::home);
    h.key(Key::right);
    h.key(Key::right);
    h.type("s");
    CHECK(form.first == "Rusmini");
    h.key(Key::home);
    h.key(Key::remove);
    CHECK(form.first == "usmini");
    h.key(Key::enter);
    h.type("x");
    CHECK(form.first == "usmini");
}

TEST_CASE("Tab goes from field to field and passes by what is disabled") {
    Form form;
    Harness& h = form.harness;
    REQUIRE(h.tap("first"));
    h.key(Key::tab);
    h.type("a");
    CHECK(form.second == "a");
    h.key(Key::tab);
    CHECK(h.ui().has_focus("last"));
    h.key(Key::tab);
    CHECK(h.ui().has_focus("first"));
    h.key(Key::escape);
    CHECK(h.ui().focus().id.empty());
}

TEST_CASE("a scanner types into the field that has the focus") {
    Form form;
    REQUIRE(form.harness.tap("first"));
    form.harness.scan("6402124508900001");
    CHECK(form.first == "6402124508900001");
    CHECK(form.entered == 1);
    CHECK_FALSE(form.harness.ui().take_scan());
}

TEST_CASE("a disabled field takes neither focus nor letters") {
    Form form;
    CHECK_FALSE(form.harness.tap("third"));
    CHECK(form.harness.tap_anyway("third"));
    form.harness.type("x");
    CHECK(form.third == "tetap");
}

TEST_CASE("limits: length, digits, capitals") {
    Form form;
    form.style = {.letters_max = 4, .capitals = true};
    REQUIRE(form.harness.tap("first"));
    form.harness.type("ab\u00e9de");
    CHECK(form.first == "AB\u00c9D");

    Form digits;
    digits.style = {.keyboard = Keyboard::digits, .letters_max = 16};
    REQUIRE(digits.harness.tap("first"));
    CHECK(digits.harness.find("key:7") != nullptr);
    CHECK(digits.harness.find("key:q") == nullptr);
    REQUIRE(digits.harness.tap("key:7"));
    digits.harness.type("a1-2");
    CHECK(digits.first == "712");
}

TEST_CASE("money is typed as digits and read in thousands") {
    Form form;
    form.style = {.unit = "Rp", .keyboard = Keyboard::money};
    REQUIRE(form.harness.tap("first"));
    for (const char* key : {"key:1", "key:2", "key:5", "key:0", "key:000"}) {
        REQUIRE(form.harness.tap(key));
    }
    CHECK(form.first == "1250000");
    CHECK(form.harness.find("first")->value == "1250000");
    REQUIRE(form.harness.tap("key:hide"));
    CHECK(form.harness.find("first")->value == "1.250.000");
    CHECK(form.first == "1250000");
}

TEST_CASE("a secret is dots in the tree") {
    Form form;
    form.style = {.secret = true};
    REQUIRE(form.harness.tap("first"));
    form.harness.type("r4has\u00eda");
    CHECK(form.first == "r4has\u00eda");
    CHECK(form.harness.find("first")->value == "\u2022\u2022\u2022\u2022\u2022\u2022\u2022");
    CHECK_FALSE(form.harness.says("r4has"));
}

TEST_CASE("a tap puts the caret under the finger") {
    Form form;
    form.first = "Umaq Dian";
    const Rect at = form.harness.find("first")->full;
    form.harness.tap_at(at.x + 24, at.middle_y());
    form.harness.type("X");
    CHECK(form.first == "XUmaq Dian");
    form.harness.tap_at(at.right() - 30, at.middle_y());
    form.harness.type("Z");
    CHECK(form.first == "XUmaq DianZ");
}

TEST_CASE(
    "a field under the keyboard is scrolled into sight, a tap on nothing puts the keys away") {
    Form form;
    Harness& h = form.harness;
    REQUIRE(h.bring_into_view("last"));
    REQUIRE(h.tap("last"));
    h.step(4);
    const Node* field = h.find("last");
    REQUIRE(field != nullptr);
    CHECK(field->visible.h == doctest::Approx(field->full.h));
    CHECK(field->full.bottom() < h.ui().area().bottom());
    CHECK(h.ui().keyboard_open());
    h.tap_at(4, 300);
    CHECK_FALSE(h.ui().keyboard_open());
}

TEST_CASE("the caret stops blinking after a while, and the screen rests") {
    Form form;
    REQUIRE(form.harness.tap("first"));
    CHECK(form.harness.ui().wake_in() <= 0.5);
    form.harness.step(30, 0.5);
    CHECK(form.harness.ui().wake_in() > 60);
}

TEST_CASE("a long text keeps its caret in sight, in one line and in several") {
    for (const int lines : {1, 3}) {
        Form form;
        form.style = {.letters_max = 400, .lines = lines};
        REQUIRE(form.harness.tap("first"));
        std::string text;
        for (int i = 0; i < 60; ++i) {
            text += "kata ";
        }
        form.harness.type(text);
        CHECK(form.first == text);
        const auto before = form.harness.picture();
        form.harness.type("x");
        CHECK(before != form.harness.picture());
    }
}

TEST_CASE("error, doubt and note stand beneath, the gravest alone") {
    Form form;
    form.style = {.note = "catatan", .doubt = "ragu"};
    form.harness.step(2);
    CHECK(form.harness.find("first:note")->label == "ragu");
    form.style.error = "salah";
    form.harness.step(2);
    CHECK(form.harness.find("first:note")->label == "salah");
    CHECK(form.harness.find("first:note")->role == Role::alert);
}

}  // namespace
}  // namespace disapa::ui
