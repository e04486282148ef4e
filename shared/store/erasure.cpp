#include "shared/store/erasure.h"

#include <nlohmann/json.hpp>
#include <set>

#include "shared/crypto/jws.h"
#include "shared/log/canonical_json.h"

namespace disapa {

namespace {

// The blobs that an act names: of its papers, or what the receiver of a letter drew.
std::set<std::string> blobs_of(const Bytes& payload) {
    std::set<std::string> blobs;
    const auto act = parse_canonical(payload);
    if (!act) return blobs;
    const auto signature = act->find("signature");
    if (signature != act->end() && signature->is_string())
        blobs.insert(signature->get<std::string>());
    const auto papers = act->find("papers");
    if (papers == act->end() || !papers->is_array()) return blobs;
    for (const auto& paper : *papers) {
        if (!paper.is_object()) continue;
        const auto blob = paper.find("blob");
        if (blob != paper.end() && blob->is_string()) blobs.insert(blob->get<std::string>());
    }
    return blobs;
}

// A wrong erasing must not take a roster's act away: the skeleton has to be of the payload's type.
bool takes_away(const std::string& erased_by, const Bytes& payload) {
    const auto jws = parse_compact(erased_by, kTypAct);
    if (!jws) return false;
    const auto erased = decode_act(jws->payload);
    const auto act = decode_act(payload);
    return erased && act && erased->skeleton.size() == 1 &&
           erased->skeleton.front().type_text == act->type_text;
}

}  // namespace

Status erase_payload(Database& db, const Erasing& erasing) {
    auto kept = insert_erasure(db, erasing.digest, erasing.jws);
    if (!kept) return kept;
    auto rows = entries_of_digest(db, erasing.digest);
    if (!rows) return pass(std::move(rows));
    std::set<std::string> blobs;
    bool changed = false;
    for (const auto& row : *rows) {
        if (row.entry.is_bare() || !takes_away(erasing.jws, row.entry.payload)) continue;
        blobs.merge(blobs_of(row.entry.payload));
        auto bared = make_bare(db, row, erasing.jws);
        if (!bared) return bared;
        changed = true;
    }
    for (const auto& blob : blobs) {
        auto named = any_payload_contains(db, blob);
        if (!named) return pass(std::move(named));
        const auto hash = fixed_from_base64url<Digest>(blob);
        if (*named || !hash) continue;
        auto deleted = delete_blob(db, *hash);
        if (!deleted) return deleted;
    }
    return changed ? count_change(db) : Status{};
}

Result<Entry> without_erased(Database& db, Entry entry) {
    if (entry.is_bare()) return entry;
    auto jws = erasure_of(db, entry.digest);
    if (!jws) return pass(std::move(jws));
    if (*jws && takes_away(**jws, entry.payload)) {
        entry.payload.clear();
        entry.erased_by = std::move(**jws);
    }
    return entry;
}

}  // namespace disapa
