// The rules that must hold after every step, judged by what stands on each machine's disk and by
// the truth outside of it. A broken rule throws Violation.
//
//   Kept     what was stored stays, byte for byte (roots); what a person was told is done is among
//            it; what shows as arrived is on the hub's disk
//   Once     a number stands on one case; a case has one decision with effect, the one that was
//            told
//   Closed   nobody's act has effect without a key that had the right when the hub got it
//   Agreed   who holds the same shows the same
//   Private  a kiosk holds nothing of another desa
#pragma once

#include <functional>

#include "tests/sim/machine.h"
#include "tests/sim/trace.h"
#include "tests/sim/truth.h"

namespace disapa::sim {

class Checkers {
  public:
    explicit Checkers(Truth& truth) : truth_(truth) {}

    // What changed on this machine since the last call. Cheap when nothing did.
    void after(Machine& machine, const std::vector<Region>& regions);
    // Everything on it: at midnight, after a boot and at the end.
    void everything(Machine& machine, const std::vector<Region>& regions);
    // The same store read by nobody's cache: books computed anew must be the books that are shown.
    void afresh(Machine& machine, Node& fresh, const std::vector<Region>& regions);
    // Whether this machine has the act on its disk, as of the last look.
    [[nodiscard]] bool holds(const Machine& machine, const Digest& act) const;
    [[nodiscard]] std::uint64_t cases_seen() const { return cases_seen_; }

  private:
    struct HeldFeed {
        FeedName name;
        std::uint64_t size = 0;
        Digest root;
    };
    struct View {  // of one machine
        std::uint64_t version = 0;
        std::map<FeedId, HeldFeed> feeds;
        std::set<Digest> acts;
        std::map<FeedId, Instant> ledger_time;
        std::map<Digest, std::uint64_t> cases;  // fingerprints of those already judged
    };

    void look_at_feeds(Machine& machine, View& view);
    void look_at_entries(Machine& machine, View& view, const FeedName& name, std::uint64_t from,
                         std::uint64_t to);
    void check_ledger_time(const Machine& machine, View& view, const FeedName& name,
                           const Entry& entry);
    void look_at_cases(Machine& machine, View& view, const Region& region, bool all);
    void look_at_case(Machine& machine, const Region& region, const Book& book, const Case& of);
    void check_numbers(const Region& region, const Case& of);
    void check_life(Machine& machine, const Region& region, const Book& book, const Case& of);
    void check_right(const Machine& machine, const Region& region, const Case& of,
                     const LifeAct& act);
    void check_agreed(Machine& machine, const Region& region);
    void check_receipts(Machine& machine);

    Truth& truth_;
    std::map<std::string, View> views_;
    std::map<std::string, std::uint64_t> pictures_;  // frontier -> what it must show
    std::uint64_t cases_seen_ = 0;
};

// "400.9.14/012/UMD/XI/2026" -> number 012, year 2026 of the series; nothing for another form.
[[nodiscard]] std::optional<NumberKey> number_key(const std::string& series,
                                                  const std::string& shown);

// All that a person could see of the cases of a desa, as one number.
[[nodiscard]] std::uint64_t picture_of(const Book& book);

}  // namespace disapa::sim
