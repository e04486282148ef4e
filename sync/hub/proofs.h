// The acts behind what the desk shows, so that the page can check them itself.
#pragma once

#include <vector>

#include "shared/log/canonical_json.h"
#include "shared/store/node.h"

namespace disapa {

// As a list of {digest, jws, payload}; jws is null for an act that the feed's head alone signs.
// Erased and unknown ones are left out. Any thread that may use `hub`.
[[nodiscard]] Json proofs_of(Node& hub, const std::vector<Digest>& acts);

}  // namespace disapa
