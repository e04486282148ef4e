#include "kiosk/ui/semantics.h"

#include <algorithm>
#include <array>
#include <set>

namespace disapa::ui {

std::string_view name_of(Role role) {
    constexpr std::array<std::string_view, 15> kNames = {
        "text",  "heading", "status", "alert",    "image", "progress", "button", "card",
        "field", "key",     "choice", "checkbox", "tab",   "row",      "group"};
    return kNames.at(static_cast<std::size_t>(role));
}

bool is_touchable(Role role) {
    return role >= Role::button && role <= Role::row;
}

const Node* Tree::find(std::string_view id) const {
    const auto node = std::ranges::find(nodes, id, &Node::id);
    return node == nodes.end() ? nullptr : &*node;
}

const Node* Tree::labelled(std::string_view label) const {
    const auto node = std::ranges::find(nodes, label, &Node::label);
    return node == nodes.end() ? nullptr : &*node;
}

bool Tree::says(std::string_view text) const {
    return std::ranges::any_of(nodes, [&](const Node& node) {
        return !node.visible.empty() && (node.label.find(text) != std::string::npos ||
                                         node.value.find(text) != std::string::npos);
    });
}

std::vector<std::string> Tree::duplicates() const {
    std::set<std::string_view> seen;
    std::vector<std::string> twice;
    for (const Node& node : nodes) {
        if (!node.id.empty() && !seen.insert(node.id).second) {
            twice.push_back(node.id);
        }
    }
    return twice;
}

}  // namespace disapa::ui
