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
// With --json each prints one object. export: `files`, `bytes`, `safe` (true: read back), `runs` of
// {`desa`, `peer`, `files`, `bytes`, `acts`, `blobs`, `acts_left`, `blobs_left`}. import: `acts`,
// `arrived`, `desa` (acts of each), `left_out`, `notices`, `files` of {`name`, `outcome`,
// `sentence`, `desa`, `acts`}; outcomes: taken, known, cut, damaged, foreign, own, stranger,
// not_bundle, revoked, skipped (no file to read), deadly (it killed its reader).
//
// The sub-commands: exit codes of shared/base/program.h, one sentence on stderr when refused.
[[nodiscard]] int courier_export(const CourierCommand& command);
[[nodiscard]] int courier_import(const CourierCommand& command, const MakeKeeper& make_keeper);

}  // namespace disapa
