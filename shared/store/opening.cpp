#include "shared/store/opening.h"

#include "shared/base/file.h"
#include "shared/crypto/key_file.h"
#include "shared/store/copy.h"
#include "shared/store/mark.h"
#include "shared/store/schema.h"
#include "shared/store/setup.h"

namespace disapa {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDatabase = "disapa.db";
constexpr const char* kLost =
    "Data kios ini hilang dan dibuat baru. Permohonan yang sudah diterima kecamatan akan kembali "
    "saat sinkronisasi berikutnya; periksa dan masukkan lagi yang belum sempat terkirim.";
constexpr const char* kRestored =
    "Data kios ini dipulihkan dari salinan lama atau dipindah dari mesin lain, jadi kios memulai "
    "catatan baru. Permohonan yang sudah diterima kecamatan akan kembali saat sinkronisasi "
    "berikutnya; periksa dan masukkan lagi yang belum sempat terkirim.";

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

Birth draw_birth(Random& random) {
    Birth birth;
    random.fill(birth.bytes);
    return birth;
}

Status put_birth(Database& db, const Birth& birth, std::string_view sentence) {
    auto put_in = put_record(db, kStoreKind, kBirthKey, birth.view());
    if (!put_in || sentence.empty()) return put_in;
    return put_record(db, kStoreKind, kRebirthKey, as_bytes(sentence));
}

// Whole or not at all: made under another name, then renamed.
Status make_database(const fs::path& folder, const NodeSetup& setup, const Birth& birth,
                     std::string_view rebirth) {
    const fs::path made = folder / "disapa.db.new";
    std::error_code error;
    fs::remove(made, error);
    {
        auto db = Database::open(made, Database::Mode::create);
        if (!db) return pass(std::move(db));
        fs::permissions(made, fs::perms::owner_read | fs::perms::owner_write, error);
        auto done = db->execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;");
        if (done) done = create_schema(*db);
        auto bytes = to_bytes(setup);
        if (!bytes) return pass(std::move(bytes));
        if (done) done = put_record(*db, kStoreKind, kSetupKey, *bytes);
        if (done) done = put_birth(*db, birth, rebirth);
        if (!done) return done;
    }
    // Before `setup` names a node: one without its database is rescued (kiosk) or refused (hub).
    auto renamed = rename_durably(made, folder / kDatabase);
    if (!renamed) return renamed;
    return write_file_durably(folder / "keys" / "setup", *to_bytes(setup));
}

// Keys that are there already stay: they may be enrolled.
Result<SigningKey> signing_key(const fs::path& file, Random& random) {
    if (is_there(file)) return read_node_key(file);
    auto key = SigningKey::generate(random);
    auto written = write_node_key(file, key);
    if (!written) return pass(std::move(written));
    return key;
}

Result<BoxKey> box_key(const fs::path& file, Random& random) {
    if (is_there(file)) return read_box_key(file);
    auto key = BoxKey::generate(random);
    auto written = write_box_key(file, key);
    if (!written) return pass(std::move(written));
    return key;
}

Status check_regions(const NodeSetup& setup) {
    const bool good = setup.kind == NodeKind::hub
                          ? !setup.office.empty() && setup.region == setup.office
                          : setup.region.level() == 4 && !setup.office.empty() &&
                                setup.office.contains(setup.region);
    if (good) return {};
    return fail(
        ErrorCode::invalid,
        "Kode wilayah tidak cocok: kios memakai kode desa di dalam kecamatannya, hub memakai "
        "kode kecamatannya sendiri.",
        "setup's regions do not fit its kind");
}

Status no_room(const fs::path& folder) {
    return fail(ErrorCode::refused,
                "Folder " + folder.string() +
                    " sudah berisi data Disapa. Pakai data itu, atau pilih folder lain.",
                "a node is there already");
}

// The database is gone, the keys are not.
Status rescue(const fs::path& folder, Random& random) {
    auto bytes = read_file(folder / "keys" / "setup", 64 * 1024);
    if (!bytes) return pass(std::move(bytes));
    auto setup = setup_from_bytes(*bytes);
    if (!setup) return pass(std::move(setup));
    if (setup->kind == NodeKind::hub) {
        return fail(
            ErrorCode::corrupt,
            "Data hub hilang (disapa.db tidak ada). Hub tidak dapat dijalankan begitu saja; "
            "hubungi admin kabupaten untuk memulihkan salinannya.",
            "a hub without its database is not opened");
    }
    const Birth birth = draw_birth(random);
    auto made = make_database(folder, *setup, birth, kLost);
    if (!made) return made;
    made = write_birth(folder / "keys", birth);
    if (!made) return made;
    return change_mark(folder / "keys", [](Mark& mark) -> Result<bool> {
        mark.sizes.clear();
        mark.hardware = this_hardware();
        return true;
    });
}

Status is_behind(NodeCore& core, const Mark& mark, bool& behind) {
    for (const auto& [id, size] : mark.sizes) {
        auto feed = find_feed(core.db, id);
        if (!feed) return pass(std::move(feed));
        const std::uint64_t held = *feed ? (*feed)->edge.size() : 0;
        behind = behind || held < size;
    }
    return {};
}

Result<bool> draw_new_birth(NodeCore& core, Mark& mark) {
    const Birth birth = draw_birth(*core.random);
    auto transaction = Transaction::begin(core.db);
    if (!transaction) return pass(std::move(transaction));
    auto done = put_birth(core.db, birth, kRestored);
    if (done) done = transaction->commit();
    // If power dies here the two births differ, and the next open draws another: nothing was
    // written under this one.
    if (done) done = write_birth(core.keys(), birth);
    if (!done) return pass(std::move(done));
    core.taker.birth = birth;
    mark.sizes.clear();
    mark.hardware = this_hardware();
    return true;
}

Result<bool> compare_with(NodeCore& core, Mark& mark) {
    auto kept = read_record(core.db, kStoreKind, kBirthKey);
    if (!kept) return pass(std::move(kept));
    const auto mine = *kept ? Birth::from(**kept) : std::nullopt;
    const auto beside = read_birth(core.keys());
    const Hardware here = this_hardware();
    bool other = !mine || !beside || *mine != *beside;
    auto compared = is_behind(core, mark, other);
    if (!compared) return pass(std::move(compared));
    if (core.setup.kind == NodeKind::hub) {
        if (other) {
            return fail(ErrorCode::refused,
                        "Data hub ini lebih tua dari yang pernah dikirim, atau dipulihkan dari "
                        "salinan. Hub tidak dibuka supaya tidak ada keputusan ganda. Jangan ubah "
                        "apa pun; hubungi admin kabupaten.",
                        "hub store has another birth or is behind its mark");
        }
        core.taker.birth = *mine;
        return false;
    }
    if (other || here.differs_from(mark.hardware)) return draw_new_birth(core, mark);
    core.taker.birth = *mine;
    const Hardware before = mark.hardware;
    if (mark.hardware.machine.empty()) mark.hardware.machine = here.machine;
    if (mark.hardware.board.empty()) mark.hardware.board = here.board;
    return mark.hardware.machine != before.machine || mark.hardware.board != before.board;
}

Status check_file(Database& db) {
    auto wrong = check_pages(db, false);
    if (!wrong) return pass(std::move(wrong));
    if (wrong->empty()) return {};
    return fail(ErrorCode::corrupt,
                "Berkas data disapa.db rusak. Jangan dihapus; hubungi admin kecamatan.",
                "quick_check: " + wrong->front());
}

}  // namespace

Status create_node(const fs::path& folder, NodeSetup setup, Random& random) {
    auto done = check_regions(setup);
    if (!done) return done;
    const fs::path keys = folder / "keys";
    if (is_there(folder / kDatabase) || is_there(keys / "setup")) return no_room(folder);
    done = make_private_folder(folder);
    if (done) done = make_private_folder(keys);
    if (!done) return done;
    auto signing = signing_key(keys / "node.key", random);
    if (!signing) return pass(std::move(signing));
    auto box = box_key(keys / "box.key", random);
    if (!box) return pass(std::move(box));
    if (setup.kind == NodeKind::hub) {
        setup.hub_key = signing->public_key();
        setup.hub_box = box->public_key();
    }
    const Birth birth = draw_birth(random);
    done = write_birth(keys, birth);
    if (!done) return done;
    return make_database(folder, setup, birth, {});
}

Result<std::unique_ptr<NodeCore>> open_node(const fs::path& folder, const Clock& clock,
                                            Random& random, Node::Options options) {
    const fs::path keys = folder / "keys";
    if (!is_there(keys / "node.key")) {
        return fail(ErrorCode::not_found,
                    "Folder " + folder.string() +
                        " belum berisi data Disapa. Daftarkan dahulu komputer ini dengan undangan.",
                    "no keys/node.key");
    }
    auto signing = read_node_key(keys / "node.key");
    if (!signing) return pass(std::move(signing));
    auto box = read_box_key(keys / "box.key");
    if (!box) return pass(std::move(box));
    if (!is_there(folder / kDatabase)) {
        auto rescued = rescue(folder, random);
        if (!rescued) return pass(std::move(rescued));
    }
    auto db = Database::open(folder / kDatabase, Database::Mode::existing);
    if (!db) return pass(std::move(db));
    auto done = check_schema(*db);
    if (!done) return pass(std::move(done));
    auto bytes = read_record(*db, kStoreKind, kSetupKey);
    if (!bytes) return pass(std::move(bytes));
    auto setup = setup_from_bytes(bytes->value_or(Bytes{}));
    if (!setup) return pass(std::move(setup));
    done = set_durability(*db, setup->kind, options.checkpointer);
    // It reads the whole file: a hub's sub-commands leave that to the server.
    if (done && (setup->kind == NodeKind::kiosk || options.checkpointer)) done = check_file(*db);
    if (!done) return pass(std::move(done));
    auto core = std::make_unique<NodeCore>(folder, clock, random, std::move(*signing),
                                           std::move(*box), std::move(*setup), std::move(*db));
    done = change_mark(keys, [&](Mark& mark) { return compare_with(*core, mark); });
    if (!done) return pass(std::move(done));
    if (!is_there(keys / "setup")) {
        done = write_file_durably(keys / "setup", **bytes);
        if (!done) return pass(std::move(done));
    }
    auto rebirth = read_record(core->db, kStoreKind, kRebirthKey);
    if (!rebirth) return pass(std::move(rebirth));
    if (*rebirth) core->rebirth_sentence = as_text(**rebirth);
    return core;
}

Status backup_node(NodeCore& core, const fs::path& to) {
    if (auto copied = copy_database(core.db, to); !copied) return copied;
    auto db = Database::open(to, Database::Mode::existing);
    if (!db) return pass(std::move(db));
    auto done = db->execute("PRAGMA synchronous=EXTRA;");
    if (!done) return done;
    return put_birth(*db, draw_birth(*core.random), {});
}

}  // namespace disapa
