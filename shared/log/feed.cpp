#include "shared/log/feed.h"

#include "shared/crypto/jws.h"

namespace disapa {

namespace {

// A NUL ends the prefix, so that no other signed or hashed thing can begin like it.
constexpr std::string_view kFeedPrefix{"disapa-feed-v1\0", 15};

}  // namespace

FeedId FeedName::id() const {
    const Digest digest =
        sha256({as_bytes(kFeedPrefix), node.view(), birth.view(), as_bytes(region.code())});
    return *FeedId::from(digest.view());
}

Bytes head_payload(const FeedId& feed, std::uint64_t size, const Digest& root) {
    const std::string text = R"({"feed":")" + to_base64url(feed.view()) + R"(","root":")" +
                             to_base64url(root.view()) + R"(","size":)" + std::to_string(size) +
                             "}";
    const ByteView bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

Head sign_head(const SigningKey& node, const FeedId& feed, std::uint64_t size, const Digest& root) {
    return {feed, size, root, sign_jws(node, kTypHead, head_payload(feed, size, root))};
}

bool verify_head(const PublicKey& node, const Head& head) {
    return verify_jws(node, kTypHead, head_payload(head.feed, head.size, head.root),
                      head.signature);
}

}  // namespace disapa
