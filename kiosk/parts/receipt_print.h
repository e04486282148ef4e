// The citizen's receipt: on the thermal printer, or as a file for a printer elsewhere.
//
// Used from the window's thread. The store's part runs on the worker, the printer's on the chores.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/parts/context.h"

namespace disapa::screens {

// On the thermal printer. Does nothing where there is none.
class ReceiptPrint {
  public:
    explicit ReceiptPrint(Context& context) : context_(context) {}

    [[nodiscard]] bool has_printer() const { return context_.devices.receipt_printer != nullptr; }
    // One at a time: while one is under way, another touch prints nothing.
    void print(const std::string& code);
    void close();  // the next person's page begins with nothing
    // What became of it, as a banner; nothing before the first print.
    void draw(ui::Ui& ui, ui::Column& column) const;
    [[nodiscard]] bool is_printing() const { return state_ == State::printing; }

  private:
    enum class State { none, printing, done, failed };

    Context& context_;
    State state_ = State::none;
    std::string what_to_do_;
    int generation_ = 0;
};

// On the worker, then on the chores: the receipt of `code` to the printer; `then` on the window's
// thread. The record of the print is gone when the printer took it all, or when it failed.
void print_receipt_at(Context& context, const std::string& code,
                      std::function<void(const Status&)> then);

// FOLDER/tanda-terima-CODE.pdf. On the worker; an error of `pdf` is passed on.
[[nodiscard]] Status write_receipt(Result<Bytes> pdf, const std::string& code,
                                   const std::filesystem::path& folder);

}  // namespace disapa::screens
