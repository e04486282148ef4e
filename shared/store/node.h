// A node: its keys, its store of feeds, its books. Kiosk, hub and simulator are all nodes.
//
//   DIR/keys/node.key, box.key, birth, mark   (0600; outside the database and every backup)
//   DIR/disapa.db                             (one SQLite file)
//
// Thread rule: a Node belongs to one thread. Several Nodes, in one process or many, may stand on
// the same folder: everything that must not race is read inside the write transaction. Durability:
// when `write` returns a value, all of it is on the disk; else none of it is.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "shared/base/clock.h"
#include "shared/cases/book.h"
#include "shared/crypto/keys.h"
#include "shared/log/segment.h"
#include "shared/store/examine.h"

namespace disapa {

enum class NodeKind { kiosk, hub };

// What enrolment (kiosk) or init (hub) wrote: who I am and whom I trust.
struct NodeSetup {
    NodeKind kind = NodeKind::kiosk;
    Region region;      // a kiosk's desa, a hub's kecamatan
    Region office;      // the kecamatan
    PublicKey hub_key;  // the hub's node key (its own at a hub)
    BoxPublicKey hub_box;
    Digest root_thumbprint;
    std::vector<std::string> hub_urls;
    std::string public_url;  // what QR codes begin with
    bool sample = false;     // every letter says "CONTOH - TIDAK BERLAKU"
};

// One entry of the store with its place.
struct Placed {
    FeedId feed;
    std::uint64_t index = 0;
    Entry entry;
};

enum class StoreResult { grown, known, gap, fork, refused };
struct Stored {
    StoreResult result = StoreResult::known;
    std::string log;  // English: why refused, where it forks
};

// Inside one durable transaction (BEGIN IMMEDIATE). Reads see what was written before in it.
class Writer {
  public:
    virtual ~Writer() = default;

    // Appends acts to my open feed of `region` and signs its new head; all or none.
    [[nodiscard]] virtual Status append(const Region& region, std::vector<Entry> entries) = 0;
    // STORE (FORMAT.md): the feed's key is or was enrolled for exactly the feed's region, the
    // prefix continues, the head verifies, every signature of a known key verifies, payloads are
    // canonical. Never grows my own open feed. The first form takes what was examined outside of
    // the transaction (examine.h); the second examines here, by the keys known here.
    [[nodiscard]] virtual Result<Stored> ingest(const Examined& examined) = 0;
    [[nodiscard]] virtual Result<Stored> ingest(const Segment& segment) = 0;
    // Blobs by their SHA-256; at most kBlobBytes. Storing one twice is nothing.
    [[nodiscard]] virtual Result<Digest> put_blob(ByteView bytes) = 0;
    // Small facts of one node that are no acts: drafts, beliefs about peers, invites, prepared
    // numbers. `kind` is a word of the caller's room.
    [[nodiscard]] virtual Status put(std::string_view kind, std::string_view key,
                                     ByteView value) = 0;
    [[nodiscard]] virtual Status erase(std::string_view kind, std::string_view key) = 0;
    [[nodiscard]] virtual Result<std::optional<Bytes>> get(std::string_view kind,
                                                           std::string_view key) = 0;
    // The book as it is inside this transaction.
    [[nodiscard]] virtual Result<const Book*> book(const Region& desa) = 0;
};

class Node {
  public:
    // Makes folder, keys and database; fails when a node is there already.
    [[nodiscard]] static Status create(const std::filesystem::path& folder, const NodeSetup& setup,
                                       Random& random);
    // Opens what is there. `kiosk`: journal_mode=DELETE, synchronous=EXTRA; `hub`: WAL, FULL.
    // `checkpointer`: this is the server's one write connection (hub only). A restored or moved
    // database draws a new birth at a kiosk and sets `rebirth_sentence`; at a hub opening fails
    // with a sentence that says whom to call.
    struct Options {
        bool checkpointer = false;
    };
    [[nodiscard]] static Result<Node> open(const std::filesystem::path& folder, const Clock& clock,
                                           Random& random, Options options);
    [[nodiscard]] static Result<Node> open(const std::filesystem::path& folder, const Clock& clock,
                                           Random& random);
    Node(Node&&) noexcept;
    Node& operator=(Node&&) noexcept;
    ~Node();

    [[nodiscard]] const NodeSetup& setup() const;
    [[nodiscard]] const std::filesystem::path& folder() const;
    [[nodiscard]] const SigningKey& signing() const;
    [[nodiscard]] const BoxKey& box() const;
    [[nodiscard]] const Clock& clock() const;
    [[nodiscard]] Random& random() const;
    [[nodiscard]] KeyId id() const;
    [[nodiscard]] const Birth& birth() const;
    [[nodiscard]] FeedName open_feed(const Region& region) const;
    // Said once to the clerk after a restore; empty otherwise.
    [[nodiscard]] std::string rebirth_sentence() const;
    // The clerk has read it: no process says it again.
    [[nodiscard]] Status rebirth_told();

    // Writes in one durable transaction. An error from `work` rolls all of it back.
    [[nodiscard]] Status write(const std::function<Status(Writer&)>& work);

    // Everything below reads the newest committed state. A book lives as long as the node; what it
    // shows may be replaced by any later call, so keep no reference into it.
    [[nodiscard]] Result<const Book*> book(const Region& desa);
    [[nodiscard]] Result<const Book*> book();          // of setup().region (kiosk)
    [[nodiscard]] std::vector<Region> desa_regions();  // regions below the office with any feed
    [[nodiscard]] Result<Roster> roster();             // newest held
    // Public keys of the roster, for examine() on any thread; the same object until they change.
    [[nodiscard]] Result<std::shared_ptr<const KnownKeys>> known_keys();
    // How many entries of a feed the hub has received, and the hub's newest time in a region: what
    // the ledger's end says (ledger_tail.h). Much cheaper than a book, the same when it is
    // complete.
    [[nodiscard]] Result<std::uint64_t> received(const FeedId& feed);
    [[nodiscard]] Result<Instant> hub_time(const Region& region);
    [[nodiscard]] std::vector<FeedName> feeds();
    [[nodiscard]] std::uint64_t size_of(const FeedId& feed);
    [[nodiscard]] Digest root_at(const FeedId& feed, std::uint64_t size);
    [[nodiscard]] Result<std::vector<Entry>> entries(const FeedId& feed, std::uint64_t from,
                                                     std::uint64_t to);
    // Kept heads of a feed with from < size <= to, ascending: where a segment may end. The newest
    // head of every feed is always kept; of my own feeds every head is.
    [[nodiscard]] Result<std::vector<Head>> heads(const FeedId& feed, std::uint64_t from,
                                                  std::uint64_t to);
    [[nodiscard]] Result<std::optional<Placed>> find_entry(const Digest& digest);
    // The same without the entry itself. Cheap: neither reads a payload.
    [[nodiscard]] Result<std::optional<EntryPlace>> place_of(const Digest& digest);
    [[nodiscard]] Result<std::optional<Digest>> digest_at(const FeedId& feed, std::uint64_t index);
    [[nodiscard]] Result<std::optional<Bytes>> payload(const Digest& digest);
    [[nodiscard]] Result<std::optional<Bytes>> blob(const Digest& hash);
    [[nodiscard]] bool has_blob(const Digest& hash);
    [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view kind, std::string_view key);
    [[nodiscard]] Result<std::vector<std::pair<std::string, Bytes>>> list(std::string_view kind);
    // Changes whenever anybody (this or another process) commits.
    [[nodiscard]] std::uint64_t version();

    // Before bytes or paper leave (HTTP, stick, printer, a number on the screen): my sizes go to
    // `mark` in the keys' folder, synced.
    [[nodiscard]] Status before_leaving();
    // The highest number of a series given at this hub, kept in `mark` too.
    [[nodiscard]] std::int64_t marked_number(std::string_view series);
    [[nodiscard]] Status mark_number(std::string_view series, std::int64_t number);

    // Officers enrolled here whose ENROL has not come back: see Book::Setup.
    void set_provisional(std::vector<RosterKey> provisional);

    // Every signature, tree, head, blob and the database itself again: what `disapa-sync check`
    // prints. Empty when all holds.
    [[nodiscard]] Result<std::vector<std::string>> check();

    // A copy for backup (VACUUM INTO) with a new birth in it.
    [[nodiscard]] Status backup(const std::filesystem::path& to);

  private:
    struct State;
    explicit Node(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace disapa
