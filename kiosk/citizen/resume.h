// After a power cut: "Lanjutkan permohonan tadi?", and the last 4 digits of its NIK as proof that
// the same person asks.
#pragma once

#include <string>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

struct ResumeSheet {
    bool open = false;
    DraftLeft left;
    std::string typed;
    int wrong = 0;
};
enum class ResumeWish { none, resume, wipe };
// Asks for the digits only where a NIK was typed; three wrong tries wipe the draft.
[[nodiscard]] ResumeWish draw_resume(ui::Ui& ui, ResumeSheet& sheet);

}  // namespace disapa::screens
