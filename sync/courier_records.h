// What the courier remembers, in store records of kind "courier". None of it is needed to be right
// for entries to arrive; a lost record costs bytes on the next stick.
#pragma once

#include "shared/store/node.h"
#include "sync/frame.h"

namespace disapa::courier {

// The counter of the next bundle: above all before it, and not below the clock, so that a store
// that was put back does not speak with a counter that was heard already.
[[nodiscard]] Result<std::uint64_t> next_counter(Node& node);
// The number of the next run: only for names.
[[nodiscard]] Result<std::uint64_t> next_run(Node& node);

// How far a peer's words were heard, the newest birth first.
struct Heard {
    std::vector<std::pair<Birth, std::uint64_t>> births;
    // Notes the counter; false when words with it, or newer ones, were heard (and for 0: not of a
    // stick).
    [[nodiscard]] bool hear(const Birth& birth, std::uint64_t counter);
};
[[nodiscard]] Result<Heard> load_heard(Writer& writer, const KeyId& peer);
[[nodiscard]] Status save_heard(Writer& writer, const KeyId& peer, const Heard& heard);

// A hub owes this peer words: its stick was read, or its enrolment refused.
struct Due {
    BoxPublicKey box;  // of an applicant, whom the roster does not name
    std::vector<Note> notes;
};
[[nodiscard]] Result<std::map<KeyId, Due>> all_due(Node& hub);
[[nodiscard]] Status save_due(Writer& writer, const KeyId& peer, const Due& due);
[[nodiscard]] Status drop_due(Writer& writer, const KeyId& peer);

// Blobs that the hub asked a kiosk for in its newest words on a stick.
[[nodiscard]] Result<std::vector<WantedBlob>> load_wanted(Node& kiosk);
[[nodiscard]] Status save_wanted(Writer& writer, const std::vector<WantedBlob>& wanted);

}  // namespace disapa::courier
