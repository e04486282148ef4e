// A kiosk made up for load tests: keys, a feed and made-up requests in memory. It speaks the real
// protocol, and believes an act arrived only by a `received` under the hub's signed head.
#pragma once

#include <memory>
#include <vector>

#include "shared/base/clock.h"
#include "shared/log/feed.h"
#include "shared/log/merkle.h"
#include "sync/bundle.h"
#include "sync/inbox.h"
#include "sync/link.h"

namespace disapa {

// What every kiosk knows of its hub.
struct HammeredHub {
    PublicKey key;
    Birth birth;
    BoxPublicKey box;
    Region office;
    Extent roster;  // told as held: it is the same for all and not what is measured
};

class SyntheticKiosk {
  public:
    SyntheticKiosk(const HammeredHub& hub, const Region& desa, Random& random);

    [[nodiscard]] const Region& desa() const { return feed_.region; }
    [[nodiscard]] const Birth& birth() const { return feed_.birth; }
    [[nodiscard]] const SigningKey& key() const { return key_; }
    [[nodiscard]] const SigningKey& clerk() const { return clerk_; }
    [[nodiscard]] const BoxPublicKey& box() const { return box_.public_key(); }

    // Makes `count` requests, each verified by the clerk's signature, as segments ready to send.
    [[nodiscard]] Status make_requests(std::size_t count, Instant now, Random& random);
    // Sends what is not sent and hears the hub, with as many POSTs as it takes (a few at most).
    // What it says of waiting is waited for.
    [[nodiscard]] Status exchange(Link& link);
    [[nodiscard]] std::uint64_t acts() const { return edge_.size(); }

  private:
    [[nodiscard]] Status add_segment(std::vector<Entry> entries);
    [[nodiscard]] Result<SealedBundle> make_bundle(bool with_acts) const;
    [[nodiscard]] Status hear(ByteView text);
    [[nodiscard]] Status hear_ledger(const Segment& segment);

    const HammeredHub& hub_;
    SigningKey key_, clerk_;
    BoxKey box_;
    FeedName feed_, ledger_;
    MerkleEdge edge_, ledger_edge_;
    std::vector<Bytes> segments_;
    bool has_receipt_ = false;
};

}  // namespace disapa
