#include "kiosk/counter/draft_papers.h"

#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"

namespace disapa {

// The records are those of drafts.h.
Result<std::optional<Bytes>> draft_paper(Node& node, std::string_view paper) {
    auto attached = node.get("draft_file", paper);
    if (!attached || *attached) return attached;
    auto record = node.get("draft", "now");
    if (!record) return pass(std::move(record));
    const auto draft = *record ? Json::parse(**record, nullptr, false) : Json();
    if (!draft.is_object()) return std::nullopt;
    const auto files = draft.value("files", Json::object());
    const auto file = files.find(paper);
    if (file == files.end() || !file->is_object()) return std::nullopt;
    const auto blob = fixed_from_base64url<Digest>(file->value("blob", ""));
    if (!blob) return std::nullopt;
    return node.blob(*blob);
}

}  // namespace disapa
