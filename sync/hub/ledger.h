// The hub's own feed of each region, the ledger: what arrived, by which roster it is judged, which
// numbers a kiosk may use. That is the order of everything (shared/log/FORMAT.md).
//
// Every function appends inside the caller's transaction. `at` is the hub's time and never goes
// back.
#pragma once

#include <vector>

#include "shared/store/node.h"

namespace disapa::ledger {

// Numbers of this series are printed on the desa's letters.
inline constexpr std::string_view kDesaSeries = "desa";

// One `received` for each of these kiosks' feeds that grew past what the ledger says of it, a
// `roster_at` before them when the roster grew. Nothing new appends nothing.
[[nodiscard]] Status receive(Node& hub, Writer& writer, const std::vector<FeedName>& grown);

// Appends acts of the hub or of its officers to the ledger of `region`, after a `roster_at`.
[[nodiscard]] Status append(Node& hub, Writer& writer, const Region& region,
                            std::vector<Entry> entries);

// Appends roster acts to the office's feed, and `roster_at` to the ledgers of the desa they
// concern. Refused when one of them would have no effect: nobody shall believe it done.
[[nodiscard]] Status append_roster(Node& hub, Writer& writer, std::vector<Entry> acts,
                                   const std::vector<Region>& concerned);

// Whether the roster takes this act; if so, `roster` has it afterwards.
[[nodiscard]] bool has_effect(Roster& roster, const Entry& entry, const Digest& root_thumbprint);

// Grants the next block to a kiosk's open feed when it has fewer than a quarter left for this year;
// from October on also for the next year.
[[nodiscard]] Status grant_numbers(Node& hub, Writer& writer, const FeedName& kiosk_feed);

}  // namespace disapa::ledger
