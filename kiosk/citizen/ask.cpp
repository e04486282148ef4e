#include "kiosk/citizen/ask.h"

#include "kiosk/citizen/resume.h"
#include "kiosk/parts/layout.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/log/entry.h"

namespace disapa::screens {
namespace {

constexpr double kKeepSeconds = 1;
constexpr float kWidth = 1000;  // design pixels
constexpr std::size_t kCodeLetters = 14, kPhoneLetters = 15, kNameLetters = 60;

struct Sent {
    QuestionReceipt receipt;
    QrImage qr;
};
Result<Sent> send_it(Node& node, const QuestionDraft& draft) {
    auto receipt = Questions(node).ask(draft);
    if (!receipt) return pass(std::move(receipt));
    auto qr = qr_image_plain(receipt->code);
    if (!qr) return pass(std::move(qr));
    return Sent{std::move(*receipt), std::move(*qr)};
}

}  // namespace

AskFlow::AskFlow(Context& context)
    : context_(context), roll_(context), keeper_(context, kKeepSeconds) {}

void AskFlow::open() {
    close();
    step_ = Step::kind;
}

void AskFlow::close() {
    ++generation_;
    step_ = Step::closed;
    draft_ = {};
    receipt_ = {};
    code_error_.clear();
    left_.reset();
    dropping_ = false;
    roll_.close();
    keeper_.close();
    changed_ = working_ = printed_ = leave_ = asking_ = false;
}

void AskFlow::wipe() {
    close();
    context_.worker.post([](Counter& counter) -> Worker::Apply {
        Questions(counter.node()).wipe();
        return {};
    });
}

void AskFlow::look_for_left() {
    context_.worker.post([this](Counter& counter) -> Worker::Apply {
        return [this, left = Questions(counter.node()).left()] {
            if (step_ == Step::closed) left_ = left;
        };
    });
}

bool AskFlow::draw_left(ui::Ui& ui) {
    if (!left_) return false;
    if (dropping_) {
        const auto answer = ask_to_drop(ui, "ask:drop");
        dropping_ = answer == ui::Answer::none;
        if (answer == ui::Answer::yes) wipe();
        return false;
    }
    const auto& words = ui.words();
    bool go_on = false;
    // Nothing but the word for it wipes: no cross, no touch beside the sheet.
    const ui::SheetStyle style{words("ask.left_title"), 680, 0, false};
    (void)ui::sheet(ui, "ask:left", style, [&](ui::Column& column) {
        ui::paragraph(ui, column, words("ask.left_sentence"));
        go_on = ui::button(ui, column, "ask:left_yes", words("resume.yes"),
                           {.look = ui::Look::primary, .icon = ui::icon("arrow_forward")});
        dropping_ = ui::button(ui, column, "ask:left_no", words("resume.no"),
                               {.look = ui::Look::quiet, .icon = ui::icon("delete")});
    });
    if (!go_on) return false;
    const auto draft = *left_;
    close();
    draft_ = draft;
    step_ = draft.step == static_cast<int>(Step::text) ? Step::text : Step::who;
    return true;
}

void AskFlow::go(Step to) {
    step_ = to;
    draft_.step = static_cast<int>(to);
    changed_ = true;
    keeper_.hurry();
    context_.ui->blur();
}

void AskFlow::keep_draft() {
    if (!changed_ || !has_draft()) return;
    const auto write = [draft = draft_](Counter& counter) {
        return Questions(counter.node()).keep(draft);
    };
    if (keeper_.keep(write)) changed_ = false;
}

bool AskFlow::draw(ui::Ui& ui, const ui::Rect& page) {
    keep_draft();
    switch (step_) {
        case Step::closed:
            leave_ = true;
            break;
        case Step::kind:
            draw_kind(ui, page);
            break;
        case Step::text:
            draw_text(ui, page);
            break;
        case Step::who:
            draw_who(ui, page);
            break;
        case Step::review:
            draw_review(ui, page);
            break;
        case Step::receipt:
            draw_receipt(ui, page);
            break;
    }
    if (asking_) draw_leaving(ui);
    if (!leave_) return false;
    close();
    return true;
}

void AskFlow::ask_to_leave() {
    if (has_draft() && !draft_.text.empty()) {
        asking_ = true;
    } else {
        wipe();
        leave_ = true;
    }
}

void AskFlow::draw_leaving(ui::Ui& ui) {
    const auto& words = ui.words();
    const auto answer = ui::ask(ui, "leave",
                                {words("ask.leave_title"), words("ask.leave_sentence"),
                                 words("leave.yes"), words("leave.no"), true});
    if (answer == ui::Answer::no) asking_ = false;
    if (answer == ui::Answer::yes) {
        wipe();
        leave_ = true;
    }
}

void AskFlow::draw_kind(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    const auto foot =
        step_bar(ui, page, {.back = words("page.home"), .back_icon = ui::icon("home")}, kWidth);
    if (foot.back) {
        wipe();  // what was written before the way back led here
        leave_ = true;
        return;
    }
    ui.scroll("ask:kind", body_of(ui, page, kWidth), [&](ui::Column& column) {
        page_head(ui, column, words("ask.title"), words("ask.sentence"));
        const auto card = [&](ui::Column& place, InquiryKind kind, const char* id,
                              const char* title, const char* note, ui::Icon icon,
                              std::size_t accent) {
            if (!ui::card(ui, place, id,
                          {.title = words(title),
                           .note = words(note),
                           .icon = icon,
                           .colour = ui::accent(accent)}))
                return;
            draft_.kind = kind;
            go(Step::text);
        };
        side_by_side(
            ui, column, "ask:kinds",
            [&](ui::Column& left) {
                card(left, InquiryKind::question, "ask:question", "ask.question",
                     "ask.question_note", ui::icon("help"), 0);
            },
            [&](ui::Column& right) {
                card(right, InquiryKind::complaint, "ask:complaint", "ask.complaint",
                     "ask.complaint_note", ui::icon("report"), 3);
            });
        ui::notice(ui, column, ui::Tone::info, words("ask.read_by"), words("ask.read_by_note"));
        column.space(ui.px(8));
    });
}

void AskFlow::draw_text(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    const bool ready = !clean_text(draft_.text).empty();
    bool next = false;
    if (!ui.keyboard_open()) {
        const auto foot = step_bar(
            ui, page,
            {.back = words("page.back"), .next = words("page.next"), .next_enabled = ready},
            kWidth);
        if (foot.back) return go(Step::kind);
        next = foot.next;
    }
    ui.scroll("ask:text", body_of(ui, page, kWidth), [&](ui::Column& column) {
        page_head(ui, column, words(complaint() ? "ask.text_complaint" : "ask.text_question"),
                  words(complaint() ? "ask.text_complaint_note" : "ask.text_question_note"));
        const auto typed = ui::text_field(ui, column, "ask:words", draft_.text,
                                          {.hint = words("ask.hint"),
                                           .enter = words("form.enter_last"),
                                           .letters_max = limits::kQuestionLetters,
                                           .lines = ui.keyboard_open() ? 3 : 6});
        if (typed.changed) changed_ = true;
        if (changed_) ui.wake_after(kKeepSeconds);
        column.space(ui.px(8));
    });
    if (next && ready) go(Step::who);
}

void AskFlow::draw_who(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    bool next = false;
    if (!ui.keyboard_open()) {
        const auto foot =
            step_bar(ui, page, {.back = words("page.back"), .next = words("page.next")}, kWidth);
        if (foot.back) return go(Step::text);
        next = foot.next;
    }
    ui.scroll("ask:who", body_of(ui, page, kWidth), [&](ui::Column& column) {
        page_head(ui, column, words("ask.who"),
                  words(complaint() ? "ask.who_complaint" : "ask.who_question"));
        const auto field = [&](const char* id, std::string& text, ui::FieldStyle style) {
            const bool done = ui::text_field(ui, column, id, text, style).changed;
            changed_ = changed_ || done;
            return done;
        };
        field("ask:name", draft_.name,
              {.label = words("ask.name"),
               .icon = ui::icon("person"),
               .enter = words("form.enter_next"),
               .letters_max = kNameLetters});
        field("ask:phone", draft_.phone,
              {.label = words("ask.phone"),
               .note = words("ask.phone_note"),
               .icon = ui::icon("phone"),
               .keyboard = ui::Keyboard::digits,
               .enter = words("form.enter_next"),
               .letters_max = kPhoneLetters});
        if (field("ask:code", draft_.case_code,
                  {.label = words("ask.code"),
                   .hint = words("look_up.hint"),
                   .note = words("ask.code_note"),
                   .error = code_error_,
                   .icon = ui::icon("receipt_long"),
                   .enter = words("form.enter_last"),
                   .letters_max = kCodeLetters,
                   .capitals = true}))
            code_error_.clear();
        if (changed_) ui.wake_after(kKeepSeconds);
        column.space(ui.px(8));
    });
    if (!next) return;
    const bool good = trim(draft_.case_code).empty() || read_code(draft_.case_code);
    code_error_ = good ? "" : words("ask.code_wrong");
    if (good) go(Step::review);
}

void AskFlow::draw_review(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    const auto foot = step_bar(ui, page,
                               {.back = words("page.back"),
                                .next = words("ask.send"),
                                .next_icon = ui::icon("send"),
                                .next_enabled = !working_},
                               kWidth);
    if (foot.back && !working_) return go(Step::who);
    ui.scroll("ask:review", body_of(ui, page, kWidth), [&](ui::Column& column) {
        page_head(ui, column, words("ask.review"), words("ask.review_note"));
        ui::panel(ui, column, "ask:said", [&](ui::Column& inside) {
            ui::title(ui, inside, words(complaint() ? "ask.complaint" : "ask.question"));
            ui::paragraph(ui, inside, clean_text(draft_.text));
            const auto nothing = words("ask.not_said");
            const auto shown = [&](const std::string& text) {
                return clean_text(text).empty() ? nothing : clean_text(text);
            };
            short_facts(ui, inside, "ask:facts",
                        {{words("ask.name"), shown(draft_.name)},
                         {words("ask.phone"), shown(draft_.phone)},
                         {words("ask.code"), shown(draft_.case_code)}});
        });
        ui::notice(ui, column, ui::Tone::info, words("ask.read_by"), words("ask.read_by_note"));
        column.space(ui.px(8));
    });
    if (foot.next) send();
}

void AskFlow::send() {
    if (working_) return;
    working_ = true;
    context_.worker.post(
        [this, draft = draft_, at = generation_](Counter& counter) -> Worker::Apply {
            return [this, sent = send_it(counter.node(), draft), at] {
                if (at != generation_) return;
                working_ = false;
                if (!sent) return context_.tell("ask.not_sent", sent.error());
                close();
                receipt_ = sent->receipt;
                qr_ = sent->qr;
                step_ = Step::receipt;
                roll_.print(receipt_.code);
            };
        });
}

void AskFlow::print() {
    if (roll_.has_printer()) return roll_.print(receipt_.code);
    print_file();
}

void AskFlow::print_file() {
    if (working_) return;
    working_ = true;
    context_.worker.post([this, code = receipt_.code, folder = context_.print_folder,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return
            [this, done = write_receipt(Questions(counter.node()).receipt_pdf(code), code, folder),
             at] {
                if (at != generation_) return;
                working_ = false;
                if (!done) return context_.tell("problem.print", done.error());
                printed_ = true;
                context_.problem = {true, "receipt.printed", {}};
            };
    });
}

void AskFlow::draw_receipt(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    const auto foot = step_bar(
        ui, page,
        {.back = words(printed_ || roll_.has_printer() ? "receipt.print_again" : "receipt.print"),
         .next = words("receipt.done"),
         .next_icon = ui::icon("check"),
         .back_icon = ui::icon("print")});
    ui.scroll("ask:receipt", body_of(ui, page), [&](ui::Column& column) {
        page_head(ui, column, words("ask.sent"), "");
        side_by_side(
            ui, column, "ask:halves",
            [&](ui::Column& left) {
                ui::panel(ui, left, "ask:sent", [&](ui::Column& inside) {
                    ui::paragraph(ui, inside, words("ask.your_code"),
                                  {.colour = ui::kMuted, .align = ui::Align::centre});
                    ui::big_code(ui, inside, receipt_.shown_code);
                    const auto place = inside.take(ui.px(206));
                    ui::qr_code(ui, place.centred(ui.px(206), ui.px(206)), "ask:qr",
                                words("receipt.qr"), qr_.modules,
                                [&](int x, int y) { return qr_.at(x, y); });
                });
                roll_.draw(ui, left);
            },
            [&](ui::Column& right) {
                ui::panel(ui, right, "ask:then", [&](ui::Column& inside) {
                    ui::line_item(ui, inside, ui::icon("receipt_long"), ui::Tone::good,
                                  words("ask.keep_code"), words("ask.keep_code_note"));
                    ui::line_item(ui, inside, ui::icon("cloud_upload"), ui::Tone::info,
                                  words("ask.goes"), words("ask.goes_note"));
                    ui::line_item(ui, inside, ui::icon("visibility_off"), ui::Tone::info,
                                  words("ask.private"), words("ask.private_note"));
                });
            });
        column.space(ui.px(8));
    });
    if (foot.back) print();
    if (foot.next) leave_ = true;
}

}  // namespace disapa::screens
