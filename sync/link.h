// How a bundle gets to the hub and its answer back. HTTP in life, memory in tests and the
// simulator.
#pragma once

#include <functional>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

struct LinkReply {
    // network: no link, no answer, cut. portal: something else answered. throttled: the hub asks to
    // wait.
    Status outcome;
    std::uint64_t bytes_up = 0;  // as far as the link can count them, HTTP headers included
    std::uint64_t bytes_down = 0;
    std::int64_t milliseconds = 0;
    std::int64_t wait_seconds = 0;  // Retry-After; 0: none
};

// One connection: posts of one exchange go over it one after the other.
class Link {
  public:
    virtual ~Link() = default;
    // Hands the answer's bytes to `on_bytes` as they come; an error from it ends the post and is
    // the outcome. What came before a cut has been handed over. `answer_room` is how much answer to
    // wait for.
    [[nodiscard]] virtual LinkReply post(ByteView request, std::size_t answer_room,
                                         const std::function<Status(ByteView)>& on_bytes) = 0;
};

}  // namespace disapa
