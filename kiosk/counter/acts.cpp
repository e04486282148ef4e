#include "kiosk/counter/acts.h"

#include <nlohmann/json.hpp>

#include "shared/log/act.h"

namespace disapa::acts {
namespace {

std::string new_salt(Random& random) {
    std::array<std::uint8_t, 8> salt{};
    random.fill(salt);
    return to_base64url(salt);
}

Json begin(ActType type, Instant at) {
    return {{"type", std::string(disapa::to_text(type))}, {"at", at}};
}

Json paper_list(const std::vector<PaperFact>& papers) {
    Json list = Json::array();
    for (const auto& paper : papers) {
        Json item{{"id", paper.id}, {"how", std::string(to_text(paper.how))}};
        if (paper.blob) {
            item["blob"] = to_base64url(paper.blob->view());
            item["mime"] = paper.mime;
            item["name"] = paper.file_name;
            item["size"] = paper.size;
        }
        list.push_back(std::move(item));
    }
    return list;
}

Json revision(ActType type, Who who, const Json& form, const Request& request) {
    auto act = begin(type, who.at);
    act["form"] = form;
    act["papers"] = paper_list(request.papers);
    act["salt"] = new_salt(who.random);
    if (!request.by.is_zero()) act["by"] = to_text(request.by);
    if (!request.helper.name.empty()) {
        act["helper"] = {{"name", request.helper.name}, {"relation", request.helper.relation}};
    }
    if (request.entered) act["entered"] = to_iso(*request.entered);
    return act;
}

// A newer or hostile kiosk may write anything under any name.
std::string text_at(const Json& object, std::string_view key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

std::string_view to_text(PaperHow how) {
    switch (how) {
        case PaperHow::brought:
            return "brought";
        case PaperHow::file:
            return "file";
        case PaperHow::missing:
            return "missing";
    }
    return "";
}

PaperHow paper_how_from_text(std::string_view text) {
    if (text == "brought") return PaperHow::brought;
    return text == "file" ? PaperHow::file : PaperHow::missing;
}

Helper helper_of(const Json& act) {
    const auto helper = act.find("helper");
    if (helper == act.end() || !helper->is_object()) return {};
    return {text_at(*helper, "name"), text_at(*helper, "relation")};
}

std::optional<Date> entered_of(const Json& act) {
    return parse_date(text_at(act, "entered"));
}

Result<Bytes> submitted(Who who, std::string_view service, const Json& form,
                        const Request& request) {
    auto act = revision(ActType::submitted, who, form, request);
    act["service"] = service;
    return to_canonical(act);
}

Result<Bytes> amended(Who who, const Digest& of, const Json& form, const Request& request) {
    auto act = revision(ActType::amended, who, form, request);
    act["of"] = to_base64url(of.view());
    return to_canonical(act);
}

Result<Bytes> verified(Who who, const std::vector<Verified>& items) {
    auto act = begin(ActType::verified, who.at);
    act["salt"] = new_salt(who.random);
    Json list = Json::array();
    for (const auto& item : items) {
        Json papers = Json::array();
        for (const auto& paper : item.papers) {
            if (paper.seen) {
                papers.push_back({{"id", paper.id}, {"seen", true}});
            } else {
                papers.push_back({{"id", paper.id}, {"absent", paper.absent_reason}});
            }
        }
        list.push_back({{"of", to_base64url(item.revision.view())}, {"papers", papers}});
    }
    act["items"] = std::move(list);
    return to_canonical(act);
}

Result<Bytes> issued(Instant at, const Digest& endorsed, std::int64_t number,
                     std::string_view series, int year) {
    auto act = begin(ActType::issued, at);
    act["of"] = to_base64url(endorsed.view());
    act["number"] = number;
    act["series"] = series;
    act["year"] = year;
    return to_canonical(act);
}

Result<Bytes> with_reason(Who who, ActType type, const Digest& of, std::string_view reason,
                          const std::vector<std::string>& codes) {
    auto act = begin(type, who.at);
    act["of"] = to_base64url(of.view());
    act["reason"] = reason;
    if (!codes.empty()) act["reasons"] = codes;
    act["salt"] = new_salt(who.random);
    return to_canonical(act);
}

Result<Bytes> printed(Instant at, const Digest& letter, std::int64_t copy, const KeyId& by) {
    auto act = begin(ActType::printed, at);
    act["of"] = to_base64url(letter.view());
    act["copy"] = copy;
    act["by"] = to_text(by);
    return to_canonical(act);
}

Result<Bytes> handed_over(Who who, const Digest& letter, std::string_view receiver, const KeyId& by,
                          const std::optional<Digest>& signature) {
    auto act = begin(ActType::handed_over, who.at);
    act["of"] = to_base64url(letter.view());
    act["to"] = receiver;
    if (signature) act["signature"] = to_base64url(signature->view());
    act["by"] = to_text(by);
    act["salt"] = new_salt(who.random);
    return to_canonical(act);
}

}  // namespace disapa::acts
