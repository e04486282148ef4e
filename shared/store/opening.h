// How a node comes to be, is opened, and notices that its database is not the one it left.
#pragma once

#include "shared/store/node_core.h"

namespace disapa {

[[nodiscard]] Status create_node(const std::filesystem::path& folder, NodeSetup setup,
                                 Random& random);

// Compares births, sizes and hardware with the keys' folder. A kiosk whose database is another or
// an older one draws a new birth: new feeds, same key. A hub is not opened: its ledger cannot be
// begun again by itself. (Other hardware alone is no reason at a hub: its folder may be moved to a
// new server.)
[[nodiscard]] Result<std::unique_ptr<NodeCore>> open_node(const std::filesystem::path& folder,
                                                          const Clock& clock, Random& random,
                                                          Node::Options options);

[[nodiscard]] Status backup_node(NodeCore& core, const std::filesystem::path& to);

}  // namespace disapa
