#include "shared/store/node.h"

#include <algorithm>

#include "shared/store/check.h"
#include "shared/store/mark.h"
#include "shared/store/node_core.h"
#include "shared/store/opening.h"
#include "shared/store/writer.h"

namespace disapa {

struct Node::State {
    std::unique_ptr<NodeCore> core;
    // As committed, up to this number: a hub asks for them at every exchange.
    std::vector<FeedName> feeds;
    std::int64_t feeds_to = 0;
};

Node::Node(std::unique_ptr<State> state) : state_(std::move(state)) {}
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

Status Node::create(const std::filesystem::path& folder, const NodeSetup& setup, Random& random) {
    return create_node(folder, setup, random);
}

Result<Node> Node::open(const std::filesystem::path& folder, const Clock& clock, Random& random,
                        Options options) {
    auto core = open_node(folder, clock, random, options);
    if (!core) return pass(std::move(core));
    return Node(std::make_unique<State>(State{std::move(*core), {}, 0}));
}

Result<Node> Node::open(const std::filesystem::path& folder, const Clock& clock, Random& random) {
    return open(folder, clock, random, Options{});
}

const NodeSetup& Node::setup() const {
    return state_->core->setup;
}
const std::filesystem::path& Node::folder() const {
    return state_->core->folder;
}
const SigningKey& Node::signing() const {
    return state_->core->signing;
}
const BoxKey& Node::box() const {
    return state_->core->box;
}
const Clock& Node::clock() const {
    return *state_->core->clock;
}
Random& Node::random() const {
    return *state_->core->random;
}
KeyId Node::id() const {
    return state_->core->signing.id();
}
const Birth& Node::birth() const {
    return state_->core->taker.birth;
}

FeedName Node::open_feed(const Region& region) const {
    return {state_->core->taker.node, state_->core->taker.birth, region};
}

std::string Node::rebirth_sentence() const {
    return state_->core->rebirth_sentence;
}

Status Node::rebirth_told() {
    auto done = delete_record(state_->core->db, kStoreKind, kRebirthKey);
    if (done) state_->core->rebirth_sentence.clear();
    return done;
}

Status Node::write(const std::function<Status(Writer&)>& work) {
    return write_to(*state_->core, work);
}

Result<const Book*> Node::book(const Region& desa) {
    return state_->core->book(desa);
}
Result<const Book*> Node::book() {
    return book(setup().region);
}

std::vector<Region> Node::desa_regions() {
    std::vector<Region> regions;
    for (const auto& name : feeds()) {
        if (name.region != setup().office && setup().office.contains(name.region)) {
            regions.push_back(name.region);
        }
    }
    std::sort(regions.begin(), regions.end());
    regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
    return regions;
}

Result<Roster> Node::roster() {
    auto read = state_->core->keyring.refresh();
    if (!read) return pass(std::move(read));
    return state_->core->keyring.roster();
}

Result<std::shared_ptr<const KnownKeys>> Node::known_keys() {
    auto read = state_->core->keyring.refresh();
    if (!read) return pass(std::move(read));
    return state_->core->keyring.known_keys();
}

Result<std::uint64_t> Node::received(const FeedId& feed) {
    return state_->core->ledger_tail.received(feed);
}

Result<Instant> Node::hub_time(const Region& region) {
    return state_->core->ledger_tail.time(region);
}

std::vector<FeedName> Node::feeds() {
    NodeCore& core = *state_->core;
    const auto newest = newest_feed(core.db);
    if (newest && *newest == state_->feeds_to && !core.writing) return state_->feeds;
    std::vector<FeedName> names;
    const auto rows = all_feeds(core.db);
    if (!rows) return names;
    for (const auto& row : *rows) names.push_back(row.name);
    // What a transaction adds may still be rolled back.
    if (newest && !core.writing) {
        state_->feeds = names;
        state_->feeds_to = *newest;
    }
    return names;
}

std::uint64_t Node::size_of(const FeedId& feed) {
    const auto row = find_feed(state_->core->db, feed);
    return row && *row ? (*row)->edge.size() : 0;
}

Digest Node::root_at(const FeedId& feed, std::uint64_t size) {
    const auto row = find_feed(state_->core->db, feed);
    if (!row || !*row || size > (*row)->edge.size()) return {};
    if (size == (*row)->edge.size()) return (*row)->edge.root();  // the row has it: no second read
    const auto root = root_of(state_->core->db, (*row)->num, size);
    return root ? root->value_or(Digest{}) : Digest{};
}

Result<std::vector<Entry>> Node::entries(const FeedId& feed, std::uint64_t from, std::uint64_t to) {
    std::vector<Entry> found;
    auto row = find_feed(state_->core->db, feed);
    if (!row) return pass(std::move(row));
    if (!*row) return found;
    to = std::min(to, (*row)->edge.size());
    if (from >= to) return found;
    auto read = each_entry(state_->core->db, (*row)->num, from, to, [&](EntryRow entry) -> Status {
        found.push_back(std::move(entry.entry));
        return {};
    });
    if (!read) return pass(std::move(read));
    return found;
}

Result<std::vector<Head>> Node::heads(const FeedId& feed, std::uint64_t from, std::uint64_t to) {
    auto row = find_feed(state_->core->db, feed);
    if (!row) return pass(std::move(row));
    if (!*row) return std::vector<Head>{};
    to = std::min(to, (*row)->edge.size());
    if (from >= to) return std::vector<Head>{};
    return heads_of(state_->core->db, **row, from, to);
}

Result<std::optional<Placed>> Node::find_entry(const Digest& digest) {
    auto rows = entries_of_digest(state_->core->db, digest);
    if (!rows) return pass(std::move(rows));
    if (rows->empty()) return std::nullopt;
    // The act may stand in several feeds; one whose signature holds is the one to show.
    auto best = std::find_if(rows->begin(), rows->end(),
                             [](const EntryRow& row) { return row.state == EntryState::good; });
    if (best == rows->end()) best = rows->begin();
    auto feed = feed_id_of(state_->core->db, best->feed);
    if (!feed) return pass(std::move(feed));
    if (!*feed) return std::nullopt;
    return Placed{**feed, best->place, std::move(best->entry)};
}

Result<std::optional<EntryPlace>> Node::place_of(const Digest& digest) {
    return disapa::place_of(state_->core->db, digest);
}

Result<std::optional<Digest>> Node::digest_at(const FeedId& feed, std::uint64_t index) {
    return disapa::digest_at(state_->core->db, feed, index);
}

Result<std::optional<Bytes>> Node::payload(const Digest& digest) {
    auto rows = entries_of_digest(state_->core->db, digest);
    if (!rows) return pass(std::move(rows));
    for (auto& row : *rows) {
        if (!row.entry.is_bare()) return std::move(row.entry.payload);
    }
    return std::nullopt;
}

Result<std::optional<Bytes>> Node::blob(const Digest& hash) {
    return read_blob(state_->core->db, hash);
}

bool Node::has_blob(const Digest& hash) {
    return holds_blob(state_->core->db, hash).value_or(false);
}

Result<std::optional<Bytes>> Node::get(std::string_view kind, std::string_view key) {
    return read_record(state_->core->db, kind, key);
}

Result<std::vector<std::pair<std::string, Bytes>>> Node::list(std::string_view kind) {
    return list_records(state_->core->db, kind);
}

std::uint64_t Node::version() {
    return state_->core->version();
}

Status Node::before_leaving() {
    NodeCore& core = *state_->core;
    if (core.writing) {
        return fail(ErrorCode::internal, "Program salah urutan. Hubungi admin kecamatan.",
                    "before_leaving inside a transaction");
    }
    const std::uint64_t version = core.version();
    if (core.marked_version == version) return {};
    auto sizes = sizes_of_birth(core.db, core.taker.node, core.taker.birth);
    if (!sizes) return pass(std::move(sizes));
    if (*sizes != core.marked) {
        auto kept = change_mark(core.keys(), [&](Mark& mark) -> Result<bool> {
            bool changed = false;
            for (const auto& [feed, size] : *sizes) {
                // Another process may have marked a newer size already.
                auto& marked = mark.sizes[feed];
                changed = changed || marked < size;
                marked = std::max(marked, size);
            }
            return changed;
        });
        if (!kept) return kept;
        core.marked = std::move(*sizes);
    }
    core.marked_version = version;
    return {};
}

std::int64_t Node::marked_number(std::string_view series) {
    const auto mark = read_mark(state_->core->keys());
    if (!mark) return 0;
    const auto at = mark->numbers.find(std::string(series));
    return at == mark->numbers.end() ? 0 : at->second;
}

Status Node::mark_number(std::string_view series, std::int64_t number) {
    if (series.empty() || series.find('\n') != std::string_view::npos) {
        return fail(ErrorCode::invalid, "Nama deret nomor tidak sah.", "series is no single line");
    }
    return change_mark(state_->core->keys(), [&](Mark& mark) -> Result<bool> {
        auto& marked = mark.numbers[std::string(series)];
        if (marked >= number) return false;
        marked = number;
        return true;
    });
}

void Node::set_provisional(std::vector<RosterKey> provisional) {
    state_->core->set_provisional(std::move(provisional));
}

Result<std::vector<std::string>> Node::check() {
    return check_store(*state_->core);
}

Status Node::backup(const std::filesystem::path& to) {
    return backup_node(*state_->core, to);
}

}  // namespace disapa
