#include "shared/store/keyring.h"

#include <algorithm>

#include "shared/crypto/jws.h"
#include "shared/store/feed_cache.h"

namespace disapa {

namespace {

// The key that the root's own enrolment names, when this entry is that.
std::optional<PublicKey> root_key(const Entry& entry, const Digest& root_thumbprint) {
    if (entry.is_bare()) return std::nullopt;
    const auto act = decode_act(entry.payload);
    if (!act || act->type != ActType::key_enrolled) return std::nullopt;
    if (thumbprint_of(act->public_key) != root_thumbprint) return std::nullopt;
    if (key_id_of(act->public_key) != entry.signer) return std::nullopt;
    return act->public_key;
}

std::optional<Act> erased_act(const Entry& entry) {
    if (entry.is_bare()) return std::nullopt;
    auto act = decode_act(entry.payload);
    if (!act || act->type != ActType::erased) return std::nullopt;
    return std::move(*act);
}

// Now or once: an erasing that was right stays right.
bool is_admin(const RosterKey& key) {
    return std::any_of(key.grants.begin(), key.grants.end(),
                       [](const RosterKey::Grant& grant) { return grant.role == Role::admin; });
}

}  // namespace

void Keyring::clear() {
    feed_ = 0;
    walked_ = 0;
    roster_ = Roster{};
    known_keys_.reset();
}

void Keyring::set_provisional(std::map<KeyId, PublicKey> keys) {
    provisional_ = std::move(keys);
    known_keys_.reset();
}

const std::shared_ptr<const KnownKeys>& Keyring::known_keys() {
    if (known_keys_ == nullptr) {
        KnownKeys keys;
        for (const auto& [id, key] : roster_.keys()) keys.emplace(id, key.key);
        keys.insert(provisional_.begin(), provisional_.end());
        known_keys_ = std::make_shared<const KnownKeys>(std::move(keys));
    }
    return known_keys_;
}

Status Keyring::refresh() {
    auto walked = walk(false);
    if (!walked) return pass(std::move(walked));
    return {};
}

Result<std::vector<Erasing>> Keyring::settle() {
    return walk(true);
}

Result<std::vector<Erasing>> Keyring::walk(bool writing) {
    std::vector<Erasing> erasings;
    auto feed = longest_feed(*db_, setup_->hub_key, setup_->office);
    if (!feed) return pass(std::move(feed));
    if (!*feed) return erasings;
    if ((*feed)->num != feed_ || (*feed)->size < walked_) {
        clear();
        feed_ = (*feed)->num;
    }
    if ((*feed)->size == walked_) return erasings;
    known_keys_.reset();
    std::vector<EntryRow> rows;
    auto read = each_entry(*db_, feed_, walked_, (*feed)->size, [&](EntryRow row) -> Status {
        rows.push_back(std::move(row));
        return {};
    });
    if (!read) return pass(std::move(read));
    for (auto& row : rows) {
        if (row.state == EntryState::unverified) {
            const auto root = root_key(row.entry, setup_->root_thumbprint);
            row.state = root ? judge_whole(row.entry, *root) : judge(row.entry);
            if (writing && row.state != EntryState::unverified) {
                auto kept = set_entry_state(*db_, row);
                if (!kept) return pass(std::move(kept));
            }
        }
        // Judged like every roster act: by the chain to the root.
        const bool has_effect = roster_.apply(deed_of(row), setup_->root_thumbprint);
        const auto erased = erased_act(row.entry);
        if (erased && has_effect && row.entry.signature) {
            const Jws jws{row.entry.signer, row.entry.payload, *row.entry.signature};
            erasings.push_back({erased->of.front(), to_compact(jws, kTypAct)});
        }
        walked_ = row.place + 1;
    }
    return erasings;
}

Status Keyring::settle_waiting() {
    auto rows = unverified_entries(*db_);
    if (!rows) return pass(std::move(rows));
    bool changed = false;
    for (auto& row : *rows) {
        row.state = judge(row.entry);
        if (row.state == EntryState::unverified) continue;
        auto kept = set_entry_state(*db_, row);
        if (!kept) return kept;
        // A whole entry whose signature holds was given as it is before; the others were not.
        changed = changed || row.state == EntryState::bad || row.entry.is_bare();
    }
    return changed ? count_change(*db_) : Status{};
}

const PublicKey* Keyring::find(const KeyId& signer) const {
    if (const auto* known = roster_.find(signer)) return &known->key;
    const auto at = provisional_.find(signer);
    return at == provisional_.end() ? nullptr : &at->second;
}

EntryState Keyring::judge(const Entry& entry) const {
    if (entry.is_bare()) return judge_bare(entry);
    if (entry.signer.is_zero()) return EntryState::good;  // its feed's head proves it
    const auto* key = find(entry.signer);
    return key == nullptr ? EntryState::unverified : judge_whole(entry, *key);
}

EntryState Keyring::judge_whole(const Entry& entry, const PublicKey& key) const {
    const bool holds = entry.signature && verify_jws(key, kTypAct, entry.payload, *entry.signature);
    return holds ? EntryState::good : EntryState::bad;
}

EntryState Keyring::judge_bare(const Entry& entry) const {
    const auto jws = parse_compact(entry.erased_by, kTypAct);
    if (!jws) return EntryState::bad;
    const auto act = decode_act(jws->payload);
    if (!act || act->type != ActType::erased || act->skeleton.size() != 1 || act->of.size() != 1 ||
        act->of.front() != entry.digest) {
        return EntryState::bad;
    }
    const auto* known = roster_.find(jws->signer);
    if (known == nullptr) return EntryState::unverified;
    const bool holds =
        is_admin(*known) && verify_jws(known->key, kTypAct, jws->payload, jws->signature);
    return holds ? EntryState::good : EntryState::bad;
}

}  // namespace disapa
