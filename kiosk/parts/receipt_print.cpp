#include "kiosk/parts/receipt_print.h"

#include "kiosk/counter/prints.h"
#include "kiosk/devices/receipt_printer.h"
#include "kiosk/ui/widgets.h"
#include "shared/base/file.h"

namespace disapa::screens {
namespace {

// What one print of a receipt needs, from the store.
struct Receipt {
    PrintJob job;
    Bytes escpos;
};

Result<Receipt> begin_receipt(Counter& counter, const std::string& code, int dots) {
    Prints prints(counter.node());
    auto begun = prints.begin(code, PrintKind::receipt);
    if (!begun) return pass(std::move(begun));
    // A person stands there and asked for it: what was unsure before is printed once more.
    if (!begun->fresh) {
        if (auto done = prints.again(begun->job); !done) return pass(std::move(done));
    }
    auto rows = receipt_dots(counter, code, dots);
    if (!rows) return pass(std::move(rows));
    return Receipt{begun->job, devices::escpos_picture(dots, *rows)};
}

// Whatever became of it, nobody need be asked later: the person was there and was told.
void feed(Context& context, devices::ReceiptPrinter& printer,
          const std::shared_ptr<const Receipt>& receipt,
          const std::function<void(const Status&)>& then) {
    context.chores.post([&context, &printer, receipt, then]() -> Chores::Apply {
        return [&context, receipt, then, done = printer.print(receipt->escpos)] {
            context.worker.post([receipt](Counter& counter) -> Worker::Apply {
                (void)Prints(counter.node()).forget(receipt->job);
                return {};
            });
            then(done);
        };
    });
}

}  // namespace

void print_receipt_at(Context& context, const std::string& code,
                      std::function<void(const Status&)> then) {
    auto* printer = context.devices.receipt_printer;
    if (printer == nullptr) return;
    const auto dots = printer->dots();
    context.worker.post([&context, printer, code, dots, then](Counter& counter) -> Worker::Apply {
        auto made = begin_receipt(counter, code, dots);
        if (!made) {
            return [then, error = made.error()] { then(tl::unexpected<Error>(error)); };
        }
        const auto receipt = std::make_shared<const Receipt>(std::move(*made));
        return [&context, printer, receipt, then] { feed(context, *printer, receipt, then); };
    });
}

void ReceiptPrint::close() {
    ++generation_;
    state_ = State::none;
    what_to_do_.clear();
}

void ReceiptPrint::print(const std::string& code) {
    if (!has_printer() || is_printing()) return;
    state_ = State::printing;
    what_to_do_.clear();
    print_receipt_at(context_, code, [this, at = generation_](const Status& done) {
        if (at != generation_) return;
        state_ = done ? State::done : State::failed;
        if (!done) what_to_do_ = done.error().sentence;
    });
}

void ReceiptPrint::draw(ui::Ui& ui, ui::Column& column) const {
    const auto& words = ui.words();
    switch (state_) {
        case State::none:
            return;
        case State::printing:
            return ui::spinner(ui, column, words("receipt.roll_printing"));
        case State::done:
            return ui::notice(ui, column, ui::Tone::good, words("receipt.roll_done"));
        case State::failed:
            return ui::notice(ui, column, ui::Tone::warn, words("receipt.roll_failed"),
                              words.said(what_to_do_));
    }
}

Status write_receipt(Result<Bytes> pdf, const std::string& code,
                     const std::filesystem::path& folder) {
    if (!pdf) return pass(std::move(pdf));
    if (auto made = make_private_folder(folder); !made) return made;
    return write_file_durably(folder / ("tanda-terima-" + code + ".pdf"), *pdf, 0644);
}

}  // namespace disapa::screens
