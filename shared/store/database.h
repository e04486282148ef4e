// One connection to one SQLite file: statements prepared once, errors as values.
//
// Thread rule: a Database and its queries belong to one thread.
// Blobs and texts that a Query hands out live until its next step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace disapa {

// One use of a prepared statement. Parameters are numbered from 1, columns from 0. A failed bind is
// remembered and told by the next step, so that binds can be chained.
class Query {
  public:
    Query(Query&& other) noexcept;
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query();

    Query& bind(int parameter, std::int64_t value);
    Query& bind(int parameter, std::uint64_t value);
    Query& bind(int parameter, int value) { return bind(parameter, std::int64_t{value}); }
    Query& bind_blob(int parameter, ByteView value);
    Query& bind_text(int parameter, std::string_view value);

    // True while there is a row.
    [[nodiscard]] Result<bool> next();
    // Steps to the end.
    [[nodiscard]] Status run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::uint64_t count(int column) const {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] ByteView blob(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    // Zeros when the column has another length: the schema's checks forbid that.
    template <class F>
    [[nodiscard]] F fixed(int column) const {
        return F::from(blob(column)).value_or(F{});
    }

  private:
    friend class Database;
    Query(sqlite3* db, sqlite3_stmt* statement, bool* lent, int prepare_code);
    sqlite3* db_;
    sqlite3_stmt* statement_;
    bool* lent_;  // the place in the connection's store to give back to; none: finalize
    int code_;
};

class Database {
  public:
    enum class Mode { create, existing };
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, Mode mode);
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    // `sql` must be a literal: the prepared statement is kept under it. Taking the same one again
    // while it is in use gives an independent statement.
    [[nodiscard]] Query query(std::string_view sql);
    // Several statements without parameters.
    [[nodiscard]] Status execute(const std::string& sql);

    // Another connection of this file never checkpoints (see design of the hub's WAL): SQLite 3.7.0
    // to 3.51.2 can lose commits when two connections checkpoint at once.
    [[nodiscard]] Status forbid_checkpoints();
    [[nodiscard]] bool in_transaction() const;
    // Changes whenever another connection commits.
    [[nodiscard]] Result<std::int64_t> data_version();

  private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// A write transaction: rolled back when it dies without commit.
class Transaction {
  public:
    [[nodiscard]] static Result<Transaction> begin(Database& db);  // BEGIN IMMEDIATE
    Transaction(Transaction&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    [[nodiscard]] Status commit();

  private:
    explicit Transaction(Database& db) : db_(&db) {}
    Database* db_;
};

}  // namespace disapa
