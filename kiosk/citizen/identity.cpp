#include "kiosk/citizen/identity.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/parts/layout.h"
#include "kiosk/parts/progress.h"
#include "shared/base/text.h"
#include "shared/service/nik.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kNikDigits = 16, kBornDigits = 8, kTailDigits = 4, kSearchFrom = 3;
constexpr std::size_t kRowsMax = 8;
constexpr float kTilesShare = 0.62F, kRoomBeside = 1050;  // of the row with the heading
constexpr std::string_view kAllThree = "identity.all_three";
constexpr double kBurstGapSeconds = 0.1;  // no finger is faster

std::string digits_of(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '.' || c == '-'; });
    return all_digits(out) ? out : "";
}

// Text that a field needs while it is drawn.
struct FieldWords {
    std::string label, note, error;
};

ui::Typed digit_field(ui::Ui& ui, ui::Column& column, const char* id, std::string& text,
                      std::size_t digits, const FieldWords& words, ui::Icon icon = {}) {
    const auto enter = ui.words()("form.enter_next");
    return ui::text_field(ui, column, id, text,
                          {.label = words.label,
                           .note = words.note,
                           .error = words.error,
                           .icon = icon,
                           .keyboard = ui::Keyboard::digits,
                           .enter = enter,
                           .letters_max = digits});
}

class Drawing {
  public:
    Drawing(ui::Ui& ui, IdentityPage& page, IdentityWish& wish)
        : ui_(ui), page_(page), wish_(wish) {}

    void who(ui::Column& column) {
        const auto& words = ui_.words();
        const std::vector<ui::Option> ways = {{"self", words("identity.self")},
                                              {"helper", words("identity.helper")}};
        const auto tiles = [&](ui::Place place) {
            (void)ui::choice_tiles(ui_, place, "identity:who", ways, page_.who);
        };
        // Beside the heading, where there is room: so all three fields of the proof are in sight.
        const bool beside = column.width() >= ui_.px(kRoomBeside);
        if (beside) {
            ui::Rect row = column.take(ui_.px(ui::kButtonHeight));
            tiles(row.cut_right(row.w * kTilesShare, ui_.px(ui::kGap)));
            ui::heading(ui_, row.centred(row.w, ui_.paint().line_height(ui::Type::heading)),
                        words("identity.title"));
        } else {
            ui::heading(ui_, column, words("identity.title"));
        }
        // First, and scrolled to: under the fields it would be below the fold.
        if (!page_.trouble.empty()) {
            ui::notice(ui_, column, ui::Tone::warn, words("identity.no_match"),
                       page_.trouble == kAllThree ? words(kAllThree) : words.said(page_.trouble));
        }
        if (!beside) tiles(column);
        if (!page_.helping()) return;
        ui::note(ui_, column, words("identity.helper_note"));
        const auto label = words("identity.helper_name");
        const bool empty = page_.tried && trim(page_.typed.helper_name).empty();
        const auto error = empty ? words("form.empty") : std::string();
        (void)ui::text_field(ui_, column, "identity:helper", page_.typed.helper_name,
                             {.label = label,
                              .error = error,
                              .icon = ui::icon("person"),
                              .letters_max = 60,
                              .capitals = true});
        ui::paragraph(ui_, column, words("identity.relation"), {.type = ui::Type::strong});
        const std::vector<ui::Option> relations = {{"anak", words("identity.child")},
                                                   {"keluarga", words("identity.family")},
                                                   {"tetangga", words("identity.neighbour")},
                                                   {"perangkat RT", words("identity.rt")}};
        (void)ui::choice_tiles(ui_, column, "identity:relation", relations,
                               page_.typed.helper_relation);
    }

    void proof(ui::Column& column) {
        const auto& words = ui_.words();
        if (page_.helping()) ui::title(ui_, column, words("identity.applicant"));
        if (page_.trouble.empty()) {
            ui::note(ui_, column,
                     words(page_.has_register ? "identity.fill_note" : "identity.nik_note"));
        }
        if (!page_.has_register) {
            nik(column);
            return;
        }
        side_by_side(
            ui_, column, "identity:first", [&](ui::Column& left) { nik(left); },
            [&](ui::Column& right) { born(right); });
        side_by_side(
            ui_, column, "identity:second", [&](ui::Column& left) { tail(left); },
            [&](ui::Column& right) { alone(right); });
        if (page_.working) ui::spinner(ui_, column, words("identity.looking"));
    }

    void search(ui::Column& column) {
        const auto& words = ui_.words();
        ui::title(ui_, column, words("identity.search_title"));
        const auto hint = words("identity.search_hint");
        const auto enter = words("ui.search");
        const auto done = ui::text_field(
            ui_, column, "identity:search", page_.typed.search,
            {.hint = hint, .icon = ui::icon("search"), .enter = enter, .letters_max = 60});
        if (done.changed) wish_.search = true;
        for (std::size_t at = 0; at < page_.found.size(); ++at) row(column, at);
        if (page_.searched && page_.found.empty()) {
            ui::paragraph(ui_, column, words("identity.nobody"), {.colour = ui::kMuted});
        }
        if (ui::button(ui_, column, "identity:alone", words("identity.by_hand"),
                       {.icon = ui::icon("edit_note"), .enabled = !page_.working})) {
            wish_.alone = true;
        }
    }

  private:
    std::string count_note(const std::string& typed, std::size_t all) const {
        if (typed.empty() || typed.size() == all) return ui_.words()("identity.scan_note");
        return ui_.words()("form.digits",
                           {{"count", std::to_string(typed.size())}, {"all", std::to_string(all)}});
    }

    std::string nik_error() const {
        const auto& nik = page_.typed.nik;
        if (nik.size() == kNikDigits) {
            constexpr Date kFarDay = {2100, 1, 1};  // the form looks at the century
            return ui_.words().said(read_nik(nik, kFarDay).problem);
        }
        const bool wanted = page_.tried && (!nik.empty() || page_.proving());
        return wanted ? ui_.words()("identity.nik_short") : "";
    }

    void nik(ui::Column& column) {
        auto& typed = page_.typed.nik;
        const FieldWords shown{ui_.words()("identity.nik"), count_note(typed, kNikDigits),
                               nik_error()};
        const auto done =
            digit_field(ui_, column, "identity:nik", typed, kNikDigits, shown, ui::icon("badge"));
        if (done.entered && page_.has_register) ui_.focus_on("identity:born");
    }

    void tail(ui::Column& column) {
        const auto& words = ui_.words();
        (void)digit_field(ui_, column, "identity:tail", page_.typed.kk_tail, kTailDigits,
                          {words("identity.tail"), words("identity.tail_note"), ""},
                          ui::icon("group"));
    }

    void alone(ui::Column& column) {
        // As high as the label of the field beside it, so that button and field stand in line.
        if (!ui_.portrait()) column.space(ui_.px(16));
        if (ui::button(ui_, column, "identity:alone", ui_.words()("identity.alone"),
                       {.icon = ui::icon("edit_note"), .enabled = !page_.working})) {
            wish_.alone = true;
        }
    }

    void born(ui::Column& column) {
        const auto& words = ui_.words();
        auto& typed = page_.typed.born;
        const auto date = parse_date(page_.birth_date());
        FieldWords shown{words("identity.born"), words("identity.born_note"), ""};
        if (date) shown.note = words.said(to_words(*date));
        if (typed.size() == kBornDigits && !date) shown.error = words("identity.no_date");
        const auto done = digit_field(ui_, column, "identity:born", typed, kBornDigits, shown,
                                      ui::icon("calendar_month"));
        if (done.entered) ui_.focus_on("identity:tail");
    }

    void row(ui::Column& column, std::size_t at) {
        const auto& words = ui_.words();
        const auto& one = page_.found[at];
        const auto year = one.birth_year > 0 ? words("identity.born_in",
                                                     {{"year", std::to_string(one.birth_year)}})
                                             : std::string();
        const auto ward = one.rt.empty() ? std::string() : "RT " + one.rt;
        const ui::Cell cells[] = {{.text = one.name, .share = 3, .strong = true},
                                  {.text = year, .share = 1.4F},
                                  {.text = ward}};
        if (ui::list_row(ui_, column, "identity:row:" + std::to_string(at), cells)) {
            wish_.resident = one.nik;
        }
    }

    ui::Ui& ui_;
    IdentityPage& page_;
    IdentityWish& wish_;
};

}  // namespace

std::string IdentityPage::birth_date() const {
    const auto& text = typed.born;
    if (text.size() != kBornDigits) return {};
    const auto iso = text.substr(4) + "-" + text.substr(2, 2) + "-" + text.substr(0, 2);
    return parse_date(iso) ? iso : "";
}

bool IdentityPage::proving() const {
    return has_register && !clerk && !birth_date().empty() && typed.kk_tail.size() == kTailDigits;
}

IdentityWish draw_identity(ui::Ui& ui, ui::Rect page, IdentityPage& identity) {
    IdentityWish wish;
    const auto& words = ui.words();
    if (!ui.keyboard_open()) {
        const bool prove = identity.has_register && !identity.clerk;
        const auto foot = step_bar(ui, page,
                                   {.back = words("page.back"),
                                    .next = words(prove ? "identity.find" : "page.next"),
                                    .next_enabled = !identity.working});
        wish.back = foot.back;
        wish.next = foot.next;
    }
    ui::Column above = ui.column(body_of(ui, page));
    draw_stage(ui, above, Stage::who);
    ui.scroll("identity", above.rest(), [&](ui::Column& column) {
        Drawing drawing(ui, identity, wish);
        ui::panel(ui, column, "identity:panel", [&](ui::Column& inside) {
            drawing.who(inside);
            identity.clerk&& identity.has_register ? drawing.search(inside) : drawing.proof(inside);
        });
        column.space(ui.px(8));
    });
    return wish;
}

IdentityStep::IdentityStep(Context& context, Take take)
    : context_(context), take_(std::move(take)) {}

void IdentityStep::close() {
    ++generation_;
    page_ = {};
    done_ = false;
    burst_.clear();
    before_burst_ = {};
}

void IdentityStep::open() {
    close();
    page_.clerk = context_.session != nullptr;
    context_.worker.post([this, at = generation_](Counter& counter) -> Worker::Apply {
        return [this, there = Identity(counter.node()).has_register(), at] {
            if (at == generation_) page_.has_register = there;
        };
    });
}

void IdentityStep::tell(const std::string& trouble) {
    page_.trouble = trouble;
    context_.ui->scroll_to_top("identity");
}

void IdentityStep::post(Make make) {
    page_.working = true;
    page_.trouble.clear();
    context_.worker.post(
        [this, make = std::move(make), at = generation_](Counter& counter) -> Worker::Apply {
            return [this, view = make(counter), at] {
                if (at != generation_) return;
                page_.working = false;
                if (!view) return tell(view.error().sentence);
                take_(*view);
                done_ = true;
            };
        });
}

void IdentityStep::lead_on(bool with_register) {
    page_.tried = true;
    const auto typed = page_.typed;
    const bool whole = typed.nik.size() == kNikDigits;
    if (page_.helping() && trim(typed.helper_name).empty()) return;
    if (with_register && page_.has_register && !page_.proving()) {
        return tell(std::string(kAllThree));
    }
    if (with_register && (page_.proving() || !typed.nik.empty()) && !whole) return;
    const Helper helper =
        page_.helping() ? Helper{typed.helper_name, typed.helper_relation} : Helper{};
    const bool prove = with_register && page_.proving();
    post([typed, helper, prove, whole, born = page_.birth_date(),
          clerk = context_.session](Counter& counter) -> Result<DraftView> {
        auto view = counter.helped_by(helper);
        if (view && whole) view = counter.answer("nik", typed.nik, clerk.get());
        if (!view || !prove) return view;
        auto known = Identity(counter.node()).identify(typed.nik, born, typed.kk_tail);
        if (!known) return pass(std::move(known));
        return counter.identify(*known);
    });
}

void IdentityStep::choose(const std::string& nik) {
    page_.tried = true;
    if (!context_.session || (page_.helping() && trim(page_.typed.helper_name).empty())) return;
    const Helper helper =
        page_.helping() ? Helper{page_.typed.helper_name, page_.typed.helper_relation} : Helper{};
    post([nik, helper, clerk = context_.session](Counter& counter) -> Result<DraftView> {
        auto known = Identity(counter.node()).choose(nik, *clerk);
        if (!known) return pass(std::move(known));
        auto view = counter.helped_by(helper);
        if (view) view = counter.answer("nik", nik, clerk.get());
        return view ? counter.identify(*known) : std::move(view);
    });
}

void IdentityStep::search() {
    const auto typed = page_.typed.search;
    page_.searched = false;
    page_.found.clear();
    if (!context_.session || letters(trim(typed)) < kSearchFrom) return;
    context_.worker.post([this, typed, clerk = context_.session,
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, typed, rows = Identity(counter.node()).search(typed, kRowsMax, *clerk), at] {
            // Somebody types on: only what fits the field now is shown.
            if (at != generation_ || typed != page_.typed.search) return;
            if (!rows) return context_.tell("problem.begin", rows.error());
            page_.found = *rows;
            page_.searched = true;
        };
    });
}

void IdentityStep::scanned(const std::string& text) {
    const auto digits = digits_of(text);
    if (digits.size() != kNikDigits) return;
    (page_.clerk && page_.has_register ? page_.typed.search : page_.typed.nik) = digits;
    if (page_.clerk) search();
}

void IdentityStep::heed_burst(const ui::Ui& ui, const std::vector<ui::Keystroke>& strokes) {
    for (const auto& stroke : strokes) {
        last_stroke_ = ui.time();
        const auto whole = burst_.feed(stroke);
        if (!whole || digits_of(*whole).size() != kNikDigits) continue;
        page_.typed = before_burst_;
        scanned(*whole);
    }
    if (ui.time() - last_stroke_ > kBurstGapSeconds) before_burst_ = page_.typed;
}

IdentityStep::Way IdentityStep::draw(ui::Ui& ui, const ui::Rect& page) {
    if (done_) {
        close();
        return Way::on;
    }
    const auto strokes = ui.keystrokes();  // the fields consume them
    const auto wish = draw_identity(ui, page, page_);
    if (wish.search) search();
    heed_burst(ui, strokes);
    if (wish.next) lead_on(!page_.clerk);
    if (wish.alone) lead_on(false);
    if (!wish.resident.empty()) choose(wish.resident);
    return wish.back ? Way::back : Way::stay;
}

}  // namespace disapa::screens
