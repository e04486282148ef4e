// Enrolments on their way, at a kiosk: store records of kind "enrol", key = the new key's id, value
// = the body of the ENROL frame (shared/store/enrolment.h). Written by whoever enrols; sent first
// in every exchange; gone when the roster holds the key.
#pragma once

#include "shared/store/enrolment.h"
#include "shared/store/node.h"

namespace disapa {

[[nodiscard]] Result<std::vector<Bytes>> pending_enrolments(Node& kiosk);
// Drops the records whose key the roster holds now.
[[nodiscard]] Status drop_enrolled(Node& kiosk);

}  // namespace disapa
