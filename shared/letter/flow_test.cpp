#include "shared/letter/flow.h"

#include <doctest/doctest.h>

using namespace disapa;

namespace {
Block block(double height, double gap = 0, bool with_next = false) {
    Block made;
    made.height = height;
    made.gap = gap;
    made.with_next = with_next;
    return made;
}
std::vector<std::vector<std::size_t>> shape(const std::vector<Block>& blocks) {
    std::vector<std::vector<std::size_t>> out;
    for (const Page& page : paginate(blocks, 100)) {
        out.emplace_back();
        for (const auto& placed : page) out.back().push_back(placed.block);
    }
    return out;
}
using Shape = std::vector<std::vector<std::size_t>>;
}  // namespace

TEST_CASE("blocks fill a page and go on to the next") {
    CHECK(shape({}) == Shape{{}});
    CHECK(shape({block(60), block(40), block(1)}) == Shape{{0, 1}, {2}});
    CHECK(shape({block(60), block(40, 1)}) == Shape{{0}, {1}});
    CHECK(shape({block(500), block(1)}) == Shape{{0}, {1}});
    const auto pages = paginate({block(60), block(60, 10), block(20, 5)}, 100);
    CHECK(pages[1][0].y == 0);  // no gap at the top
    CHECK(pages[1][1].y == 65);
}

TEST_CASE("what belongs together is not parted unless it passes a page") {
    CHECK(shape({block(50), block(30, 0, true), block(30)}) == Shape{{0}, {1, 2}});
    CHECK(shape({block(10), block(30, 0, true), block(30, 0, true), block(50)}) ==
          Shape{{0, 1}, {2, 3}});  // together they pass a page
    CHECK(shape({block(50), block(30, 0, true), block(20)}) == Shape{{0, 1, 2}});
}

TEST_CASE("a table's head stands again on each page it reaches") {
    std::vector<Block> rows = {block(20, 0, true)};
    for (int i = 0; i < 5; ++i) {
        rows.push_back(block(30));
        rows.back().head = 0;
    }
    CHECK(shape(rows) == Shape{{0, 1, 2}, {0, 3, 4}, {0, 5}});
    CHECK(paginate(rows, 100)[1][1].y == 20);
}
