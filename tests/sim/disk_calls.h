// Who answers libc's file calls in this program.
#pragma once

#include "tests/sim/disk_system.h"

namespace disapa::virtual_disk {

// Null: libc alone. The system lives until another is named.
void answer_with(DiskSystem* system);

}  // namespace disapa::virtual_disk
