#include "shared/store/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "shared/base/file.h"
#include "shared/store/residents.h"
#include "shared/store/schema.h"
#include "shared/store/setup.h"
#include "shared/store/tables.h"

namespace disapa {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStoreFile = "disapa.db";
constexpr const char* kRegisterFile = "residents.db";
// What this machine was given after the copy was made, or before it when it is a new machine: its
// own ENROL on the way (sync/enrolment.h) and who has a key file here (kiosk/counter/officers.h).
constexpr std::array<std::string_view, 2> kOfThisMachine = {"enrol", "officer"};

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

fs::path beside(const fs::path& file, const char* end) {
    return fs::path(file.string() + end);
}

Result<NodeSetup> setup_here(const fs::path& folder) {
    const auto file = folder / "keys" / "setup";
    if (!is_there(file)) {
        return fail(ErrorCode::not_found,
                    "Komputer ini belum terdaftar. Daftarkan dahulu dengan undangan, lalu pulihkan "
                    "salinannya.",
                    "no keys/setup to restore into");
    }
    auto bytes = read_file(file, 64 * 1024);
    if (!bytes) return pass(std::move(bytes));
    return setup_from_bytes(*bytes);
}

Result<Database> open_copy(const fs::path& file) {
    if (!is_there(file)) {
        return fail(ErrorCode::not_found,
                    "Di folder itu tidak ada salinan Disapa. Pilih folder yang berisi disapa.db.",
                    "no disapa.db in the copy");
    }
    auto db = Database::open(file, Database::Mode::existing);
    if (!db) return db;
    if (auto good = check_schema(*db); !good) return pass(std::move(good));
    auto wrong = check_pages(*db, true);
    if (!wrong) return pass(std::move(wrong));
    if (wrong->empty()) return db;
    return fail(ErrorCode::corrupt, "Salinan itu rusak. Pilih salinan yang lain.",
                "integrity_check of the copy: " + wrong->front());
}

Status check_origin(Database& copy, const NodeSetup& here) {
    auto bytes = read_record(copy, kStoreKind, kSetupKey);
    if (!bytes) return pass(std::move(bytes));
    auto setup = setup_from_bytes(bytes->value_or(Bytes{}));
    if (!setup) return pass(std::move(setup));
    if (here.kind == NodeKind::kiosk && setup->kind == NodeKind::kiosk &&
        setup->region == here.region && setup->root_thumbprint == here.root_thumbprint) {
        return {};
    }
    return fail(ErrorCode::refused,
                "Salinan itu bukan dari kios desa ini. Pilih salinan yang lain.",
                "the copy is of another desa, another root, or of a hub");
}

// What cannot be read any more of a damaged store is not kept: that is why a copy is put back.
Status keep_of_this_machine(const fs::path& store, Database& made) {
    if (!is_there(store)) return {};
    auto db = Database::open(store, Database::Mode::existing);
    if (!db) return {};
    for (const auto kind : kOfThisMachine) {
        const auto records = list_records(*db, kind);
        if (!records) return {};
        for (const auto& [key, value] : *records) {
            if (auto kept = put_record(made, kind, key, value); !kept) return kept;
        }
    }
    return {};
}

// One file for the other, at once. The journal of the one that goes would be played into the one
// that comes: it goes with its file.
Status replace(const fs::path& file, const fs::path& made) {
    const auto old = beside(file, ".lama");
    std::error_code ignored;
    fs::remove(old, ignored);
    fs::remove(beside(old, "-journal"), ignored);
    fs::create_hard_link(file, old, ignored);
    fs::rename(beside(file, "-journal"), beside(old, "-journal"), ignored);
    return rename_durably(made, file);
}

Status put_back_register(const fs::path& folder, const fs::path& copy) {
    if (!is_there(copy / kRegisterFile)) return {};
    auto residents = Residents::open(copy);
    if (!residents) return pass(std::move(residents));
    const auto made = beside(folder / kRegisterFile, ".new");
    std::error_code ignored;
    fs::remove(made, ignored);
    if (auto copied = residents->copy_to(made); !copied) return copied;
    return replace(folder / kRegisterFile, made);
}

}  // namespace

Status copy_database(Database& from, const fs::path& to) {
    // Made empty first, which VACUUM INTO takes: nobody else may read it from its first byte on.
    const int made = ::open(to.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (made < 0) {
        const bool exists = is_there(to);
        return fail(exists ? ErrorCode::refused : ErrorCode::io,
                    exists ? "Berkas " + to.string() + " sudah ada. Pilih nama lain untuk salinan."
                           : "Salinan tidak dapat ditulis. Periksa folder dan flashdisknya.",
                    exists ? "backup file exists" : "cannot make " + to.string());
    }
    ::close(made);
    auto done = from.query("VACUUM INTO ?1").bind_text(1, to.string()).run();
    if (done) done = sync_path(to);
    if (done) done = sync_path(to.parent_path());
    std::error_code ignored;
    if (!done) fs::remove(to, ignored);
    return done;
}

Status put_back(const fs::path& folder, const fs::path& copy) {
    auto here = setup_here(folder);
    if (!here) return pass(std::move(here));
    auto db = open_copy(copy / kStoreFile);
    if (!db) return pass(std::move(db));
    if (auto mine = check_origin(*db, *here); !mine) return mine;
    const auto store = folder / kStoreFile;
    const auto made = beside(store, ".new");
    std::error_code ignored;
    fs::remove(made, ignored);
    if (auto copied = copy_database(*db, made); !copied) return copied;
    {
        auto fresh = Database::open(made, Database::Mode::existing);
        if (!fresh) return pass(std::move(fresh));
        auto set = fresh->execute("PRAGMA synchronous=EXTRA;");
        if (set) set = keep_of_this_machine(store, *fresh);
        if (!set) return set;
    }
    // The register first: while the store stands as it was, the whole is simply done again.
    if (auto done = put_back_register(folder, copy); !done) return done;
    return replace(store, made);
}

}  // namespace disapa
