// Reads a stick in a child process that shuts itself in (sandbox.h) before it reads the first byte.
//
// The child has the store open and the stick's folder; the parent holds no store, only listens to
// a pipe whose lines it bounds. A file that kills the child is left out by name and a new child
// reads the rest: what was read before is on the disk, and reading it again changes nothing.
#pragma once

#include <map>

#include "sync/courier_folder.h"

namespace disapa {

struct ReadFile {
    std::string name;     // as on the stick
    std::string outcome;  // a word of ImportOutcome, or "skipped", "deadly"
    std::string sentence, log, sender, desa;
    std::uint64_t acts = 0, arrived = 0;
};
struct ImportSummary {
    std::vector<ReadFile> files;  // sorted by name
    std::vector<std::string> notices;
    std::size_t left_out = 0;
    bool has_landlock = false;
    bool is_hub = false;
    std::uint64_t acts = 0, arrived = 0;
    std::map<std::string, std::uint64_t> acts_of_desa;
};

// How one bundle is read; tests put their own here.
using BundleReader = std::function<Result<ImportResult>(Node&, Keeper*, ByteView)>;
// What the hub does inside its transactions; called in the child, at a hub.
using MakeKeeper = std::function<std::unique_ptr<Keeper>(Node&)>;
// Forks: call it while the process has one thread and no store open.
[[nodiscard]] Result<ImportSummary> import_from_folder(const std::filesystem::path& data,
                                                       const std::filesystem::path& folder,
                                                       const MakeKeeper& make_keeper,
                                                       const BundleReader& read = import_bundle);

}  // namespace disapa
