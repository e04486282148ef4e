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
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    // Errors (they stay): portal, corrupt, limit, unauthentic, refused (for another hub), not_found
    // (the sender id is unknown: `answer` then gives the refusal). Chunks opened before one are
    // kept.
    [[nodiscard]] Status feed(ByteView more);
    [[nodiscard]] bool complete() const { return opener_.complete(); }
    [[nodiscard]] bool has_work() const { return !opened_.empty(); }
    // Takes the next chunk. An error rolls the transaction back: the request is then lost and comes
    // again, so its Reception is thrown away.
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
    [[nodiscard]] std::vector<BoxPublicKey> boxes_of(const BundleAddress& address);
    [[nodiscard]] Status open_chunk(ByteView text);
    [[nodiscard]] Status identify();
    [[nodiscard]] Status take_enrols(Writer& writer, const Incoming& incoming);
    void take_words(const Incoming& incoming);
    [[nodiscard]] Result<std::optional<Frontier>> frontier_of_peer(const Frontier& mine);
    [[nodiscard]] Result<Bytes> front_of(bool as_hash, const Frontier& mine,
                                         const Want& want) const;
    [[nodiscard]] Result<Bytes> seal(const std::vector<Bytes>& chunks) const;
    [[nodiscard]] Result<std::vector<Bytes>> words_for_stranger() const;
    [[nodiscard]] Result<std::vector<Bytes>> words_for_peer();

    Node& hub_;
    Keeper& keeper_;
    BundleOpener opener_;
    std::deque<Incoming> opened_;
    std::optional<Error> failed_;
    Gate gate_;
    bool begun_ = false;

    KeyId sender_;
    bool known_ = false;
    bool revoked_ = false;
    Hello hello_;
    Frontier told_;
    bool told_list_ = false;
    std::optional<FrontierHash> told_hash_;
    bool asks_list_ = false;
    bool asks_plain_ = false;          // its WANT bit 1
    std::optional<NodeContext> held_;  // what its segments may lean on
    bool leans_ = false;               // one leaned on what is not here
    Taken taken_;
    std::optional<PeerMemory> memory_;
};

// All of the above for a whole request: each chunk in a transaction of its own.
[[nodiscard]] Result<Bytes> answer(Node& hub, Keeper& keeper, ByteView request);

}  // namespace disapa
