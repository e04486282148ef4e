// The thermal printer of receipts: takes ESC/POS bytes.
//
// A printer that has no paper takes no bytes and says nothing: every wait has an end. The device
// is opened for each receipt, so a printer may be unplugged and come back. Calls block up to the
// limits below: never on the window's thread. One thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "kiosk/devices/escpos.h"
#include "shared/base/result.h"

namespace disapa::devices {

struct ReceiptLimits {
    std::chrono::milliseconds stall{5000};   // the device took not one byte for so long
    std::chrono::milliseconds whole{60000};  // 40 KB at 9600 baud take 42 s
    std::chrono::milliseconds answer{300};   // to a question for its status
};

class ReceiptPrinter {
  public:
    virtual ~ReceiptPrinter() = default;

    // Done when the device took every byte and then complained of nothing. The error's sentence
    // says what to do at the printer.
    [[nodiscard]] virtual Status print(ByteView escpos) = 0;
    // `unknown` where the device answers no questions; an error where it is not there.
    [[nodiscard]] virtual Result<PaperState> state() = 0;
    // Width of its paper: 384 (58 mm) or 576 (80 mm).
    [[nodiscard]] virtual int dots() const = 0;
};

// `spec`: a device ("/dev/usb/lp0", "/dev/ttyUSB0", "/dev/ttyUSB0@19200" with its baud rate), or
// "file:PATH", a file that holds the newest receipt. `mm`: 58 or 80. Fails only on a spec that
// means nothing: a device that is not there now is an error of print().
[[nodiscard]] Result<std::unique_ptr<ReceiptPrinter>> open_receipt_printer(
    const std::string& spec, int mm, ReceiptLimits limits = {});

// What a person at the printer is to do; empty for `ready`, `unknown` and `paper_low`.
[[nodiscard]] std::string what_to_do(PaperState state);

}  // namespace disapa::devices
