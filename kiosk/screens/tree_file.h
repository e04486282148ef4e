// What is on the screen, as a file: for whoever tests the real program from outside.
//
// One line a widget: id, role, x, y, width, height of its visible part (pixels), 1 where it can be
// touched now, 1 where it is chosen or has the focus, label; between tabs. Made anew, in one
// rename, whenever it changes. It may hold personal data, so nothing writes it unless `--tree`
// asks. Used from the window's thread.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/ui/semantics.h"

namespace disapa::screens {

[[nodiscard]] std::string tree_text(const ui::Tree& tree);

class TreeFile {
  public:
    explicit TreeFile(std::filesystem::path file) : file_(std::move(file)) {}
    void frame(const ui::Tree& tree);  // does nothing without a file

  private:
    std::filesystem::path file_;
    std::string written_;
};

}  // namespace disapa::screens
