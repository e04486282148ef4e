// A door with a fault in it: fuzzers that do not find it find nothing.
#pragma once

#include "shared/base/bytes.h"

namespace disapa::fuzz {

// Reads behind the input's end when it begins with a word that no corpus holds.
bool canary(ByteView input);

}  // namespace disapa::fuzz
