#include "kiosk/citizen/citizen.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/mask.h"

namespace disapa::screens {
namespace {

constexpr double kKeepAliveSeconds = 60;

// Names of places in a draft; a page of questions is kGroupPlace and the group's id.
constexpr std::string_view kIdentityPlace = "identity",
                           kGroupPlace = "group:", kPapersPlace = "papers", kReviewPlace = "review";

Json answer_of(const TypedAnswer& answer) {
    if (answer.field->type != FieldType::table) return answer.text;
    Json rows = Json::array();
    for (const auto& cells : answer.rows) {
        Json row = Json::object();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i].empty()) row[answer.field->columns[i].id] = cells[i];
        }
        rows.push_back(std::move(row));
    }
    return rows.empty() ? Json("") : rows;
}

// What sending a request gives: a receipt, or the code of the same request of today.
struct Sent {
    std::string twin;
    ReceiptPage page;
};

Result<Sent> send(Counter& counter, const Session* clerk, bool twin_seen,
                  const std::filesystem::path& print_folder) {
    Sent sent;
    if (!twin_seen) {
        if (auto twin = counter.recent_twin()) {
            sent.twin = std::move(*twin);
            return sent;
        }
    }
    auto receipt = counter.submit_draft(clerk);
    if (!receipt) return pass(std::move(receipt));
    auto qr = qr_image_plain(receipt->code);
    if (!qr) return pass(std::move(qr));
    sent.page.qr = std::move(*qr);
    // The request is safe on disk; a receipt that cannot be written is only not written.
    auto pdf = counter.receipt_pdf(receipt->code);
    sent.page.written = write_receipt(std::move(pdf), receipt->code, print_folder).has_value();
    sent.page.receipt = std::move(*receipt);
    return sent;
}

}  // namespace

CitizenFlow::CitizenFlow(Context& context)
    : context_(context),
      identity_(context, [this](const DraftView& view) { take(view); }),
      papers_(context,
              [this](Make make, std::string title) { change(std::move(make), std::move(title)); }),
      roll_(context),
      keeper_(context, kKeepAliveSeconds) {
    form_.lists = &context_.worker.lists();
}

void CitizenFlow::close() {
    ++generation_;
    step_ = Step::closed;
    leave_ = asking_ = false;
    place_.clear();
    form_ = {};
    form_.lists = &context_.worker.lists();
    identity_.close();
    papers_.close();
    review_ = {};
    receipt_ = {};
    roll_.close();
    keeper_.close();
}

void CitizenFlow::wipe() {
    close();
    context_.worker.post([](Counter& counter) -> Worker::Apply {
        counter.wipe_draft();
        return {};
    });
}

void CitizenFlow::open(const std::string& service) {
    close();
    about_.service = context_.worker.catalogue().find(service);
    if (!about_.service) return;
    about_.kelurahan = context_.kelurahan;
    const int days =
        about_.service->desa_days +
        (about_.service->steps.flow == Flow::desa ? 0 : about_.service->kecamatan_days);
    const auto ready = context_.worker.lists().holidays().add_working_days(
        wita_date(context_.clock.now()), std::max(days, 1));
    about_.ready_on = weekday_word(ready) + ", " + to_words(ready);
    step_ = Step::about;
}

void CitizenFlow::begin(Make make, bool resumed) {
    context_.worker.post([this, make = std::move(make), resumed,
                          clerk = context_.session != nullptr,
                          at = generation_](Counter& counter) -> Worker::Apply {
        auto view = make(counter);
        // What a clerk was amending is opened again by a clerk alone.
        const bool forbidden = view && resumed && !view->amends.empty() && !clerk;
        if (forbidden) counter.wipe_draft();
        return [this, view = std::move(view), forbidden, resumed, at] {
            if (at != generation_) return;
            if (!view) {
                context_.tell("problem.begin", view.error());
                leave_ = true;
            } else if (forbidden) {
                leave_ = true;
            } else {
                take(*view);
                form_.today = wita_date(context_.clock.now());
                step_ = Step::form;
                go_to(view->place);
                // Of a new request alone: what was resumed or is amended knows its applicant.
                if (!resumed && view->amends.empty()) {
                    step_ = Step::identity;
                    identity_.open();
                }
            }
        };
    });
}

void CitizenFlow::resume() {
    close();
    begin([](Counter& counter) { return counter.resume(); }, true);
}

void CitizenFlow::amend(const std::string& code) {
    close();
    begin([code, clerk = context_.session](
              Counter& counter) { return counter.begin_amend(code, *clerk); },
          false);
}

void CitizenFlow::enter(const std::string& service, const Date& date) {
    close();
    if (!context_.session) return;
    begin(
        [service, date, clerk = context_.session](Counter& counter) -> Result<DraftView> {
            if (auto begun = counter.begin(service); !begun) return begun;
            return counter.entered_on(date, *clerk);
        },
        false);
}

void CitizenFlow::change(Make make, std::string title) {
    context_.worker.post([this, make = std::move(make), title = std::move(title),
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, view = make(counter), title, at] {
            if (at != generation_) return;
            if (view) return take(*view);
            context_.tell(title, view.error());
        };
    });
}

bool CitizenFlow::draw(ui::Ui& ui, const ui::Rect& page) {
    keep_alive();
    switch (step_) {
        case Step::closed:
            break;
        case Step::about:
            draw_about(ui, page);
            break;
        case Step::identity:
            draw_identity(ui, page);
            break;
        case Step::form:
            draw_form(ui, page);
            break;
        case Step::papers:
            draw_papers(ui, page);
            break;
        case Step::review:
            draw_review(ui, page);
            break;
        case Step::receipt:
            draw_receipt(ui, page);
            break;
    }
    keep_place();
    if (asking_) draw_leaving(ui);
    if (!leave_) return false;
    close();
    return true;
}

// Somebody who reads and scrolls is there, though he answers nothing.
void CitizenFlow::keep_alive() {
    if (!has_draft() || context_.ui->idle() > 1) return;
    keeper_.keep([](Counter& counter) { return counter.touch_draft(); });
}

// The page itself survives a power cut, not only the answers.
void CitizenFlow::keep_place() {
    if (!has_draft() || step_ == Step::identity) return;
    std::string place(step_ == Step::identity ? kIdentityPlace
                      : step_ == Step::papers ? kPapersPlace
                                              : kReviewPlace);
    if (step_ == Step::form && form_.current()) {
        place = std::string(kGroupPlace) + form_.current()->id;
    }
    if (place == place_) return;
    place_ = place;
    context_.worker.post([place](Counter& counter) -> Worker::Apply {
        (void)counter.draft_at(place);  // a convenience: no answer depends on it
        return {};
    });
}

void CitizenFlow::go_to(const std::string& place) {
    place_ = place;
    if (place == kIdentityPlace) {
        step_ = Step::identity;
        identity_.open();
    }
    if (place == kPapersPlace) step_ = Step::papers;
    if (place == kReviewPlace) step_ = Step::review;
    for (std::size_t at = 0; at < form_.draft.groups.size(); ++at) {
        if (place == std::string(kGroupPlace) + form_.draft.groups[at].id) form_.group = at;
    }
}

void CitizenFlow::ask_to_leave() {
    if (has_draft()) {
        asking_ = true;
    } else {
        leave_ = true;
    }
}

void CitizenFlow::draw_leaving(ui::Ui& ui) {
    const auto& words = ui.words();
    const auto answer = ui::ask(ui, "leave",
                                {words("leave.title"), words("leave.sentence"), words("leave.yes"),
                                 words("leave.no"), true});
    if (answer == ui::Answer::no) asking_ = false;
    if (answer == ui::Answer::yes) {
        wipe();
        leave_ = true;
    }
}

void CitizenFlow::draw_about(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = screens::draw_about(ui, page, about_);
    if (wish.back) leave_ = true;
    if (!wish.begin) return;
    begin([code = about_.service->code](Counter& counter) { return counter.begin(code); }, false);
}

void CitizenFlow::send_answers(const std::vector<TypedAnswer>& answers) {
    for (const auto& answer : answers) {
        change([id = answer.field->id, value = answer_of(answer), clerk = context_.session](
                   Counter& counter) { return counter.answer(id, value, clerk.get()); },
               "problem.answer");
    }
}

void CitizenFlow::lead_on() {
    form_.tried = true;
    send_answers(unsent_answers(form_));
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, view = counter.draft(), at] {
            if (at != generation_ || step_ != Step::form) return;
            take(view);
            if (!form_.current() || !form_.current()->complete) return;
            form_.tried = false;
            if (form_.from_review) {
                form_.from_review = false;
                step_ = Step::review;
                return;
            }
            if (++form_.group == form_.draft.groups.size()) step_ = Step::papers;
        };
    });
}

void CitizenFlow::take(DraftView view) {
    form_.clerk = context_.session != nullptr;
    if (!form_.clerk) veil(view);
    form_.take(std::move(view), *context_.ui);
}

void CitizenFlow::scanned(const std::string& text) {
    if (step_ == Step::identity) identity_.scanned(text);
}

void CitizenFlow::draw_identity(ui::Ui& ui, const ui::Rect& page) {
    const auto way = identity_.draw(ui, page);
    if (way == IdentityStep::Way::back) ask_to_leave();
    if (way == IdentityStep::Way::on) step_ = Step::form;
}

void CitizenFlow::draw_form(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = screens::draw_form(ui, page, form_);
    send_answers(wish.answers);
    if (wish.next) lead_on();
    if (!wish.back) return;
    if (form_.from_review) {
        send_answers(unsent_answers(form_));
        form_.from_review = form_.tried = false;
        step_ = Step::review;
    } else if (form_.group == 0) {
        ask_to_leave();
    } else {
        send_answers(unsent_answers(form_));
        form_.tried = false;
        --form_.group;
    }
}

void CitizenFlow::draw_papers(ui::Ui& ui, const ui::Rect& page) {
    const auto wish = papers_.draw(ui, page, form_.draft);
    if (wish.next) step_ = Step::review;
    if (wish.back) {
        form_.group = form_.draft.groups.size() - 1;
        step_ = Step::form;
    }
}

void CitizenFlow::submit(bool twin_seen) {
    review_.sending = true;
    review_.twin.clear();
    context_.worker.post([this, twin_seen, clerk = context_.session, folder = context_.print_folder,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, sent = send(counter, clerk.get(), twin_seen, folder), at] {
            if (at != generation_) return;
            review_.sending = false;
            if (!sent) return context_.tell("problem.send", sent.error());
            if (!sent->twin.empty()) {
                review_.twin = sent->twin;
                return;
            }
            close();
            receipt_ = sent->page;
            step_ = Step::receipt;
            roll_.print(receipt_.receipt.code);
        };
    });
}

void CitizenFlow::draw_review(ui::Ui& ui, const ui::Rect& page) {
    review_.draft = &form_.draft;
    const auto wish = screens::draw_review(ui, page, review_);
    if (wish.back || wish.papers) step_ = Step::papers;
    if (wish.group) {
        form_.from_review = true;
        form_.group = *wish.group;
        step_ = Step::form;
    }
    if (wish.send || wish.send_anyway) submit(wish.send_anyway);
    if (wish.drop) {  // a touch beside the question says no, too: nothing goes by one touch
        review_.twin.clear();
        ask_to_leave();
    }
}

void CitizenFlow::print_receipt() {
    receipt_.printing = true;
    context_.worker.post([this, code = receipt_.receipt.code, folder = context_.print_folder,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, done = write_receipt(counter.receipt_pdf(code), code, folder), at] {
            if (at != generation_) return;
            receipt_.printing = false;
            receipt_.written = receipt_.written || done.has_value();
            if (!done) return context_.tell("problem.print", done.error());
            context_.problem = {true, "receipt.printed", {}};
        };
    });
}

void CitizenFlow::draw_receipt(ui::Ui& ui, const ui::Rect& page) {
    receipt_.roll = &roll_;
    const auto wish = screens::draw_receipt(ui, page, receipt_);
    if (wish.print && roll_.has_printer()) {
        roll_.print(receipt_.receipt.code);
    } else if (wish.print) {
        print_receipt();
    }
    if (wish.done) leave_ = true;
}

}  // namespace disapa::screens
