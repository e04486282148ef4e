#include "kiosk/parts/prints.h"

#include "kiosk/devices/letter_printer.h"
#include "kiosk/parts/layout.h"
#include "kiosk/parts/receipt_print.h"
#include "kiosk/ui/widgets.h"
#include "shared/log/entry.h"

namespace disapa::screens {
namespace {

constexpr double kLookSeconds = 1;   // a page takes a few seconds
constexpr std::size_t kListMax = 6;  // what fits; the rest follows when these are settled

std::string name_of(const ui::Words& words, const PrintJob& job) {
    return words(job.kind == PrintKind::letter ? "print.letter" : "print.receipt",
                 {{"code", show_code(job.code)}});
}

std::string copy_of(const ui::Words& words, const PrintJob& job) {
    return job.copy > 1 ? words("print.copy", {{"copy", std::to_string(job.copy)}}) : "";
}

// Which paper it is about, below the picture of its state.
void draw_name(ui::Ui& ui, ui::Column& column, const PrintJob& job) {
    const auto& words = ui.words();
    auto name = name_of(words, job);
    if (job.copy > 1) name += ", " + copy_of(words, job);
    ui::paragraph(ui, column, name,
                  {.type = ui::Type::note, .colour = ui::kMuted, .align = ui::Align::centre});
}

}  // namespace

PrintSheet::PrintSheet(Context& context) : context_(context) {
    if (auto made = devices::open_letter_printer("", context.print_folder)) {
        folder_ = std::move(*made);
    }
}

PrintSheet::~PrintSheet() = default;

std::shared_ptr<devices::LetterPrinter> PrintSheet::printer() const {
    auto* real = context_.devices.letter_printer;
    if (real == nullptr) return folder_;
    return {std::shared_ptr<void>(), real};  // not ours: it outlives every screen
}

void PrintSheet::close() {
    ++generation_;
    view_ = View::closed;
    job_ = {};
    jobs_.clear();
    stage_.clear();
    trouble_.clear();
    looking_ = false;
}

void PrintSheet::store(StoreJob job, Then then) {
    context_.worker.post([this, job = std::move(job), then = std::move(then),
                          at = generation_](Counter& counter) -> Worker::Apply {
        return [this, done = job(counter), then, at] {
            if (at == generation_) then(done);
        };
    });
}

void PrintSheet::open(const std::string& code) {
    if (!context_.session || is_open()) return;
    close();
    view_ = View::working;
    stage_ = "print.sending";
    const auto begun = std::make_shared<Prints::Begun>();
    store(
        [begun, code](Counter& counter) -> Status {
            auto made = Prints(counter.node()).begin(code, PrintKind::letter);
            if (!made) return pass(std::move(made));
            *begun = std::move(*made);
            return {};
        },
        [this, begun](const Status& done) {
            if (!done) {
                close();
                return context_.tell("problem.print", done.error());
            }
            if (!begun->fresh) return show(begun->job);
            job_ = begun->job;
            render();
        });
}

void PrintSheet::open_unsettled(bool asked) {
    if (!context_.session || is_open()) return;
    const auto jobs = std::make_shared<std::vector<PrintJob>>();
    store(
        [jobs](Counter& counter) -> Status {
            auto found = Prints(counter.node()).unsettled();
            if (!found) return pass(std::move(found));
            *jobs = std::move(*found);
            return {};
        },
        [this, jobs, asked](const Status& done) {
            if (asked && !done) return context_.tell("problem.print", done.error());
            if (asked && jobs->empty()) context_.problem = {true, "print.nothing", {}};
            if (!done || jobs->empty() || is_open()) return;
            jobs_ = *jobs;
            view_ = View::list;
        });
}

void PrintSheet::show(const PrintJob& job) {
    job_ = job;
    view_ = job.state == PrintState::failed ? View::failed : View::ask;
}

void PrintSheet::render() {
    const auto pdf = std::make_shared<Bytes>();
    store(
        [pdf, job = job_](Counter& counter) -> Status {
            auto made = counter.letter_pdf(job.code);
            if (made) {
                *pdf = std::move(*made);
                return {};
            }
            // Nothing left the kiosk: there is no paper to ask for.
            if (auto done = Prints(counter.node()).forget(job); !done) return done;
            return pass(std::move(made));
        },
        [this, pdf](const Status& done) {
            if (done) return send(pdf);
            close();
            context_.tell("problem.print", done.error());
        });
}

void PrintSheet::send(std::shared_ptr<const Bytes> pdf) {
    context_.chores.post(
        [this, pdf, printer = printer(), name = job_.code, at = generation_]() -> Chores::Apply {
            return [this, job = printer->send(name, *pdf), at] {
                if (at != generation_) return;
                if (!job) return fail_with(job.error().sentence);
                sent(*job);
            };
        });
}

void PrintSheet::sent(const std::string& at_printer) {
    if (!printer()->has_paper()) return confirm("case.printed", short_path(at_printer));
    const auto kept = std::make_shared<PrintJob>(job_);
    store([kept, at_printer](
              Counter& counter) { return Prints(counter.node()).printing(*kept, at_printer); },
          [this, kept](const Status&) {
              // Though it could not be noted, the paper is on its way; a restart asks all the same.
              job_ = *kept;
              view_ = View::printing;
              stage_ = "print.printing";
              look_at_ = 0;
          });
}

void PrintSheet::look(ui::Ui& ui) {
    if (view_ != View::printing || looking_ || ui.time() < look_at_) return;
    looking_ = true;
    look_at_ = ui.time() + kLookSeconds;
    context_.chores.post(
        [this, printer = printer(), job = job_.at_printer, at = generation_]() -> Chores::Apply {
            return [this, progress = printer->look(job), at] {
                if (at != generation_ || view_ != View::printing) return;
                looking_ = false;
                // An answer may still come; until then say what may be wrong.
                if (!progress) {
                    trouble_ = progress.error().sentence;
                } else {
                    heed(*progress);
                }
            };
        });
}

void PrintSheet::heed(const devices::PrintProgress& progress) {
    trouble_.clear();
    switch (progress.stage) {
        case devices::PrintStage::queued:
            stage_ = "print.queued";
            return;
        case devices::PrintStage::printing:
            stage_ = "print.printing";
            return;
        case devices::PrintStage::stuck:
            trouble_ = progress.what_to_do;
            return;
        case devices::PrintStage::done:
            return ask();
        case devices::PrintStage::failed:
            return fail_with(progress.what_to_do);
    }
}

void PrintSheet::ask() {
    const auto kept = std::make_shared<PrintJob>(job_);
    view_ = View::ask;
    store([kept](Counter& counter) { return Prints(counter.node()).ask(*kept); },
          [this, kept](const Status&) { job_ = *kept; });
}

void PrintSheet::fail_with(const std::string& what_to_do) {
    const auto kept = std::make_shared<PrintJob>(job_);
    job_.what_to_do = what_to_do;
    view_ = View::failed;
    store([kept, what_to_do](
              Counter& counter) { return Prints(counter.node()).failed(*kept, what_to_do); },
          [this, kept](const Status&) { job_ = *kept; });
}

// Whether a page came out before it was stopped, only a person can say.
void PrintSheet::stop() {
    context_.chores.post([printer = printer(), job = job_.at_printer]() -> Chores::Apply {
        (void)printer->cancel(job);
        return {};
    });
    ask();
}

void PrintSheet::again() {
    if (job_.kind == PrintKind::receipt) return again_receipt();
    view_ = View::working;
    stage_ = "print.sending";
    trouble_.clear();
    looking_ = false;
    // The earlier one must not come out too, when the printer has paper again.
    if (!job_.at_printer.empty()) {
        context_.chores.post([printer = printer(), job = job_.at_printer]() -> Chores::Apply {
            (void)printer->cancel(job);
            return {};
        });
    }
    const auto kept = std::make_shared<PrintJob>(job_);
    store([kept](Counter& counter) { return Prints(counter.node()).again(*kept); },
          [this, kept](const Status& done) {
              if (!done) return fail_with(done.error().sentence);
              job_ = *kept;
              render();
          });
}

void PrintSheet::again_receipt() {
    view_ = View::working;
    stage_ = "print.printing";
    print_receipt_at(context_, job_.code, [this, at = generation_](const Status& done) {
        if (at != generation_) return;
        if (done) return settled(done);
        job_.what_to_do = done.error().sentence;
        view_ = View::failed;
    });
}

void PrintSheet::confirm(std::string title, std::string sentence) {
    auto session = context_.session;
    if (!session) return close();
    view_ = View::working;
    stage_.clear();
    store([job = job_, session](Counter& counter) { return confirm_print(counter, job, *session); },
          [this, title, sentence](const Status& done) {
              if (done) context_.problem = {true, title, sentence};
              settled(done);
          });
}

void PrintSheet::give_up() {
    view_ = View::working;
    stage_.clear();
    store([job = job_](Counter& counter) { return Prints(counter.node()).forget(job); },
          [this](const Status& done) { settled(done); });
}

// The next unsettled one follows by itself.
void PrintSheet::settled(const Status& done) {
    const bool from_list = !jobs_.empty();
    close();
    settled_ = true;
    if (!done) return context_.tell("problem.print", done.error());
    if (from_list) open_unsettled();
}

bool PrintSheet::draw(ui::Ui& ui) {
    if (std::exchange(settled_, false)) return true;
    if (!is_open()) return false;
    look(ui);
    const auto& words = ui.words();
    const auto title = words(view_ == View::list               ? "print.unsettled"
                             : job_.kind == PrintKind::receipt ? "print.title_receipt"
                                                               : "print.title");
    const bool closed = ui::sheet(ui, "print", {title, 760}, [&](ui::Column& column) {
        switch (view_) {
            case View::closed:
                break;
            case View::list:
                draw_list(ui, column);
                break;
            case View::working:
                ui::spinner(ui, column, words(stage_.empty() ? "print.sending" : stage_));
                break;
            case View::printing:
                draw_printing(ui, column);
                break;
            case View::ask:
                draw_ask(ui, column);
                break;
            case View::failed:
                draw_failed(ui, column);
                break;
        }
    });
    if (closed && view_ != View::working) close();
    return false;
}

void PrintSheet::draw_list(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    ui::paragraph(ui, column, words("print.unsettled_note"));
    for (std::size_t at = 0; at < jobs_.size() && at < kListMax; ++at) {
        const auto& job = jobs_[at];
        auto label = name_of(words, job);
        if (job.copy > 1) label += ", " + copy_of(words, job);
        if (ui::button(ui, column, "print:settle:" + std::to_string(at), label,
                       {.icon = ui::icon("print")})) {
            const auto chosen = job;
            return show(chosen);
        }
    }
}

void PrintSheet::draw_printing(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    ui::spinner(ui, column, words(stage_));
    draw_name(ui, column, job_);
    if (trouble_.empty()) return;
    ui::notice(ui, column, ui::Tone::warn, words("print.stuck"), words.said(trouble_));
    if (ui::button(ui, column, "print:stop", words("print.stop"),
                   {.look = ui::Look::quiet, .icon = ui::icon("cancel")})) {
        stop();
    }
}

void PrintSheet::draw_ask(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    const bool letter = job_.kind == PrintKind::letter;
    ui::emblem(ui, column, ui::icon("print"), ui::Tone::info, words("print.ask"),
               words(letter ? "print.ask_note" : "print.ask_receipt"));
    draw_name(ui, column, job_);
    if (ui::button(ui, column, "print:yes", words("print.yes"),
                   {.look = ui::Look::primary, .icon = ui::icon("check")})) {
        return confirm("print.noted", {});
    }
    if (ui::button(ui, column, "print:no", words("print.no"), {.icon = ui::icon("close")})) {
        fail_with("");
    }
}

void PrintSheet::draw_failed(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    ui::emblem(ui, column, ui::icon("report"), ui::Tone::warn, words("print.failed"),
               job_.what_to_do.empty() ? words("print.not_out") : words.said(job_.what_to_do));
    draw_name(ui, column, job_);
    if (ui::button(ui, column, "print:again", words("print.again"),
                   {.look = ui::Look::primary, .icon = ui::icon("refresh")})) {
        return again();
    }
    if (ui::button(ui, column, "print:give_up", words("print.give_up"),
                   {.look = ui::Look::quiet})) {
        give_up();
    }
}

}  // namespace disapa::screens
