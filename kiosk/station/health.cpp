#include "kiosk/station/health.h"

#include <algorithm>

#include "kiosk/devices/child.h"
#include "kiosk/devices/stick.h"
#include "kiosk/parts/layout.h"
#include "shared/base/text.h"

namespace disapa::screens {
namespace {

constexpr std::chrono::seconds kMost{15 * 60};
constexpr std::size_t kLinesCounted = 1000;

ui::Tone tone_of(Light light) {
    switch (light) {
        case Light::green:
            return ui::Tone::good;
        case Light::yellow:
            return ui::Tone::warn;
        case Light::red:
            return ui::Tone::bad;
        case Light::grey:
            break;
    }
    return ui::Tone::neutral;
}
ui::Icon icon_of(Light light) {
    switch (light) {
        case Light::green:
            return ui::icon("check_circle");
        case Light::yellow:
            return ui::icon("report_problem");
        case Light::red:
            return ui::icon("error");
        case Light::grey:
            break;
    }
    return ui::icon("info");
}

int rank(Light light) {
    return light == Light::red ? 0 : light == Light::yellow ? 1 : 2;
}

Status child_failed(const devices::ChildEnd& end) {
    const auto words = end.last_words();
    return fail(ErrorCode::io,
                is_clean_text(words) && !words.empty()
                    ? words
                    : std::string("Pekerjaan itu gagal. Panggil pengelola kios."),
                "child ended with " + std::to_string(end.code));
}

// A copy on the first stick that can be written.
Status save_on_stick(const Context& context, const std::filesystem::path& kiosk) {
    for (const auto& stick : devices::find_sticks(context.settings.stick)) {
        if (stick.read_only) continue;
        auto end = devices::run_child(
            kiosk, {"backup", "--data", context.folder.string(), stick.folder.string()}, kMost);
        if (!end) return pass(std::move(end));
        if (!end->good()) return child_failed(*end);
        if (auto synced = devices::sync_stick(stick); !synced) return synced;
        (void)devices::let_go(stick);
        return {};
    }
    return fail(ErrorCode::not_found,
                "Pasang flashdisk yang bisa ditulisi, tunggu sebentar, lalu ulangi.",
                "no stick for the backup");
}

}  // namespace

void HealthPage::open() {
    close();
    look();
}

void HealthPage::close() {
    ++generation_;
    busy_ = Busy::nothing;
    facts_.reset();
}

// First what the store says, then the devices: a printer that is silent holds nobody up.
void HealthPage::look() {
    busy_ = Busy::looking;
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        HealthFacts facts;
        read_store(counter, facts);
        return [this, facts, at] {
            if (at != generation_) return;
            context_.chores.post([this, facts, devices = context_.devices, folder = context_.folder,
                                  at]() mutable -> Chores::Apply {
                measure_devices(devices, folder, facts);
                return [this, facts, at] {
                    if (at != generation_) return;
                    facts_ = facts;
                    busy_ = Busy::nothing;
                };
            });
        };
    });
}

// In a process of its own: every signature again takes long.
void HealthPage::check() {
    busy_ = Busy::checking;
    context_.chores.post([this, sync = context_.programs / "disapa-sync", folder = context_.folder,
                          at = generation_]() -> Chores::Apply {
        auto end = devices::run_child(sync, {"check", "--data", folder.string()}, kMost);
        return [this, end, at] {
            if (at != generation_) return;
            busy_ = Busy::nothing;
            if (!end) return context_.tell("problem.health", end.error());
            const auto lines = std::min(kLinesCounted, split(end->err, '\n').size() - 1);
            const std::uint64_t faults = end->good() ? 0 : std::max<std::size_t>(1, lines);
            context_.worker.post([this, faults, at](Counter& counter) -> Worker::Apply {
                return [this, noted = note_check(counter.node(), faults), at] {
                    if (at != generation_) return;
                    ended(noted, "health.checked");
                };
            });
        };
    });
}

void HealthPage::save() {
    busy_ = Busy::saving;
    context_.chores.post(
        [this, kiosk = context_.programs / "disapa-kiosk", at = generation_]() -> Chores::Apply {
            return [this, saved = save_on_stick(context_, kiosk), at] {
                if (at != generation_) return;
                busy_ = Busy::nothing;
                ended(saved, "health.saved");
            };
        });
}

void HealthPage::ended(const Status& done, const char* good_title) {
    if (!done) return context_.tell("problem.health", done.error());
    context_.problem = {true, good_title, {}};
    look();
}

void HealthPage::draw_buttons(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (busy_ == Busy::checking) return ui::spinner(ui, column, words("health.checking"));
    if (busy_ == Busy::saving) return ui::spinner(ui, column, words("health.saving"));
    const bool free = busy_ == Busy::nothing;
    const int across = ui.portrait() ? 1 : 2;
    const auto first = column.row(ui.px(ui::kButtonHeight), across);
    if (ui::button(ui, first[0], "health:save", words("health.save"),
                   {.look = ui::Look::primary, .icon = ui::icon("save"), .enabled = free}))
        save();
    const auto second = across == 2 ? first[1] : column.row(ui.px(ui::kButtonHeight), 1)[0];
    if (ui::button(ui, second, "health:check", words("health.check_now"),
                   {.icon = ui::icon("fact_check"), .enabled = free}))
        check();
}

bool HealthPage::draw(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    const bool free = busy_ == Busy::nothing;
    ui::BackNextView bar{.back = words("stick.back"),
                         .next = words("health.again"),
                         .next_icon = ui::icon("refresh"),
                         .next_enabled = free,
                         .next_look = ui::Look::secondary};
    const auto wish = step_bar(ui, page, bar);
    ui.scroll("health", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("health.title"), words("health.note"));
        draw_buttons(ui, column);
        if (!facts_) return ui::spinner(ui, column, words("health.looking"));
        const auto draw = [&](ui::Column& into, const HealthLine& line) {
            const auto said = line.advice.empty() ? line.value : line.value + ". " + line.advice;
            ui::line_item(ui, into, icon_of(line.light), tone_of(line.light), line.name, said);
        };
        auto lines = judge_health(*facts_, words);
        // What needs somebody stands first: half of the page is below the fold.
        std::ranges::stable_sort(lines, {},
                                 [](const HealthLine& line) { return rank(line.light); });
        const auto half = (lines.size() + 1) / 2;
        side_by_side(
            ui, column, "health:halves",
            [&](ui::Column& left) {
                for (std::size_t i = 0; i < half; ++i) draw(left, lines[i]);
            },
            [&](ui::Column& right) {
                for (std::size_t i = half; i < lines.size(); ++i) draw(right, lines[i]);
            });
    });
    if (wish.next) look();
    return wish.back;
}

}  // namespace disapa::screens
