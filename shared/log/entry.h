// An entry: an act in its place in a feed.
//
//   leaf = "disapa-leaf-v1\0" | SHA-256(payload) | key id 8 or zeros | signature 64 or nothing
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

struct Entry {
    Digest digest;                       // SHA-256 of the payload: the act's name everywhere
    KeyId signer;                        // zeros: a node's act, proved by the head that covers it
    std::optional<Signature> signature;  // of a person's act: JWS, typ disapa-act
    Bytes payload;                       // canonical JSON as signed; empty when erased
    // Erased (a "bare" row): the compact JWS of the `erased` act that took the payload away.
    std::string erased_by;

    [[nodiscard]] bool is_bare() const { return payload.empty(); }
    [[nodiscard]] Digest leaf_hash() const;  // RFC 6962: SHA-256(0x00 | leaf)
};

// A node's own act: no signature; the digest is computed.
[[nodiscard]] Entry node_entry(Bytes payload);
// A person's act: signed by `key`.
[[nodiscard]] Entry person_entry(Bytes payload, const SigningKey& key);

// Receipt code of a case: the first 50 bits of its digest in Crockford base32 and a check character of
// the same alphabet (a weighted sum over GF(32), see FORMAT.md: any one wrong character and any two
// exchanged ones are noticed), 11 characters, shown in groups as K7M-2QX-94B-HY.
[[nodiscard]] std::string receipt_code(const Digest& submitted);         // "K7M2QX94BHY"
[[nodiscard]] std::string show_code(std::string_view code);              // "K7M-2QX-94B-HY"
// What a person typed: case, spaces and dashes ignored, O read as 0, I and L as 1; nothing when the
// length or check character is wrong.
[[nodiscard]] std::optional<std::string> read_code(std::string_view typed);

}  // namespace disapa
