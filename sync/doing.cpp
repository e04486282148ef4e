#include "sync/doing.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"

namespace disapa {

void DoingFile::tell(const Doing& doing) {
    if (doing == told_) return;
    told_ = doing;
    const Json json{
        {"doing", doing.word}, {"done", doing.done}, {"of", doing.of}, {"until", doing.until}};
    const auto text = to_canonical(json);
    if (!text) return;
    const auto fresh = folder_ / "agent.now.new";
    {
        std::ofstream file(fresh, std::ios::binary);
        file << as_text(*text);
        if (!file.good()) return;
    }
    std::error_code trouble;  // the screen then shows what was told before
    std::filesystem::rename(fresh, folder_ / "agent.now", trouble);
}

bool DoingFile::take_send_now() const {
    std::error_code trouble;
    return std::filesystem::remove(folder_ / "send-now", trouble) && !trouble;
}

}  // namespace disapa
