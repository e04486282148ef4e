// The photos of a case's papers, large over the page, and the signature of who took the letter.
//
// A blob is read on the worker and opened in a chore; the page never waits. What was shown is
// forgotten with `close`. Used from the window's thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "kiosk/parts/context.h"

namespace disapa::screens {

class CasePhotos {
  public:
    explicit CasePhotos(Context& context) : context_(context) {}

    void open(const Digest& blob, const std::string& label);
    void close();
    void draw(ui::Ui& ui);
    // The picture of a blob when it has been read; null before. Asks for it the first time.
    [[nodiscard]] const ui::Picture* picture(const Digest& blob);

  private:
    struct Photo {
        std::optional<ui::Picture> picture;
        std::string problem;  // key of the words file: why there is none
    };
    void load(const Digest& blob);

    Context& context_;
    int generation_ = 0;
    std::optional<Digest> shown_;
    std::string label_;  // Indonesian, as the service names its paper
    std::map<Digest, Photo> photos_;
};

}  // namespace disapa::screens
