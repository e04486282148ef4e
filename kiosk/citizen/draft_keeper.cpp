#include "kiosk/citizen/draft_keeper.h"

namespace disapa::screens {

bool DraftKeeper::keep(Write write) {
    if (context_.ui->time() < next_) return false;
    next_ = context_.ui->time() + seconds_;
    context_.worker.post(
        [this, write = std::move(write), at = generation_](Counter& counter) -> Worker::Apply {
            return [this, kept = write(counter), at] {
                if (at == generation_ && !kept) context_.tell("problem.answer", kept.error());
            };
        });
    return true;
}

}  // namespace disapa::screens
