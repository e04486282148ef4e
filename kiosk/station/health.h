// The clerk's page of how the kiosk is: every part with a light and what to do; "check now", "back
// up now".
#pragma once

#include <optional>
#include <string>

#include "kiosk/station/health_report.h"

namespace disapa::screens {

class HealthPage {
  public:
    explicit HealthPage(Context& context) : context_(context) {}
    void open();
    void close();
    // True when the person leaves.
    [[nodiscard]] bool draw(ui::Ui& ui, ui::Rect page);

  private:
    enum class Busy { nothing, looking, checking, saving };
    void look();
    void check();
    void save();
    void ended(const Status& done, const char* good_title);
    void draw_buttons(ui::Ui& ui, ui::Column& column);

    Context& context_;
    int generation_ = 0;
    Busy busy_ = Busy::nothing;
    std::optional<HealthFacts> facts_;
};

}  // namespace disapa::screens
