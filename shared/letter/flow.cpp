#include "shared/letter/flow.h"

namespace disapa {
namespace {

// Height of the block and of those that must stay with it.
double chain_height(const std::vector<Block>& blocks, std::size_t from) {
    double height = blocks[from].height;
    for (std::size_t i = from; blocks[i].with_next && i + 1 < blocks.size(); ++i) {
        height += blocks[i + 1].gap + blocks[i + 1].height;
    }
    return height;
}

}  // namespace

std::vector<Page> paginate(const std::vector<Block>& blocks, double page_height) {
    std::vector<Page> pages(1);
    double y = 0;
    bool bound = false;  // the block before must stay with this one, and room was made for both
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const Block& block = blocks[i];
        const double gap = pages.back().empty() ? 0 : block.gap;
        const double chain = chain_height(blocks, i);
        const double needed = !bound && chain <= page_height ? chain : block.height;
        if (!pages.back().empty() && y + gap + needed > page_height) {
            pages.emplace_back();
            y = 0;
            if (block.head) {
                pages.back().push_back({*block.head, 0});
                y = blocks[*block.head].height;
            }
        } else {
            y += gap;
        }
        pages.back().push_back({i, y});
        y += block.height;
        bound = block.with_next && chain <= page_height;
    }
    return pages;
}

}  // namespace disapa
