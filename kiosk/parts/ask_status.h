// What a code shows of a question or complaint: kind, state and the answers.
#pragma once

#include "kiosk/counter/questions.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

void draw_question_status(ui::Ui& ui, ui::Column& column, const QuestionStatus& status);

}  // namespace disapa::screens
