#include "kiosk/station/attract.h"

#include "shared/base/date.h"

namespace disapa::screens {
namespace {

constexpr Instant kMinute = 60;

const std::string& greeting(const ui::Words& words, int hour) {
    if (hour >= 4 && hour < 10) return words("attract.morning");
    if (hour >= 10 && hour < 15) return words("attract.noon");
    if (hour >= 15 && hour < 18) return words("attract.afternoon");
    return words("attract.evening");
}

void draw_notice(ui::Ui& ui, ui::Column& column, const AttractPage& view) {
    if (view.notices.empty()) return;
    const auto minute = static_cast<std::size_t>(view.now / kMinute);
    const auto& notice = view.notices[minute % view.notices.size()];
    ui::panel(ui, column, "attract:notice", [&](ui::Column& inside) {
        ui::title(ui, inside, notice.heading);
        if (!notice.words.empty()) ui::paragraph(ui, inside, notice.words, {.lines_max = 6});
    });
}

}  // namespace

bool draw_attract(ui::Ui& ui, const AttractPage& view) {
    const auto& words = ui.words();
    auto& paint = ui.paint();
    const ui::Rect screen = ui.screen();
    const auto touch = ui.touch({.id = "attract",
                                 .role = ui::Role::button,
                                 .label = words("attract.touch"),
                                 .full = screen});
    paint.gradient(screen, ui::kTeal, ui::rgb(15, 124, 116), 0);  // small text keeps 4.5 to 1
    // One minute here, the next there: no picture burns into the glass.
    const float shift = ui.px(static_cast<float>(view.now / kMinute % 4) * 6);
    ui::Rect body = screen.inset(ui.margin() * 1.5F, ui.px(48) + shift);
    ui::Column column(body, ui.px(18));
    const auto line = [&](ui::Type type, const std::string& text, ui::Colour colour,
                          const char* id) {
        const ui::Rect at = column.take(paint.line_height(type));
        const auto role = type == ui::Type::heading ? ui::Role::heading : ui::Role::text;
        (void)ui.say({.id = id, .role = role, .label = text, .full = at});
        paint.line(type, at, colour, text, ui::Align::centre);
    };
    const auto time = wita_time(view.now);
    const auto hour = std::stoi(time.substr(0, 2));
    const ui::Colour soft = ui::kWhite;
    line(ui::Type::title, view.office, ui::kWhite, "attract:office");
    line(ui::Type::body, view.place, soft, "attract:place");
    column.space(ui.px(ui.portrait() ? 90 : 30));
    line(ui::Type::display, time, ui::kWhite, "attract:clock");
    line(ui::Type::body,
         words.said(weekday_word(wita_date(view.now))) + ", " +
             words.said(to_words(wita_date(view.now))),
         soft, "attract:date");
    column.space(ui.px(ui.portrait() ? 60 : 18));
    line(ui::Type::heading, greeting(words, hour), ui::kWhite, "attract:greeting");
    draw_notice(ui, column, view);
    // What to do stands where the hand is.
    ui::Rect foot = screen;
    foot = foot.cut_bottom(ui.px(150) - shift);
    const ui::Rect pill = foot.centred(
        std::min(foot.w * 0.9F, paint.width(ui::Type::title, words("attract.touch")) + ui.px(150)),
        ui.px(88));
    paint.fill(pill, touch.held ? ui::kAmberDark : ui::kAmber, pill.h / 2);
    ui::Rect inner = pill.inset(ui.px(34), 0);
    paint.icon(ui::IconSize::normal,
               inner.cut_left(paint.icon_size(ui::IconSize::normal), ui.px(14)), ui::kInk,
               ui::icon("touch_app"));
    paint.line(ui::Type::title, inner, ui::kInk, words("attract.touch"));
    if (view.sample) {
        const ui::Rect band = ui::Rect(screen).cut_top(ui.px(34));
        paint.fill(band, ui::tint(ui::kAmber, 110));
        paint.line(ui::Type::tag, band, ui::kInk, words("page.sample"), ui::Align::centre);
    }
    return touch.fired;
}

}  // namespace disapa::screens
