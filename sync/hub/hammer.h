// `disapa-sync hammer`: what a hub bears. N made-up kiosks wake at once and bring their requests
// over the real protocol, while slow sockets are held open and one more, honest, kiosk comes later.
// Each must hear of every act by a receipt under the hub's signed head.
//
// Only against a sample hub, whose folder it needs to enrol the kiosks by the hub's own invites.
#pragma once

#include <filesystem>
#include <string>

#include "shared/base/clock.h"
#include "shared/crypto/keys.h"

namespace disapa {

struct HammerOptions {
    std::filesystem::path folder;  // of the hub
    std::string url;               // where it serves
    std::size_t kiosks = 50, requests = 20, slow = 0;
    int honest_seconds = 5;  // the honest kiosk may take so long
};

struct HammerFigures {
    std::size_t kiosks = 0, without_receipt = 0;
    std::size_t requests = 0;              // that have their receipt
    double seconds = 0;                    // from the first byte to the last receipt
    double p50 = 0, p99 = 0, longest = 0;  // of one kiosk's exchange, seconds
    double honest = 0;                     // of the honest kiosk
    bool honest_done = false;
    std::size_t slow_held = 0, slow_cut = 0;
    std::string first_error;  // English
    [[nodiscard]] bool good(const HammerOptions& options) const {
        return without_receipt == 0 && honest_done &&
               honest <= static_cast<double>(options.honest_seconds);
    }
};

[[nodiscard]] Result<HammerFigures> hammer(const HammerOptions& options, const Clock& clock,
                                           Random& random);
// One sentence, Indonesian.
[[nodiscard]] std::string told(const HammerFigures& figures);
[[nodiscard]] std::string json_of(const HammerFigures& figures);

}  // namespace disapa
