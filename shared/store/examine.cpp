#include "shared/store/examine.h"

#include "shared/base/limits.h"
#include "shared/base/mutant.h"
#include "shared/crypto/jws.h"
#include "shared/log/canonical_check.h"

namespace disapa {

namespace {

// What is wrong with an entry as such, whoever signed it; empty when nothing.
std::string wrong_form(const Entry& entry) {
    if (entry.signature.has_value() == entry.signer.is_zero()) {
        return "signature and signer do not go together";
    }
    if (entry.is_bare() == entry.erased_by.empty()) return "neither a payload nor an erased row";
    if (entry.is_bare()) return {};
    if (sha256(entry.payload) != entry.digest) return "digest is another's";
    if (entry.payload.size() > limits::kPayloadBytes) return "payload too large";
    if (!is_canonical(entry.payload) && !is_mutant(Mutant::skip_canonical))
        return "payload is not canonical JSON";
    return {};
}

std::string wrong_form(const Segment& segment) {
    if (segment.entries.empty() || segment.entries.size() > limits::kSegmentEntries) {
        return "no entries, or too many";
    }
    if (segment.name && segment.name->id() != segment.feed) return "feed id is another's";
    for (const auto& entry : segment.entries) {
        auto wrong = wrong_form(entry);
        if (!wrong.empty()) return wrong;
    }
    return {};
}

std::optional<PublicKey> key_that_holds(const Entry& entry, const KnownKeys& keys) {
    if (entry.is_bare() || !entry.signature) return std::nullopt;
    const auto known = keys.find(entry.signer);
    if (known == keys.end()) return std::nullopt;
    if (!verify_jws(known->second, kTypAct, entry.payload, *entry.signature)) return std::nullopt;
    return known->second;
}

}  // namespace

Examined examine(Segment segment, const KnownKeys& keys) {
    Examined examined;
    examined.segment = std::move(segment);
    examined.wrong = wrong_form(examined.segment);
    if (!examined.wrong.empty()) return examined;
    for (const auto& entry : examined.segment.entries) {
        examined.leaves.push_back(entry.leaf_hash());
        examined.held_by.push_back(key_that_holds(entry, keys));
    }
    return examined;
}

}  // namespace disapa
