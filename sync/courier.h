// Bundles on a stick: the same bytes as over HTTP, bound to no question (`answers` is zeros), read
// days later, twice, out of order or never. Pure logic: courier_folder.h knows the stick, sandbox.h
// the process that reads it; the simulator carries StickFiles in memory.
//
// Leaving:   export_bundles(node, ...), each file made safe on the stick, then export_done(...).
//            A kiosk writes one run to its hub; a hub one run to each kiosk that lacks something or
//            is owed an answer, and to an applicant that it refused. A run begins where the peer's
//            own newest words say that it stands, never at what was sent: a lost stick loses
//            nothing.
// Arriving:  import_bundle(...) for each file, whole or cut, in any order, as often as one likes.
//            Entries and blobs are taken as over HTTP (at a hub `received` is appended). HAVE, WANT
//            and NOTE count only from a whole bundle whose counter is higher than any heard of that
//            birth.
//
// Belongs to the node's thread. Durable: what an ImportResult counts is on the disk.
#pragma once

#include <functional>

#include "shared/base/limits.h"
#include "shared/store/node.h"
#include "sync/answer.h"

namespace disapa {

// A stick is read and written in memory of this size at most; photos of a month are 40 MiB.
inline constexpr std::size_t kStickBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kStickBundles = 99;     // of one run: two digits in the name
inline constexpr std::size_t kStickWanted = 512;     // blobs that a hub asks for on a stick
inline constexpr std::size_t kStickApplicants = 32;  // refused strangers that wait for the sentence

struct StickFile {
    std::string name;  // "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-01.dsb"; run, then part
    Bytes bytes;       // at most kBundleBytes
};

struct ExportOptions {
    std::size_t most_bytes = kStickBytes;             // of all runs; acts go before blobs
    std::optional<Region> desa = {};                  // a hub: for this desa alone
    std::size_t bundle_bytes = limits::kBundleBytes;  // of one file; at least 128 KiB
};
// One run: the files to one peer.
struct ExportRun {
    KeyId peer;
    Region region;     // the desa; empty for an applicant
    std::string stem;  // names of this run and of older ones begin so: "...-1f2e3d4c-"
    std::uint64_t run = 0;
    std::uint64_t files = 0, bytes = 0, acts = 0, blobs = 0;
    bool acts_left = false, blobs_left = false;  // did not fit
};
struct ExportReport {
    std::vector<ExportRun> runs;
};
// Hands each file on as it is made; an error of `take` ends the export and is passed on.
using TakeFile = std::function<Status(const StickFile&)>;
[[nodiscard]] Result<ExportReport> export_bundles(Node& node, const ExportOptions& options,
                                                  const TakeFile& take);
// The files are safe: nobody is owed this answer any more.
[[nodiscard]] Status export_done(Node& node, const ExportReport& report);

// True for a bundle's name that a later export of this node may replace.
[[nodiscard]] bool may_replace(const Node& node, std::string_view name);
// The run of a name that export_bundles gave with this stem; nothing for every other name.
[[nodiscard]] std::optional<std::uint64_t> run_of(std::string_view name, std::string_view stem);
// The stem of a name that export_bundles may have given, of whatever node; nothing for others.
[[nodiscard]] std::optional<std::string_view> stem_of(std::string_view name);

enum class ImportOutcome {
    taken,       // something new came
    known,       // authentic; every entry and word was known
    cut,         // whole chunks before the cut were taken
    damaged,     // chunks before the damage were taken
    foreign,     // sealed for somebody else
    own,         // made here
    stranger,    // for me, but its sender is not known and does not ask to be
    not_bundle,  // does not begin as a bundle does
    revoked,     // of a revoked device: kept, held
};
struct ImportResult {
    ImportOutcome outcome = ImportOutcome::not_bundle;
    std::string sentence;  // Indonesian, what became of this file
    std::string log;       // English
    KeyId sender;          // zeros while unknown
    Region region;         // at a hub: the sender's desa; empty while unknown
    std::uint64_t acts = 0;
    std::uint64_t arrived = 0;         // at a kiosk: acts of mine whose receipt came now
    std::vector<std::string> notices;  // Indonesian, for the clerk: refused enrolment, fork
    // Came before what it continues, or carried blobs that no act here named: read it once more
    // when another file has brought something.
    bool early = false;
};
// `keeper`: what the hub does inside its transactions; nothing at a kiosk. An error is trouble of
// the own disk: stop, and read the file again later.
[[nodiscard]] Result<ImportResult> import_bundle(Node& node, Keeper* keeper, ByteView bundle);

}  // namespace disapa
