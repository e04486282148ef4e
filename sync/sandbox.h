// Shuts this process in before it reads what a stranger wrote.
//
// seccomp (an allow-list by libseccomp): files, memory, time. A program, a process, a socket or a
// trace kills the process; every other call that is not listed fails with EPERM. Landlock, where
// the kernel has it: only the folders named here. Both hold for ever and for every thread made
// later; call it while the process has one thread.
#pragma once

#include <filesystem>
#include <vector>

#include "shared/base/result.h"

namespace disapa {

struct SandboxFolders {
    std::vector<std::filesystem::path> writable;
    std::vector<int> readable;  // descriptors of folders
};
struct Sandbox {
    bool has_landlock = false;
};
// An error: nothing hostile may be read then.
[[nodiscard]] Result<Sandbox> enter_sandbox(const SandboxFolders& folders);

}  // namespace disapa
