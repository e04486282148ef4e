// The part of STORE that needs no database: canonical form, digests and signatures. Pure, so that a
// hub does it on all its cores, outside every transaction; `Writer::ingest` takes the result and
// judges only what depends on the store.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/crypto/keys.h"
#include "shared/log/segment.h"

namespace disapa {

// Public keys that the roster named at some moment; only a hint: ingest compares with the roster of
// its own transaction and verifies anew what was examined by another key.
using KnownKeys = std::map<KeyId, PublicKey>;

struct Examined {
    Segment segment;
    std::string wrong;  // English: why STORE has to refuse it; empty when nothing was found
    std::vector<Digest> leaves;  // of each entry; none when something is wrong
    // Of each entry: the key under which its signature was found to hold; nothing for a node's act,
    // for a bare row, and where the signer was not known or the signature did not hold.
    std::vector<std::optional<PublicKey>> held_by;
};

// Any thread. What is false under the key known here is left to ingest, which knows the roster.
[[nodiscard]] Examined examine(Segment segment, const KnownKeys& keys);

}  // namespace disapa
