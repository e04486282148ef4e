// Whether bytes are canonical JSON, in one pass and without building anything: what STORE asks of
// every payload of a hub. The same answer as parse_canonical gives (canonical_check_test.cpp holds
// the two together), about twenty times faster.
#pragma once

#include "shared/base/bytes.h"

namespace disapa {

// Any thread.
[[nodiscard]] bool is_canonical(ByteView payload);

}  // namespace disapa
