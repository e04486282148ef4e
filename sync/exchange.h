// The kiosk's side of one exchange: POSTs on one connection until nothing is left to say or to
// hear. Acts go first, in one POST; blobs only where no act waits, in a run of POSTs of ten seconds
// each, so that a decision waits for one of them at most.
//
// Durability: "in flight" is noted before anything is sent that would be sent again; the answer's
// chunks are committed as they arrive. If power dies anywhere, the next exchange begins with HAVE
// alone and goes on from what both ends hold.
#pragma once

#include "shared/store/node.h"
#include "sync/link.h"

namespace disapa {

// What whoever pays for the link allows. Acts and decisions are never held back.
struct ExchangeBounds {
    std::uint64_t bytes = UINT64_MAX;  // of the exchange: no more blobs beyond that
    std::function<bool()> may_go_on;   // asked before each POST but the first; none: yes
    std::function<void(std::uint64_t acts_sent)> on_answer;  // after each POST; none: nobody looks
};

struct ExchangeReport {
    std::uint64_t bytes_up = 0, bytes_down = 0;
    std::int64_t milliseconds = 0;  // spent in posts
    std::uint64_t posts = 0;
    std::uint64_t acts_sent = 0, acts_received = 0, blob_bytes_sent = 0;
    std::uint64_t arrived = 0;  // acts of mine whose receipt came now
    bool answered = false;      // an authentic answer came
    bool completed = false;     // both ends hold the same, and every enrolment was answered
    bool acknowledged = false;  // a receipt covers every act of mine
    std::uint64_t waiting = 0;  // acts of mine without a receipt
    std::uint64_t waiting_blobs = 0;
    bool held_back = false;  // the bounds left something unsaid
    bool revoked = false;
    std::int64_t wait_seconds = 0;       // the hub or a proxy asked to wait that long
    std::vector<std::string> notices;    // Indonesian, for the clerk: enrolment refused, fork
    std::vector<std::string> log;        // English
    std::optional<Error> error;          // why it ended early
    Trouble trouble = Trouble::none;     // where, if it was the road
    std::uint64_t bytes_per_second = 0;  // up, as learnt; 0: unknown
};
// Never throws and never fails as a whole: what was reached stands in the report.
[[nodiscard]] ExchangeReport exchange(Node& kiosk, Link& link, const ExchangeBounds& bounds = {});

// Acts of mine that no receipt covers, and whether anything (act, blob, enrolment) waits for the
// link. `blobs_may_go`: else those that the hub wants do not count.
[[nodiscard]] Result<std::uint64_t> waiting_acts(Node& kiosk);
[[nodiscard]] Result<bool> has_something_to_say(Node& kiosk, bool blobs_may_go = true);

}  // namespace disapa
