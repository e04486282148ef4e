#include "sync/settings.h"

#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr const char* kFile = "agent.json";
constexpr std::size_t kMostBytes = 16 * 1024;
constexpr std::size_t kMostHubs = 8;
constexpr std::size_t kUrlBytes = 200;
constexpr Instant kCalmMin = 10, kCalmMax = 24 * 3600;
constexpr std::uint64_t kDailyMin = 10'000;  // below that not even acts would travel

tl::unexpected<Error> wrong(const std::string& why, std::string log) {
    return fail(ErrorCode::invalid, "Pengaturan agent.json salah: " + why, "settings: " + log);
}

Result<std::vector<std::string>> texts_of(const Json& value, const std::string& key) {
    const auto no = [&] {
        return wrong("\"" + key + "\" harus berupa daftar teks.", key + " is no list of texts");
    };
    if (!value.is_array()) return no();
    std::vector<std::string> texts;
    for (const Json& one : value) {
        if (!one.is_string()) return no();
        texts.push_back(one.get<std::string>());
    }
    return texts;
}

Status take_hubs(const Json& value, AgentSettings& settings) {
    auto hubs = texts_of(value, "hubs");
    if (!hubs) return pass(std::move(hubs));
    if (hubs->size() > kMostHubs) return wrong("paling banyak 8 alamat.", "too many hubs");
    for (const std::string& url : *hubs) {
        const bool is_http = url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0;
        const bool is_odd = url.find_first_of(" \t\r\n\"<>") != std::string::npos;
        if (!is_http || is_odd || url.size() > kUrlBytes || url.size() < 10)
            return wrong(
                "alamat \"" + url.substr(0, 60) + "\" tidak berupa http://... atau https://...",
                "no URL");
    }
    settings.hubs = std::move(*hubs);
    return {};
}

Status take(const std::string& key, const Json& value, AgentSettings& settings) {
    if (key == "windows") {
        auto texts = texts_of(value, key);
        if (!texts) return pass(std::move(texts));
        auto windows = Windows::parse(*texts);
        if (!windows) return wrong(windows.error().sentence, windows.error().log);
        settings.windows = std::move(*windows);
        return {};
    }
    if (key == "hubs") return take_hubs(value, settings);
    if (key == "calm_seconds") {
        if (!value.is_number_integer() || value < kCalmMin || value > kCalmMax)
            return wrong("\"calm_seconds\" harus bilangan dari 10 sampai 86400.", "calm_seconds");
        settings.calm_seconds = value.get<Instant>();
        return {};
    }
    if (key == "daily_bytes") {
        if (!value.is_number_unsigned() || value < kDailyMin)
            return wrong("\"daily_bytes\" harus bilangan mulai 10000.", "daily_bytes");
        settings.daily_bytes = value.get<std::uint64_t>();
        return {};
    }
    return wrong("\"" + key.substr(0, 40) +
                     "\" tidak dikenal. Yang ada: calm_seconds, daily_bytes, hubs, windows.",
                 "unknown key");
}

}  // namespace

Result<AgentSettings> parse_settings(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return wrong("isinya bukan JSON. Perbaiki atau hapus berkas itu.", "no JSON object");
    AgentSettings settings;
    for (const auto& [key, value] : json.items()) {
        if (auto taken = take(key, value, settings); !taken) return pass(std::move(taken));
    }
    return settings;
}

Result<AgentSettings> read_settings(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::exists(folder / kFile, error)) return AgentSettings{};
    auto bytes = read_file(folder / kFile, kMostBytes);
    if (!bytes) return pass(std::move(bytes));
    return parse_settings(as_text(*bytes));
}

}  // namespace disapa
