#include "kiosk/station/stick_carry.h"

#include <nlohmann/json.hpp>

#include "kiosk/devices/child.h"
#include "shared/base/text.h"
#include "shared/log/canonical_json.h"

namespace disapa::screens {
namespace {

constexpr std::chrono::seconds kMost{20 * 60};  // 64 MiB on the slowest stick, and then some
constexpr std::size_t kSentenceBytes = 400;

// What a program said to a person; nothing else of a child's words is shown.
std::string sentence_of(const devices::ChildEnd& end) {
    const auto words = end.last_words();
    const bool fits = !words.empty() && words.size() <= kSentenceBytes && is_clean_text(words);
    return fits ? words : "Pekerjaan dengan flashdisk gagal. Cabut, pasang lagi, lalu ulangi.";
}

Result<Json> courier(const std::filesystem::path& sync, const std::string& what,
                     const std::filesystem::path& data, const devices::Stick& stick) {
    auto end = devices::run_child(
        sync, {"courier", what, "--data", data.string(), "--json", stick.folder.string()}, kMost);
    if (!end) return pass(std::move(end));
    auto json = Json::parse(end->out, nullptr, false);
    if (!end->good() || !json.is_object())
        return fail(ErrorCode::io, sentence_of(*end), "courier " + what);
    return json;
}

std::uint64_t count_of(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

void take_import(const Json& json, Carried& carried) {
    carried.read = true;
    carried.news = count_of(json, "acts");
    carried.arrived = count_of(json, "arrived");
    const auto files = json.find("files");
    if (files == json.end() || !files->is_array()) return;
    for (const auto& file : *files) {
        const auto outcome = file.is_object() ? file.value("outcome", "") : "";
        carried.foreign += outcome == "foreign" || outcome == "stranger";
        carried.damaged += outcome == "damaged" || outcome == "cut" || outcome == "deadly";
    }
}

void take_export(const Json& json, Carried& carried) {
    carried.written = true;
    const auto runs = json.find("runs");
    if (runs == json.end() || !runs->is_array()) return;
    for (const auto& run : *runs) {
        if (!run.is_object()) continue;
        carried.taken += count_of(run, "acts");
        carried.left =
            carried.left || run.value("acts_left", false) || run.value("blobs_left", false);
    }
}

}  // namespace

Carried carry(const std::filesystem::path& sync, const std::filesystem::path& data,
              const devices::Stick& stick, std::atomic<CarryPhase>& phase) {
    Carried carried;
    phase = CarryPhase::reading;
    auto brought = courier(sync, "import", data, stick);
    if (!brought) {
        carried.trouble = brought.error().sentence;
        return carried;
    }
    take_import(*brought, carried);
    phase = CarryPhase::writing;
    auto taken = courier(sync, "export", data, stick);
    if (taken) {
        take_export(*taken, carried);
    } else {
        carried.trouble = taken.error().sentence;
    }
    // Also after a trouble: what was written before it must not be half there.
    phase = CarryPhase::ending;
    auto synced = devices::sync_stick(stick);
    if (!synced && carried.trouble.empty()) carried.trouble = synced.error().sentence;
    carried.safe = synced.has_value();
    carried.unmounted = carried.safe && devices::let_go(stick);
    return carried;
}

}  // namespace disapa::screens
