// How each paper comes: brought along (the first choice), photographed, not there yet; with a
// clerk also a file. Beside it what was attached, and what may be taken from an earlier request.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

// What stands beside one paper.
struct PaperExtra {
    ui::Picture picture;        // of what is attached; empty: none, or a PDF
    std::string reuse_on;       // "12 Mei 2026": a photo of that day may be used again
    bool has_original = false;  // the large photo may be sent instead
};

struct PapersPage {
    const DraftView* draft = nullptr;
    bool clerk = false;                        // may attach files
    bool camera = false;                       // may take photos
    std::map<std::string, PaperExtra> extras;  // by the paper's id
    std::string choosing;                      // id of the paper a file is chosen for; empty: none
    std::string reusing;                       // id of the paper whose reuse is being asked about
    std::vector<std::string> files;            // names of files to choose from
    std::string file_folder;                   // where they must be put
};
enum class PaperWish { none, brought, missing, photo, file, reuse, original };
struct PapersWish {
    bool back = false, next = false;
    PaperWish what = PaperWish::none;
    std::string paper;        // id of the one it is about
    bool list_files = false;  // the sheet was opened: read the folder
    std::size_t file = 0;     // which of `files`, for PaperWish::file
};
[[nodiscard]] PapersWish draw_papers(ui::Ui& ui, ui::Rect page, PapersPage& papers);

}  // namespace disapa::screens
