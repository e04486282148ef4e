#include "kiosk/ui/rect.h"

#include <doctest/doctest.h>

namespace disapa::ui {
namespace {

TEST_CASE("cutting never makes more than there was") {
    Rect page{0, 0, 100, 80};
    CHECK(page.cut_top(30, 10) == Rect{0, 0, 100, 30});
    CHECK(page == Rect{0, 40, 100, 40});
    CHECK(page.cut_right(20) == Rect{80, 40, 20, 40});
    CHECK(page.cut_left(500) == Rect{0, 40, 80, 40});
    CHECK(page.empty());
    CHECK(page.cut_bottom(10).w == 0);
}

TEST_CASE("columns share the width") {
    const auto pieces = Rect{10, 0, 100, 5}.columns(3, 5);
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].w == doctest::Approx(30));
    CHECK(pieces[2].right() == doctest::Approx(110));
}

TEST_CASE("a column hands out places, past its end too") {
    Column column({0, 10, 50, 100}, 8);
    CHECK(column.used() == 0);
    CHECK(column.take(40) == Rect{0, 10, 50, 40});
    CHECK(column.take(40).y == 58);
    CHECK(column.used() == 88);
    CHECK(column.rest().h == doctest::Approx(4));
    CHECK(column.row(20, 2).size() == 2);
    CHECK(column.used() == 116);
    CHECK(column.rest().h == 0);
}

TEST_CASE("a place is a rectangle or the next piece of a column") {
    const Place fixed(Rect{1, 2, 3, 4});
    CHECK(fixed.take(99).h == 4);
    Column column({0, 0, 10, 100}, 1);
    const Place flowing(column);
    CHECK(flowing.width() == 10);
    CHECK(flowing.take(7).h == 7);
    CHECK(flowing.take(7).y == 8);
}

TEST_CASE("what two rectangles share") {
    CHECK(Rect{0, 0, 10, 10}.meet({5, 5, 10, 10}) == Rect{5, 5, 5, 5});
    CHECK(Rect{0, 0, 10, 10}.meet({20, 0, 5, 5}).empty());
    CHECK(Rect{0, 0, 10, 10}.contains(Rect{0, 0, 10, 10.2F}));
    CHECK_FALSE(Rect{0, 0, 10, 10}.contains(Rect{0, 0, 10, 12}));
}

}  // namespace
}  // namespace disapa::ui
