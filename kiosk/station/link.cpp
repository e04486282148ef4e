#include "kiosk/station/link.h"

#include <algorithm>

#include "kiosk/parts/layout.h"
#include "kiosk/parts/link_light.h"
#include "shared/base/date.h"

namespace disapa::screens {
namespace {

constexpr double kLookSeconds = 1;

std::string agent_words(const ui::Words& words, const AgentNow& agent) {
    using Doing = AgentNow::Doing;
    if (!agent.running) return words("link.agent_off");
    if (agent.asked) return words("link.agent_asked");
    const auto time = agent.until > 0 ? wita_time(agent.until) : std::string("-");
    switch (agent.doing) {
        case Doing::idle:
            return words("link.agent_idle", {{"time", time}});
        case Doing::window:
            return words("link.agent_window", {{"time", time}});
        case Doing::connecting:
            return words("link.agent_connecting");
        case Doing::sending:
            if (agent.of == 0) return words("link.agent_photos");
            return words("link.agent_sending",
                         {{"done", std::to_string(agent.done)}, {"of", std::to_string(agent.of)}});
        case Doing::unknown:
            break;
    }
    return words("link.agent_runs");
}

ui::Icon link_icon(LinkState state) {
    switch (link_tone(state)) {
        case ui::Tone::good:
            return ui::icon("cloud_done");
        case ui::Tone::neutral:
        case ui::Tone::info:
            return state == LinkState::window ? ui::icon("schedule") : ui::icon("cloud_queue");
        case ui::Tone::bad:
            return ui::icon("block");
        case ui::Tone::warn:
            break;
    }
    switch (state) {
        case LinkState::no_network:
            return ui::icon("wifi_off");
        case LinkState::portal:
            return ui::icon("login");
        case LinkState::clock:
            return ui::icon("access_time");
        case LinkState::waiting:
            return ui::icon("hourglass_empty");
        case LinkState::quota:
            return ui::icon("event_busy");
        default:
            return ui::icon("cloud_off");
    }
}

}  // namespace

std::string ago_words(const ui::Words& words, Instant then, Instant now) {
    if (then <= 0) return words("link.ago_never");
    const Instant seconds = std::max<Instant>(0, now - then);
    const auto ago = [&](Instant count, const char* one, const char* many) {
        return count == 1 ? words(one) : words(many, {{"count", std::to_string(count)}});
    };
    if (seconds < 60) return words("link.ago_now");
    if (seconds < 3600) return ago(seconds / 60, "link.ago_minute", "link.ago_minutes");
    if (seconds < 86400) return ago(seconds / 3600, "link.ago_hour", "link.ago_hours");
    return ago(seconds / 86400, "link.ago_day", "link.ago_days");
}

void LinkPage::open() {
    close();
    look();
}

void LinkPage::close() {
    ++generation_;
    looked_at_ = -1;
    looking_ = false;
    error_.clear();
}

void LinkPage::look() {
    looking_ = true;
    context_.worker.post(
        [this, folder = context_.folder, at = generation_](Counter& counter) -> Worker::Apply {
            return [this, link = counter.link(), agent = read_agent_now(folder), at] {
                if (at != generation_) return;
                looking_ = false;
                link_ = link;
                agent_ = agent;
                if (agent.running) error_.clear();
            };
        });
}

void LinkPage::send() {
    error_.clear();
    if (auto asked = ask_to_send(context_.folder); !asked) error_ = asked.error().sentence;
    agent_.asked = error_.empty();
}

void LinkPage::draw_state(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    const auto tone = link_tone(link_.state);
    ui::panel(ui, column, "link:state", [&](ui::Column& inside) {
        ui::emblem(ui, inside, link_icon(link_.state), tone, link_words(words, link_.state),
                   link_.sentence.empty() ? words("link.no_sentence") : words.said(link_.sentence));
    });
    const bool busy = agent_.asked || agent_.doing == AgentNow::Doing::connecting ||
                      agent_.doing == AgentNow::Doing::sending;
    if (ui::button(ui, column, "link:send", words("link.send"),
                   {.look = ui::Look::primary,
                    .icon = ui::icon("send"),
                    .enabled = !(agent_.running && busy)}))
        send();
    if (link_.clock_doubt) ui::notice(ui, column, ui::Tone::warn, words("link.clock"));
}

void LinkPage::draw_agent(ui::Ui& ui, ui::Column& column) const {
    const auto& words = ui.words();
    if (agent_.running && agent_.doing == AgentNow::Doing::sending && agent_.of > 0) {
        ui::progress(ui, column, static_cast<float>(agent_.done) / static_cast<float>(agent_.of),
                     agent_words(words, agent_));
    } else {
        const bool well = agent_.running && error_.empty();
        const auto doing = agent_words(words, agent_);
        ui::notice(ui, column, well ? ui::Tone::info : ui::Tone::warn, words("link.agent"),
                   error_.empty() ? std::string_view(doing) : words.said(error_));
    }
    ui::panel(ui, column, "link:facts", [&](ui::Column& inside) {
        ui::fact(ui, inside, words("link.last"),
                 ago_words(words, link_.last_contact, context_.clock.now()));
        ui::fact(ui, inside, words("link.waiting_count"), std::to_string(link_.waiting));
        ui::fact(ui, inside, words("link.arrived_count"), std::to_string(link_.arrived));
    });
}

LinkWish LinkPage::draw(ui::Ui& ui, ui::Rect page) {
    LinkWish wish;
    const auto& words = ui.words();
    if (!looking_ && (looked_at_ < 0 || ui.time() - looked_at_ >= kLookSeconds)) {
        looked_at_ = ui.time();
        look();
    }
    ui.wake_after(kLookSeconds);
    const auto bar = step_bar(ui, page,
                              {.back = words("page.home"),
                               .next = words("link.stick"),
                               .next_icon = ui::icon("usb"),
                               .next_look = ui::Look::secondary,
                               .back_icon = ui::icon("home")});
    wish.back = bar.back;
    wish.stick = bar.next;
    ui.scroll("link", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("link.title"), words("link.note"));
        side_by_side(
            ui, column, "link:halves", [&](ui::Column& left) { draw_state(ui, left); },
            [&](ui::Column& right) { draw_agent(ui, right); });
    });
    return wish;
}

}  // namespace disapa::screens
