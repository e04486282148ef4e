// Keeps a draft on disk while somebody works on it: at most once in so many seconds, since each
// write is a commit. Used from the window's thread; the write itself runs on the worker.
#pragma once

#include <functional>

#include "kiosk/parts/context.h"

namespace disapa::screens {

class DraftKeeper {
  public:
    using Write = std::function<Status(Counter&)>;

    DraftKeeper(Context& context, double seconds) : context_(context), seconds_(seconds) {}

    // Each frame in which there is something to keep. True when it goes to the disk now; what
    // fails is told.
    bool keep(Write write);
    void hurry() { next_ = 0; }      // the next one goes at once
    void close() { ++generation_; }  // what fails afterwards is nobody's matter any more

  private:
    Context& context_;
    double seconds_;
    double next_ = 0;  // of Ui::time
    int generation_ = 0;
};

}  // namespace disapa::screens
