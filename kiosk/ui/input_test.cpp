#include "kiosk/ui/input.h"

#include <doctest/doctest.h>

namespace disapa::ui {
namespace {

TEST_CASE("a press and its release never fall into one frame") {
    Input input;
    input.move(10, 20, 1);
    input.press(10, 20, 1);
    input.release(12, 21, 1.001);
    input.press(300, 300, 1.002);

    FrameInput frame = input.take();
    CHECK(frame.pressed);
    CHECK(frame.down);
    CHECK_FALSE(frame.released);
    CHECK(frame.x == 10);
    CHECK(input.waiting());

    frame = input.take();
    CHECK(frame.released);
    CHECK_FALSE(frame.down);
    CHECK(frame.x == 12);

    frame = input.take();
    CHECK(frame.pressed);
    CHECK(frame.x == 300);
    CHECK_FALSE(input.waiting());

    frame = input.take();  // nothing new: the finger still rests
    CHECK(frame.down);
    CHECK_FALSE(frame.pressed);
}

TEST_CASE("moves between two changes become one, letters keep their order") {
    Input input;
    input.press(0, 0, 1);
    input.move(5, 5, 1.1);
    input.move(9, 9, 1.2);
    input.letter(U'a', 1.2);
    input.key(Key::enter, 1.3);
    input.letter(U'b', 1.4);
    CHECK(input.take().pressed);
    FrameInput frame = input.take();
    CHECK(frame.x == 9);
    REQUIRE(frame.keys.size() == 2);
    CHECK(frame.keys[0].letter == U'a');
    CHECK(frame.keys[1].key == Key::enter);
    frame = input.take();
    REQUIRE(frame.keys.size() == 1);
    CHECK(frame.keys[0].letter == U'b');
}

// A slow frame once gave the end of a number to the field that was tapped after it.
TEST_CASE("what may move the focus parts the keys of two fields") {
    Input input;
    const auto letters = [&](std::u32string_view text) {
        for (const char32_t letter : text) input.letter(letter, 1);
    };
    letters(U"12");
    input.press(5, 5, 1);
    input.release(5, 5, 1);
    letters(U"34");
    input.key(Key::tab, 1);
    letters(U"56");
    input.key(Key::escape, 1);
    CHECK(input.take().keys.size() == 2);
    CHECK(input.take().pressed);
    FrameInput frame = input.take();
    CHECK(frame.released);
    CHECK(frame.keys.empty());
    CHECK(input.take().keys.size() == 2);  // 34
    frame = input.take();
    REQUIRE(frame.keys.size() == 1);
    CHECK(frame.keys[0].key == Key::tab);
    CHECK(input.take().keys.size() == 2);  // 56
    frame = input.take();
    REQUIRE(frame.keys.size() == 1);
    CHECK(frame.keys[0].key == Key::escape);
    CHECK_FALSE(input.waiting());
}

TEST_CASE("control characters and halves of letters are dropped") {
    Input input;
    for (const char32_t bad : {U'\0', U'\x1b', U'\x7f', U'\x85', char32_t{0xD800}, U'\U0001F600'}) {
        input.letter(bad, 1);
    }
    CHECK(input.take().keys.empty());
    input.letter(U'\u00e9', 1);
    CHECK(input.take().keys.size() == 1);
}

TEST_CASE("a release without a press is nothing") {
    Input input;
    input.release(1, 1, 1);
    CHECK_FALSE(input.take().released);
}

TEST_CASE("a burst that ends with Enter is a scan, typing by hand is not") {
    ScanBuffer scan;
    double at = 10;
    const auto feed = [&](std::string_view text, double gap) {
        std::optional<std::string> whole;
        for (const char letter : text) {
            at += gap;
            whole = scan.feed({static_cast<char32_t>(letter), Key::none, at});
            CHECK_FALSE(whole);
        }
        return scan.feed({0, Key::enter, at + gap});
    };
    CHECK(feed("K7M2QX94BHD", 0.01) == "K7M2QX94BHD");
    CHECK_FALSE(feed("K7M2QX94BHD", 0.4));
    at += 5;
    CHECK_FALSE(feed("abc", 0.01));                              // too short
    CHECK(feed("http://a.id/v#ABC", 0) == "http://a.id/v#ABC");  // all in one slow frame
}

TEST_CASE("letters are found across their bytes") {
    std::string text;
    append_utf8(text, U'a');
    append_utf8(text, U'\u00e9');
    append_utf8(text, U'\u20ac');
    CHECK(text == "a\u00e9\u20ac");
    CHECK(letter_before(text, text.size()) == 3);
    CHECK(letter_before(text, 3) == 1);
    CHECK(letter_before(text, 0) == 0);
    CHECK(letter_after(text, 1) == 3);
    CHECK(letter_after(text, 3) == 6);
    CHECK(letter_after(text, 6) == 6);
}

}  // namespace
}  // namespace disapa::ui
