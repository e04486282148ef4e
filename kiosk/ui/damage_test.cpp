#include "kiosk/ui/damage.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/widgets.h"

namespace disapa::ui {
namespace {

// A page with what changes in one place: a field with its keys, a list that scrolls, a sheet.
struct Page {
    Words words = *Words::parse("{}");
    std::string name;
    bool open = false;
    Harness harness{words, [this](Ui& ui) { draw(ui); }};

    void draw(Ui& ui) {
        Rect page = ui.area();
        auto column = ui.column(page.inset(ui.px(36)));
        static_cast<void>(text_field(ui, column, "name", name, {.label = "Nama"}));
        if (button(ui, column, "open", "Buka")) open = true;
        ui.scroll("list", column.rest(), [&](Column& list) {
            for (int i = 0; i < 40; ++i) paragraph(ui, list, "Baris " + std::to_string(i));
        });
        if (open &&
            sheet(ui, "sheet", {"Lembar", 600}, [&](Column& in) { paragraph(ui, in, "Isi"); })) {
            open = false;
        }
    }
};

// How much of the screen is damaged; and every pixel outside of it must be as it was.
float share(Page& page, Damage& damage, const Bitmap& before) {
    const Rect part = damage.next(page.harness.ui().draw_data());
    const Bitmap after = page.harness.picture();
    REQUIRE(after.pixels.size() == before.pixels.size());
    int strays = 0;
    for (int y = 0; y < after.height; ++y) {
        for (int x = 0; x < after.width; ++x) {
            const auto fx = static_cast<float>(x), fy = static_cast<float>(y);
            const bool inside =
                fx >= part.x && fx < part.right() && fy >= part.y && fy < part.bottom();
            const auto at = static_cast<std::size_t>(y * after.width + x);
            if (!inside && after.pixels[at] != before.pixels[at]) ++strays;
        }
    }
    CHECK(strays == 0);
    return part.w * part.h / static_cast<float>(after.width * after.height);
}

TEST_CASE("what a frame changes lies inside its damage, and a letter costs a field at most") {
    Page page;
    Damage damage;
    page.harness.step(3);
    CHECK(share(page, damage, page.harness.picture()) == 1);  // the first one is whole
    CHECK(share(page, damage, page.harness.picture()) == 0);  // nothing changed

    REQUIRE(page.harness.tap("name"));
    page.harness.step(30);
    static_cast<void>(damage.next(page.harness.ui().draw_data()));
    for (const char* letter : {"s", "i", "t", "i", " ", "n"}) {
        const auto before = page.harness.picture();
        page.harness.type(letter);
        CHECK(share(page, damage, before) < 0.12F);
    }
    auto before = page.harness.picture();
    page.harness.key(Key::escape);  // the keys on the glass go down
    page.harness.step(5);
    CHECK(share(page, damage, before) > 0.3F);
    before = page.harness.picture();
    page.harness.swipe(600, 700, 600, 500);
    share(page, damage, before);
    before = page.harness.picture();
    REQUIRE(page.harness.tap("open"));
    page.harness.step(3);
    share(page, damage, before);
    damage.forget();
    CHECK(share(page, damage, page.harness.picture()) == 1);
}

TEST_CASE("nothing is drawn outside of the part that is drawn anew") {
    Page page;
    page.harness.step(3);
    auto& data = page.harness.ui().draw_data();
    limit(data, {100, 100, 50, 40});
    for (int i = 0; i < data.CmdListsCount; ++i) {
        for (const ImDrawCmd& command : data.CmdLists[i]->CmdBuffer) {
            const ImVec4& clip = command.ClipRect;
            const bool empty = clip.z <= clip.x || clip.w <= clip.y;
            CHECK((empty || (clip.x >= 100 && clip.y >= 100 && clip.z <= 150 && clip.w <= 140)));
        }
    }
}

}  // namespace
}  // namespace disapa::ui
