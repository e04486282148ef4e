#include "shared/store/database.h"

#include <sqlite3.h>

#include <map>
#include <utility>

namespace disapa {

namespace {

constexpr int kBusyMilliseconds = 5000;

Error error_of(sqlite3* db, int code) {
    // sqlite3_errmsg names tables and rules, never values: fit for a log.
    const std::string log = std::string("sqlite: ") + sqlite3_errstr(code) + ": " +
                            (db != nullptr ? sqlite3_errmsg(db) : "no connection");
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::io,
                    "Data sedang dipakai program lain. Tunggu sebentar, lalu coba lagi.", log};
        case SQLITE_FULL:
            return {ErrorCode::io,
                    "Penyimpanan penuh sehingga data tidak dapat disimpan. Kosongkan ruang atau "
                    "hubungi admin kecamatan.",
                    log};
        case SQLITE_READONLY:
            return {ErrorCode::io, "Penyimpanan tidak dapat ditulisi. Hubungi admin kecamatan.",
                    log};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::corrupt,
                    "Berkas data rusak. Jangan dihapus; hubungi admin kecamatan.", log};
        case SQLITE_CONSTRAINT:
            return {ErrorCode::internal,
                    "Data tidak dapat disimpan karena bertentangan dengan yang sudah ada. Hubungi "
                    "admin kecamatan.",
                    log};
        default:
            return {ErrorCode::io,
                    "Data tidak dapat dibaca atau disimpan. Coba lagi; bila tetap gagal, hubungi "
                    "admin kecamatan.",
                    log};
    }
}

}  // namespace

struct Database::State {
    struct Kept {
        sqlite3_stmt* statement = nullptr;
        bool lent = false;
    };
    sqlite3* db = nullptr;
    std::map<std::string_view, Kept> kept;

    ~State() {
        for (auto& [sql, one] : kept) sqlite3_finalize(one.statement);
        sqlite3_close(db);
    }
};

Query::Query(sqlite3* db, sqlite3_stmt* statement, bool* lent, int prepare_code)
    : db_(db), statement_(statement), lent_(lent), code_(prepare_code) {}

Query::Query(Query&& other) noexcept
    : db_(other.db_),
      statement_(std::exchange(other.statement_, nullptr)),
      lent_(std::exchange(other.lent_, nullptr)),
      code_(other.code_) {}

Query::~Query() {
    if (statement_ == nullptr) return;
    if (lent_ == nullptr) {
        sqlite3_finalize(statement_);
        return;
    }
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    *lent_ = false;
}

Query& Query::bind(int parameter, std::int64_t value) {
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_int64(statement_, parameter, value);
    return *this;
}

Query& Query::bind(int parameter, std::uint64_t value) {
    return bind(parameter, static_cast<std::int64_t>(value));
}

Query& Query::bind_blob(int parameter, ByteView value) {
    if (code_ != SQLITE_OK) return *this;
    // An empty view has no address, which SQLite would take for NULL.
    code_ = value.empty() ? sqlite3_bind_zeroblob(statement_, parameter, 0)
                          : sqlite3_bind_blob64(statement_, parameter, value.data(), value.size(),
                                                SQLITE_TRANSIENT);
    return *this;
}

Query& Query::bind_text(int parameter, std::string_view value) {
    if (code_ != SQLITE_OK) return *this;
    code_ = sqlite3_bind_text64(statement_, parameter, value.empty() ? "" : value.data(),
                                value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Result<bool> Query::next() {
    if (code_ != SQLITE_OK) return tl::unexpected(error_of(db_, code_));
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return tl::unexpected(error_of(db_, code));
}

Status Query::run() {
    while (true) {
        auto row = next();
        if (!row) return pass(std::move(row));
        if (!*row) return {};
    }
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

ByteView Query::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    if (data == nullptr || size <= 0) return {};
    return {data, static_cast<std::size_t>(size)};
}

std::string_view Query::text(int column) const {
    return as_text(blob(column));
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& file, Mode mode) {
    auto state = std::make_unique<State>();
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(file.c_str(), &state->db, flags, nullptr);
    if (code != SQLITE_OK) return tl::unexpected(error_of(state->db, code));
    sqlite3_busy_timeout(state->db, kBusyMilliseconds);
    sqlite3_extended_result_codes(state->db, 1);
    Database db(std::move(state));
    // A schema that was tampered with must not run functions; freed pages are overwritten, because
    // erasure by law means erased.
    auto set = db.execute(
        "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;"
        "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;");
    if (!set) return pass(std::move(set));
    return db;
}

Query Database::query(std::string_view sql) {
    auto& one = state_->kept[sql];
    int code = SQLITE_OK;
    if (one.statement == nullptr) {
        code = sqlite3_prepare_v3(state_->db, sql.data(), static_cast<int>(sql.size()),
                                  SQLITE_PREPARE_PERSISTENT, &one.statement, nullptr);
        if (code != SQLITE_OK) return {state_->db, nullptr, nullptr, code};
    }
    if (!one.lent) {
        one.lent = true;
        return {state_->db, one.statement, &one.lent, code};
    }
    sqlite3_stmt* another = nullptr;
    code = sqlite3_prepare_v3(state_->db, sql.data(), static_cast<int>(sql.size()), 0, &another,
                              nullptr);
    return {state_->db, another, nullptr, code};
}

Status Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(state_->db, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return tl::unexpected(error_of(state_->db, code));
    return {};
}

Status Database::forbid_checkpoints() {
    int on = 0;
    const int code = sqlite3_db_config(state_->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &on);
    if (code != SQLITE_OK) return tl::unexpected(error_of(state_->db, code));
    return execute("PRAGMA wal_autocheckpoint=0");
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(state_->db) == 0;
}

Result<std::int64_t> Database::data_version() {
    auto asked = query("PRAGMA data_version");
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    return asked.integer(0);
}

Result<Transaction> Transaction::begin(Database& db) {
    auto begun = db.execute("BEGIN IMMEDIATE");
    if (!begun) return pass(std::move(begun));
    return Transaction(db);
}

Transaction::~Transaction() {
    // SQLite may have rolled back by itself (disk full); then there is nothing left to undo.
    if (db_ != nullptr && db_->in_transaction()) (void)db_->execute("ROLLBACK");
}

Status Transaction::commit() {
    auto done = db_->execute("COMMIT");
    if (!done) return done;
    db_ = nullptr;
    return {};
}

}  // namespace disapa
