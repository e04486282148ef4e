// What a hub does with a request: no HTTP, no thread of its own.
//
//   Reception reception(hub, keeper);
//   reception.feed(bytes)                  as they arrive; opens whole chunks, writes nothing
//   hub.write([&](Writer& w) { return reception.store(w); })    while has_work(): one chunk each
//   reception.answer()                     the response bundle
//   hub.write([&](Writer& w) { return reception.remember(w); })  may be part of any later
//   transaction
//
// One transaction may hold the chunks of many Receptions. A request that was cut is fed as far as
// it came: its whole chunks are stored; nobody is there for the answer.
#pragma once

#include <deque>

#include "shared/store/enrolment.h"
#include "shared/store/node.h"
#include "sync/bundle.h"
#include "sync/inbox.h"
#include "sync/peer.h"

namespace disapa {

// What only the hub knows how to do, inside the transaction that stored the entries.
class Keeper {
  public:
    virtual ~Keeper() = default;
    // Feeds grew by a chunk: append `received`, `roster_at`, `numbers_granted` to the ledgers.
    [[nodiscard]] virtual Status after_store(Writer& writer, const std::vector<FeedId>& grown) = 0;
    struct Enrolled {
        bool accepted = false;
        std::string sentence;  // Indonesian, when refused
        KeyId key;
        Role role = Role::none;
        Region region;
        BoxPublicKey box;
    };
    // Judges an ENROL and appends to the roster. An error is trouble of the disk; a refusal is
    // none.
    [[nodiscard]] virtual Result<Enrolled> enrol(Writer& writer, const ReceivedEnrol& enrol) = 0;
};

class Reception {
  public:
    // Both outlive the reception.
    Reception(Node& hub, Keeper& keeper);

    // Errors (they stay): portal, corrupt, limit, unauthentic, refused (for another hub), not_found
    // (the sender id is unknown: `answer` then gives the refusal). Chunks opened before one are
    // kept.
    [[nodiscard]] Status feed(ByteView more);
    [[nodiscard]] bool complete() const { return opener_.complete(); }
    [[nodiscard]] bool has_work() const { return !opened_.empty(); }
    [[nodiscard]] Status store(Writer& writer);
    // The response to a complete request whose chunks were all stored, or the refusal of an unknown
    // sender. An error when there is nothing authentic to answer.
    [[nodiscard]] Result<Bytes> answer();
    // Notes what the peer now holds, so that its next frontier may be a hash. Nothing when
    // unchanged.
    [[nodiscard]] bool has_memory() const { return memory_.has_value(); }
    [[nodiscard]] Status remember(Writer& writer);

    // For the hub's log and status page. English, no personal data.
    [[nodiscard]] const std::vector<std::string>& log() const { return taken_.log; }
    [[nodiscard]] KeyId sender() const { return sender_; }  // zeros while unknown
    [[nodiscard]] std::uint64_t acts() const { return taken_.acts; }
    [[nodiscard]] Birth sender_birth() const { return hello_.birth; }

  private:
    std::vector<BoxPublicKey> boxes_of(const BundleAddress& address);
    void identify();
    Status take_enrols(Writer& writer, const Incoming& incoming);
    void note_frontier(const Incoming& incoming);
    Result<Bytes> seal(Packer& packer);

    Node& hub_;
    Keeper& keeper_;
    BundleOpener opener_;
    std::deque<Incoming> opened_;
    std::optional<Error> failed_;
    KeyId sender_;
    Region region_;
    bool known_ = false;
    bool revoked_ = false;
    Hello hello_;
    Frontier told_;
    std::optional<FrontierHash> told_hash_;
    bool told_list_ = false;
    bool wants_list_ = false;
    std::vector<Digest> gone_blobs_;
    Taken taken_;
    std::optional<PeerMemory> memory_;
};

// All of the above for a whole request: each chunk in a transaction of its own.
[[nodiscard]] Result<Bytes> answer(Node& hub, Keeper& keeper, ByteView request);

}  // namespace disapa
