// What the agent does at this moment, and how the screen asks it to send now.
//
// DIR/agent.now, canonical JSON {"doing":"...","done":n,"of":n,"until":<instant or 0>}:
//   idle        rests until `until`                    window   sleeps until its hours begin
//   connecting  asks the hub                           sending  `done` of `of` acts are on their
//   way
// Whether an agent runs at all is not written there: agent.lock says so. A file and no record of
// the store: it changes with every POST, need not survive a power cut, and a commit would wake
// everybody. DIR/send-now: touched by the screen; the agent takes it away and exchanges, also
// outside its hours.
//
// Any thread; trouble with these files is no trouble of the agent's work.
#pragma once

#include <filesystem>
#include <string>

#include "shared/base/clock.h"

namespace disapa {

struct Doing {
    std::string word = "idle";
    Instant until = 0;
    std::uint64_t done = 0, of = 0;
    bool operator==(const Doing&) const = default;
};

class DoingFile {
  public:
    explicit DoingFile(std::filesystem::path folder) : folder_(std::move(folder)) {}
    // Writes only what is new: a write wakes whoever watches the folder, this agent too.
    void tell(const Doing& doing);
    // True once where somebody asked.
    [[nodiscard]] bool take_send_now() const;

  private:
    std::filesystem::path folder_;
    Doing told_{.word = ""};
};

}  // namespace disapa
