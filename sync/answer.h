// What a hub does with a request: no HTTP, no thread of its own.
//
//   Reception reception(hub, keeper);
//   reception.feed(bytes)                  as they arrive; opens whole chunks, writes nothing
//   for (Incoming* chunk : reception.unexamined()) examine_segments(*chunk, keys);
//                                          optional, on any threads
//   hub.write([&](Writer& w) { return reception.store(w); })    while has_work()
//   reception.settle() or undo()           that transaction held, or was rolled back
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
#include "sync/picture.h"

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
    // A kiosk in good standing was heard, over HTTP or by a stick: what is done for it then.
    [[nodiscard]] virtual Status greet(Writer&, const KeyId& /*kiosk*/, const Birth& /*open*/) {
        return {};
    }
};

class Reception {
  public:
    // All outlive the reception. `picture` serves many receptions of the same hub.
    Reception(Node& hub, Keeper& keeper, HubPicture& picture);
    Reception(Node& hub, Keeper& keeper);  // with a picture of its own
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    // Errors (they stay): portal, corrupt, limit, unauthentic, refused (for another hub), not_found
    // (the sender id is unknown: `answer` then gives the refusal). Chunks opened before one are
    // kept.
    [[nodiscard]] Status feed(ByteView more);
    [[nodiscard]] bool complete() const { return opener_.complete(); }
    // Chunks that were opened and wait to be stored; they stay where they are until then. Those of
    // a sender who is not known are left out: nothing but the roster is taken from him.
    [[nodiscard]] std::vector<Incoming*> unexamined();
    [[nodiscard]] bool has_work() const { return !opened_.empty(); }
    // Takes every opened chunk. An error rolls the transaction back; so may another's error.
    [[nodiscard]] Status store(Writer& writer);
    // The transaction of the last `store` held: what it stored is let go.
    void settle();
    // It was rolled back: as if `store` had not been called; it may be called again.
    void undo();
    // The response to a complete request whose chunks were all stored, or the refusal of an unknown
    // sender. An error when there is nothing authentic to answer.
    [[nodiscard]] Result<Bytes> answer();
    // Notes what the peer now holds, so that its next frontier may be a hash. Nothing when
    // unchanged.
    [[nodiscard]] bool has_memory() const { return memory_.has_value(); }
    [[nodiscard]] Status remember(Writer& writer);

    // What was heard besides entries: a stick is answered by a later one (sync/courier.h).
    struct Words {
        KeyId sender;      // zeros while unknown
        BoxPublicKey box;  // with which it sealed; zeros before the first chunk opened
        Region region;     // empty while unknown
        bool known = false, revoked = false;
        Hello hello;
        bool told_list = false;  // `told` is what it holds
        Frontier told;
        bool early = false;              // a segment came before what it continues or leans on
        std::vector<Note> notes;         // what it should hear
        std::optional<KeyId> applicant;  // who asks with this box key to be enrolled
    };
    [[nodiscard]] Words words() const;

    // For the hub's log and status page. English, no personal data.
    [[nodiscard]] const std::vector<std::string>& log() const { return now_.taken.log; }
    [[nodiscard]] KeyId sender() const { return now_.sender; }  // zeros while unknown
    [[nodiscard]] std::uint64_t acts() const { return now_.taken.acts; }
    [[nodiscard]] Birth sender_birth() const { return hello_.birth; }
    // Its first chunk opened: it comes from who it says.
    [[nodiscard]] bool is_authentic() const { return begun_; }

  private:
    [[nodiscard]] std::vector<BoxPublicKey> boxes_of(const BundleAddress& address);
    [[nodiscard]] Status open_chunk(ByteView text);
    [[nodiscard]] Status identify();
    [[nodiscard]] Status store_one(Writer& writer, const Incoming& incoming,
                                   std::vector<FeedId>& grown);
    [[nodiscard]] Status take_enrols(Writer& writer, const Incoming& incoming);
    void take_words(const Incoming& incoming);
    [[nodiscard]] Result<std::optional<Frontier>> frontier_of_peer(const Frontier& mine);
    [[nodiscard]] Frontier with_carried(Frontier frontier);
    [[nodiscard]] Result<Bytes> front_of(bool as_hash, const Frontier& mine,
                                         const Want& want) const;
    [[nodiscard]] Result<Bytes> seal(const std::vector<Bytes>& chunks) const;
    [[nodiscard]] Result<std::vector<Bytes>> words_for_stranger() const;
    [[nodiscard]] Result<std::vector<Bytes>> words_for_peer();

    // What storing a chunk changes here and a rollback has to take back. Words that were heard stay
    // heard: to hear them twice is the same.
    struct Standing {
        KeyId sender;  // zeros while unknown
        bool is_known = false;
        Taken taken;
    };

    std::optional<HubPicture> own_picture_;
    Node& hub_;
    Keeper& keeper_;
    HubPicture& picture_;
    BundleOpener opener_;
    std::deque<Incoming> opened_, stored_;  // stored_: by the last transaction
    std::optional<Error> failed_;
    Gate gate_;
    bool begun_ = false;

    Standing now_;
    std::optional<Standing> before_;  // the transaction under way
    bool revoked_ = false;
    Hello hello_;
    Frontier told_;
    bool told_list_ = false;
    std::optional<FrontierHash> told_hash_;
    bool asks_list_ = false;
    bool asks_plain_ = false;          // its WANT bit 1
    std::optional<NodeContext> held_;  // what its segments may lean on
    bool leans_ = false;               // one leaned on what is not here
    std::optional<PeerMemory> memory_;
    std::optional<KeyId> applicant_;
};

// All of the above for a whole request.
[[nodiscard]] Result<Bytes> answer(Node& hub, Keeper& keeper, ByteView request);

}  // namespace disapa
