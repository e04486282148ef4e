#include "kiosk/ui/boxes.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/widgets.h"

namespace disapa::ui {
namespace {

struct Asking {
    Words words = *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json");
    bool open = false;
    int base = 0;
    Answer answer = Answer::none;
    std::string text;
    Harness harness{words, [this](Ui& ui) { draw(ui); }};

    void draw(Ui& ui) {
        Column column = ui.column(ui.area().inset(ui.margin()));
        base += button(ui, column, "base", "Dasar") ? 1 : 0;
        (void)text_field(ui, column, "below", text, {.label = "Di bawah"});
        if (open) {
            answer = ask(ui, "ask", {"Yakin?", "Ini tidak bisa diurungkan.", "Ya", "Tidak", true});
            open = answer == Answer::none;
        }
    }
};

// A pad takes the focus while its sheet is still being measured.
TEST_CASE("a sheet with a pad is shown only once all of it stands in its place") {
    const auto words =
        Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json").value();
    std::string digits;
    bool open = false;
    Harness harness{words,
                    [&](Ui& ui) {
                        if (!open) return;
                        (void)sheet(ui, "resume", {"", 720, 0, false}, [&](Column& column) {
                            title(ui, column, "Lanjutkan?");
                            panel(ui, column, "board", [&](Column& inside) {
                                (void)digit_pad(ui, inside, "tail", "4 angka", digits, 4);
                            });
                            (void)button(ui, column, "no", "Hapus");
                        });
                    },
                    800, 1280};
    open = true;
    for (int i = 0; i < 4 && (i == 0 || !harness.ui().settled()); ++i) harness.step();
    CHECK(harness.ui().settled());
    for (const auto& node : harness.tree().nodes) {
        CHECK_MESSAGE(node.visible == node.full, node.label);
    }
}

TEST_CASE("what lies under a sheet cannot be touched, and is marked so") {
    Asking t;
    REQUIRE(t.harness.tap("base"));
    t.open = true;
    t.harness.step(4);
    CHECK(t.harness.find("base")->covered);
    CHECK_FALSE(t.harness.tap("base"));
    CHECK(t.base == 1);
    REQUIRE(t.harness.tap("ask:yes"));
    CHECK(t.answer == Answer::yes);
    t.harness.step(2);
    CHECK_FALSE(t.harness.find("base")->covered);
    REQUIRE(t.harness.tap("base"));
    CHECK(t.base == 2);
}

TEST_CASE("a tap beside the sheet closes it and touches nothing below") {
    Asking t;
    t.open = true;
    t.harness.step(4);
    const Rect below = t.harness.find("base")->visible;
    t.harness.tap_at(below.x + 20, below.middle_y());
    CHECK(t.base == 0);
    CHECK_FALSE(t.open);
    CHECK(t.answer == Answer::no);
}

TEST_CASE("a tap on the sheet itself does nothing, the cross closes") {
    Asking t;
    t.open = true;
    t.harness.step(4);
    const Rect title = t.harness.find("ask:title")->visible;
    t.harness.tap_at(title.x + 5, title.middle_y());
    CHECK(t.open);
    REQUIRE(t.harness.tap("ask:close"));
    CHECK_FALSE(t.open);
}

TEST_CASE("a sheet takes the keyboard away from the field below") {
    Asking t;
    REQUIRE(t.harness.tap("below"));
    CHECK(t.harness.ui().keyboard_open());
    t.open = true;
    t.harness.step(4);
    CHECK_FALSE(t.harness.ui().keyboard_open());
    t.harness.type("x");
    CHECK(t.text.empty());
}

TEST_CASE("the first frame of a panel is measured and not shown") {
    const Words words = *Words::parse("{}");
    bool shown = false;
    int unsettled = 0;
    Harness harness(words, [&](Ui& ui) {
        Column column = ui.column(ui.area().inset(ui.margin()));
        if (shown) {
            panel(ui, column, "box", [&](Column& inner) { title(ui, inner, "Isi"); });
            unsettled += ui.settled() ? 0 : 1;
        }
    });
    shown = true;
    harness.step(4);
    CHECK(unsettled == 1);
    CHECK(harness.find("box")->full.h > 80);
}

}  // namespace
}  // namespace disapa::ui
