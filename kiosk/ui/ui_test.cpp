#include "kiosk/ui/ui.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/widgets.h"

namespace disapa::ui {
namespace {

Words no_words() {
    return *Words::parse("{}");
}

// Twenty cards in a list, and a button that is off.
struct List {
    int taps = 0, off_taps = 0;
    std::string last;
    void draw(Ui& ui) {
        Rect page = ui.area().inset(ui.margin());
        if (button(ui, page.cut_top(ui.px(80), ui.px(20)), "off", "Mati", {.enabled = false})) {
            ++off_taps;
        }
        ui.scroll("list", page, [&](Column& column) {
            for (int i = 0; i < 20; ++i) {
                const std::string id = "card:" + std::to_string(i);
                if (card(ui, column, id, {.title = id})) {
                    ++taps;
                    last = id;
                }
            }
        });
    }
};

struct ListHarness {
    Words words = no_words();
    List list;
    Harness harness{words, [this](Ui& ui) { list.draw(ui); }};
};

TEST_CASE("a tap inside one real frame is not lost") {
    ListHarness t;
    const Rect at = t.harness.find("card:0")->visible;
    Input& input = t.harness.ui().input();
    input.move(at.middle_x(), at.middle_y(), 1);
    input.press(at.middle_x(), at.middle_y(), 1);
    input.release(at.middle_x(), at.middle_y(), 1);
    t.harness.step();
    CHECK(t.harness.ui().wake_in() == 0);  // the window must not go to sleep now
    t.harness.step();
    CHECK(t.list.taps == 1);
    t.harness.step(5);
    CHECK(t.list.taps == 1);
}

// A page with one button that leads to a page with the same button; and a counter that stays.
struct Pages {
    int page = 0, count = 0;
    void draw(Ui& ui) {
        Rect area = ui.area().inset(ui.margin());
        heading(ui, area.cut_top(ui.px(60)), "Bagian " + std::to_string(page));
        if (button(ui, area.cut_top(ui.px(80), ui.px(20)), "next", "Lanjut")) {
            ++page;
        }
        if (button(ui, area.cut_top(ui.px(80)), "more", "Tambah")) {
            ++count;
        }
    }
};

void tap_twice(Harness& harness, std::string_view id, double between) {
    const Rect at = harness.find(id)->visible;
    Input& input = harness.ui().input();
    static double now = 100;  // far from the harness's own clock
    now += 10;
    for (const double begin : {now, now + between}) {
        input.press(at.middle_x(), at.middle_y(), begin);
        input.release(at.middle_x(), at.middle_y(), begin + 0.02);
        harness.step(4);
    }
}

TEST_CASE("a double tap does not press what the first tap has put there") {
    const Words words = no_words();
    Pages pages;
    Harness harness(words, [&](Ui& ui) { pages.draw(ui); });
    tap_twice(harness, "next", 0.15);
    CHECK(pages.page == 1);
    tap_twice(harness, "next", 0.45);
    CHECK(pages.page == 3);
    tap_twice(harness, "more", 0.15);  // the page stays: two taps are two
    CHECK(pages.count == 2);
}

TEST_CASE("a second finger while one is down does nothing") {
    ListHarness t;
    const Rect first = t.harness.find("card:0")->visible;
    const Rect second = t.harness.find("card:1")->visible;
    Input& input = t.harness.ui().input();
    input.press(first.middle_x(), first.middle_y(), 1, 0);
    t.harness.step(2);
    input.press(second.middle_x(), second.middle_y(), 1.1, 1);
    input.move(second.middle_x(), second.middle_y() + 90, 1.2, 1);
    input.release(second.middle_x(), second.middle_y(), 1.3, 1);
    t.harness.step(4);
    CHECK(t.list.taps == 0);
    input.release(first.middle_x(), first.middle_y(), 1.4, 0);
    t.harness.step(4);
    CHECK(t.list.taps == 1);
    CHECK(t.list.last == "card:0");
}

TEST_CASE("a button fires when the finger leaves the glass, where it came down") {
    ListHarness t;
    const Rect at = t.harness.find("card:1")->visible;
    t.harness.press(at.middle_x(), at.middle_y());
    t.harness.step(3);
    CHECK(t.list.taps == 0);
    t.harness.lift();
    CHECK(t.list.last == "card:1");

    const Rect other = t.harness.find("card:0")->visible;
    t.harness.press(at.middle_x(), at.y + 4);
    t.harness.drag_to(other.middle_x(), other.bottom() - 4, 1);  // onto its neighbour
    t.harness.lift();
    CHECK(t.list.taps == 1);
}

TEST_CASE("larger text makes everything larger, at the next frame and without a new window") {
    ListHarness t;
    const Rect usual = t.harness.find("off")->full;
    t.harness.ui().set_text_size(2);
    t.harness.step(2);
    const Rect larger = t.harness.find("off")->full;
    CHECK(larger.h == doctest::Approx(usual.h * 1.3F).epsilon(0.02));
    t.harness.ui().set_text_size(9);
    CHECK(t.harness.ui().text_size() == 2);
    t.harness.ui().set_text_size(-1);
    t.harness.step(2);
    CHECK(t.harness.find("off")->full.h == usual.h);
}

TEST_CASE("the strong theme changes the picture and not the places") {
    ListHarness t;
    const auto before = t.harness.hash();
    const Rect at = t.harness.find("card:0")->full;
    t.harness.ui().set_contrast(true);
    t.harness.step(2);
    CHECK(t.harness.hash() != before);
    CHECK(t.harness.find("card:0")->full == at);
    CHECK(t.harness.low_contrast() == std::vector<std::string>{});
    CHECK(t.harness.ui().ground() == kWhite);
}

TEST_CASE("a low screen keeps its upper part empty, where it is tall enough") {
    const Words words = no_words();
    Pages pages;
    Harness harness(
        words, [&](Ui& ui) { pages.draw(ui); }, 800, 1280);
    harness.ui().set_low(true);
    harness.step(2);
    CHECK(harness.ui().can_be_low());
    CHECK(harness.find("next")->full.y > 480);
    harness.resize(1280, 800);
    CHECK_FALSE(harness.ui().can_be_low());
    CHECK(harness.find("next")->full.y < 300);
}

TEST_CASE("the header is whole in every size, however much stands in it") {
    const Words words =
        *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/en.json");
    for (const char* officer : {"", "MASTORA LESTARI"}) {
        int language = 0;
        Harness harness(words, [&](Ui& ui) {
            Rect page = ui.area();
            const HeaderWish wish =
                header(ui, page,
                       {.office = "Desa Umaq Dian",
                        .place = "Kecamatan Tabang, Kabupaten Kutai Kartanegara",
                        .languages = {"Bahasa Indonesia", "English"},
                        .language = language,
                        .has_sound = true,
                        .has_settings = true,
                        .has_home = true,
                        .officer = officer});
            language = wish.language >= 0 ? wish.language : language;
        });
        for (int size = 0; size < 3; ++size) {
            for (const auto& [width, height] :
                 {std::pair{1280, 800}, std::pair{800, 1280}, std::pair{1920, 1080}}) {
                harness.ui().set_text_size(size);
                harness.resize(width, height);
                CAPTURE(size);
                CAPTURE(width);
                CHECK(harness.cut_texts() == std::vector<std::string>{});
                CHECK(harness.low_contrast() == std::vector<std::string>{});
                CHECK(harness.small_targets() == std::vector<std::string>{});
                CHECK(harness.outside_screen() == std::vector<std::string>{});
                const int other = 1 - language;
                CHECK(harness.tap("language:" + std::to_string(other)));
                CHECK(language == other);
            }
        }
    }
}

TEST_CASE("another language is spoken from the next frame on") {
    const Words one = *Words::parse(R"({"a": "satu"})");
    const Words two = *Words::parse(R"({"a": "one", "texts": {}})", "en");
    std::string drawn;
    Harness harness(one, [&](Ui& ui) { drawn = ui.words()("a"); });
    CHECK(drawn == "satu");
    harness.ui().use_words(two);
    CHECK(harness.ui().wake_in() == 0);
    harness.step();
    CHECK(drawn == "one");
}

TEST_CASE("a text that does not fit is reported, and one that may be cut is not") {
    const Words words = no_words();
    const std::string longer = "Surat keterangan yang panjang sekali namanya";
    Fit fit = Fit::whole;
    Harness harness(words, [&](Ui& ui) {
        ui.paint().line(Type::body, {10, 10, 200, 40}, kInk, longer, Align::left, fit);
        ui.paint().line(Type::body, {10, 60, 200, 8}, kInk, "rendah", Align::left, fit);
        ui.paint().paragraph(Type::body, {10, 100, 200, 40}, kInk, longer, Align::left, 0, fit);
        ui.paint().paragraph(Type::body, {10, 300, 200, 90}, kInk, longer, Align::left, 1, fit);
        ui.paint().paragraph(Type::body, {10, 400, 60, 400}, kInk, "keterangan", Align::left, 0,
                             fit);
        ui.paint().paragraph(Type::body, {10, 500, 700, 40}, kInk, longer, Align::left, 0, fit);
    });
    CHECK(harness.cut_texts() == std::vector<std::string>{"too wide: " + longer, "too high: rendah",
                                                          "too many lines: " + longer,
                                                          "shortened: " + longer,
                                                          "shortened: keterangan"});
    fit = Fit::may_cut;
    harness.step();
    CHECK(harness.cut_texts().empty());
}

TEST_CASE("a text like its ground is reported with its ratio") {
    const Words words = no_words();
    Harness harness(words, [&](Ui& ui) {
        ui.paint().fill({0, 0, 400, 400}, kTeal);
        ui.paint().line(Type::body, {10, 10, 200, 40}, kInk, "gelap");
        ui.paint().line(Type::body, {10, 60, 200, 40}, kWhite, "terang");
        ui.paint().line(Type::body, {10, 500, 200, 40}, kInk, "bebas");
    });
    REQUIRE(harness.low_contrast().size() == 1);
    CHECK(harness.low_contrast().front().starts_with("gelap 2."));
}

TEST_CASE("what is disabled stays disabled, whoever presses it") {
    ListHarness t;
    CHECK_FALSE(t.harness.tap("off"));
    CHECK(t.harness.tap_anyway("off"));
    CHECK(t.list.off_taps == 0);
}

TEST_CASE("a drag over a card scrolls and does not tap") {
    ListHarness t;
    const Rect at = t.harness.find("card:2")->visible;
    const float before = t.harness.find("card:2")->full.y;
    t.harness.swipe(at.middle_x(), at.middle_y(), at.middle_x(), at.middle_y() - 60);
    CHECK(t.list.taps == 0);
    CHECK(t.harness.find("card:2")->full.y < before - 40);
}

TEST_CASE("a finger that trembles less than the threshold still taps") {
    ListHarness t;
    const Rect at = t.harness.find("card:2")->visible;
    t.harness.swipe(at.middle_x(), at.middle_y(), at.middle_x(), at.middle_y() - 10);
    CHECK(t.list.last == "card:2");
}

TEST_CASE("a thrown list glides, comes to rest, and never passes its end") {
    ListHarness t;
    t.harness.swipe(600, 700, 600, 400, 5);
    const float thrown = t.harness.find("card:0")->full.y;
    CHECK(t.harness.ui().wake_in() < 0.1);
    t.harness.step(10);
    CHECK(t.harness.find("card:0")->full.y < thrown);
    t.harness.step(400);
    CHECK(t.harness.ui().wake_in() > 60);
    const float rest = t.harness.find("card:0")->full.y;
    t.harness.step(20);
    CHECK(t.harness.find("card:0")->full.y == rest);
    for (int i = 0; i < 20; ++i) {
        t.harness.swipe(600, 700, 600, 200, 5);
    }
    t.harness.step(400);
    const Node* end = t.harness.find("card:19");
    CHECK(end->visible.h == doctest::Approx(end->full.h));
    CHECK(end->full.bottom() > 700);
}

TEST_CASE("a touch that stops a gliding list taps nothing") {
    ListHarness t;
    t.harness.swipe(600, 700, 600, 300, 4);
    t.harness.step(3);
    t.harness.tap_at(600, 500);
    CHECK(t.list.taps == 0);
    const float rest = t.harness.find("card:0")->full.y;
    t.harness.step(30);
    CHECK(t.harness.find("card:0")->full.y == rest);
    t.harness.tap_at(600, 500);
    CHECK(t.list.taps == 1);
}

TEST_CASE("a finger that rests before it leaves throws nothing") {
    ListHarness t;
    t.harness.press(600, 700);
    t.harness.drag_to(600, 400, 4);
    t.harness.step(20);
    t.harness.lift();
    const float rest = t.harness.find("card:0")->full.y;
    t.harness.step(30);
    CHECK(t.harness.find("card:0")->full.y == rest);
}

TEST_CASE("the wheel scrolls what is under it") {
    ListHarness t;
    t.harness.ui().input().move(600, 500, 1);
    t.harness.ui().input().wheel(-2, 1);
    t.harness.step(2);
    CHECK(t.harness.find("card:0")->full.y < 100);
}

TEST_CASE("the tree knows what is out of sight") {
    ListHarness t;
    const Node* far = t.harness.find("card:19");
    REQUIRE(far != nullptr);
    CHECK(far->visible.empty());
    CHECK(far->full.h > 100);
    CHECK_FALSE(t.harness.tap("card:19"));
    CHECK(t.harness.bring_into_view("card:19"));
    CHECK(t.harness.tap("card:19"));
    CHECK(t.list.last == "card:19");
    for (const Node& node : t.harness.tree().nodes) {
        CHECK(t.harness.ui().screen().contains(node.visible));
    }
}

TEST_CASE("the next person finds nothing of the last one") {
    ListHarness t;
    REQUIRE(t.harness.bring_into_view("card:10"));
    t.harness.ui().memory("x").text = "rahasia";
    t.harness.ui().forget();
    t.harness.step(2);
    CHECK(t.harness.find("card:0")->visible.h > 100);
    CHECK(t.harness.ui().memory("x").text.empty());
}

TEST_CASE("time since the last touch is known") {
    ListHarness t;
    t.harness.step(60);
    CHECK(t.harness.ui().idle() > 0.9);
    t.harness.tap("card:0");
    CHECK(t.harness.ui().idle() < 0.2);
}

TEST_CASE("a scan comes through where no field has the focus, once") {
    std::string got;
    int times = 0;
    const Words words = no_words();
    Harness harness(words, [&](Ui& ui) {
        if (auto scan = ui.take_scan()) {
            got = *scan;
            ++times;
        }
    });
    harness.scan("https://contoh.id/v#K7M2QX94BHD");
    CHECK(got == "https://contoh.id/v#K7M2QX94BHD");
    CHECK(times == 1);
    harness.type("abcdef");
    harness.step(60);
    CHECK(times == 1);
}

TEST_CASE("a resting screen gives the same hash and asks for no frame") {
    ListHarness t;
    const auto rest = t.harness.hash();
    t.harness.step(5, 1.0);
    CHECK(t.harness.hash() == rest);
    CHECK(t.harness.ui().wake_in() > 60);
    const Rect at = t.harness.find("card:0")->visible;
    t.harness.press(at.middle_x(), at.middle_y());
    CHECK(t.harness.hash() != rest);  // the card under the finger looks pressed
    t.harness.lift();
    CHECK(t.harness.hash() == rest);
}

TEST_CASE("a key fires when it is pressed, but neither disabled nor under a layer") {
    const Words words = no_words();
    int fired = 0;
    bool enabled = true;
    bool layer = false;
    Harness harness(words, [&](Ui& ui) {
        const Node key{
            .id = "key", .role = Role::key, .full = {100, 100, 80, 80}, .enabled = enabled};
        fired += ui.touch(key, Fire::on_press).fired ? 1 : 0;
        if (layer) {
            ui.begin_layer();
            ui.end_layer();
        }
    });
    harness.press(140, 140);
    CHECK(fired == 1);
    harness.lift();
    CHECK(fired == 1);
    enabled = false;
    harness.tap_at(140, 140);
    CHECK(fired == 1);
    enabled = layer = true;
    harness.step(2);
    harness.tap_at(140, 140);
    CHECK(fired == 1);
}

TEST_CASE("words of a person are shown as they are") {
    const std::string nasty = "%s %n ##id ###x <script>alert(1)</script> {0}";
    const Words words = no_words();
    int taps = 0;
    Harness harness(words, [&](Ui& ui) {
        Column column = ui.column(ui.area().inset(ui.margin()));
        paragraph(ui, column, nasty);
        taps += button(ui, column, "one", nasty) ? 1 : 0;
        taps += button(ui, column, "two", nasty) ? 10 : 0;
    });
    CHECK(harness.says(nasty));
    CHECK(harness.tap("two"));
    CHECK(taps == 10);
    CHECK(harness.tree().duplicates().empty());
}

}  // namespace
}  // namespace disapa::ui
