#include "kiosk/officer/ask_list.h"

#include <algorithm>
#include <array>

#include "kiosk/parts/ask_status.h"
#include "kiosk/parts/layout.h"
#include "shared/base/text.h"
#include "shared/log/entry.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kExcerptLetters = 90;

bool is_answered(const QuestionRow& row) {
    return row.status.state == QuestionState::answered;
}

std::string excerpt(const ui::Words& words, const QuestionRow& row) {
    if (row.status.erased) return words("ask.erased");
    const auto start = first_letters(row.said.text, kExcerptLetters);
    return start.size() < row.said.text.size() ? start + "\u2026" : start;
}

}  // namespace

void AskList::open() {
    close();
    refresh();
}

void AskList::close() {
    ++generation_;
    rows_.clear();
    code_.clear();
    tab_ = 0;
}

void AskList::refresh() {
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, rows = Questions(counter.node()).list(), at] {
            if (at != generation_) return;
            if (!rows) return context_.tell("problem.case", rows.error());
            rows_ = *rows;
        };
    });
}

const QuestionRow* AskList::shown() const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [this](const QuestionRow& row) {
        return row.status.code == code_;
    });
    return found == rows_.end() ? nullptr : &*found;
}

void AskList::show(const QuestionRow& row) {
    code_ = row.status.code;
    if (!row.is_new) return;
    context_.worker.post([code = code_](Counter& counter) -> Worker::Apply {
        // Where it cannot be noted the answer stays marked as new: that harms nobody.
        static_cast<void>(Questions(counter.node()).seen(code));
        return {};
    });
    refresh();
}

bool AskList::draw(ui::Ui& ui, ui::Rect page) {
    const auto& words = ui.words();
    const auto* one = code_.empty() ? nullptr : shown();
    const auto foot = step_bar(ui, page, {.back = words("page.back")});
    ui.scroll(one ? "asked:" + one->status.code : "asked", body_of(ui, page),
              [&](ui::Column& column) {
                  if (one) {
                      draw_one(ui, column, *one);
                  } else {
                      draw_list(ui, column);
                  }
                  column.space(ui.px(8));
              });
    if (!foot.back) return false;
    if (!one) return true;
    code_.clear();
    return false;
}

void AskList::draw_list(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    page_head(ui, column, words("asked.title"), words("asked.sentence"));
    std::array<std::size_t, 2> counts{};
    for (const auto& row : rows_) ++counts[is_answered(row) ? 1 : 0];
    const auto label = [&](const char* key, std::size_t count) {
        return words(key, {{"count", std::to_string(count)}});
    };
    (void)ui::tabs(ui, column, "asked:tab",
                   {label("asked.waiting", counts[0]), label("asked.answered", counts[1])}, tab_);
    const QuestionRow* tapped = nullptr;
    bool any = false;
    for (const auto& row : rows_) {
        if (is_answered(row) != (tab_ == 1)) continue;
        any = true;
        const bool complaint = row.status.kind == InquiryKind::complaint;
        const auto text = excerpt(words, row);
        const auto& name = row.said.name.empty() ? words("asked.no_name") : row.said.name;
        const auto& state =
            words(row.is_new                                     ? "asked.new"
                  : is_answered(row)                             ? "asked.read"
                  : row.status.state == QuestionState::at_office ? "asked.at_office"
                                                                 : "asked.not_sent");
        const std::string_view asked_on = row.status.asked_on;  // "Senin, 23 November 2026"
        const auto comma = asked_on.find(", ");
        const auto on = words.said(comma == asked_on.npos ? asked_on : asked_on.substr(comma + 2));
        const std::array<ui::Cell, 3> cells{
            ui::Cell{.text = words(complaint ? "asked.complaint" : "asked.question"),
                     .note = on,
                     .share = 1.6F},
            ui::Cell{.text = text, .note = name, .share = 3, .strong = true},
            ui::Cell{.text = state,
                     .share = 1.3F,
                     .as_badge = true,
                     .tone = row.is_new ? ui::Tone::good : ui::Tone::neutral}};
        if (ui::list_row(ui, column, "asked:" + row.status.code, cells)) tapped = &row;
    }
    if (!any) {
        ui::emblem(ui, column, ui::icon("inbox"), ui::Tone::neutral,
                   words(tab_ == 0 ? "asked.none_waiting" : "asked.none_answered"),
                   words("asked.none_note"));
    }
    if (tapped) show(*tapped);
}

void AskList::draw_one(ui::Ui& ui, ui::Column& column, const QuestionRow& row) {
    const auto& words = ui.words();
    ui::panel(ui, column, "asked:said", [&](ui::Column& inside) {
        ui::title(ui, inside, words("asked.said"));
        ui::paragraph(ui, inside, row.status.erased ? words("ask.erased") : row.said.text);
        const auto shown = [&](const std::string& text) {
            return text.empty() ? words("ask.not_said") : text;
        };
        const auto about = row.said.case_code.empty() ? "" : show_code(row.said.case_code);
        short_facts(ui, inside, "asked:facts",
                    {{words("ask.name"), shown(row.said.name)},
                     {words("ask.phone"), shown(row.said.phone)},
                     {words("ask.code"), shown(about)}});
    });
    draw_question_status(ui, column, row.status);
}

}  // namespace disapa::screens
