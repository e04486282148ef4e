#include "kiosk/screens/tree_file.h"

#include <algorithm>
#include <fstream>

namespace disapa::screens {

std::string tree_text(const ui::Tree& tree) {
    std::string text;
    for (const auto& node : tree.nodes) {
        const auto& seen = node.visible;
        const bool can = ui::is_touchable(node.role) && node.enabled && !node.covered &&
                         seen.w > 0 && seen.h > 0;
        std::string label = node.label;
        std::ranges::replace_if(
            label, [](char letter) { return static_cast<unsigned char>(letter) < ' '; }, ' ');
        text += node.id + '\t' + std::string(ui::name_of(node.role));
        for (const float number : {seen.x, seen.y, seen.w, seen.h}) {
            text += '\t' + std::to_string(static_cast<int>(number));
        }
        text += can ? "\t1" : "\t0";
        text += node.on ? "\t1\t" : "\t0\t";
        text += label + '\n';
    }
    return text;
}

void TreeFile::frame(const ui::Tree& tree) {
    if (file_.empty()) return;
    auto text = tree_text(tree);
    if (text == written_) return;
    const auto fresh = file_.string() + ".new";
    std::ofstream(fresh, std::ios::binary) << text;
    std::error_code error;  // a test's folder that went away is the test's matter
    std::filesystem::rename(fresh, file_, error);
    written_ = std::move(text);
}

}  // namespace disapa::screens
