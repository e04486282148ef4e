// Where one is between the first question and the receipt: who, data, papers, look again.
#pragma once

#include "kiosk/ui/widgets.h"

namespace disapa::screens {

enum class Stage { who, data, papers, review };
// Left out while the keyboard is open: the letters need the room.
void draw_stage(ui::Ui& ui, ui::Column& column, Stage stage);

}  // namespace disapa::screens
