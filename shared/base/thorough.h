// How thorough a test is that could go on for long: whole in the plain build, one of seven under the
// sanitizers, which are ten times slower and see in one place what they would see in the next.
#pragma once

#include <cstddef>

namespace disapa::testing {

#ifdef DISAPA_SANITIZE
inline constexpr std::size_t kOneOf = 7;  // prime to the bits of a byte: each of them has its turn
#else
inline constexpr std::size_t kOneOf = 1;
#endif

}  // namespace disapa::testing
