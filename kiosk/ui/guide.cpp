#include "kiosk/ui/guide.h"

#include <algorithm>

namespace disapa::ui {

namespace {

bool is_plain(const Node& node) {
    return !node.covered && !node.visible.empty() && !node.label.empty();
}

// Of the header above every page, which nobody needs to hear again.
bool is_of_header(const Node& node) {
    return node.id.starts_with("header:");
}

bool is_masked(std::string_view text) {
    return text.find("\u2022\u2022") != std::string_view::npos ||
           text.find("**") != std::string_view::npos;
}

bool is_read_only(const Node& node) {
    return node.role == Role::text || node.role == Role::status || node.role == Role::alert;
}

void add(std::vector<Spoken>& spoken, const Words& words, std::string_view text) {
    if (!text.empty() && !is_masked(text)) {
        spoken.push_back({words.key_of(text), std::string(text)});
    }
}

// A code as one dictates it, and once more: "K, 7, M. 2, Q, X. ..."
std::string spelled(std::string_view code) {
    std::string once;
    for (const char sign : code) {
        if (sign != '-') once += once.empty() || once.back() == ' ' ? "" : ", ";
        once += sign == '-' ? std::string(". ") : std::string(1, sign);
    }
    return once + ". " + once + ".";
}

// The page's heading; of a sheet without one its first sentence.
const Node* head_of(const Tree& tree) {
    const auto is_head = [](const Node& node) {
        return node.role == Role::heading && is_plain(node) && !is_of_header(node);
    };
    const auto heading = std::ranges::find_if(tree.nodes, is_head);
    if (heading != tree.nodes.end()) {
        return &*heading;
    }
    const auto first = std::ranges::find_if(tree.nodes, [](const Node& node) {
        return is_read_only(node) && is_plain(node) && !is_of_header(node);
    });
    return first == tree.nodes.end() ? nullptr : &*first;
}

void add_with_value(std::vector<Spoken>& spoken, const Words& words, const Node& node) {
    add(spoken, words, node.label);
    add(spoken, words, node.value);
}

void speak_page(std::vector<Spoken>& spoken, const Words& words, const Tree& tree,
                const Node& head) {
    if (head.role == Role::heading) {
        add(spoken, words, head.label);
    } else {
        add_with_value(spoken, words, head);
    }
    for (const Node* node = &head + 1; node != tree.nodes.data() + tree.nodes.size(); ++node) {
        if (is_touchable(node->role) || node->covered) {
            break;
        }
        if (is_read_only(*node) && is_plain(*node) && head.role == Role::heading) {
            add_with_value(spoken, words, *node);
            break;
        }
    }
    for (const Node& node : tree.nodes) {
        if (node.id.starts_with("code:") && is_plain(node) && node.label != spoken.back().text) {
            spoken.push_back({"", spelled(node.label)});
        }
    }
}

}  // namespace

std::vector<Spoken> Guide::heed(const Ui& ui) {
    std::vector<Spoken> spoken;
    if (!ui.settled()) {
        return spoken;
    }
    const Tree& tree = ui.tree();
    const Words& words = ui.words();
    const Node* head = head_of(tree);
    if (head != nullptr && head->label != page_) {
        page_ = head->label;
        field_.clear();
        note_.clear();
        speak_page(spoken, words, tree, *head);
    }
    const Node* field = nullptr;
    for (const Node& node : tree.nodes) {
        if (node.role == Role::field && node.on && !node.covered) {
            field = &node;
        }
    }
    if (field == nullptr) {
        field_.clear();
        note_.clear();
        return spoken;
    }
    const Node* note = tree.find(field->id + ":note");
    const std::string said = note == nullptr ? std::string() : note->label;
    if (field->id != field_) {
        field_ = field->id;
        add(spoken, words, field->label);
        add(spoken, words, said);
    } else if (said != note_ && note != nullptr && note->role == Role::alert) {
        add(spoken, words, said);  // it has just turned out to be wrong
    }
    note_ = said;
    return spoken;
}

void Guide::forget() {
    page_.clear();
    field_.clear();
    note_.clear();
}

}  // namespace disapa::ui
