// Reads one file of assets/services. The shape is that of service.schema.json there; beyond it:
// every template, table and group names what exists, and no id stands twice.
#pragma once

#include <string_view>

#include "shared/service/service.h"

namespace disapa {

// `file` is the file's name, for the error. The service's code must be that name without ".json".
[[nodiscard]] Result<Service> parse_service(std::string_view json, std::string_view file);

// The steps that a role of the camat means; nothing for a word that is no role.
[[nodiscard]] std::optional<Flow> flow_of_role(std::string_view role_of_camat);

}  // namespace disapa
