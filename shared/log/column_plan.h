// The writer's choice of how each column travels, from a first walk over all payloads.
//
// Whatever it chooses can be read; a better choice makes segments smaller and changes no format.
#pragma once

#include "shared/log/columns.h"

namespace disapa {

[[nodiscard]] Plan make_plan(const std::vector<Sight>& sights);

}  // namespace disapa
