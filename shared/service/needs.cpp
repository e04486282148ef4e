#include "shared/service/needs.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/text.h"

namespace disapa {
namespace {

using Texts = std::map<std::string, std::string>;

tl::unexpected<Error> broken(const std::string& why) {
    return fail(ErrorCode::invalid, "Daftar kebutuhan rusak. Hubungi administrator.",
                "needs.json: " + why);
}

Texts texts_of(const nlohmann::json& object) {
    Texts texts;
    if (!object.is_object()) return texts;
    for (const auto& [language, text] : object.items()) {
        if (text.is_string()) texts[language] = text.get<std::string>();
    }
    return texts;
}

Need read_need(const nlohmann::json& json) {
    Need need;
    if (!json.is_object()) return need;
    need.id = json.value("id", "");
    need.icon = json.value("icon", "");
    need.titles = texts_of(json.value("title", nlohmann::json()));
    need.notes = texts_of(json.value("note", nlohmann::json()));
    for (const auto& group : json.value("groups", nlohmann::json::array())) {
        if (group.is_string()) need.groups.push_back(lower(group.get<std::string>()));
    }
    return need;
}

const std::string& in_language(const Texts& texts, const std::string& language) {
    const auto found = texts.find(language);
    return found == texts.end() ? texts.at("id") : found->second;
}

}  // namespace

const std::string& Need::title(const std::string& language) const {
    return in_language(titles, language);
}

const std::string& Need::note(const std::string& language) const {
    return in_language(notes, language);
}

Result<std::vector<Need>> read_needs(std::string_view json) {
    const auto list = nlohmann::json::parse(json, nullptr, false);
    if (!list.is_array() || list.empty()) return broken("not a list");
    std::vector<Need> needs;
    std::set<std::string> groups;
    for (const auto& each : list) {
        auto need = read_need(each);
        if (need.id.empty() || need.groups.empty() || !need.titles.contains("id") ||
            !need.notes.contains("id")) {
            return broken("a need without id, title, note or groups");
        }
        for (const auto& group : need.groups) {
            if (!groups.insert(group).second) return broken("group " + group + " stands twice");
        }
        needs.push_back(std::move(need));
    }
    return needs;
}

const Need* need_of(const std::vector<Need>& needs, std::string_view group) {
    const auto plain = lower(group);
    for (const auto& need : needs) {
        if (std::ranges::find(need.groups, plain) != need.groups.end()) return &need;
    }
    return needs.empty() ? nullptr : &needs.back();
}

}  // namespace disapa
