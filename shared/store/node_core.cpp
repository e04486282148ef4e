#include "shared/store/node_core.h"

namespace disapa {

namespace {

// How old the hour may be by which a book judges delegations of acts that do not count yet.
constexpr Instant kBookSeconds = 60;

}  // namespace

NodeCore::NodeCore(std::filesystem::path folder_path, const Clock& node_clock, Random& node_random,
                   SigningKey signing_key, BoxKey box_key, NodeSetup node_setup, Database database)
    : folder(std::move(folder_path)),
      clock(&node_clock),
      random(&node_random),
      setup(std::move(node_setup)),
      signing(std::move(signing_key)),
      box(std::move(box_key)),
      taker{&setup, signing.public_key(), {}},
      db(std::move(database)),
      keyring(db, setup),
      ledger_tail(db, setup),
      cache(db) {}

Book::Setup NodeCore::book_setup(const Region& region) const {
    Book::Setup made{region, setup.office, key_id_of(setup.hub_key), setup.root_thumbprint,
                     provisional_};
    if (setup.kind == NodeKind::kiosk) {
        // A kiosk is sure of itself before its own enrolment comes back.
        RosterKey self;
        self.id = signing.id();
        self.key = signing.public_key();
        self.box = box.public_key();
        self.grants = {{Role::kiosk, setup.region, {}, {}}};
        made.provisional.push_back(std::move(self));
    }
    return made;
}

Result<const Book*> NodeCore::book(const Region& region) {
    const std::uint64_t now_version = version();
    const Instant now = clock->now();
    const auto at = books_.find(region);
    if (at != books_.end() && at->second.version == now_version && now >= at->second.at &&
        now - at->second.at < kBookSeconds) {
        return at->second.book.get();
    }
    if (cache_version_ != now_version) {
        auto same = cache.refresh();
        if (!same) return pass(std::move(same));
        if (!*same) drop_books();
        tainted = tainted || wrote;
        cache_version_ = now_version;
    }
    KeptBook& kept = books_[region];
    if (kept.book == nullptr) kept.book = std::make_unique<Book>(book_setup(region));
    kept.book->refresh(cache, now);
    if (auto error = cache.take_error()) {
        forget();
        return tl::unexpected(std::move(*error));
    }
    kept.version = now_version;
    kept.at = now;
    return kept.book.get();
}

std::uint64_t NodeCore::version() {
    const auto others = db.data_version();
    if (!others || *others != data_version_) {
        ++own_version;
        if (others) data_version_ = *others;
    }
    return own_version;
}

void NodeCore::forget() {
    cache.clear();
    cache_version_ = 0;
    keyring.clear();
    ledger_tail.clear();
    drop_books();
}

void NodeCore::drop_books() {
    // Emptied, not destroyed: somebody may still hold the pointer.
    for (auto& [region, kept] : books_) {
        *kept.book = Book(book_setup(region));
        kept.version = 0;
    }
}

void NodeCore::set_provisional(std::vector<RosterKey> keys_enrolled_here) {
    std::map<KeyId, PublicKey> now;
    for (const auto& key : keys_enrolled_here) now[key.id] = key.key;
    std::map<KeyId, PublicKey> before;
    for (const auto& key : provisional_) before[key.id] = key.key;
    provisional_ = std::move(keys_enrolled_here);
    if (now != before) {
        // Entries that nobody vouched for may have been read already.
        cache.set_provisional(now);
        keyring.set_provisional(std::move(now));
        cache.clear();
        cache_version_ = 0;
        drop_books();
        return;
    }
    for (auto& [region, kept] : books_) {
        kept.book->set_provisional(book_setup(region).provisional);
        kept.version = 0;
    }
}

}  // namespace disapa
