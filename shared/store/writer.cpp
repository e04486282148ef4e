#include "shared/store/writer.h"

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/log/canonical_json.h"

namespace disapa {

namespace {

// A segment must end at a head and fit one chunk. So a long append gets a head in between, after
// about this many bytes: half a chunk, and compression is on top.
constexpr std::size_t kHeadBytes = limits::kChunkBytes / 2;
constexpr std::size_t kEntryBytes = 72;  // what an entry takes beside its payload

Status bad_call(const char* log) {
    return fail(ErrorCode::internal,
                "Program membuat catatan yang tidak sah dan tidak menyimpannya. Hubungi admin "
                "kecamatan.",
                log);
}

}  // namespace

void StoreWriter::note_written() {
    core_->wrote = true;
    ++core_->own_version;
}

Status StoreWriter::still_open() {
    if (core_->db.in_transaction()) return {};
    return fail(ErrorCode::io,
                "Data tidak dapat disimpan. Periksa ruang penyimpanan, lalu coba lagi.",
                "the transaction was rolled back by an error before");
}

Status StoreWriter::follow_birth() {
    auto open = still_open();
    if (!open) return open;
    // Another process may have drawn a new birth since we opened.
    auto kept = read_record(core_->db, kStoreKind, kBirthKey);
    if (!kept) return pass(std::move(kept));
    const auto birth = *kept ? Birth::from(**kept) : std::nullopt;
    if (!birth) return bad_call("the store has no birth");
    core_->taker.birth = *birth;
    return {};
}

Result<EntryRow> StoreWriter::checked(const Region& region, Entry entry) {
    const auto refuse = [](const char* log) { return tl::unexpected(bad_call(log).error()); };
    if (entry.is_bare()) return refuse("a bare row cannot be appended");
    if (entry.signature.has_value() == entry.signer.is_zero()) {
        return refuse("signature and signer do not go together");
    }
    if (sha256(entry.payload) != entry.digest) return refuse("digest is another's");
    auto act = decode_act(entry.payload);
    if (!act) return pass(std::move(act));
    EntryState state = EntryState::good;
    if (!entry.signer.is_zero()) {
        auto read = core_->keyring.refresh();
        if (!read) return pass(std::move(read));
        state = core_->keyring.judge(entry);
        if (state == EntryState::bad) {
            return fail(
                ErrorCode::unauthentic,
                "Tanda tangan tidak cocok dengan kunci petugas. Buka kunci lagi, lalu ulangi.",
                "a signature of a known key does not hold");
        }
        // Each roster act is judged by those before it, once they are stored.
        const NodeSetup& setup = core_->setup;
        const bool is_roster = region == setup.office && core_->taker.node == setup.hub_key;
        if (is_roster) state = EntryState::unverified;
    }
    return EntryRow{0, 0, std::move(entry), state};
}

Status StoreWriter::append(const Region& region, std::vector<Entry> entries) {
    if (entries.empty()) return {};
    const NodeSetup& setup = core_->setup;
    const bool mine =
        setup.kind == NodeKind::kiosk ? region == setup.region : setup.office.contains(region);
    if (!mine) return bad_call("no feed of mine for this region");
    auto followed = follow_birth();
    if (!followed) return followed;
    std::vector<EntryRow> rows;
    for (auto& entry : entries) {
        auto row = checked(region, std::move(entry));
        if (!row) return pass(std::move(row));
        rows.push_back(std::move(*row));
    }
    const FeedName name{core_->taker.node, core_->taker.birth, region};
    auto held = find_feed(core_->db, name.id());
    if (!held) return pass(std::move(held));
    Result<FeedRow> feed = *held ? std::move(**held) : insert_feed(core_->db, name);
    if (!feed) return pass(std::move(feed));
    note_written();
    Ingest ingest(core_->db, core_->keyring, core_->taker);
    for (std::size_t from = 0; from < rows.size();) {
        std::size_t bytes = 0;
        Growth part{feed->edge, {}};
        for (; from < rows.size() && (part.rows.empty() || bytes < kHeadBytes); ++from) {
            bytes += rows[from].entry.payload.size() + kEntryBytes;
            const Digest leaf = rows[from].entry.leaf_hash();
            part.add(std::move(rows[from].entry), rows[from].state, leaf);
        }
        const Head head = sign_head(core_->signing, feed->id, part.edge.size(), part.edge.root());
        auto written = ingest.write(*feed, std::move(part), head.signature);
        if (!written) return written;
    }
    return {};
}

Result<Stored> StoreWriter::ingest(const Segment& segment) {
    auto read = core_->keyring.refresh();
    if (!read) return pass(std::move(read));
    return ingest(examine(segment, *core_->keyring.known_keys()));
}

Result<Stored> StoreWriter::ingest(const Examined& examined) {
    auto followed = follow_birth();
    if (!followed) return pass(std::move(followed));
    Ingest ingest(core_->db, core_->keyring, core_->taker);
    auto stored = ingest.store(examined);
    if (!stored || stored->result == StoreResult::grown) note_written();
    return stored;
}

Result<Digest> StoreWriter::put_blob(ByteView bytes) {
    if (bytes.size() > limits::kBlobBytes) {
        return fail(ErrorCode::limit,
                    "Lampiran terlalu besar: paling banyak 256 KB. Kecilkan foto atau pindai, lalu "
                    "coba lagi.",
                    "blob over the limit");
    }
    auto open = still_open();
    if (!open) return pass(std::move(open));
    const Digest hash = sha256(bytes);
    auto put_in = insert_blob(core_->db, hash, bytes);
    if (!put_in) return pass(std::move(put_in));
    return hash;
}

Status StoreWriter::put(std::string_view kind, std::string_view key, ByteView value) {
    if (kind == kStoreKind) return bad_call("records of the store are its own");
    auto open = still_open();
    if (!open) return open;
    return put_record(core_->db, kind, key, value);
}

Status StoreWriter::erase(std::string_view kind, std::string_view key) {
    if (kind == kStoreKind) return bad_call("records of the store are its own");
    auto open = still_open();
    if (!open) return open;
    return delete_record(core_->db, kind, key);
}

Result<std::optional<Bytes>> StoreWriter::get(std::string_view kind, std::string_view key) {
    return read_record(core_->db, kind, key);
}

Result<const Book*> StoreWriter::book(const Region& desa) {
    return core_->book(desa);
}

Status write_to(NodeCore& core, const std::function<Status(Writer&)>& work) {
    if (core.writing) return bad_call("write inside write");
    auto transaction = Transaction::begin(core.db);
    if (!transaction) return pass(std::move(transaction));
    // What was computed from rows that never came to be must go, whichever way the work ends.
    struct Guard {
        NodeCore* core;
        bool committed = false;
        ~Guard() {
            core->writing = false;
            if (!committed && core->tainted) core->forget();
            if (!committed && core->wrote) {
                core->keyring.clear();
                core->ledger_tail.clear();
            }
            core->wrote = false;
            core->tainted = false;
            ++core->own_version;
        }
    } guard{&core};
    core.writing = true;
    StoreWriter writer(core);
    auto done = work(writer);
    if (!done) return done;
    done = transaction->commit();
    guard.committed = done.has_value();
    return done;
}

}  // namespace disapa
