#include "kiosk/counter/originals.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::string_view kBytes = "original", kTimes = "original_at";
constexpr std::string_view kDraftFiles = "draft_file";  // as kiosk/counter/drafts.h keeps them

std::string key_of(const Digest& paper) {
    return to_base64url(paper.view());
}

Json payload_of(Node& node, const Digest& act) {
    auto bytes = node.payload(act);
    if (!bytes || !*bytes) return Json::object();
    auto json = Json::parse(**bytes, nullptr, false);
    return json.is_object() ? json : Json::object();
}

Status erase_one(Writer& writer, const std::string& key) {
    if (auto done = writer.erase(kBytes, key); !done) return done;
    return writer.erase(kTimes, key);
}

}  // namespace

Status Originals::keep(const Digest& paper, ByteView original) {
    if (original.empty() || original.size() > limits::kBlobBytes) {
        return fail(ErrorCode::limit, "Foto asli terlalu besar untuk disimpan.",
                    "original empty or too big");
    }
    if (auto cleared = erase_old(); !cleared) return cleared;
    const auto now = std::to_string(node_.clock().now());
    return node_.write([&](Writer& writer) -> Status {
        if (auto put = writer.put(kBytes, key_of(paper), original); !put) return put;
        return writer.put(kTimes, key_of(paper), as_bytes(now));
    });
}

Result<std::optional<Bytes>> Originals::get(const Digest& paper) {
    return node_.get(kBytes, key_of(paper));
}

bool Originals::has(const Digest& paper) {
    const auto found = node_.get(kTimes, key_of(paper));
    return found && found->has_value();
}

Status Originals::erase(const Digest& paper) {
    return node_.write([&](Writer& writer) { return erase_one(writer, key_of(paper)); });
}

Status Originals::erase_of(const Case& of) {
    std::vector<std::string> keys;
    for (const auto& act : of.life) {
        if (act.type != ActType::submitted && act.type != ActType::amended) continue;
        for (const auto& item : payload_of(node_, act.digest).value("papers", Json::array())) {
            if (!item.is_object() || !item.contains("blob") || !item["blob"].is_string()) continue;
            keys.push_back(item["blob"].get<std::string>());
        }
    }
    return node_.write([&](Writer& writer) -> Status {
        for (const auto& key : keys) {
            if (auto done = erase_one(writer, key); !done) return done;
        }
        return {};
    });
}

Status Originals::erase_old() {
    auto times = node_.list(kTimes);
    if (!times) return pass(std::move(times));
    if (times->empty()) return {};
    auto drafts = node_.list(kDraftFiles);
    if (!drafts) return pass(std::move(drafts));
    std::set<std::string> in_draft;
    for (const auto& [id, bytes] : *drafts) in_draft.insert(key_of(sha256(bytes)));
    std::vector<std::string> old;
    for (const auto& [key, at] : *times) {
        const auto paper = fixed_from_base64url<Digest>(key);
        const auto age =
            node_.clock().now() - std::strtoll(std::string(as_text(at)).c_str(), nullptr, 10);
        const bool named = paper && (in_draft.contains(key) || node_.has_blob(*paper));
        if (!named || age > Instant{kOriginalDays} * 86400) old.push_back(key);
    }
    if (old.empty()) return {};
    return node_.write([&](Writer& writer) -> Status {
        for (const auto& key : old) {
            if (auto done = erase_one(writer, key); !done) return done;
        }
        return {};
    });
}

bool Originals::asked_for(Node& node, std::string_view code) {
    auto book = node.book();
    const auto* of = book ? (*book)->find_code(code) : nullptr;
    if (!of || of->state != CaseState::returned) return false;
    const auto act = payload_of(node, of->last_judgement);
    const auto reasons = act.find("reasons");
    return reasons != act.end() && reasons->is_array() &&
           std::ranges::any_of(*reasons,
                               [](const Json& reason) { return reason == kUnclearPhoto; });
}

}  // namespace disapa
