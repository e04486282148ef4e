// The bytes of what is attached to the draft at hand, for showing it.
//
// Thread rule: used where the Node is (the kiosk's worker).
#pragma once

#include <optional>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/store/node.h"

namespace disapa {

// Attached now, or named by the revision or the earlier case that the draft took it from. Nothing
// where no file came with the paper, or where its blob is not here.
[[nodiscard]] Result<std::optional<Bytes>> draft_paper(Node& node, std::string_view paper);

}  // namespace disapa
