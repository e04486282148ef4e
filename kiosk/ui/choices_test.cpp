#include "kiosk/ui/choices.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"

namespace disapa::ui {
namespace {

struct Jobs {
    Words words = *Words::load(std::filesystem::path(DISAPA_SOURCE_DIR) / "assets/words/id.json");
    std::vector<Option> options;
    std::string chosen;
    int taps = 0;
    Harness harness{
        words, [this](Ui& ui) {
            taps += choice_list(ui, ui.area().inset(ui.margin()), "job", options, chosen) ? 1 : 0;
        }};
    Jobs() {
        for (int i = 0; i < 40; ++i) {
            options.push_back({std::to_string(i), "Pekerjaan " + std::to_string(i)});
        }
        options.push_back({"TANI", "Petani/Pekebun", "Kebun dan ladang"});
        harness.step(3);
    }
};

TEST_CASE("one of many is found by typing and chosen by a tap") {
    Jobs jobs;
    REQUIRE(jobs.harness.tap("job:search"));
    jobs.harness.type("KEBUN");
    CHECK(jobs.harness.find("job:3") == nullptr);
    REQUIRE(jobs.harness.tap("job:TANI"));
    CHECK(jobs.chosen == "TANI");
    CHECK(jobs.taps == 1);
    CHECK(jobs.harness.find("job:TANI")->on);
}

TEST_CASE("nothing found is said") {
    Jobs jobs;
    REQUIRE(jobs.harness.tap("job:search"));
    jobs.harness.type("zzz");
    CHECK(jobs.harness.says("Tidak ada yang cocok"));
}

TEST_CASE("a long list is dragged to its end") {
    Jobs jobs;
    REQUIRE(jobs.harness.bring_into_view("job:TANI"));
    CHECK(jobs.taps == 0);
    REQUIRE(jobs.harness.tap("job:TANI"));
    CHECK(jobs.chosen == "TANI");
}

TEST_CASE("a short list has no search") {
    Jobs jobs;
    jobs.options.resize(3);
    jobs.harness.step(2);
    CHECK(jobs.harness.find("job:search") == nullptr);
}

TEST_CASE("tiles choose one") {
    const Words words = *Words::parse("{}");
    std::string chosen = "b";
    const std::vector<Option> options = {{"a", "Satu"}, {"b", "Dua"}, {"c", "Tiga"}};
    Harness harness(words, [&](Ui& ui) {
        (void)choice_tiles(ui, ui.area().inset(ui.margin()), "t", options, chosen);
    });
    CHECK(harness.find("t:b")->on);
    REQUIRE(harness.tap("t:c"));
    CHECK(chosen == "c");
    CHECK_FALSE(harness.find("t:b")->on);
}

}  // namespace
}  // namespace disapa::ui
