#include "kiosk/screens/app.h"

#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

constexpr double kNewsSeconds = 20;          // good news goes by itself
constexpr std::size_t kCodeLettersMax = 16;  // a longer scan is a letter, not a receipt

}  // namespace

App::App(Worker& worker, Chores& chores, const Clock& clock, AppOptions options)
    : context_{worker,
               chores,
               clock,
               options.print_folder,
               options.file_folder,
               options.kelurahan,
               options.devices,
               {},
               {},
               nullptr},
      options_(std::move(options)),
      citizen_(context_),
      officer_(context_) {
    worker.on_tick(
        [this, seen = std::make_shared<std::uint64_t>(0)](Counter& counter) -> Worker::Apply {
            const bool wiped = counter.wipe_if_left();
            const auto version = counter.version();
            if (!wiped && version == *seen) return {};
            *seen = version;
            return [this, home = counter.home(), wiped] { take_changes(home, wiped); };
        });
    worker.post([this](Counter& counter) -> Worker::Apply {
        return [this, left = counter.left_draft(), home = counter.home()] {
            home_ = home;
            if (left) resume_ = {true, *left, {}, 0};
        };
    });
}

App::~App() {
    context_.worker.on_tick({});
}

void App::frame(ui::Ui& ui) {
    take_results(ui);
    heed_idle(ui);
    heed_scan(ui);
    ui::Rect page = ui.area();
    draw_header(ui, page);
    draw_page(ui, page);
    draw_over(ui);
    ui.wake_after(1);  // the clock in the foot, and the seconds of idleness
}

void App::take_results(ui::Ui& ui) {
    context_.ui = &ui;
    if (options_.tick_here && ui.time() - ticked_at_ >= 1) {
        ticked_at_ = ui.time();
        context_.worker.tick_now();
    }
    context_.worker.apply_results();
    context_.chores.apply_results();
}

void App::take_changes(HomeView home, bool wiped) {
    home_ = std::move(home);
    if (wiped && citizen_.has_draft()) {
        go_home(*context_.ui);
        context_.problem = {true, "wiped.title", context_.ui->words()("wiped.sentence")};
    }
    if (page_ == Page::officer) officer_.refresh();
    if (page_ == Page::look_up && look_up_.status) look_up(look_up_.status->shown_code);
}

// The next person must find nothing of the one before.
void App::heed_idle(ui::Ui& ui) {
    const double idle = ui.idle();
    if (!context_.problem.title.empty() && context_.problem.good &&
        ui.time() - problem_at_ > kNewsSeconds) {
        context_.problem = {};
    }
    if (context_.session && idle >= kLockSeconds) {
        context_.session.reset();
        if (citizen_.is_amending()) {
            citizen_.wipe();
            page_ = Page::officer;
        }
        officer_.lock();
        ui.forget();
    }
    const bool draft = page_ == Page::citizen && citizen_.has_draft();
    if (idle >= limits::kDraftMinutes * 60 && (draft || resume_.open)) {
        citizen_.wipe();
        resume_ = {};
        go_home(ui);
        context_.problem = {true, "wiped.title", ui.words()("wiped.sentence")};
        problem_at_ = ui.time();
    } else if (idle >= kReturnSeconds && !draft && page_ != Page::home) {
        go_home(ui);
    }
}

// A scan needs no page of its own: a receipt opens its status, a letter is checked.
void App::heed_scan(ui::Ui& ui) {
    auto scan = ui.take_scan();
    if (!scan || citizen_.has_draft() || resume_.open) return;
    if (page_ == Page::officer && !context_.session) return;  // digits of a PIN are no scan
    look_up_ = {};
    page_ = Page::look_up;
    if (scan->size() <= kCodeLettersMax) {
        look_up_.typed = *scan;
        look_up(*scan);
    } else {
        check_letter(scan->substr(0, limits::kQrTextBytes));
    }
}

void App::look_up(const std::string& typed) {
    context_.worker.post([this, typed](Counter& counter) -> Worker::Apply {
        return [this, status = counter.status(typed)] {
            if (page_ != Page::look_up) return;
            if (status) {
                look_up_.status = *status;
                look_up_.error.clear();
            } else {
                look_up_.error = status.error().sentence;
            }
        };
    });
}

void App::check_letter(const std::string& text) {
    context_.worker.post([this, text](Counter& counter) -> Worker::Apply {
        return [this, letter = counter.verify_text(text)] {
            if (page_ == Page::look_up) look_up_.letter = letter;
        };
    });
}

void App::go_home(ui::Ui& ui) {
    citizen_.close();
    officer_.close();
    look_up_ = {};
    home_page_ = {};
    help_ = link_ = false;
    page_ = Page::home;
    ui.forget();
}

void App::leave_session(ui::Ui& ui) {
    context_.session.reset();
    if (citizen_.has_draft()) citizen_.wipe();
    go_home(ui);
}

void App::open_queue() {
    page_ = Page::officer;
    officer_.open();
}

void App::draw_header(ui::Ui& ui, ui::Rect& page) {
    ui::HeaderView view;
    view.office = home_.office_line;
    view.place = home_.place_line;
    view.has_home = page_ != Page::home;
    if (context_.session) view.officer = context_.session->officer().name;
    if (home_.sample) view.ribbon = ui.words()("page.sample");
    const auto wish = ui::header(ui, page, view);
    if (wish.help) help_ = true;
    if (wish.leave) return leave_session(ui);
    if (!wish.home) return;
    if (page_ == Page::citizen) {
        citizen_.ask_to_leave();
    } else {
        go_home(ui);
    }
}

void App::draw_page(ui::Ui& ui, const ui::Rect& page) {
    switch (page_) {
        case Page::home:
            return draw_home_page(ui, page);
        case Page::citizen:
            // A clerk goes back to his queue by himself: the next request may follow.
            if (citizen_.draw(ui, page)) go_home(ui);
            return;
        case Page::look_up:
            return draw_look_up_page(ui, page);
        case Page::officer:
            return draw_officer_page(ui, page);
    }
}

void App::draw_home_page(ui::Ui& ui, const ui::Rect& page) {
    const auto now = context_.clock.now();
    home_page_.home = &home_;
    home_page_.officer = context_.session != nullptr;
    home_page_.clock_words = weekday_word(wita_date(now)) + " " + wita_time(now);
    const auto wish = draw_home(ui, page, home_page_);
    if (wish.searched) {
        home_page_.found.clear();
        for (const auto* service : context_.worker.catalogue().search(home_page_.search)) {
            home_page_.found.push_back(service->code);
        }
    }
    if (wish.link) link_ = true;
    if (wish.officer) open_queue();
    if (wish.look_up) {
        look_up_ = {};
        page_ = Page::look_up;
    }
    if (!wish.service.empty()) {
        home_page_ = {};
        ui.blur();
        citizen_.open(wish.service);
        page_ = Page::citizen;
    }
}

void App::draw_look_up_page(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = draw_look_up(ui, page, look_up_);
    if (wish.back) return go_home(ui);
    if (wish.again) look_up_ = {};
    if (wish.look && !look_up_.typed.empty()) look_up(look_up_.typed);
}

void App::draw_officer_page(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = officer_.draw(ui, page);
    if (wish.home) return go_home(ui);
    if (!wish.amend.empty()) {
        citizen_.amend(wish.amend);
        page_ = Page::citizen;
    }
}

void App::draw_over(ui::Ui& ui) {
    draw_resuming(ui);
    if (help_) draw_help(ui);
    if (link_) draw_link(ui);
    draw_problem(ui);
}

void App::draw_resuming(ui::Ui& ui) {
    switch (draw_resume(ui, resume_)) {
        case ResumeWish::none:
            return;
        case ResumeWish::resume:
            page_ = Page::citizen;
            citizen_.resume();
            break;
        case ResumeWish::wipe:
            citizen_.wipe();
            break;
    }
    resume_ = {};
}

void App::draw_help(ui::Ui& ui) {
    const auto& words = ui.words();
    const bool close = ui::sheet(ui, "help", {words("help.title"), 760}, [&](ui::Column& column) {
        ui::line_item(ui, column, ui::icon("touch_app"), ui::Tone::info, words("help.choose"),
                      words("help.choose_note"));
        ui::line_item(ui, column, ui::icon("edit_note"), ui::Tone::info, words("help.fill"),
                      words("help.fill_note"));
        ui::line_item(ui, column, ui::icon("receipt_long"), ui::Tone::info, words("help.receipt"),
                      words("help.receipt_note"));
        ui::line_item(ui, column, ui::icon("emoji_people"), ui::Tone::good, words("help.ask"),
                      home_.telephone.empty()
                          ? words("help.ask_note")
                          : words("help.ask_phone", {{"phone", home_.telephone}}));
    });
    if (close) help_ = false;
}

void App::draw_link(ui::Ui& ui) {
    const auto& words = ui.words();
    const auto& link = home_.link;
    const bool close = ui::sheet(ui, "link", {words("link.title"), 760}, [&](ui::Column& column) {
        ui::notice(ui, column, link_tone(link.state), link_words(words, link.state),
                   link.sentence.empty() ? words("link.no_sentence") : link.sentence);
        if (link.last_contact > 0) {
            ui::fact(ui, column, words("link.last"),
                     to_words(wita_date(link.last_contact)) + " " + wita_time(link.last_contact));
        }
        ui::fact(ui, column, words("link.waiting_count"), std::to_string(link.waiting));
        ui::fact(ui, column, words("link.arrived_count"), std::to_string(link.arrived));
        if (link.clock_doubt) ui::notice(ui, column, ui::Tone::warn, words("link.clock"));
    });
    if (close) link_ = false;
}

void App::draw_problem(ui::Ui& ui) {
    const auto& problem = context_.problem;
    if (problem.title.empty()) {
        problem_at_ = -1;
        return;
    }
    if (problem_at_ < 0) problem_at_ = ui.time();
    const auto& words = ui.words();
    bool read = false;
    const bool close = ui::sheet(ui, "problem", {"", 680}, [&](ui::Column& column) {
        ui::emblem(ui, column, problem.good ? ui::icon("check_circle") : ui::icon("report"),
                   problem.good ? ui::Tone::good : ui::Tone::warn, words(problem.title),
                   problem.sentence);
        read = ui::button(ui, column, "problem:read", words("page.understood"),
                          {.look = ui::Look::primary});
    });
    if (close || read) context_.problem = {};
}

}  // namespace disapa::screens
