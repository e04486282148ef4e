// How a bundle gets to the hub and its answer back. HTTP in life, memory in tests and the
// simulator.
#pragma once

#include <functional>
#include <optional>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

// Where the road ended, as far as the machine can tell: each asks something else of the clerk.
enum class Trouble {
    none,
    no_network,   // this machine has no network at all
    no_name,      // the hub's name is not found
    unreachable,  // a network, but the hub's machine does not answer
    cut,          // it was reached, then the road ended
};

struct LinkReply {
    // network: no link, no answer, cut. portal: something else answered. throttled: the hub asks to
    // wait.
    Status outcome;
    Trouble trouble = Trouble::none;
    std::uint64_t bytes_up = 0;  // as far as the link can count them, HTTP headers included
    std::uint64_t bytes_down = 0;
    std::int64_t milliseconds = 0;  // of this POST alone, not of waiting for the one before
    std::int64_t wait_seconds = 0;  // Retry-After; 0: none
};

// One POST of a run of them.
struct Turn {
    Bytes request;
    std::size_t answer_room = 0;
    std::function<Status(ByteView)> on_bytes;       // as in Link::post
    std::function<bool(const LinkReply&)> on_done;  // false: no other is begun
};

// The road for one exchange.
class Link {
  public:
    virtual ~Link() = default;
    // Hands the answer's bytes to `on_bytes` as they come; an error from it ends the post and is
    // the outcome. What came before a cut has been handed over. `answer_room` is how much answer to
    // wait for.
    [[nodiscard]] virtual LinkReply post(ByteView request, std::size_t answer_room,
                                         const std::function<Status(ByteView)>& on_bytes) = 0;
    // A run of POSTs of which none needs the answer of the one before. A link that can, begins the
    // next one when the last byte of one has been handed over, so that the road up is never empty;
    // `next` gives nothing when there is no more. All calls come on the caller's thread.
    virtual void post_run(const std::function<std::optional<Turn>()>& next) {
        while (auto turn = next()) {
            if (!turn->on_done(post(turn->request, turn->answer_room, turn->on_bytes))) return;
        }
    }
};

}  // namespace disapa
