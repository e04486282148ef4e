// Who stands at a desa's counter: citizens who ask, clerks who verify or send back, the kades who
// endorses, and what they are told.
#pragma once

#include "tests/sim/checkers.h"
#include "tests/support/people.h"

namespace disapa::sim {

class DesaPeople {
  public:
    DesaPeople(Truth& truth, Trace& trace, Checkers& checkers, const Bench& bench,
               test::People& people, const Instant& now, std::uint64_t seed)
        : truth_(truth),
          trace_(trace),
          checkers_(checkers),
          bench_(bench),
          people_(people),
          now_(now),
          dice_(seed, "desa") {}

    // One thing that somebody does at this counter. Afterwards the machine may be off.
    void visit(Kiosk& kiosk);
    // A blob that a receipt speaks of: it must reach the hub.
    struct Photo {
        Digest hash;
        std::string kiosk;
    };
    [[nodiscard]] const std::vector<Photo>& photos() const { return photos_; }
    [[nodiscard]] std::uint64_t done() const { return done_; }
    // A refusal must tell the person what is wrong.
    static void check_told(const Error& error, const Machine& machine);

  private:
    void submit(Kiosk& kiosk);
    void look_up(Kiosk& kiosk);
    void work(Kiosk& kiosk);
    [[nodiscard]] Status act(Kiosk& kiosk, const Case& of, const Session& clerk, ActType& type);
    [[nodiscard]] Status verify(Kiosk& kiosk, const std::string& code, const Session& clerk);
    [[nodiscard]] Status amend(Kiosk& kiosk, const Case& of, const Session& clerk);
    [[nodiscard]] Status print(Kiosk& kiosk, const std::string& code, const Session& clerk);
    [[nodiscard]] const Case* pick(Kiosk& kiosk);
    void done(Kiosk& kiosk, const std::string& code, ActType type);
    [[nodiscard]] std::vector<Counter::Attachment> photo(const Service& service);

    Truth& truth_;
    Trace& trace_;
    Checkers& checkers_;
    const Bench& bench_;
    test::People& people_;
    const Instant& now_;
    Dice dice_;
    std::vector<Photo> photos_;
    std::uint64_t done_ = 0;
};

}  // namespace disapa::sim
