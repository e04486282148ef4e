#include "sync/courier_run.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/base/program.h"
#include "shared/crypto/keys.h"

namespace disapa {
namespace {

Result<LockFile> take_lock(const std::filesystem::path& data) {
    return LockFile::take(data / "courier.lock",
                          "Kurir sedang berjalan untuk data ini. Tunggu sampai selesai.");
}

// Older runs of the same sender to the same reader: the new one begins where they did.
Status remove_older(const StickFolder& folder, std::string_view stem, std::uint64_t run) {
    auto names = folder.names();
    if (!names) return pass(std::move(names));
    for (const std::string& name : *names) {
        const auto found = run_of(name, stem);
        if (!found || *found == run) continue;
        if (auto removed = folder.remove(name); !removed) return removed;
    }
    return {};
}

// Writes; where the stick is full, older runs make room.
Status write_file(const StickFolder& folder, const StickFile& file) {
    auto written = folder.write(file);
    if (written || written.error().code != ErrorCode::limit) return written;
    const auto stem = stem_of(file.name);
    if (!stem) return written;
    if (auto removed = remove_older(folder, *stem, run_of(file.name, *stem).value_or(0)); !removed)
        return removed;
    return folder.write(file);
}

std::vector<std::string> older_names(const Node& node, const StickFolder& folder) {
    auto names = folder.names();
    if (!names) return {};
    std::erase_if(*names, [&](const std::string& name) { return !may_replace(node, name); });
    return std::move(*names);
}

std::string count_text(std::uint64_t count, std::string_view of_what) {
    return std::to_string(count) + " " + std::string(of_what);
}

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
}

std::string run_line(const ExportRun& run, bool is_hub) {
    std::string line = !is_hub              ? "Untuk kecamatan: "
                       : run.region.empty() ? "Untuk pendaftar: "
                                            : "Untuk desa " + run.region.code() + ": ";
    line += count_text(run.acts, "catatan");
    if (run.blobs > 0) line += ", " + count_text(run.blobs, "lampiran");
    line += ", " + count_text(run.files, "berkas.");
    if (run.acts_left)
        line += " Belum semua muat; sisanya ikut perjalanan berikut.";
    else if (run.blobs_left)
        line += " Sebagian lampiran belum muat; sisanya ikut perjalanan berikut.";
    return line;
}

void tell_export(const ExportSummary& summary, bool is_hub, bool as_json) {
    if (as_json) {
        nlohmann::json runs = nlohmann::json::array();
        for (const ExportRun& run : summary.report.runs)
            runs.push_back({{"acts", run.acts},
                            {"acts_left", run.acts_left},
                            {"blobs", run.blobs},
                            {"blobs_left", run.blobs_left},
                            {"bytes", run.bytes},
                            {"desa", run.region.code()},
                            {"files", run.files},
                            {"peer", to_text(run.peer)}});
        const nlohmann::json all{
            {"bytes", summary.bytes}, {"files", summary.files}, {"runs", runs}, {"safe", true}};
        return say(all.dump());
    }
    for (const ExportRun& run : summary.report.runs) say(run_line(run, is_hub));
    if (summary.report.runs.empty()) say("Tidak ada yang perlu dibawa: semua desa sudah lengkap.");
    say("Aman dicabut.");
}

void tell_import(const ImportSummary& summary, bool as_json) {
    if (as_json) {
        nlohmann::json files = nlohmann::json::array();
        for (const ReadFile& file : summary.files)
            files.push_back({{"acts", file.acts},
                             {"desa", file.desa},
                             {"name", printable(file.name)},
                             {"outcome", file.outcome},
                             {"sentence", file.sentence}});
        const nlohmann::json all{{"acts", summary.acts},         {"arrived", summary.arrived},
                                 {"desa", summary.acts_of_desa}, {"files", files},
                                 {"left_out", summary.left_out}, {"notices", summary.notices}};
        return say(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    std::map<std::string, std::uint64_t> silent;  // told by their number alone
    for (const ReadFile& file : summary.files) {
        const bool is_silent = file.outcome == "foreign" || file.outcome == "own" ||
                               file.outcome == "known" || file.outcome == "taken";
        if (is_silent)
            silent[file.outcome] += 1;
        else
            say(printable(file.name) + ": " + printable(file.sentence));
    }
    for (const auto& [desa, acts] : summary.acts_of_desa)
        say("Desa " + printable(desa) + ": " + count_text(acts, "catatan baru."));
    if (!summary.is_hub && summary.acts > 0)
        say("Dari kecamatan: " + count_text(summary.acts, "catatan baru, ") +
            count_text(summary.arrived, "tanda terima."));
    if (summary.acts == 0) say("Tidak ada catatan baru.");
    if (silent["known"] > 0) say(count_text(silent["known"], "berkas sudah pernah dibaca."));
    if (silent["foreign"] > 0)
        say(count_text(silent["foreign"], "berkas untuk penerima lain; dibiarkan."));
    if (summary.left_out > 0)
        say("Terlalu banyak berkas: " + count_text(summary.left_out, "berkas terlama dilewati."));
    for (const std::string& notice : summary.notices) say(printable(notice));
    say(summary.is_hub ? "Selesai dibaca. Jalankan courier export agar jawabannya ikut flashdisk."
                       : "Selesai dibaca.");
}

}  // namespace

Result<ExportSummary> export_to_folder(Node& node, const StickFolder& folder,
                                       ExportOptions options) {
    folder.tidy();
    options.most_bytes =
        std::min<std::uint64_t>(options.most_bytes, folder.room(older_names(node, folder)));
    ExportSummary summary;
    std::vector<std::pair<std::string, Digest>> written;
    auto report = export_bundles(node, options, [&](const StickFile& file) -> Status {
        if (auto done = write_file(folder, file); !done) return done;
        written.emplace_back(file.name, sha256(file.bytes));
        summary.files += 1;
        summary.bytes += file.bytes.size();
        return {};
    });
    if (!report) return pass(std::move(report));
    for (const auto& [name, digest] : written) {
        auto verified = folder.verify(name, digest);
        if (verified) continue;
        const auto removed = folder.remove(name);  // it is no bundle; the medium is bad anyway
        static_cast<void>(removed);
        return pass(std::move(verified));
    }
    for (const ExportRun& run : report->runs) {
        if (auto removed = remove_older(folder, run.stem, run.run); !removed)
            return pass(std::move(removed));
    }
    if (auto done = export_done(node, *report); !done) return pass(std::move(done));
    summary.report = std::move(*report);
    return summary;
}

int courier_export(const CourierCommand& command) {
    ExportOptions options;
    if (command.most_mib > 0)
        options.most_bytes = std::min(command.most_mib, kStickBytes >> 20) << 20;
    if (!command.desa.empty()) {
        options.desa = Region::parse(command.desa);
        if (!options.desa)
            return tell({ErrorCode::invalid, "Kode desa keliru. Tulislah seperti 64.02.12.2005.",
                         "bad region code"});
    }
    const SystemClock clock;
    SystemRandom random;
    auto node = Node::open(command.data, clock, random);
    if (!node) return tell(node.error());
    const auto lock = take_lock(command.data);
    if (!lock) return tell(lock.error());
    auto folder = StickFolder::make(command.folder);
    if (!folder) return tell(folder.error());
    const bool is_hub = node->setup().kind == NodeKind::hub;
    if (!command.as_json)
        say("Bila flashdisk ini baru datang, baca dahulu dengan courier import. Sekarang menulis; "
            "jangan dicabut.");
    std::fflush(stdout);
    const auto summary = export_to_folder(*node, *folder, options);
    if (!summary) return tell(summary.error());
    tell_export(*summary, is_hub, command.as_json);
    return kExitDone;
}

int courier_import(const CourierCommand& command, const MakeKeeper& make_keeper) {
    if (!std::filesystem::exists(command.data / "disapa.db"))
        return tell({ErrorCode::not_found, "Folder data itu tidak ada. Periksa pilihan --data.",
                     "no store there"});
    const auto lock = take_lock(command.data);
    if (!lock) return tell(lock.error());
    const auto summary = import_from_folder(command.data, command.folder, make_keeper);
    if (!summary) return tell(summary.error());
    if (!summary->has_landlock)
        std::fprintf(stderr, "landlock: not in this kernel; seccomp alone holds the reader\n");
    tell_import(*summary, command.as_json);
    return kExitDone;
}

}  // namespace disapa
