// The register of residents, for a signed-in officer: how many there are, and reading a newer file
// in, from a stick or from the folder of files.
//
// A sheet over the officer's page. Used from the window's thread; files are looked for and read in
// by the Context's chores.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/parts/context.h"
#include "kiosk/residents/import.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

class ResidentsSheet {
  public:
    explicit ResidentsSheet(Context& context) : context_(context) {}

    void open();            // counts, and looks for files
    void close();           // an import that runs goes on
    void draw(ui::Ui& ui);  // nothing while closed, or while nobody is signed in

  private:
    void look();
    void import(const std::filesystem::path& file);
    void draw_files(ui::Ui& ui, ui::Column& column);
    void draw_report(ui::Ui& ui, ui::Column& column);

    Context& context_;
    bool open_ = false, importing_ = false;
    std::optional<std::size_t> count_;  // nothing: no register yet
    std::vector<std::filesystem::path> files_;
    // Told by the chores' thread while it reads.
    std::shared_ptr<std::atomic<std::size_t>> rows_;
    std::optional<residents::ImportReport> report_;
    std::string report_file_;  // every fault, for a larger screen
    std::string failed_;       // sentence
    int generation_ = 0;
};

}  // namespace disapa::screens
