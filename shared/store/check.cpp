#include "shared/store/check.h"

#include <algorithm>
#include <set>

#include "shared/log/canonical_check.h"
#include "shared/store/schema.h"

namespace disapa {

namespace {

// One feed's walk. Nothing that the store remembers of it is believed, only compared.
class FeedCheck {
  public:
    FeedCheck(NodeCore& core, const FeedRow& feed, std::vector<std::string>& found)
        : core_(&core), feed_(&feed), found_(&found) {}

    Status run() {
        if (feed_->name.id() != feed_->id) say("namanya bukan milik kodenya");
        // In parts: a reader of the whole would keep a kiosk's writer waiting, and fill the
        // memory with the heads of a feed that grew one by one.
        for (std::uint64_t from = 0; from < feed_->edge.size(); from += kPart) {
            const std::uint64_t to = std::min(feed_->edge.size(), from + kPart);
            auto heads = heads_of(core_->db, *feed_, from, to);
            if (!heads) return pass(std::move(heads));
            heads_ = std::move(*heads);
            next_head_ = 0;
            auto read = each_entry(core_->db, feed_->num, from, to,
                                   [&](const EntryRow& row) { return take(row); });
            if (!read) return read;
        }
        if (edge_.size() != feed_->edge.size() || edge_.to_bytes() != feed_->edge.to_bytes()) {
            say("ukuran atau tepi pohonnya tidak cocok");
        }
        if (heads_.empty() || heads_.back().size != feed_->edge.size()) {
            say("kepala terbarunya tidak ada");
        }
        return {};
    }

  private:
    static constexpr std::uint64_t kPart = 512;
    static constexpr std::size_t kMostFaults = 1000;

    Status take(const EntryRow& row) {
        if (row.place != edge_.size()) say_of(edge_.size(), "hilang");
        check_entry(row);
        edge_.append(row.entry.leaf_hash());
        if (row.tree != edge_.last_tree()) say_of(row.place, "pohon tidak cocok");
        if (next_head_ < heads_.size() && heads_[next_head_].size == edge_.size()) {
            Head& head = heads_[next_head_++];
            const Digest kept = std::exchange(head.root, edge_.root());
            if (kept != head.root || !verify_head(feed_->name.node, head)) {
                say_of(row.place, "tanda tangan kepala tidak sah");
            }
        }
        return {};
    }

    void check_entry(const EntryRow& row) {
        const Entry& entry = row.entry;
        if (!entry.is_bare()) {
            if (sha256(entry.payload) != entry.digest) say_of(row.place, "isi berubah");
            if (!is_canonical(entry.payload)) say_of(row.place, "isi tidak baku");
        }
        // One that proved false before is known and without effect. One whose signer nobody knows
        // yet has none either.
        if (row.state != EntryState::bad && core_->keyring.judge(entry) == EntryState::bad) {
            say_of(row.place, "tanda tangan tidak sah");
        }
    }

    void say(const std::string& what) {
        if (found_->size() >= kMostFaults) return;  // more would say the same again
        found_->push_back("Catatan " + to_base64url(feed_->id.view()) + " wilayah " +
                          feed_->name.region.code() + ": " + what + ".");
    }
    void say_of(std::uint64_t place, const std::string& what) {
        say("entri ke-" + std::to_string(place + 1) + " " + what);
    }

    NodeCore* core_;
    const FeedRow* feed_;
    std::vector<std::string>* found_;
    MerkleEdge edge_;
    std::vector<Head> heads_;
    std::size_t next_head_ = 0;
};

Status check_blobs(Database& db, std::vector<std::string>& found) {
    auto hashes = blob_hashes(db);
    if (!hashes) return pass(std::move(hashes));
    for (const auto& hash : *hashes) {
        auto bytes = read_blob(db, hash);
        if (!bytes) return pass(std::move(bytes));
        if (*bytes && sha256(**bytes) != hash) {
            found.push_back("Lampiran " + to_base64url(hash.view()) + " berubah.");
        }
    }
    return {};
}

// Payloads that were to be erased by law and are still there.
Status check_erased(Database& db, std::vector<std::string>& found) {
    auto asked = db.query(
        "SELECT count(*) FROM erasure JOIN entry "
        "ON substr(entry.digest,1,8)=substr(erasure.digest,1,8) AND entry.digest=erasure.digest "
        "WHERE payload IS NOT NULL");
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    if (*row && asked.integer(0) > 0) {
        found.push_back(std::to_string(asked.integer(0)) +
                        " isi yang harus dihapus menurut undang-undang masih tersimpan.");
    }
    return {};
}

// Entries that stand in no feed's tree.
Status check_strays(Database& db, const std::vector<FeedRow>& feeds,
                    std::vector<std::string>& found) {
    std::uint64_t count = 0;
    for (const auto& feed : feeds) count += feed.edge.size();
    auto asked = db.query("SELECT count(*) FROM entry");
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    if (asked.count(0) != count)
        found.emplace_back("Ada entri yang bukan bagian catatan mana pun.");
    return {};
}

// The books from the start, not those kept in memory; one at a time. What is told by the ledger's
// end alone must be the same.
Status check_books(NodeCore& core, const std::vector<FeedRow>& feeds,
                   std::vector<std::string>& found) {
    std::set<Region> regions;
    for (const auto& feed : feeds) {
        if (feed.name.region != core.setup.office) regions.insert(feed.name.region);
    }
    FeedCache cache(core.db);
    LedgerTail tail(core.db, core.setup);
    auto refreshed = cache.refresh();
    if (!refreshed) return pass(std::move(refreshed));
    for (const auto& region : regions) {
        Book book(core.book_setup(region));
        book.refresh(cache, core.clock->now());
        if (auto error = cache.take_error()) return tl::unexpected(std::move(*error));
        if (!book.complete()) {
            found.push_back("Buku wilayah " + region.code() +
                            " belum lengkap: ada catatan kecamatan yang belum diterima di sini.");
            continue;
        }
        for (const auto& feed : feeds) {
            if (feed.name.region != region || feed.name.node == core.setup.hub_key) continue;
            auto received = tail.received(feed.id);
            if (!received) return pass(std::move(received));
            if (*received != book.counted(feed.id)) {
                found.push_back("Buku wilayah " + region.code() +
                                ": tanda terima tidak cocok dengan urutannya.");
            }
        }
    }
    return {};
}

Result<std::vector<std::string>> check_all(NodeCore& core) {
    auto found = check_pages(core.db, true);
    if (!found) return found;
    for (auto& line : *found) line = "Berkas data: " + line;
    auto read = core.keyring.refresh();
    if (!read) return pass(std::move(read));
    auto feeds = all_feeds(core.db);
    if (!feeds) return pass(std::move(feeds));
    for (const auto& feed : *feeds) {
        auto checked = FeedCheck(core, feed, *found).run();
        if (!checked) return pass(std::move(checked));
    }
    auto checked = check_blobs(core.db, *found);
    if (checked) checked = check_erased(core.db, *found);
    if (checked) checked = check_strays(core.db, *feeds, *found);
    if (checked) checked = check_books(core, *feeds, *found);
    if (!checked) return pass(std::move(checked));
    return found;
}

}  // namespace

Result<std::vector<std::string>> check_store(NodeCore& core) {
    auto found = check_all(core);
    // A row that cannot even be read is a fault like any other.
    if (!found && found.error().code == ErrorCode::corrupt) {
        return std::vector<std::string>{found.error().sentence};
    }
    return found;
}

}  // namespace disapa
