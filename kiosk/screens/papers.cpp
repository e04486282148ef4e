#include "kiosk/screens/papers.h"

#include "kiosk/screens/layout.h"
#include "kiosk/screens/progress.h"

namespace disapa::screens {
namespace {

constexpr int kBrought = 0, kMissing = 1, kFile = 2;  // order of the words side by side

int place_of(PaperHow how) {
    switch (how) {
        case PaperHow::brought:
            return kBrought;
        case PaperHow::missing:
            return kMissing;
        case PaperHow::file:
            return kFile;
    }
    return kBrought;
}

void draw_paper(ui::Ui& ui, ui::Column& column, PapersPage& papers, const PaperAnswer& paper,
                PapersWish& wish) {
    const auto& words = ui.words();
    std::vector<std::string> choices = {words("papers.brought"), words("papers.missing")};
    const bool with_file = papers.clerk || paper.how == PaperHow::file;
    if (with_file) choices.push_back(words("papers.file"));
    std::string note = paper.required ? "" : words("about.if_any");
    if (paper.how == PaperHow::file) {
        note = words("papers.file_note", {{"name", paper.file_name},
                                          {"size", std::to_string((paper.size + 1023) / 1024)}});
    }
    int chosen = place_of(paper.how);
    ui::line_item(ui, column, ui::icon("description"), ui::Tone::info, paper.label, note);
    column.space(-ui.px(6));
    if (!ui::tabs(ui, column, "paper:" + paper.id, choices, chosen)) return;
    if (chosen == kFile) {
        papers.choosing = paper.id;
        wish.list_files = true;
        return;
    }
    wish.paper = paper.id;
    wish.how = chosen == kBrought ? PaperHow::brought : PaperHow::missing;
}

void draw_files(ui::Ui& ui, PapersPage& papers, PapersWish& wish) {
    const auto& words = ui.words();
    const ui::SheetStyle style{words("papers.choose_file"), 860, 640};
    const bool close = ui::sheet(ui, "files", style, [&](ui::Column& column) {
        if (papers.files.empty()) {
            ui::emblem(ui, column, ui::icon("folder_open"), ui::Tone::neutral,
                       words("papers.no_files"),
                       words("papers.put_files", {{"folder", papers.file_folder}}));
            return;
        }
        std::vector<ui::Option> options;
        for (std::size_t at = 0; at < papers.files.size(); ++at) {
            options.push_back({std::to_string(at), papers.files[at]});
        }
        std::string chosen;
        if (ui::choice_list(ui, column.rest(), "files:list", options, chosen)) {
            wish.paper = papers.choosing;
            wish.how = PaperHow::file;
            wish.file = papers.files[std::stoul(chosen)];
        }
    });
    if (close || !wish.file.empty()) papers.choosing.clear();
}

}  // namespace

PapersWish draw_papers(ui::Ui& ui, ui::Rect page, PapersPage& papers) {
    PapersWish wish;
    const auto& words = ui.words();
    const auto foot = step_bar(ui, page, {.back = words("page.back"), .next = words("page.next")});
    wish.back = foot.back;
    wish.next = foot.next;
    ui::Column above = ui.column(body_of(ui, page));
    draw_stage(ui, above, Stage::papers);
    ui.scroll("papers", above.rest(), [&](ui::Column& column) {
        ui::panel(ui, column, "papers:panel",
                  [&](ui::Column& inside) {
                      ui::heading(ui, inside, words("papers.title"));
                      inside.space(-ui.px(8));
                      ui::paragraph(ui, inside, words("papers.note"), {.colour = ui::kMuted});
                      const auto& list = papers.draft->papers;
                      for (std::size_t at = 0; at < list.size(); at += 2) {
                          side_by_side(
                    ui, inside, "papers:pair:" + std::to_string(at),
                    [&](ui::Column& left) { draw_paper(ui, left, papers, list[at], wish); },
                    at + 1 == list.size() ? Fill() : [&](ui::Column& right) {
                        draw_paper(ui, right, papers, list[at + 1], wish);
                    });
                      }
                  });
        column.space(ui.px(8));
    });
    if (!papers.choosing.empty()) draw_files(ui, papers, wish);
    return wish;
}

}  // namespace disapa::screens
