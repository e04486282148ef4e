// Everything again: the file, every tree, head, signature, payload and attachment, and the books.
#pragma once

#include "shared/store/node_core.h"

namespace disapa {

// Sentences in Indonesian, one a fault; empty when all holds. Reads the whole store.
[[nodiscard]] Result<std::vector<std::string>> check_store(NodeCore& core);

}  // namespace disapa
