#include "kiosk/counter/agent_now.h"

#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "shared/base/file.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::size_t kMostBytes = 4096;

// The kernel's list of locks: asking for the lock itself could keep an agent from starting.
bool is_locked(const std::filesystem::path& file) {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) return false;
    const std::string inode = ":" + std::to_string(about.st_ino) + " ";
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        if (line.find("FLOCK") != std::string::npos && line.find(inode) != std::string::npos)
            return true;
    }
    return false;
}

AgentNow::Doing doing_of(std::string_view word) {
    if (word == "idle") return AgentNow::Doing::idle;
    if (word == "window") return AgentNow::Doing::window;
    if (word == "connecting") return AgentNow::Doing::connecting;
    if (word == "sending") return AgentNow::Doing::sending;
    return AgentNow::Doing::unknown;
}

}  // namespace

AgentNow read_agent_now(const std::filesystem::path& folder) {
    AgentNow now;
    now.running = is_locked(folder / "agent.lock");
    std::error_code trouble;
    now.asked = std::filesystem::exists(folder / "send-now", trouble);
    if (!now.running) return now;  // what the last one did is no news
    const auto bytes = read_file(folder / "agent.now", kMostBytes);
    if (!bytes) return now;
    const auto json = Json::parse(*bytes, nullptr, false);
    if (!json.is_object()) return now;
    const auto number = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    };
    const auto word = json.find("doing");
    if (word != json.end() && word->is_string()) now.doing = doing_of(word->get<std::string>());
    now.until = static_cast<Instant>(number("until"));
    now.done = number("done");
    now.of = number("of");
    return now;
}

Status ask_to_send(const std::filesystem::path& folder) {
    if (!is_locked(folder / "agent.lock")) {
        return fail(ErrorCode::not_found,
                    "Program pengirim tidak berjalan. Panggil petugas; permohonan tetap aman.",
                    "no agent runs");
    }
    std::ofstream wish(folder / "send-now", std::ios::binary);
    if (wish.good()) return {};
    return fail(ErrorCode::io, "Permintaan kirim tidak dapat dicatat. Coba lagi.",
                "cannot write send-now");
}

}  // namespace disapa
