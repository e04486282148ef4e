#include "kiosk/counter/changed_decisions.h"

#include <algorithm>
#include <map>

namespace disapa {
namespace {

constexpr std::string_view kRecords = "berubah";
constexpr std::string_view kNew = "baru ", kRead = "dibaca ";

using Records = std::map<std::string, std::string>;

Result<Records> records_of(Node& node) {
    auto list = node.list(kRecords);
    if (!list) return pass(std::move(list));
    Records records;
    for (const auto& [key, value] : *list) records[key] = as_text(value);
    return records;
}

// What is told of a case: its decision, or what took the letter back.
Digest news_of(const Case& of) {
    return of.state == CaseState::revoked ? of.last_judgement : of.decision;
}

// A letter left this kiosk before the kecamatan's order was known, and by that order there is none.
bool has_void_print(const Case& of, const KeyId& here) {
    return std::any_of(of.life.begin(), of.life.end(), [&](const LifeAct& act) {
        return act.type == ActType::printed && act.node == here && act.outcome.fate != Fate::effect;
    });
}

// Of what this book saw change, of letters taken back and of prints that are void, all that was not
// told yet.
Result<Records> unknown_changes(Node& node, const Records& known) {
    auto book = node.book();
    if (!book) return pass(std::move(book));
    std::vector<Digest> news = (*book)->changed_decisions();
    for (const auto& [id, of] : (*book)->cases()) {
        if (of.state == CaseState::revoked || has_void_print(of, node.id())) news.push_back(id);
    }
    Records found;
    for (const auto& id : news) {
        const auto* of = (*book)->find(id);
        if (!of) continue;
        const auto key = to_base64url(id.view());
        const auto decision = to_base64url(news_of(*of).view());
        const auto record = known.find(key);
        if (record == known.end() || !record->second.ends_with(decision))
            found[key] = std::string(kNew) + decision;
    }
    return found;
}

Status keep(Node& node, const Records& records) {
    if (records.empty()) return {};
    return node.write([&](Writer& writer) -> Status {
        for (const auto& [key, value] : records) {
            if (auto put = writer.put(kRecords, key, as_bytes(value)); !put) return put;
        }
        return {};
    });
}

}  // namespace

Result<std::vector<Digest>> ChangedDecisions::changed() {
    auto known = records_of(node_);
    if (!known) return pass(std::move(known));
    auto found = unknown_changes(node_, *known);
    if (!found) return pass(std::move(found));
    if (auto kept = keep(node_, *found); !kept) return pass(std::move(kept));
    for (auto& [key, value] : *found) (*known)[key] = value;
    std::vector<Digest> unread;
    for (const auto& [key, value] : *known) {
        const auto id = fixed_from_base64url<Digest>(key);
        if (id && value.starts_with(kNew)) unread.push_back(*id);
    }
    return unread;
}

Status ChangedDecisions::read() {
    auto known = records_of(node_);
    if (!known) return pass(std::move(known));
    Records told;
    for (const auto& [key, value] : *known) {
        if (value.starts_with(kNew)) told[key] = std::string(kRead) + value.substr(kNew.size());
    }
    return keep(node_, told);
}

}  // namespace disapa
