#include "kiosk/citizen/papers.h"

#include "kiosk/parts/layout.h"
#include "kiosk/parts/progress.h"

namespace disapa::screens {
namespace {

constexpr float kThumbWidth = 150, kThumbHeight = 106;  // design pixels

// A paper that came as a photo of this kiosk's camera is named so (see papers_step.cpp).
constexpr std::string_view kPhotoName = "foto-";

std::string chosen_of(const PapersPage& papers, const PaperAnswer& paper) {
    if (paper.how == PaperHow::brought) return "brought";
    if (paper.how == PaperHow::missing) return "missing";
    if (paper.reused) return "reused";
    const bool photo = paper.file_name.starts_with(kPhotoName) || !papers.clerk;
    return papers.camera && photo ? "photo" : "file";
}

std::string note_of(const ui::Words& words, const PaperAnswer& paper) {
    if (paper.how == PaperHow::file) {
        const auto size = std::to_string((paper.size + 1023) / 1024);
        return paper.reused
                   ? words("papers.reused")
                   : words("papers.file_note", {{"name", paper.file_name}, {"size", size}});
    }
    return paper.required ? "" : words("about.if_any");
}

void draw_head(ui::Ui& ui, ui::Column& column, const PapersPage& papers, const PaperAnswer& paper) {
    const auto& words = ui.words();
    const auto label = words.said(paper.label);
    const auto note = note_of(words, paper);
    const auto extra = papers.extras.find(paper.id);
    if (paper.how != PaperHow::file || extra == papers.extras.end() ||
        extra->second.picture.width == 0) {
        const bool there = paper.how == PaperHow::file;
        ui::line_item(ui, column, there ? ui::icon("task_alt") : ui::icon("description"),
                      there ? ui::Tone::good : ui::Tone::info, label, note);
        return;
    }
    const float width = column.width() - ui.px(kThumbWidth + 20);
    const float high = ui::paragraph_height(ui, label, width) +
                       ui::paragraph_height(ui, note, width, {.type = ui::Type::note});
    ui::Rect row = column.take(std::max(ui.px(kThumbHeight), high + ui.px(8)));
    const ui::Rect thumb = row.cut_left(ui.px(kThumbWidth), ui.px(20));
    ui.paint().fill(thumb, ui::kBoard, ui.px(12));
    ui::image(ui, thumb.inset(ui.px(4)), "paper:" + paper.id + ":picture", words("papers.picture"),
              &extra->second.picture);
    ui::Column beside(row, ui.px(8));
    ui::paragraph(ui, beside, label, {.type = ui::Type::strong});
    ui::note(ui, beside, note);
}

PaperWish draw_choices(ui::Ui& ui, ui::Column& column, const PapersPage& papers,
                       const PaperAnswer& paper) {
    const auto& words = ui.words();
    auto chosen = chosen_of(papers, paper);
    std::vector<ui::Option> options = {{"brought", words("papers.brought")}};
    if (paper.reused) options.push_back({"reused", words("papers.old")});
    if (papers.camera || chosen == "photo") options.push_back({"photo", words("papers.photo")});
    if (papers.clerk || chosen == "file") options.push_back({"file", words("papers.file")});
    options.push_back({"missing", words("papers.missing")});
    if (!ui::choice_tiles(ui, column, "paper:" + paper.id, options, chosen)) {
        return PaperWish::none;
    }
    if (chosen == "reused") return PaperWish::none;
    if (chosen == "photo") return papers.camera ? PaperWish::photo : PaperWish::none;
    if (chosen == "file") return papers.clerk ? PaperWish::file : PaperWish::none;
    return chosen == "brought" ? PaperWish::brought : PaperWish::missing;
}

// Shortcuts that spare a photo or send a better one.
PaperWish draw_offers(ui::Ui& ui, ui::Column& column, const PapersPage& papers,
                      const PaperAnswer& paper) {
    const auto& words = ui.words();
    const auto extra = papers.extras.find(paper.id);
    if (extra == papers.extras.end()) return PaperWish::none;
    const auto id = "paper:" + paper.id;
    if (!extra->second.reuse_on.empty() && paper.how != PaperHow::file &&
        ui::button(ui, column, id + ":reuse",
                   words("papers.reuse", {{"date", extra->second.reuse_on}}),
                   {.icon = ui::icon("history")})) {
        return PaperWish::reuse;
    }
    if (extra->second.has_original && paper.how == PaperHow::file &&
        ui::button(ui, column, id + ":original", words("papers.original"),
                   {.icon = ui::icon("image")})) {
        return PaperWish::original;
    }
    return PaperWish::none;
}

void draw_paper(ui::Ui& ui, ui::Column& column, PapersPage& papers, const PaperAnswer& paper,
                PapersWish& wish) {
    draw_head(ui, column, papers, paper);
    column.space(-ui.px(4));
    auto what = draw_choices(ui, column, papers, paper);
    const auto offer = draw_offers(ui, column, papers, paper);
    if (offer != PaperWish::none) what = offer;
    column.space(ui.px(10));
    if (what == PaperWish::none) return;
    if (what == PaperWish::file) {
        papers.choosing = paper.id;
        wish.list_files = true;
    } else if (what == PaperWish::reuse) {
        papers.reusing = paper.id;
    } else {
        wish.paper = paper.id;
        wish.what = what;
    }
}

void draw_files(ui::Ui& ui, PapersPage& papers, PapersWish& wish) {
    const auto& words = ui.words();
    const ui::SheetStyle style{words("papers.choose_file"), 860, 640};
    const bool close = ui::sheet(ui, "files", style, [&](ui::Column& column) {
        if (papers.files.empty()) {
            ui::emblem(ui, column, ui::icon("inbox"), ui::Tone::neutral, words("papers.no_files"),
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
            wish.what = PaperWish::file;
            wish.file = std::stoul(chosen);
        }
    });
    if (close || wish.what == PaperWish::file) papers.choosing.clear();
}

// Consent: what will be reused, and of which day.
void draw_consent(ui::Ui& ui, PapersPage& papers, PapersWish& wish) {
    const auto& words = ui.words();
    std::string label;
    for (const auto& paper : papers.draft->papers) {
        if (paper.id == papers.reusing) label = words.said(paper.label);
    }
    const auto sentence =
        words("papers.reuse_sentence",
              {{"paper", label}, {"date", papers.extras[papers.reusing].reuse_on}});
    const auto answer = ui::ask(ui, "reuse",
                                {words("papers.reuse_title"), sentence, words("papers.reuse_yes"),
                                 words("papers.reuse_no"), false});
    if (answer == ui::Answer::none) return;
    if (answer == ui::Answer::yes) {
        wish.paper = papers.reusing;
        wish.what = PaperWish::reuse;
    }
    papers.reusing.clear();
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
        ui::panel(ui, column, "papers:panel", [&](ui::Column& inside) {
            ui::heading(ui, inside, words("papers.title"));
            inside.space(-ui.px(8));
            ui::paragraph(ui, inside, words("papers.note"), {.colour = ui::kMuted});
            for (const auto& paper : papers.draft->papers) {
                draw_paper(ui, inside, papers, paper, wish);
            }
        });
        column.space(ui.px(8));
    });
    if (!papers.choosing.empty()) draw_files(ui, papers, wish);
    if (!papers.reusing.empty()) draw_consent(ui, papers, wish);
    return wish;
}

}  // namespace disapa::screens
