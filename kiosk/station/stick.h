// The USB stick in two taps: plug it in, "carry". Says when it may be pulled out.
#pragma once

#include <memory>
#include <vector>

#include "kiosk/parts/context.h"
#include "kiosk/station/stick_carry.h"

namespace disapa::screens {

class StickPage {
  public:
    explicit StickPage(Context& context) : context_(context) {}
    void open();
    void close();
    // True when the person leaves.
    [[nodiscard]] bool draw(ui::Ui& ui, ui::Rect page);
    // The stick is being written: nobody may be led away from "do not pull it out".
    [[nodiscard]] bool is_working() const { return working_; }

  private:
    [[nodiscard]] bool has_failed() const { return !carried_.trouble.empty(); }
    void look();
    void begin(const devices::Stick& stick);
    void draw_choice(ui::Ui& ui, ui::Column& column);
    void draw_working(ui::Ui& ui, ui::Column& column) const;
    void draw_result(ui::Ui& ui, ui::Column& column) const;

    Context& context_;
    int generation_ = 0;
    double looked_at_ = -1;
    bool looking_ = false, working_ = false, done_ = false;
    std::vector<devices::Stick> sticks_;
    Carried carried_;
    std::shared_ptr<std::atomic<CarryPhase>> phase_;
};

}  // namespace disapa::screens
