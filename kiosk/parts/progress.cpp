#include "kiosk/parts/progress.h"

namespace disapa::screens {

void draw_stage(ui::Ui& ui, ui::Column& column, Stage stage) {
    if (ui.keyboard_open()) return;
    const auto& words = ui.words();
    ui::steps(
        ui, column,
        {words("stage.who"), words("stage.data"), words("stage.papers"), words("stage.review")},
        static_cast<int>(stage));
}

}  // namespace disapa::screens
