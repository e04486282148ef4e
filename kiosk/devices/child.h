// Another program run to its end, with what it printed. No shell: nothing in an argument is read
// as anything but itself.
//
// Blocks until the program ends: never on the window's thread. Any thread; several at once.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/base/result.h"

namespace disapa::devices {

struct ChildEnd {
    int code = 0;          // its exit code; 128 + N where signal N ended it
    std::string out, err;  // at most kChildBytes of each; the rest is read and dropped
    [[nodiscard]] bool good() const { return code == 0; }
    // The last line of `err` that is not empty: what our programs tell a person.
    [[nodiscard]] std::string last_words() const;
};
inline constexpr std::size_t kChildBytes = 256 * 1024;

// not_found: no such program. io: it would not start, or was ended after `most`.
[[nodiscard]] Result<ChildEnd> run_child(const std::filesystem::path& program,
                                         const std::vector<std::string>& arguments,
                                         std::chrono::seconds most);

// `name` beside the program that runs now; "disapa-sync" beside "disapa-kiosk".
[[nodiscard]] std::filesystem::path program_beside(const std::string& name);

}  // namespace disapa::devices
