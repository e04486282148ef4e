// NodeSetup as bytes: in the database, and beside the keys so that a kiosk can be rescued without
// it.
#pragma once

#include "shared/store/node.h"

namespace disapa {

[[nodiscard]] Result<Bytes> to_bytes(const NodeSetup& setup);
[[nodiscard]] Result<NodeSetup> setup_from_bytes(ByteView bytes);

}  // namespace disapa
