#include "kiosk/counter/reuse.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "kiosk/counter/case_view.h"
#include "shared/service/nik.h"

namespace disapa {
namespace {

constexpr std::array<std::string_view, 2> kReusable = {"KTP", "KK"};

// {} when erased or unknown.
Json payload_of(Node& node, const Digest& act) {
    auto bytes = node.payload(act);
    if (!bytes || !*bytes) return Json::object();
    auto json = Json::parse(**bytes, nullptr, false);
    return json.is_object() ? json : Json::object();
}

std::string text_in(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<acts::PaperFact> fact_of(Node& node, const Json& item) {
    if (!item.is_object()) return std::nullopt;
    acts::PaperFact fact;
    fact.id = text_in(item, "id");
    fact.how = PaperHow::file;
    fact.blob = fixed_from_base64url<Digest>(text_in(item, "blob"));
    fact.file_name = text_in(item, "name");
    fact.mime = text_in(item, "mime");
    const auto size = item.find("size");
    if (size != item.end() && size->is_number_unsigned()) fact.size = size->get<std::size_t>();
    if (std::ranges::find(kReusable, fact.id) == kReusable.end() || !fact.blob ||
        !fact.mime.starts_with("image/") || !node.has_blob(*fact.blob)) {
        return std::nullopt;
    }
    return fact;
}

bool counts(const Node& node, const Case& of) {
    const auto age = node.clock().now() - of.submitted_at;
    return of.home == node.id() && of.state != CaseState::cancelled &&
           of.state != CaseState::returned && of.state != CaseState::rejected && age >= 0 &&
           age <= Instant{kReuseDays} * 86400;
}

}  // namespace

Result<std::vector<ReusablePaper>> Reuse::find(std::string_view nik) {
    std::vector<ReusablePaper> found;
    // "Without a NIK" is said of many people: it tells nobody from another.
    if (nik.empty() || is_without_nik(nik)) return found;
    auto book = node_.book();
    if (!book) return pass(std::move(book));
    std::vector<const Case*> newest_first;
    for (const auto& [id, of] : (*book)->cases()) {
        if (counts(node_, of)) newest_first.push_back(&of);
    }
    std::ranges::sort(newest_first, std::ranges::greater(), &Case::submitted_at);
    for (const auto* of : newest_first) {
        if (found.size() == kReusable.size()) break;
        const auto act = payload_of(node_, of->revision);
        if (answer_text(act.value("form", Json::object()), "nik") != nik) continue;
        for (const auto& item : act.value("papers", Json::array())) {
            auto fact = fact_of(node_, item);
            if (!fact || std::ranges::any_of(found, [&](const ReusablePaper& known) {
                    return known.file.id == fact->id;
                })) {
                continue;
            }
            found.push_back({std::move(*fact), wita_date(of->submitted_at)});
        }
    }
    return found;
}

}  // namespace disapa
