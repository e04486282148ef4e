#include "kiosk/citizen/resume.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kTail = 4;
constexpr int kTries = 3;

}  // namespace

ui::Answer ask_to_drop(ui::Ui& ui, std::string_view id) {
    const auto& words = ui.words();
    return ui::ask(
        ui, id,
        {words("drop.title"), words("drop.sentence"), words("drop.yes"), words("drop.no"), true});
}

ResumeWish draw_resume(ui::Ui& ui, ResumeSheet& sheet) {
    if (!sheet.open) return ResumeWish::none;
    if (sheet.dropping) {
        const auto answer = ask_to_drop(ui, "resume:drop");
        sheet.dropping = answer == ui::Answer::none;
        return answer == ui::Answer::yes ? ResumeWish::wipe : ResumeWish::none;
    }
    const auto& words = ui.words();
    auto wish = ResumeWish::none;
    const bool ask = !sheet.left.nik_tail.empty();
    const bool wrong = sheet.wrong > 0 && sheet.typed.empty();
    const auto drop = [&](ui::Column& column) {
        if (ui::button(ui, column, "resume:no", words("resume.no"),
                       {.look = ui::Look::quiet, .icon = ui::icon("delete")}))
            sheet.dropping = true;
    };
    const auto what = [&](ui::Column& column) {
        ui::title(ui, column, words("resume.title"));
        ui::paragraph(ui, column, words.said(sheet.left.service_name), {.colour = ui::kMuted});
        if (wrong) ui::notice(ui, column, ui::Tone::warn, words("resume.wrong"));
    };
    // Lying, the keys stand beside the words, so that all of it is in sight.
    const bool beside = ask && ui.screen().w > ui.screen().h;
    const ui::SheetStyle style{"", beside ? 1100.0F : 720.0F, 0, false};
    (void)ui::sheet(ui, "resume", style, [&](ui::Column& column) {
        if (!ask) {
            what(column);
            if (ui::button(ui, column, "resume:yes", words("resume.yes"),
                           {.look = ui::Look::primary, .icon = ui::icon("arrow_forward")}))
                wish = ResumeWish::resume;
            return drop(column);
        }
        const auto keys = [&](ui::Column& place) {
            board(ui, place, "resume:board", [&](ui::Column& inside) {
                (void)ui::digit_pad(ui, inside, "resume:tail", words("resume.tail"), sheet.typed,
                                    kTail);
            });
        };
        const auto words_and_drop = [&](ui::Column& place) {
            what(place);
            drop(place);
        };
        if (beside) return halves(ui, column, "resume:halves", words_and_drop, keys);
        what(column);
        keys(column);
        drop(column);
    });
    if (!ask || sheet.typed.size() < kTail) return wish;
    if (sheet.typed == sheet.left.nik_tail) return ResumeWish::resume;
    sheet.typed.clear();
    return ++sheet.wrong >= kTries ? ResumeWish::wipe : wish;
}

}  // namespace disapa::screens
