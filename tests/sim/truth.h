// What people were told, signed and hold on paper: kept outside the code under test.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "shared/log/act.h"

namespace disapa::sim {

// One series of numbers has each of them once: (desa or kecamatan, year, number).
struct NumberKey {
    std::string series;
    std::string year, number;
    auto operator<=>(const NumberKey&) const = default;
};

struct Truth {
    // Grows with everything that happens: "before" and "after" without clocks.
    std::uint64_t index = 0;

    struct Key {
        Role role = Role::none;
        Region region;
        KeyId device;                          // desa officers
        std::optional<std::uint64_t> revoked;  // index
    };
    std::map<KeyId, Key> keys;

    // A receipt in a citizen's hand.
    struct Receipt {
        std::string code, kiosk, person;
    };
    std::map<std::string, Receipt> receipts;
    // Whoever pressed the button was told "done": these acts, on this machine.
    std::map<std::string, std::set<Digest>> said;
    // Bytes that officers of the kecamatan signed, and what they were told came of it.
    std::set<Digest> signed_decisions;
    std::map<std::string, Digest> told_decisions;  // of a case's code
    std::map<NumberKey, std::string> numbers;      // on paper or on a screen: of which case
    std::set<Digest> forbidden;                    // made by a hostile kiosk: may do nothing
    std::map<Digest, Region> origin;               // whose desa an act belongs to
    std::map<Digest, std::uint64_t> at_hub;        // index at which the hub had it on its disk
    std::set<Digest> arrived;                      // shown as "tiba di kecamatan"
};

}  // namespace disapa::sim
