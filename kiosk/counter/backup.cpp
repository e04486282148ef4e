#include "kiosk/counter/backup.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/date.h"
#include "shared/base/file.h"
#include "shared/log/canonical_json.h"
#include "shared/store/copy.h"
#include "shared/store/residents.h"

namespace disapa {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKind = "health", kBackupKey = "backup", kCheckKey = "check";
constexpr const char* kFolder = "disapa-cadangan";

Status note(Node& node, std::string_view key, const Json& json) {
    auto text = to_canonical(json);
    if (!text) return pass(std::move(text));
    return node.write([&](Writer& writer) { return writer.put(kKind, key, *text); });
}

Json noted(Node& node, std::string_view key) {
    const auto bytes = node.get(kKind, key);
    if (!bytes || !*bytes) return Json::object();
    const auto json = parse_canonical(**bytes);
    return json && json->is_object() ? *json : Json::object();
}

std::int64_t number(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// Of this desa alone: a stick may hold those of others.
void drop_older(const fs::path& folder, const std::string& stem) {
    std::vector<fs::path> copies;
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator(folder, trouble)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(stem)) copies.push_back(entry.path());
    }
    std::ranges::sort(copies);
    while (copies.size() > kBackupsKept) {
        fs::remove_all(copies.front(), trouble);
        copies.erase(copies.begin());
    }
}

Status fill(Node& node, const fs::path& copy) {
    if (auto made = make_private_folder(copy); !made) return made;
    if (auto copied = node.backup(copy / "disapa.db"); !copied) return copied;
    auto residents = Residents::open(node.folder());
    if (!residents && residents.error().code == ErrorCode::not_found) return {};
    if (!residents) return pass(std::move(residents));
    return residents->copy_to(copy / "residents.db");
}

}  // namespace

Result<fs::path> back_up(Node& node, const fs::path& folder) {
    std::error_code trouble;
    if (!fs::is_directory(folder, trouble)) {
        return fail(ErrorCode::not_found,
                    "Folder cadangan itu tidak ada. Pasang flashdisk dan periksa namanya.",
                    "backup folder is not there");
    }
    const auto into = folder / kFolder;
    if (auto made = make_private_folder(into); !made) return pass(std::move(made));
    const auto now = node.clock().now();
    auto minute = wita_minute(now);  // "2026-11-23T09:05"
    std::erase_if(minute, [](char letter) { return letter == '-' || letter == ':'; });
    std::ranges::replace(minute, 'T', '-');
    const auto stem = node.setup().region.code() + "-";
    const auto copy = into / (stem + minute);
    const auto unfinished = into / ("belum-selesai-" + node.setup().region.code());
    fs::remove_all(unfinished, trouble);
    if (auto copied = fill(node, unfinished); !copied) {
        fs::remove_all(unfinished, trouble);
        return pass(std::move(copied));
    }
    fs::remove_all(copy, trouble);  // of this very minute; the new one is whole already
    if (auto named = rename_durably(unfinished, copy); !named) return pass(std::move(named));
    drop_older(into, stem);
    if (auto kept = note(node, kBackupKey, {{"at", now}}); !kept) return pass(std::move(kept));
    return copy;
}

Status restore(const fs::path& folder, const fs::path& copy) {
    constexpr const char* kStop =
        "Layar kios atau pengirim masih berjalan. Hentikan dahulu, lalu pulihkan salinan.";
    const auto screen = LockFile::take(folder / "screen.lock", kStop);
    if (!screen) return tl::unexpected<Error>(screen.error());
    const auto agent = LockFile::take(folder / "agent.lock", kStop);
    if (!agent) return tl::unexpected<Error>(agent.error());
    return put_back(folder, copy);
}

StoreCare store_care(Node& node) {
    const auto check = noted(node, kCheckKey);
    return {number(noted(node, kBackupKey), "at"), number(check, "at"),
            static_cast<std::uint64_t>(std::max<std::int64_t>(0, number(check, "faults")))};
}

Status note_check(Node& node, std::uint64_t faults) {
    return note(node, kCheckKey, {{"at", node.clock().now()}, {"faults", faults}});
}

}  // namespace disapa
