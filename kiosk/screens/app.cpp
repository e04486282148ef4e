#include "kiosk/screens/app.h"

#include "shared/base/limits.h"
#include "shared/service/search.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kCodeLettersMax = 16;  // a longer scan is a letter, not a receipt
constexpr double kNewsSeconds = 20;          // good news goes by itself

}  // namespace

App::App(Worker& worker, Chores& chores, const Clock& clock, AppOptions options)
    : context_{.worker = worker,
               .chores = chores,
               .clock = clock,
               .folder = options.folder,
               .programs = options.programs,
               .settings = options.settings,
               .print_folder = options.print_folder,
               .file_folder = options.file_folder,
               .kelurahan = options.kelurahan,
               .devices = options.devices},
      options_(std::move(options)),
      code_camera_(context_),
      citizen_(context_),
      ask_(context_),
      asked_(context_),
      officer_(context_),
      residents_(context_),
      notices_page_(context_),
      link_page_(context_),
      stick_page_(context_),
      health_page_(context_),
      exit_(context_) {
    home_ = options_.home;
    default_comfort_.voice = context_.settings.voice;
    default_comfort_.volume = context_.settings.volume;
    comfort_ = default_comfort_;
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
    ask_.look_for_left();
    officer_.add_entry(
        {"questions", "menu.questions", "menu.questions_note", ui::icon("support_agent"), [this] {
             page_ = Page::asked;
             asked_.open();
         }});
    officer_.add_entry(
        {"notices", "notices.title", "notices.menu_note", ui::icon("notifications"), [this] {
             page_ = Page::notices;
             notices_page_.open();
         }});
    officer_.add_entry({"health", "menu.health", "menu.health_note", ui::icon("settings"), [this] {
                            page_ = Page::health;
                            health_page_.open();
                        }});
    officer_.add_entry({"residents", "residents.title", "residents.menu_note", ui::icon("groups"),
                        [this] { residents_.open(); }});
}

App::~App() {
    context_.worker.on_tick({});
}

void App::frame(ui::Ui& ui) {
    take_results(ui);
    apply_comfort(ui);
    heed_idle(ui);
    heed_scan(ui);
    exit_.watch(ui);
    if (attract_) {
        draw_idle_screen(ui);
    } else if (!draw_preview(ui)) {
        ui::Rect page = ui.area();
        draw_header(ui, page);
        draw_page(ui, page);
        draw_over(ui);
    }
    speak(ui);
    if (const auto end = exit_.draw(ui); end != ScreenEnd::none) end_ = end;
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
    if (wiped) resume_ = {};
    if (wiped && citizen_.has_draft()) {
        go_home(*context_.ui);
        context_.problem = {true, "wiped.title", {}, "wiped.sentence"};
    }
    if (page_ == Page::officer) officer_.refresh();
    if (page_ == Page::asked) asked_.refresh();
    if (page_ == Page::look_up && look_up_.status) look_up(look_up_.status->shown_code);
    if (page_ == Page::look_up && look_up_.question) look_up(look_up_.question->shown_code);
}

// A scan needs no page of its own: a receipt opens its status, a letter is checked.
void App::heed_scan(ui::Ui& ui) {
    auto scan = ui.take_scan();
    if (!scan || exit_.is_open() || ask_.has_draft() || resume_.open) return;
    if (notices_page_.is_writing()) return;
    if (citizen_.has_draft()) return citizen_.scanned(*scan);
    if (page_ == Page::officer && !context_.session) return;  // digits of a PIN are no scan
    take_scan(*scan);
}

void App::take_scan(const std::string& text) {
    look_up_ = {};
    attract_ = false;
    page_ = Page::look_up;
    if (text.size() <= kCodeLettersMax) {
        look_up_.typed = text;
        look_up(text);
    } else {
        check_letter(text.substr(0, limits::kQrTextBytes));
    }
}

void App::look_up(const std::string& typed) {
    context_.worker.post([this, typed](Counter& counter) -> Worker::Apply {
        const auto question = Questions(counter.node()).status(typed);
        return [this, status = counter.status(typed), question] {
            if (page_ != Page::look_up) return;
            if (question) look_up_.question = *question;
            if (question) return look_up_.error.clear();
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
    ask_.close();
    asked_.close();
    officer_.close();
    residents_.close();
    notices_page_.close();
    look_up_ = {};
    code_camera_.close();
    home_page_ = {};
    help_ = settings_ = warned_ = false;
    link_page_.close();
    stick_page_.close();
    health_page_.close();
    exit_.close();
    page_ = Page::home;
    ui.forget();
}

void App::leave_session(ui::Ui& ui) {
    context_.session.reset();
    if (citizen_.has_draft()) citizen_.wipe();
    if (ask_.has_draft()) ask_.wipe();
    go_home(ui);
}

// The next officer gives his PIN at once.
void App::change_officer(ui::Ui& ui) {
    leave_session(ui);
    open_queue();
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
    view.has_settings = true;
    view.has_sound = context_.devices.speaker != nullptr;
    view.sound_on = comfort_.voice;
    if (options_.languages) {
        for (const auto& words : *options_.languages)
            view.languages.push_back(words("ui.language"));
    }
    view.language = comfort_.language;
    if (home_.sample) view.ribbon = ui.words()("page.sample");
    const auto wish = ui::header(ui, page, view);
    if (wish.help) help_ = true;
    if (wish.settings) settings_ = true;
    if (wish.sound) comfort_.voice = !comfort_.voice;
    if (wish.language >= 0) comfort_.language = wish.language;
    if (wish.leave) return leave_session(ui);
    if (wish.officer) return change_officer(ui);
    if (!wish.home) return;
    if (page_ == Page::ask) {
        ask_.ask_to_leave();
    } else if (page_ == Page::citizen) {
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
        case Page::ask:
            if (ask_.draw(ui, page)) go_home(ui);
            return;
        case Page::asked:
            if (asked_.draw(ui, page)) open_queue();
            return;
        case Page::notices:
            if (notices_page_.draw(ui, page)) open_queue();
            return;
        case Page::look_up:
            return draw_look_up_page(ui, page);
        case Page::officer:
            return draw_officer_page(ui, page);
        case Page::link:
            return draw_link_page(ui, page);
        case Page::stick:
            if (stick_page_.draw(ui, page)) go_home(ui);
            return;
        case Page::health:
            if (health_page_.draw(ui, page)) open_queue();
            return;
    }
}

void App::draw_home_page(ui::Ui& ui, const ui::Rect& page) {
    const auto now = context_.clock.now();
    home_page_.home = &home_;
    home_page_.needs = &context_.worker.catalogue().needs();
    home_page_.officer = context_.session != nullptr;
    home_page_.can_ask = true;
    home_page_.clock_words = weekday_word(wita_date(now)) + " " + wita_time(now);
    const auto wish = draw_home(ui, page, home_page_);
    if (wish.searched) {
        home_page_.found.clear();
        const auto& words = ui.words();
        const auto said = [&](const Service& service) {
            return words.said(service.name) + " " + words.said(service.hint);
        };
        const auto& services = context_.worker.catalogue().services();
        for (const auto* service : find_services(services, home_page_.search, said)) {
            home_page_.found.push_back(service->code);
        }
    }
    if (wish.link) {
        link_page_.open();
        page_ = Page::link;
    }
    if (wish.officer) open_queue();
    if (wish.ask) {
        home_page_ = {};
        ui.blur();
        ask_.open();
        page_ = Page::ask;
    }
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
    look_up_.has_camera = code_camera_.has_camera();
    const auto wish = draw_look_up(ui, page, look_up_);
    if (wish.back) return go_home(ui);
    if (wish.camera) code_camera_.open_code();
    if (const auto seen = code_camera_.draw(ui); !seen.code.empty()) take_scan(seen.code);
    if (wish.again) look_up_ = {};
    if (wish.look && !look_up_.typed.empty()) look_up(look_up_.typed);
}

void App::draw_officer_page(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = officer_.draw(ui, page);
    if (wish.home) return go_home(ui);
    if (wish.leave) return leave_session(ui);
    if (wish.change) return change_officer(ui);
    if (!wish.walk_in.empty() && wish.entered) {
        citizen_.enter(wish.walk_in, *wish.entered);
        page_ = Page::citizen;
    }
    if (!wish.amend.empty()) {
        citizen_.amend(wish.amend);
        page_ = Page::citizen;
    }
}

void App::draw_over(ui::Ui& ui) {
    draw_resuming(ui);
    if (!resume_.open && page_ == Page::home && ask_.draw_left(ui)) page_ = Page::ask;
    if (help_) draw_help(ui);
    residents_.draw(ui);
    draw_problem(ui);
    draw_comfort(ui);
    draw_warning(ui);
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

void App::draw_link_page(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = link_page_.draw(ui, page);
    if (wish.back) return go_home(ui);
    if (!wish.stick) return;
    link_page_.close();
    stick_page_.open();
    page_ = Page::stick;
}

void App::draw_problem(ui::Ui& ui) {
    const auto& problem = context_.problem;
    if (problem != told_) {
        told_ = problem;
        told_at_ = ui.time();
    }
    // Good news goes by itself, counted from the frame that first shows it.
    const bool over = problem.good && ui.time() - told_at_ > kNewsSeconds;
    if (problem.title.empty() || over) {
        context_.problem = told_ = {};
        return;
    }
    const auto& words = ui.words();
    bool read = false;
    const bool close = ui::sheet(ui, "problem", {"", 680}, [&](ui::Column& column) {
        ui::emblem(ui, column, problem.good ? ui::icon("check_circle") : ui::icon("report"),
                   problem.good ? ui::Tone::good : ui::Tone::warn, words(problem.title),
                   problem.note.empty() ? words.said(problem.sentence) : words(problem.note));
        read = ui::button(ui, column, "problem:read", words("page.understood"),
                          {.look = ui::Look::primary});
    });
    if (close || read) context_.problem = told_ = {};
}

}  // namespace disapa::screens
