// What is on the screen, in words: the tree that tests, speech and focus read.
//
// Every widget is appended by one function of `Ui`, in the order it is drawn; the tree is made anew
// each frame. It may hold personal data (a form's answers), so it is never logged. Secrets are
// masked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/rect.h"

namespace disapa::ui {

enum class Role {
    text,
    heading,
    status,
    alert,
    image,
    progress,  // only read
    button,
    card,
    field,
    key,
    choice,
    checkbox,
    tab,
    row,    // can be touched
    group,  // takes touches so that nothing below does
};
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] bool is_touchable(Role role);  // and so kTargetMin large at least

struct Node {
    std::string id = {};  // unique in a frame; made by the program, never from a person's text
    Role role = Role::text;
    std::string label = {};  // what a person reads
    Rect full = {};          // the whole widget
    Rect visible = {};  // the part that is inside the screen and the scrolled area; filled in by Ui
    bool enabled = true;
    bool on = false;         // chosen, checked, in focus
    bool covered = false;    // under a sheet; filled in by Ui
    bool scrolled = false;   // inside an area that can be dragged; filled in by Ui
    std::string value = {};  // of a field; dots where it is secret
};

struct Tree {
    std::vector<Node> nodes;
    [[nodiscard]] const Node* find(std::string_view id) const;         // null: not drawn this frame
    [[nodiscard]] const Node* labelled(std::string_view label) const;  // the first
    [[nodiscard]] bool says(
        std::string_view text) const;  // some visible label or value contains it
    [[nodiscard]] std::vector<std::string> duplicates() const;  // ids drawn twice: a mistake
};

}  // namespace disapa::ui
