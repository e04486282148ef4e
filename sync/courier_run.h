// `disapa-sync courier export|import`: the store, the stick and the person at once.
#pragma once

#include "sync/courier_read.h"

namespace disapa {

struct ExportSummary {
    ExportReport report;
    std::uint64_t files = 0, bytes = 0;
};
// Verified on the medium: "aman dicabut". An error leaves no half file under a bundle's name; whole
// ones that were written before it stay.
[[nodiscard]] Result<ExportSummary> export_to_folder(Node& node, const StickFolder& folder,
                                                     ExportOptions options);

struct CourierCommand {
    std::filesystem::path data, folder;
    std::string desa;            // export at a hub: a region code, or empty
    std::uint64_t most_mib = 0;  // 0: what fits
    bool as_json = false;
};
// The sub-commands: exit codes of shared/base/program.h, one sentence on stderr when refused.
[[nodiscard]] int courier_export(const CourierCommand& command);
[[nodiscard]] int courier_import(const CourierCommand& command, const MakeKeeper& make_keeper);

}  // namespace disapa
