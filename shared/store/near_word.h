// How far a typed word is from the beginning of a known one: for finding people whose name was
// typed with an error. Bytes, not letters: names on a KTP are ASCII. Pure functions, any thread.
#pragma once

#include <string_view>

namespace disapa {

// 0 below four letters, 1 below eight, else 2.
[[nodiscard]] int errors_forgiven(std::string_view typed);

// The fewest letters to change, add, drop or swap with their neighbour so that `word` begins with
// `typed`; `most + 1` when it takes more. The first letter must be right or swapped: else nearly
// everybody is near.
[[nodiscard]] int beginning_distance(std::string_view typed, std::string_view word, int most);

}  // namespace disapa
