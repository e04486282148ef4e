#include "kiosk/citizen/home.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "kiosk/ui/harness.h"
#include "shared/service/service.h"

using namespace disapa;
using screens::HomePage;
using screens::HomeWish;

namespace {

const std::filesystem::path kAssets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";

// The first screen with made-up letters, in front of a finger.
struct Front {
    explicit Front(const std::vector<const char*>& groups, bool can_ask = true)
        : catalogue(Catalogue::load(kAssets).value()),
          id(ui::Words::load(kAssets / "words" / "id.json").value()),
          en(ui::Words::load(kAssets / "words" / "en.json").value()),
          harness(id, [this](ui::Ui& ui) { draw(ui); }) {
        for (const char* group : groups) {
            const auto code = std::string(group) + std::to_string(view.services.size());
            view.services.push_back(
                {code, "Surat Keterangan", "Untuk apa saja.", "article", group});
        }
        view.office_line = "Desa Umaq Dian";
        view.place_line = "Kecamatan Tabang, Kabupaten Kutai Kartanegara";
        page.can_ask = can_ask;
        page.clock_words = "Senin 09.05";
    }
    void draw(ui::Ui& ui) {
        page.home = &view;
        page.needs = &catalogue.needs();
        ui::Rect area = ui.area();
        (void)ui::header(ui, area, {.office = view.office_line, .place = view.place_line});
        const auto wish = draw_home(ui, area, page);
        if (!wish.service.empty()) last.service = wish.service;
        last.ask = last.ask || wish.ask;
        if (!wish.searched) return;
        page.found.clear();
        for (const auto& service : view.services) page.found.push_back(service.code);
    }
    void check(const std::string& name) {
        harness.step(6);
        CAPTURE(name);
        CHECK(harness.small_targets() == std::vector<std::string>{});
        CHECK(harness.outside_screen() == std::vector<std::string>{});
        for (const auto& cut : harness.cut_texts()) FAIL_CHECK(cut);
        CHECK(harness.tree().duplicates() == std::vector<std::string>{});
        if (const char* folder = std::getenv("DISAPA_SHOTS")) {
            CHECK(harness.save_picture(std::filesystem::path(folder) / (name + ".png")));
        }
    }
    [[nodiscard]] std::size_t cards() const {
        std::size_t count = 0;
        for (const auto& node : harness.tree().nodes) count += node.role == ui::Role::card ? 1 : 0;
        return count;
    }

    Catalogue catalogue;
    ui::Words id, en;
    HomeView view;
    HomePage page;
    HomeWish last;
    ui::Harness harness;
};

const std::vector<const char*> kAllGroups = {"Kependudukan", "Capil", "Usaha",    "Sosial", "Nikah",
                                             "Waris",        "Tanah", "Keamanan", "Umum"};

}  // namespace

TEST_CASE("a need without a letter is not shown, one with a single letter leads there at once") {
    Front front({"Sosial", "Usaha", "Usaha"}, false);
    front.harness.step(4);
    CHECK(front.cards() == 2);
    CHECK(front.harness.says("Bantuan sosial"));
    CHECK_FALSE(front.harness.says("Nikah"));
    REQUIRE(front.harness.tap("svc:Sosial0"));
    CHECK(front.last.service == "Sosial0");
}

TEST_CASE("a need with several letters shows them, and the way back") {
    Front front({"Sosial", "Usaha", "Usaha"});
    front.harness.step(4);
    REQUIRE(front.harness.tap("need:usaha"));
    front.harness.step(3);
    CHECK(front.cards() == 2);
    front.check("home-need");
    REQUIRE(front.harness.tap("need:back"));
    front.harness.step(3);
    CHECK(front.cards() == 3);
    REQUIRE(front.harness.tap("need:usaha"));
    front.harness.step(3);
    REQUIRE(front.harness.tap("svc:Usaha2"));
    CHECK(front.last.service == "Usaha2");
}

TEST_CASE("asking and complaining is a card of its own, where it is offered") {
    Front front({"Sosial"});
    front.harness.step(4);
    REQUIRE(front.harness.tap("need:ask"));
    CHECK(front.last.ask);
    CHECK(front.last.service.empty());
    Front without({"Sosial"}, false);
    without.harness.step(4);
    CHECK(without.harness.find("need:ask") == nullptr);
}

TEST_CASE("a group that no need names stands with the other letters") {
    Front front({"Perikanan", "Umum"});
    front.harness.step(4);
    CHECK(front.harness.find("need:lain") != nullptr);
}

TEST_CASE("the first screen is whole with few needs and with nine, in every look") {
    for (const bool many : {false, true}) {
        Front front(
            many ? kAllGroups : std::vector<const char*>{"Sosial", "Usaha", "Nikah", "Waris"},
            many);
        for (const auto& [width, height] :
             {std::pair{1280, 800}, std::pair{800, 1280}, std::pair{1920, 1080}}) {
            for (int size = 0; size < 3; size += 2) {
                for (const bool english : {false, true}) {
                    front.harness.resize(width, height);
                    front.harness.ui().set_text_size(size);
                    front.harness.ui().use_words(english ? front.en : front.id);
                    front.check("home-" + std::to_string(front.cards()) + "-" +
                                std::to_string(width) + (english ? "-en" : "-id") + "-" +
                                std::to_string(size));
                    CHECK(front.cards() == (many ? 9 : 4));
                }
            }
        }
    }
}

TEST_CASE("what is found stands whole above the keys while somebody types, in every look") {
    Front front({});
    for (const auto& service : front.catalogue.services()) {
        front.view.services.push_back(
            {service.code, service.name, service.hint, service.icon, service.group});
    }
    REQUIRE(front.view.services.size() >= 4);
    for (const auto& [width, height] :
         {std::pair{1280, 800}, std::pair{800, 1280}, std::pair{1920, 1080}}) {
        for (int size = 0; size < 3; ++size) {
            for (const bool english : {false, true}) {
                front.page.search.clear();
                front.harness.resize(width, height);
                front.harness.ui().set_text_size(size);
                front.harness.ui().use_words(english ? front.en : front.id);
                front.harness.step(3);
                REQUIRE(front.harness.tap("search"));
                REQUIRE(front.harness.touch_keys("a"));
                front.check("home-found-" + std::to_string(width) + (english ? "-en-" : "-id-") +
                            std::to_string(size));
                REQUIRE(front.harness.ui().keyboard_open());
                // In the largest text on a low screen there is room for the best match.
                for (std::size_t at = 0; at < (size == 0 ? 4 : 1); ++at) {
                    const auto* card = front.harness.find("svc:" + front.page.found[at]);
                    REQUIRE(card != nullptr);
                    CHECK(card->visible.h == doctest::Approx(card->full.h));
                }
                front.harness.key(ui::Key::escape);
            }
        }
    }
    REQUIRE(front.harness.tap("search"));
    REQUIRE(front.harness.tap("svc:" + front.page.found[0]));  // one touch, though keys are there
    CHECK(front.last.service == front.page.found[0]);
}

TEST_CASE("nine needs are seen at once without scrolling") {
    Front front(kAllGroups);
    front.harness.step(4);
    for (const auto& node : front.harness.tree().nodes) {
        if (node.role == ui::Role::card) CHECK(node.visible.h == doctest::Approx(node.full.h));
    }
}
