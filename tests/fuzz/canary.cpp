#include "tests/fuzz/canary.h"

namespace disapa::fuzz {

bool canary(ByteView input) {
    const Bytes copy(input.begin(), input.end());
    // Letter by letter: only who learns from coverage gets to the end.
    if (copy.size() < 6 || copy[0] != 'k' || copy[1] != 'e' || copy[2] != 'n') return false;
    if (copy[3] != 'a' || copy[4] != 'r' || copy[5] != 'i') return false;
    const volatile std::uint8_t* behind = copy.data() + copy.size();
    return *behind == 0;
}

}  // namespace disapa::fuzz
