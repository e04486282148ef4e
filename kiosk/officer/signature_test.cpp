#include "kiosk/officer/signature.h"

#include "kiosk/screens/officer_world.h"
#include "shared/base/limits.h"

using namespace disapa;

TEST_CASE("a slip of the finger is no signature, and a drawing stays small") {
    screens::Signature dot{{{{0.5F, 0.5F}}}};
    CHECK_FALSE(dot.is_enough());
    screens::Signature cross{{{{0.4F, 0.3F}, {0.5F, 0.7F}}, {{0.5F, 0.3F}, {0.4F, 0.7F}}}};
    CHECK(cross.is_enough());
    const auto png = cross.to_png().value();
    CHECK(as_text(png).starts_with("\x89PNG"));
    CHECK(png.size() < limits::kSignatureBytes);
    screens::Signature scribble;
    SeededRandom random(3);
    for (int stroke = 0; stroke < 40; ++stroke) {
        std::array<std::uint8_t, 200> places{};
        random.fill(places);
        auto& points = scribble.strokes.emplace_back();
        for (std::size_t at = 0; at < places.size(); at += 2) {
            points.push_back({static_cast<float>(places[at]) / 255.0F,
                              static_cast<float>(places[at + 1]) / 255.0F});
        }
    }
    if (const auto full = scribble.to_png()) CHECK(full->size() <= limits::kSignatureBytes);
}

TEST_CASE(
    "an applicant who fetches his letter is named by one touch; nobody's name offers nothing") {
    testing::World world;
    screens::HandOverSheet sheet, unnamed;
    sheet.open = unnamed.open = true;
    sheet.applicant = testing::kName;
    auto* shown = &sheet;
    ui::Harness harness(world.words, [&](ui::Ui& ui) { (void)draw_hand_over(ui, *shown); });
    harness.step(2);
    REQUIRE(harness.tap("hand_over:self"));
    harness.step(2);
    CHECK(sheet.name == testing::kName);
    CHECK(harness.find("signature:pad") != nullptr);
    CHECK_FALSE(harness.find("hand_over:done")->enabled);  // the signature is still asked for
    shown = &unnamed;
    harness.step(2);
    CHECK(harness.find("hand_over:self") == nullptr);
    CHECK(harness.find("hand_over:sign") != nullptr);
}
