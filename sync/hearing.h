// The answer to one request of a kiosk: opened as its bytes come, each chunk stored at once.
#pragma once

#include "sync/bundle.h"
#include "sync/inbox.h"

namespace disapa {

// What the answer said, so far.
struct Heard {
    bool any = false;       // something authentic came
    bool complete = false;  // all of it
    bool list = false;      // `frontier` is what the hub holds
    Frontier frontier;
    std::optional<FrontierHash> hash;
    bool asked_for_list = false, asked_for_plain = false;
    bool leans = false;  // a segment leaned on what is not here
    bool stranger = false, revoked = false;
    std::vector<WantedBlob> wanted;  // of all WANT frames
    Hello hello;
    bool early = false;    // a segment came before what it continues
    bool trouble = false;  // of the own disk: the error that `take` gave is not the answer's
    std::uint64_t acts = 0;            // that were new
    std::uint64_t wait_seconds = 0;    // the hub asks for rest
    std::vector<std::string> notices;  // Indonesian, for the clerk
    std::vector<std::string> log;      // English
};

class Hearing {
  public:
    // `kiosk` outlives it; `boxes`: keys that the hub may have used; `answers`: the request's
    // header.
    Hearing(Node& kiosk, std::vector<BoxPublicKey> boxes, const StreamHeader& answers);
    Hearing(const Hearing&) = delete;
    Hearing& operator=(const Hearing&) = delete;

    // Errors: those of BundleOpener, and trouble of the disk. Chunks before one are stored.
    [[nodiscard]] Status take(ByteView bytes);
    [[nodiscard]] const Heard& heard();

  private:
    [[nodiscard]] Status take_chunk(ByteView text);
    void take_note(const Note& note);

    Node& kiosk_;
    std::vector<BoxPublicKey> boxes_;
    BundleOpener opener_;
    Heard heard_;
};

}  // namespace disapa
