// The receipt: the code large and as QR, what was asked, when to come back, what to bring.
#pragma once

#include "kiosk/counter/views.h"
#include "kiosk/parts/receipt_print.h"
#include "kiosk/ui/widgets.h"
#include "shared/letter/qr.h"

namespace disapa::screens {

struct ReceiptPage {
    ReceiptView receipt;
    QrImage qr;
    const ReceiptPrint* roll = nullptr;  // the thermal printer, where there is one
    bool printing = false;
    bool written = false;  // the PDF lies in the folder of prints
};
struct ReceiptWish {
    bool print = false, done = false;
};
[[nodiscard]] ReceiptWish draw_receipt(ui::Ui& ui, ui::Rect page, const ReceiptPage& receipt);

}  // namespace disapa::screens
