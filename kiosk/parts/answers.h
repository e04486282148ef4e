// Every answer of a group of questions as label and value; empty ones are left out.
#pragma once

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

void draw_answers(ui::Ui& ui, ui::Column& column, const QuestionGroup& group);

}  // namespace disapa::screens
