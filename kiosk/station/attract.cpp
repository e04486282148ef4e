#include "kiosk/station/attract.h"

#include <algorithm>

#include "kiosk/counter/notices.h"
#include "shared/base/date.h"
#include "shared/service/office_notices.h"

namespace disapa::screens {
namespace {

constexpr Instant kMinute = 60;
constexpr float kPad = 34, kTagHeight = 44;  // design pixels
constexpr float kPanelMost = 1000;           // wider lines are hard to read

const std::string& greeting(const ui::Words& words, int hour) {
    if (hour >= 4 && hour < 10) return words("attract.morning");
    if (hour >= 10 && hour < 15) return words("attract.noon");
    if (hour >= 15 && hour < 18) return words("attract.afternoon");
    return words("attract.evening");
}

const std::string& tag_of(const ui::Words& words, NoticeOf of) {
    switch (of) {
        case NoticeOf::desa:
            return words("attract.desa");
        case NoticeOf::kelurahan:
            return words("attract.kelurahan");
        case NoticeOf::kecamatan:
            break;
    }
    return words("attract.kecamatan");
}

// The largest letters in which a notice fits its place.
struct Letters {
    ui::Type heading = ui::Type::title, words = ui::Type::body;
    float heading_height = 0, height = 0;  // of the heading; of heading and words
};
Letters letters_for(ui::Ui& ui, const StillNotice& notice, const ui::Rect& place) {
    using ui::Type;
    const auto& paint = ui.paint();
    constexpr std::pair<Type, Type> kSizes[] = {{Type::heading, Type::title},
                                                {Type::title, Type::title},
                                                {Type::title, Type::body},
                                                {Type::strong, Type::body}};
    Letters made;
    for (const auto& [heading, words] : kSizes) {
        made.heading = heading;
        made.words = words;
        made.heading_height = paint.paragraph_height(heading, notice.heading, place.w);
        made.height = made.heading_height;
        if (!notice.words.empty())
            made.height += ui.px(12) + paint.paragraph_height(words, notice.words, place.w);
        if (made.height <= place.h) break;
    }
    return made;
}

// A white panel in the middle of `place`, as high as its notice.
void draw_notice(ui::Ui& ui, const ui::Rect& place, const AttractPage& view) {
    const auto minute = static_cast<std::size_t>(view.now / kMinute);
    const auto& notice = view.notices[minute % view.notices.size()];
    auto& paint = ui.paint();
    const float pad = ui.px(kPad), tag = ui.px(kTagHeight);
    const float width = std::min(place.w, ui.px(kPanelMost));
    const auto letters = letters_for(ui, notice, {0, 0, width - 2 * pad, place.h - 2 * pad - tag});
    const auto panel = place.centred(width, std::min(place.h, letters.height + 2 * pad + tag));
    (void)ui.say({.id = "attract:notice", .role = ui::Role::group, .full = panel});
    paint.shadow(panel, ui.px(ui::kCardRadius), 0.8F);
    paint.fill(panel, ui::kWhite, ui.px(ui::kCardRadius));
    ui::Rect inner = panel.inset(pad);
    ui::Rect top = inner.cut_top(tag);
    top = top.cut_top(top.h - ui.px(10));
    const auto& said = tag_of(ui.words(), notice.of);
    (void)ui.say({.id = "attract:notice:of", .role = ui::Role::text, .label = said, .full = top});
    paint.icon(ui::IconSize::normal, top.cut_left(paint.icon_size(ui::IconSize::normal), ui.px(10)),
               ui::kTeal, ui::icon("notifications"));
    paint.line(ui::Type::strong, top, ui::kTeal, said);
    const ui::Rect head = inner.cut_top(letters.heading_height, ui.px(12));
    (void)ui.say({.id = "attract:notice:heading",
                  .role = ui::Role::text,
                  .label = notice.heading,
                  .full = head});
    paint.paragraph(letters.heading, head, ui::kInk, notice.heading, ui::Align::left, 0,
                    ui::Fit::may_cut);
    if (notice.words.empty()) return;
    (void)ui.say({.id = "attract:notice:words",
                  .role = ui::Role::text,
                  .label = notice.words,
                  .full = inner});
    paint.paragraph(letters.words, inner, ui::kInk, notice.words, ui::Align::left, 0,
                    ui::Fit::may_cut);
}

struct TimeLine {
    ui::Type type;
    std::string text;
    const char* id;
    bool room_before;  // a part begins
};

// Office, clock and greeting; parts of it stand `room` apart where there is so much. Returns the
// height, or draws in the middle of the place.
float draw_time(ui::Ui& ui, const ui::Rect& place, const AttractPage& view, float room,
                bool in_the_middle) {
    const auto& words = ui.words();
    auto& paint = ui.paint();
    const auto time = wita_time(view.now);
    const auto date = wita_date(view.now);
    const auto clock =
        paint.width(ui::Type::display, time) <= place.w ? ui::Type::display : ui::Type::heading;
    const TimeLine lines[] = {
        {ui::Type::title, view.office, "attract:office", false},
        {ui::Type::body, view.place, "attract:place", false},
        {clock, time, "attract:clock", true},
        {ui::Type::body, words.said(weekday_word(date)) + ", " + words.said(to_words(date)),
         "attract:date", false},
        {ui::Type::heading, greeting(words, std::stoi(time.substr(0, 2))), "attract:greeting",
         true}};
    const float gap = ui.px(12);
    float height = -gap;
    for (const auto& line : lines)
        height += gap + paint.paragraph_height(line.type, line.text, place.w);
    room = std::clamp((place.h - height) / 2, 0.0F, room);
    height += 2 * room;
    ui::Rect rest = in_the_middle ? place.centred(place.w, std::min(height, place.h)) : place;
    for (const auto& line : lines) {
        if (line.room_before) (void)rest.cut_top(room);
        const auto at = rest.cut_top(paint.paragraph_height(line.type, line.text, place.w), gap);
        const bool heading = line.room_before && line.type == ui::Type::heading;
        (void)ui.say({.id = line.id,
                      .role = heading ? ui::Role::heading : ui::Role::text,
                      .label = line.text,
                      .full = at});
        paint.paragraph(line.type, at, ui::kWhite, line.text, ui::Align::centre);
    }
    return height;
}

// Beside each other where the screen lies, under each other where it stands.
void draw_middle(ui::Ui& ui, ui::Rect body, const AttractPage& view) {
    if (view.notices.empty()) {
        (void)draw_time(ui, body, view, ui.px(body.h > body.w ? 90 : 48), true);
        return;
    }
    if (body.h > body.w) {
        const float used = draw_time(ui, body, view, ui.px(24), false);
        (void)body.cut_top(used, ui.px(24));
        return draw_notice(ui, body, view);
    }
    const ui::Rect left = body.cut_left(body.w * 0.38F, ui.px(36));
    (void)draw_time(ui, left, view, ui.px(36), true);
    draw_notice(ui, body, view);
}

}  // namespace

std::vector<StillNotice> still_notices(Node& node) {
    const auto now = node.clock().now();
    const auto& region = node.setup().region;
    std::vector<StillNotice> notices;
    if (const auto office = find_notices(node, region, now)) {
        for (const auto& one : *office)
            notices.push_back({NoticeOf::kecamatan, one.heading, one.words});
    }
    const auto own = notices_now(node.folder(), now);
    for (const auto& one : own)
        notices.push_back({own_notices(region.is_kelurahan()), one.heading, one.words});
    return notices;
}

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
    // What to do stands where the hand is.
    ui::Rect body = screen;
    const ui::Rect foot = body.cut_bottom(ui.px(150) - shift);
    (void)body.cut_top(ui.px(48) + shift);
    draw_middle(ui, body.inset(ui.margin() * 1.5F, 0), view);
    const ui::Rect pill = foot.centred(
        std::min(foot.w * 0.9F, paint.width(ui::Type::title, words("attract.touch")) + ui.px(150)),
        ui.px(88));
    (void)ui.say({.id = "attract:foot",
                  .role = ui::Role::text,
                  .label = words("attract.touch"),
                  .full = pill});
    paint.fill(pill, touch.held ? ui::kAmberDark : ui::kAmber, pill.h / 2);
    const float icon = paint.icon_size(ui::IconSize::normal), gap = ui.px(14);
    const float wide = icon + gap + paint.width(ui::Type::title, words("attract.touch"));
    ui::Rect inner = pill.centred(std::min(wide, pill.w), pill.h);
    paint.icon(ui::IconSize::normal, inner.cut_left(icon, gap), ui::kInk, ui::icon("touch_app"));
    paint.line(ui::Type::title, inner, ui::kInk, words("attract.touch"));
    if (view.sample) {
        const ui::Rect band = ui::Rect(screen).cut_top(ui.px(34));
        paint.fill(band, ui::tint(ui::kAmber, 110));
        paint.line(ui::Type::tag, band, ui::kInk, words("page.sample"), ui::Align::centre);
    }
    return touch.fired;
}

}  // namespace disapa::screens
