// How each paper comes: brought along (the first choice), not there yet, or, with a clerk, a file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct PapersPage {
    const DraftView* draft = nullptr;
    bool clerk = false;              // may attach files
    std::string choosing;            // id of the paper a file is chosen for; empty: none
    std::vector<std::string> files;  // names in the folder of files
    std::string file_folder;         // where they must be put
};
struct PapersWish {
    bool back = false, next = false;
    std::string paper;  // id of the one changed
    PaperHow how = PaperHow::brought;
    bool list_files = false;  // the sheet was opened: read the folder
    std::string file;         // chosen for `paper`
};
[[nodiscard]] PapersWish draw_papers(ui::Ui& ui, ui::Rect page, PapersPage& papers);

}  // namespace disapa::screens
