// The way out of the kiosk, for whoever looks after it: a corner held for five seconds, his PIN,
// then: end, or begin anew. There is no other.
#pragma once

#include <string>

#include "kiosk/parts/context.h"

namespace disapa::screens {

enum class ScreenEnd { none, leave, restart };

class ExitSheet {
  public:
    static constexpr double kHoldSeconds = 5;
    static constexpr float kCorner = 92;  // design pixels, at the top left

    explicit ExitSheet(Context& context) : context_(context) {}
    // Once a frame, before anything lies over the page: watches the corner.
    void watch(ui::Ui& ui);
    // Last in the frame. What the admin chose, in the frame in which he did.
    [[nodiscard]] ScreenEnd draw(ui::Ui& ui);
    void close();
    [[nodiscard]] bool is_open() const { return step_ != Step::closed; }

  private:
    enum class Step { closed, pin, menu };
    void try_pin();

    Context& context_;
    Step step_ = Step::closed;
    double held_since_ = -1;
    int generation_ = 0;
    bool checking_ = false;
    std::string pin_, error_;
};

}  // namespace disapa::screens
