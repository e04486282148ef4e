// A feed: the append-only log of one node for one audience.
//
//   feed id = SHA-256("disapa-feed-v1\0" | node public key 32 | birth 8 | region code)
//   head    = JWS, typ disapa-head, over {"feed":"<id>","root":"<root>","size":n}
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/region.h"
#include "shared/base/result.h"
#include "shared/crypto/keys.h"

namespace disapa {

// What names a feed: in HAVE, in a feed's first SEGMENT, in the store.
struct FeedName {
    PublicKey node;
    Birth birth;
    Region region;
    auto operator<=>(const FeedName&) const = default;
    [[nodiscard]] FeedId id() const;
};

struct Head {
    FeedId feed;
    std::uint64_t size = 0;
    Digest root;
    Signature signature;
};
[[nodiscard]] Bytes head_payload(const FeedId& feed, std::uint64_t size, const Digest& root);
[[nodiscard]] Head sign_head(const SigningKey& node, const FeedId& feed, std::uint64_t size,
                             const Digest& root);
[[nodiscard]] bool verify_head(const PublicKey& node, const Head& head);

}  // namespace disapa
