// What people come for: the groups of the catalogue as a person would say them
// (assets/lists/needs.json). Plain values, any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace disapa {

struct Need {
    std::string id, icon;
    std::vector<std::string> groups;                   // of services, in lower case
    std::map<std::string, std::string> titles, notes;  // by language; "id" is always there

    // In this language, else in Indonesian.
    [[nodiscard]] const std::string& title(const std::string& language) const;
    [[nodiscard]] const std::string& note(const std::string& language) const;
};

// invalid with the reason in English for the log: no list, a need without its parts, a group twice.
[[nodiscard]] Result<std::vector<Need>> read_needs(std::string_view json);

// The need that a group belongs to; the last one where none names it. Null only without needs.
[[nodiscard]] const Need* need_of(const std::vector<Need>& needs, std::string_view group);

}  // namespace disapa
