// Pieces of a page one below the other, broken onto pages.
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace disapa {

struct Block {
    double height = 0;
    double gap = 0;          // above it; dropped at the top of a page
    bool with_next = false;  // no page ends between this and the next
    // The block to draw again where a page begins with this one: a table's head.
    std::optional<std::size_t> head;
    std::function<void(double y)> draw;
};

struct PlacedBlock {
    std::size_t block;
    double y;  // from the top of the text area
};
using Page = std::vector<PlacedBlock>;

// At least one page. A chain of blocks that belong together but pass a whole page is broken after
// all.
[[nodiscard]] std::vector<Page> paginate(const std::vector<Block>& blocks, double page_height);

}  // namespace disapa
