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
    bool dropping = false;  // asked whether it is to be deleted
};
enum class ResumeWish { none, resume, wipe };
// Asks for the digits only where a NIK was typed; three wrong tries wipe the draft.
[[nodiscard]] ResumeWish draw_resume(ui::Ui& ui, ResumeSheet& sheet);
// Before what was left is deleted: no single touch takes it away.
[[nodiscard]] ui::Answer ask_to_drop(ui::Ui& ui, std::string_view id);

}  // namespace disapa::screens
