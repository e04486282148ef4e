#include "kiosk/citizen/resume.h"

#include "kiosk/parts/layout.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kTail = 4;
constexpr int kTries = 3;

}  // namespace

ResumeWish draw_resume(ui::Ui& ui, ResumeSheet& sheet) {
    if (!sheet.open) return ResumeWish::none;
    const auto& words = ui.words();
    auto wish = ResumeWish::none;
    const bool ask = !sheet.left.nik_tail.empty();
    const ui::SheetStyle style{words("resume.title"), 720, 0, false};
    (void)ui::sheet(ui, "resume", style, [&](ui::Column& column) {
        ui::paragraph(ui, column, words.said(sheet.left.service_name), {.colour = ui::kMuted});
        if (ask) {
            board(ui, column, "resume:board", [&](ui::Column& inside) {
                (void)ui::digit_pad(ui, inside, "resume:tail", words("resume.tail"), sheet.typed,
                                    kTail);
            });
            if (sheet.typed.size() == kTail) {
                if (sheet.typed == sheet.left.nik_tail) {
                    wish = ResumeWish::resume;
                } else {
                    sheet.typed.clear();
                    if (++sheet.wrong >= kTries) wish = ResumeWish::wipe;
                }
            }
            if (sheet.wrong > 0 && sheet.typed.empty()) {
                ui::notice(ui, column, ui::Tone::warn, words("resume.wrong"));
            }
        } else if (ui::button(ui, column, "resume:yes", words("resume.yes"),
                              {.look = ui::Look::primary, .icon = ui::icon("arrow_forward")})) {
            wish = ResumeWish::resume;
        }
        if (ui::button(ui, column, "resume:no", words("resume.no"),
                       {.look = ui::Look::quiet, .icon = ui::icon("delete")})) {
            wish = ResumeWish::wipe;
        }
    });
    return wish;
}

}  // namespace disapa::screens
