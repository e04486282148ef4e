#include "kiosk/officer/officer.h"

#include <algorithm>

namespace disapa::screens {
namespace {

void wipe(std::string& secret) {
    std::ranges::fill(secret, '0');
    secret.clear();
}

// Of each case that changed: how it stands now, and what is to be done about paper that is out.
void draw_changed(ui::Ui& ui, ui::Column& column, const std::vector<QueueRow>& rows,
                  std::string& opened) {
    const auto& words = ui.words();
    if (std::ranges::any_of(rows, [](const QueueRow& row) { return row.stale_paper; }))
        ui::notice(ui, column, ui::Tone::bad, words("case.stale"), words("case.stale_do"));
    for (const auto& row : rows) {
        const auto stale = row.stale_paper ? words("queue.stale") : std::string();
        const std::vector<ui::Cell> cells = {
            {.text = row.applicant, .note = row.shown_code, .share = 3, .strong = true},
            {.text = words.said(row.state_words),
             .share = 2.2F,
             .as_badge = true,
             .tone = tone_of(row.state)},
            {.text = stale, .share = 1.8F, .as_badge = true, .tone = ui::Tone::bad}};
        if (ui::list_row(ui, column, "news:" + row.code, cells)) opened = row.code;
    }
}

}  // namespace

OfficerFlow::OfficerFlow(Context& context)
    : context_(context), day_book_(context), photos_(context), prints_(context) {}

void OfficerFlow::close() {
    ++generation_;
    wipe(sign_in_.pin);
    sign_in_ = {};
    queue_ = {};
    rows_.clear();
    changed_.clear();
    rebirth_.clear();
    many_.close();
    walk_in_ = {};
    day_book_.close();
    forget_case();
    prints_.close();
    step_ = case_from_ = Step::sign_in;
}

void OfficerFlow::open() {
    close();
    if (context_.session) {
        step_ = Step::queue;
        load_queue();
        prints_.open_unsettled();
    } else {
        load_officers();
    }
}

void OfficerFlow::lock() {
    close();
    sign_in_.locked = true;
    load_officers();
}

void OfficerFlow::refresh() {
    if (!context_.session) return load_officers();
    load_queue();
    if (step_ == Step::one_case) load_case(case_.view.code);
    if (step_ == Step::day_book) day_book_.refresh();
}

void OfficerFlow::load_officers() {
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, officers = counter.officers(), at] {
            if (at != generation_) return;
            sign_in_.officers = officers;
            if (officers.size() == 1) sign_in_.chosen = officers.front().key;
        };
    });
}

void OfficerFlow::load_queue() {
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, rows = counter.queue(), changed = counter.changed_cases(),
                rebirth = counter.node().rebirth_sentence(), link = counter.link(), at] {
            if (at != generation_) return;
            rows_ = rows;
            changed_ = changed;
            rebirth_ = rebirth;
            link_ = link;
        };
    });
}

void OfficerFlow::load_case(const std::string& code) {
    context_.worker.post([this, code, officer = context_.session,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, view = counter.view(code, officer.get()), at] {
            if (at != generation_) return;
            if (!view) return context_.tell("problem.case", view.error());
            if (step_ != Step::one_case) case_from_ = step_;
            case_.take(*view);
            case_.working = false;
            step_ = Step::one_case;
        };
    });
}

void OfficerFlow::try_pin() {
    sign_in_.checking = true;
    sign_in_.error.clear();
    context_.worker.post([this, who = *sign_in_.chosen, pin = sign_in_.pin,
                          at = generation_](Counter& counter) mutable -> Worker::Apply {
        auto opened = counter.sign_in(who, pin);
        wipe(pin);
        std::shared_ptr<const Session> session;
        std::string error;
        if (opened) {
            session = std::make_shared<const Session>(std::move(*opened));
        } else {
            error = opened.error().sentence;
        }
        return [this, session, error, at] {
            if (at != generation_) return;
            sign_in_.checking = false;
            sign_in_.error = error;
            if (!session) return;
            context_.session = session;
            open();
        };
    });
    wipe(sign_in_.pin);
}

OfficerWish OfficerFlow::draw(ui::Ui& ui, const ui::Rect& page) {
    OfficerWish wish;
    switch (step_) {
        case Step::sign_in:
            draw_sign_in(ui, page, wish);
            break;
        case Step::queue:
            draw_queue(ui, page, wish);
            break;
        case Step::menu:
            draw_menu(ui, page, wish);
            break;
        case Step::day_book:
            draw_day_book(ui, page);
            break;
        case Step::one_case:
            draw_case(ui, page, wish);
            break;
    }
    if (prints_.draw(ui)) refresh();
    return wish;
}

void OfficerFlow::draw_sign_in(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    const auto asked = screens::draw_sign_in(ui, page, sign_in_);
    if (asked.back) wish.home = true;
    if (asked.entered && sign_in_.chosen && !sign_in_.checking) try_pin();
}

void OfficerFlow::draw_queue(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    queue_.rows = &rows_;
    queue_.link = &link_;
    queue_.role = context_.session ? context_.session->officer().role : Role::none;
    const auto asked = screens::draw_queue(ui, page, queue_);
    if (asked.home) wish.home = true;
    if (asked.menu) step_ = Step::menu;
    if (asked.endorse) many_.asked = queue_.picked();
    if (!asked.code.empty()) {
        forget_case();
        load_case(asked.code);
    }
    draw_endorsing_many(ui);
    draw_news(ui);
}

// What an officer must have read: a restore of the disk, letters taken back, and decisions that
// changed.
void OfficerFlow::draw_news(ui::Ui& ui) {
    if (rebirth_.empty() && changed_.empty()) return;
    const auto& words = ui.words();
    const bool reborn = !rebirth_.empty();
    bool read = false;
    std::string opened;
    (void)ui::sheet(ui, "news", {.title = "", .width = 860, .closable = false},
                    [&](ui::Column& column) {
                        ui::emblem(ui, column, ui::icon("report"), ui::Tone::warn,
                                   words(reborn ? "news.restored" : "news.changed"),
                                   reborn ? words.said(rebirth_) : words("news.changed_note"));
                        read = ui::button(ui, column, "news:read", words("page.understood"),
                                          {.look = ui::Look::primary});
                        if (!reborn) draw_changed(ui, column, changed_, opened);
                    });
    if (!opened.empty()) {
        forget_case();
        load_case(opened);
    }
    if (!read) return;
    if (reborn) {
        rebirth_.clear();
    } else {
        changed_.clear();
    }
    context_.worker.post([this, reborn, at = generation_](Counter& counter) -> Worker::Apply {
        const auto done = reborn ? counter.rebirth_read() : counter.changes_read();
        return [this, done, at] {
            if (at == generation_ && !done) context_.tell("problem.case", done.error());
        };
    });
}

void OfficerFlow::draw_endorsing_many(ui::Ui& ui) {
    const auto wish = draw_endorse_many(ui, many_);
    if (wish.close) {
        if (!many_.results.empty()) queue_.chosen.clear();
        many_.close();
    }
    if (!wish.endorse || many_.working || !context_.session) return;
    many_.working = true;
    std::vector<std::string> codes;
    for (const auto& row : many_.asked) codes.push_back(row.code);
    context_.worker.post([this, codes, kades = context_.session,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, results = counter.endorse_all(codes, *kades), at] {
            if (at != generation_) return;
            many_.working = false;
            many_.results = results;
            load_queue();
        };
    });
}

std::vector<MenuEntry> OfficerFlow::menu_entries(OfficerWish& wish) {
    // The queue has no card: the way back leads there. Nine cards stand without scrolling.
    std::vector<MenuEntry> entries = {
        {"day_book", "menu.day_book", "menu.day_book_note", ui::icon("table_rows"), [this] {
             day_book_.open();
             step_ = Step::day_book;
         }}};
    const bool is_clerk = context_.session && context_.session->officer().role == Role::petugas;
    if (is_clerk) {
        entries.push_back({"walk_in", "menu.walk_in", "menu.walk_in_note", ui::icon("post_add"),
                           [this] { walk_in_.open = true; }});
    }
    entries.push_back({"prints", "menu.prints", "menu.prints_note", ui::icon("print"),
                       [this] { prints_.open_unsettled(true); }});
    entries.insert(entries.end(), entries_.begin(), entries_.end());
    entries.push_back({"change", "menu.change", "menu.change_note", ui::icon("people"),
                       [&wish] { wish.change = true; }});
    entries.push_back({"leave", "menu.leave", "menu.leave_note", ui::icon("logout"),
                       [&wish] { wish.leave = true; }});
    return entries;
}

void OfficerFlow::draw_menu(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish) {
    const auto asked = screens::draw_menu(ui, page, menu_entries(wish));
    if (asked.back) step_ = Step::queue;
    draw_walk_in(ui, wish);
}

void OfficerFlow::draw_walk_in(ui::Ui& ui, OfficerWish& wish) {
    const auto asked = screens::draw_walk_in(ui, walk_in_, context_.worker.catalogue(),
                                             wita_date(context_.clock.now()));
    if (asked.done) {
        wish.walk_in = walk_in_.service;
        wish.entered = asked.date;
    }
    if (asked.done || asked.close) walk_in_ = {};
}

void OfficerFlow::draw_day_book(ui::Ui& ui, const ui::Rect& page) {
    std::string code;
    if (day_book_.draw(ui, page, code)) step_ = Step::menu;
    if (code.empty()) return;
    forget_case();
    load_case(code);
}

}  // namespace disapa::screens
