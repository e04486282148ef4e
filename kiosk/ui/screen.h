// The contract of every screen.
#pragma once

#include "kiosk/ui/ui.h"

namespace disapa::ui {

// A screen draws a view and returns a wish; it owns no data, does no I/O.
//
// View: what to show and the draft that fields write into, made and kept by the caller.
// Wish: what the person asked for this frame (usually a std::variant or a struct with an enum whose
// first value means "nothing"). The caller fulfils it, on the worker where it takes time.
template <class View, class Wish>
class Screen {
  public:
    Screen() = default;
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;
    virtual ~Screen() = default;
    [[nodiscard]] virtual Wish draw(Ui& ui, View& view) = 0;
};

}  // namespace disapa::ui
