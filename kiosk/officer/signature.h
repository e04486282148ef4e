// Who takes the letter, and his signature drawn with a finger.
//
// A drawing is strokes in parts of the pad, so that it does not depend on the screen; it is kept as
// a small PNG in two colours (limits::kSignatureBytes). Used from the window's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/widgets.h"
#include "shared/base/result.h"

namespace disapa::screens {

struct Signature {
    struct Point {
        float x = 0, y = 0;  // 0 to 1 of the pad's width and height
    };
    std::vector<std::vector<Point>> strokes;

    // More than a slip of the finger: a cross is enough, a dot is not.
    [[nodiscard]] bool is_enough() const;
    // 420 x 150, black on white.
    [[nodiscard]] Result<Bytes> to_png() const;
};

struct HandOverSheet {
    bool open = false;
    std::string applicant;  // most letters are fetched by him: one touch says so
    std::string name;
    Signature signature;
    bool drawing = false;      // the finger is on the pad
    bool cannot_sign = false;  // he said so: handed over without a signature
    bool naming = true;        // first the name, then the pad
};
struct HandOverWish {
    bool close = false, done = false;
};
[[nodiscard]] HandOverWish draw_hand_over(ui::Ui& ui, HandOverSheet& sheet);

}  // namespace disapa::screens
