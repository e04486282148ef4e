#include "kiosk/counter/changed_decisions.h"

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

// Of what this book saw change, all whose newest decision was not told yet.
Result<Records> unknown_changes(Node& node, const Records& known) {
    auto book = node.book();
    if (!book) return pass(std::move(book));
    Records found;
    for (const auto& id : (*book)->changed_decisions()) {
        const auto* of = (*book)->find(id);
        if (!of) continue;
        const auto key = to_base64url(id.view());
        const auto decision = to_base64url(of->decision.view());
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
