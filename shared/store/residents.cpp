#include "shared/store/residents.h"

#include <algorithm>
#include <array>

#include "shared/base/text.h"
#include "shared/store/copy.h"
#include "shared/store/near_word.h"
#include "shared/store/schema.h"

namespace disapa {
namespace {

constexpr std::int64_t kApplicationId = 0x44697265;  // "Dire"
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kDigitsMin = 4, kWordMin = 2;
// As many are read and put in order by name. A search that finds more is too wide to be read by a
// person anyhow.
constexpr std::size_t kCandidatesMax = 600;

// A word of a name stands once in `word`; `name_word` says who bears it. A typing error is looked
// for among the words, which are few, and never among the people.
constexpr const char* kTables = R"(
BEGIN IMMEDIATE;
CREATE TABLE resident(
    id INTEGER PRIMARY KEY,
    nik TEXT NOT NULL UNIQUE CHECK(length(nik) = 16),
    kk TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_place TEXT NOT NULL,
    born TEXT NOT NULL,
    sex TEXT NOT NULL,
    religion TEXT NOT NULL,
    marital TEXT NOT NULL,
    occupation TEXT NOT NULL,
    nationality TEXT NOT NULL,
    address TEXT NOT NULL,
    rt TEXT NOT NULL,
    rw TEXT NOT NULL,
    phone TEXT NOT NULL
) STRICT;
CREATE INDEX resident_kk ON resident(kk);
CREATE TABLE word(
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE name_word(
    word INTEGER NOT NULL REFERENCES word(id),
    resident INTEGER NOT NULL REFERENCES resident(id),
    PRIMARY KEY(word, resident)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_word_resident ON name_word(resident);
COMMIT;
)";

// The columns in the order of `member_of`.
constexpr const char* kSelectByNik =
    "SELECT nik, kk, name, birth_place, born, sex, religion, marital, occupation, nationality,"
    " address, rt, rw, phone, id FROM resident WHERE nik = ?1";
constexpr const char* kSelectById =
    "SELECT nik, kk, name, birth_place, born, sex, religion, marital, occupation, nationality,"
    " address, rt, rw, phone, id FROM resident WHERE id = ?1";

constexpr std::array kMembers = {&Resident::nik,         &Resident::kk,      &Resident::name,
                                 &Resident::birth_place, &Resident::born,    &Resident::sex,
                                 &Resident::religion,    &Resident::marital, &Resident::occupation,
                                 &Resident::nationality, &Resident::address, &Resident::rt,
                                 &Resident::rw,          &Resident::phone};

Resident resident_of(const Query& row) {
    Resident resident;
    for (std::size_t at = 0; at < kMembers.size(); ++at) {
        resident.*kMembers[at] = row.text(static_cast<int>(at));
    }
    return resident;
}

// Words of a name as they are searched: lower case, no signs, each once.
std::vector<std::string> words_of(std::string_view name) {
    auto text = lower(name);
    for (auto& c : text) {
        const bool sign = static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') &&
                          !(c >= '0' && c <= '9') && c != '\'';
        if (sign) c = ' ';
    }
    std::erase(text, '\'');  // NUR'AINI is found as nuraini
    auto words = split(text, ' ');
    std::erase(words, "");
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

// The text after every one that begins with `prefix`.
std::string after(std::string prefix) {
    prefix += "\xff";
    return prefix;
}

tl::unexpected<Error> not_ours() {
    return fail(ErrorCode::corrupt,
                "Berkas data penduduk rusak atau dari versi lain. Impor lagi dari berkas desa; "
                "bila tetap gagal, hubungi admin kecamatan.",
                "residents.db: application_id or user_version is not ours");
}

Result<std::int64_t> number_of(Database& db, std::string_view sql) {
    auto asked = db.query(sql);
    auto row = asked.next();
    if (!row) return pass(std::move(row));
    return *row ? asked.integer(0) : 0;
}

// Who was found so far, by id, and how many typing errors were forgiven.
using Costs = std::vector<std::pair<std::int64_t, int>>;

}  // namespace

struct Residents::State {
    Database db;

    Status add_words(std::int64_t resident, const std::string& name) {
        for (const auto& word : words_of(name)) {
            auto known = db.query("INSERT INTO word(text) VALUES(?1) ON CONFLICT DO NOTHING");
            if (auto done = known.bind_text(1, word).run(); !done) return done;
            auto linked = db.query(
                "INSERT INTO name_word(word, resident) SELECT id, ?2 FROM word WHERE text = ?1");
            if (auto done = linked.bind_text(1, word).bind(2, resident).run(); !done) return done;
        }
        return {};
    }

    Status drop_words(std::int64_t resident) {
        return db.query("DELETE FROM name_word WHERE resident = ?1").bind(1, resident).run();
    }

    // Ids of the words that begin with what was typed, or nearly so when `forgiving`, with the
    // errors in each.
    using Near = std::vector<std::pair<std::int64_t, int>>;
    Result<Near> near_words(const std::string& typed, bool forgiving) {
        Near found;
        const int errors = forgiving ? errors_forgiven(typed) : 0;
        if (errors == 0) {
            auto begun = db.query("SELECT id FROM word WHERE text >= ?1 AND text < ?2");
            begun.bind_text(1, typed).bind_text(2, after(typed));
            while (true) {
                auto row = begun.next();
                if (!row) return pass(std::move(row));
                if (!*row) return found;
                found.emplace_back(begun.integer(0), 0);
            }
        }
        auto all = db.query("SELECT id, text FROM word");
        while (true) {
            auto row = all.next();
            if (!row) return pass(std::move(row));
            if (!*row) return found;
            const int cost = beginning_distance(typed, all.text(1), errors);
            if (cost <= errors) found.emplace_back(all.integer(0), cost);
        }
    }

    Result<Costs> bearers(const Near& words) {
        Costs costs;
        for (const auto& [word, cost] : words) {
            auto asked = db.query("SELECT resident FROM name_word WHERE word = ?1");
            asked.bind(1, word);
            while (true) {
                auto row = asked.next();
                if (!row) return pass(std::move(row));
                if (!*row) break;
                costs.emplace_back(asked.integer(0), cost);
            }
        }
        // Of one person the word with the fewest errors.
        std::ranges::sort(costs);
        const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
        costs.erase(std::unique(costs.begin(), costs.end(), same), costs.end());
        return costs;
    }

    Result<Costs> by_name(std::string_view typed, bool forgiving) {
        auto words = words_of(typed);
        std::erase_if(words, [](const auto& word) { return letters(word) < kWordMin; });
        Costs all;
        for (std::size_t at = 0; at < words.size(); ++at) {
            auto near = near_words(words[at], forgiving);
            if (!near) return pass(std::move(near));
            auto some = bearers(*near);
            if (!some) return some;
            if (at == 0) {
                all = std::move(*some);
                continue;
            }
            Costs both;
            auto here = some->begin();
            for (const auto& [id, cost] : all) {
                while (here != some->end() && here->first < id) ++here;
                if (here == some->end()) break;
                if (here->first == id) both.emplace_back(id, cost + here->second);
            }
            all = std::move(both);
        }
        return all;
    }

    Result<Costs> by_digits(const std::string& digits) {
        Costs costs;
        if (digits.size() < kDigitsMin) return costs;
        auto asked = db.query(
            "SELECT id FROM resident WHERE nik >= ?1 AND nik < ?2 UNION "
            "SELECT id FROM resident WHERE kk >= ?1 AND kk < ?2 LIMIT ?3");
        asked.bind_text(1, digits).bind_text(2, after(digits));
        asked.bind(3, static_cast<std::int64_t>(kCandidatesMax));
        while (true) {
            auto row = asked.next();
            if (!row) return pass(std::move(row));
            if (!*row) return costs;
            costs.emplace_back(asked.integer(0), 0);
        }
    }

    Result<std::optional<Resident>> load(std::int64_t id) {
        auto asked = db.query(kSelectById);
        auto row = asked.bind(1, id).next();
        if (!row) return pass(std::move(row));
        return *row ? std::optional(resident_of(asked)) : std::nullopt;
    }

    Result<std::vector<Resident>> in_order(const Costs& costs, std::size_t limit) {
        std::vector<std::pair<int, std::int64_t>> ranked;
        for (const auto& [id, cost] : costs) ranked.emplace_back(cost, id);
        std::ranges::sort(ranked);
        if (ranked.size() > kCandidatesMax) ranked.resize(kCandidatesMax);
        std::vector<std::pair<int, Resident>> found;
        for (const auto& [cost, id] : ranked) {
            auto one = load(id);
            if (!one) return pass(std::move(one));
            if (*one) found.emplace_back(cost, std::move(**one));
        }
        std::ranges::stable_sort(found, [](const auto& a, const auto& b) {
            return std::tie(a.first, a.second.name) < std::tie(b.first, b.second.name);
        });
        if (found.size() > limit) found.resize(limit);
        std::vector<Resident> residents;
        for (auto& [cost, one] : found) residents.push_back(std::move(one));
        return residents;
    }
};

namespace {

class Writing final : public ResidentWriter {
  public:
    using Words = std::function<Status(std::int64_t, const std::string*)>;
    Writing(Database& db, Words words) : db_(db), words_(std::move(words)) {}

    Result<ResidentChange> put(const Resident& resident) override {
        std::int64_t id = 0;
        Resident before;
        {
            auto asked = db_.query(kSelectByNik);
            auto row = asked.bind_text(1, resident.nik).next();
            if (!row) return pass(std::move(row));
            if (*row) {
                before = resident_of(asked);
                id = asked.integer(static_cast<int>(kMembers.size()));
            }
        }
        if (id != 0 && before == resident) return ResidentChange::same;
        auto kept = id == 0 ? insert(resident) : update(resident, id);
        if (!kept) return pass(std::move(kept));
        if (before.name != resident.name) {
            if (auto done = words_(*kept, &resident.name); !done) return pass(std::move(done));
        }
        return id == 0 ? ResidentChange::added : ResidentChange::changed;
    }

    Result<bool> remove(std::string_view nik) override {
        std::int64_t id = 0;
        {
            auto asked = db_.query("SELECT id FROM resident WHERE nik = ?1");
            auto row = asked.bind_text(1, nik).next();
            if (!row) return pass(std::move(row));
            if (!*row) return false;
            id = asked.integer(0);
        }
        if (auto done = words_(id, nullptr); !done) return pass(std::move(done));
        auto gone = db_.query("DELETE FROM resident WHERE id = ?1").bind(1, id).run();
        if (!gone) return pass(std::move(gone));
        return true;
    }

  private:
    Result<std::int64_t> insert(const Resident& resident) {
        auto asked = db_.query(
            "INSERT INTO resident(nik, kk, name, birth_place, born, sex, religion, marital,"
            " occupation, nationality, address, rt, rw, phone)"
            " VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14) RETURNING id");
        bind(asked, resident);
        auto row = asked.next();
        if (!row) return pass(std::move(row));
        const auto id = asked.integer(0);
        if (auto end = asked.run(); !end) return pass(std::move(end));
        return id;
    }

    Result<std::int64_t> update(const Resident& resident, std::int64_t id) {
        auto asked = db_.query(
            "UPDATE resident SET nik=?1, kk=?2, name=?3, birth_place=?4, born=?5, sex=?6,"
            " religion=?7, marital=?8, occupation=?9, nationality=?10, address=?11, rt=?12,"
            " rw=?13, phone=?14 WHERE id = ?15");
        bind(asked, resident);
        auto done = asked.bind(static_cast<int>(kMembers.size()) + 1, id).run();
        if (!done) return pass(std::move(done));
        return id;
    }

    static void bind(Query& query, const Resident& resident) {
        for (std::size_t at = 0; at < kMembers.size(); ++at) {
            query.bind_text(static_cast<int>(at) + 1, resident.*kMembers[at]);
        }
    }

    Database& db_;
    Words words_;  // sets the words of a resident, or takes them away
};

Result<Database> open_file(const std::filesystem::path& file, Database::Mode mode) {
    auto db = Database::open(file, mode);
    if (!db) return db;
    if (auto set = set_durability(*db, NodeKind::kiosk, true); !set) return pass(std::move(set));
    // An import of 50,000 people fits: the file is locked for readers only while it is committed.
    if (auto set = db->execute("PRAGMA cache_size=-131072;"); !set) return pass(std::move(set));
    return db;
}

Status check_file(Database& db) {
    auto id = number_of(db, "PRAGMA application_id");
    if (!id) return pass(std::move(id));
    auto version = number_of(db, "PRAGMA user_version");
    if (!version) return pass(std::move(version));
    if (*id != kApplicationId || *version != kVersion) return not_ours();
    return {};
}

std::filesystem::path file_in(const std::filesystem::path& folder) {
    return folder / "residents.db";
}

}  // namespace

Residents::Residents(std::unique_ptr<State> state) : state_(std::move(state)) {}
Residents::Residents(Residents&&) noexcept = default;
Residents& Residents::operator=(Residents&&) noexcept = default;
Residents::~Residents() = default;

Result<Residents> Residents::open(const std::filesystem::path& folder) {
    std::error_code trouble;
    if (!std::filesystem::exists(file_in(folder), trouble)) {
        return fail(ErrorCode::not_found,
                    "Belum ada data penduduk di kios ini. Impor dahulu dari berkas desa.",
                    "no residents.db");
    }
    auto db = open_file(file_in(folder), Database::Mode::existing);
    if (!db) return pass(std::move(db));
    if (auto good = check_file(*db); !good) return pass(std::move(good));
    return Residents(std::make_unique<State>(State{std::move(*db)}));
}

Result<Residents> Residents::create(const std::filesystem::path& folder) {
    auto db = open_file(file_in(folder), Database::Mode::create);
    if (!db) return pass(std::move(db));
    // Somebody may have died between making the file and making its tables: then it is empty.
    auto pages = number_of(*db, "PRAGMA page_count");
    if (!pages) return pass(std::move(pages));
    if (*pages == 0) {
        std::error_code trouble;
        std::filesystem::permissions(
            file_in(folder),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, trouble);
        auto made = db->execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                                "; PRAGMA user_version=" + std::to_string(kVersion) + ";");
        if (!made) return pass(std::move(made));
    }
    auto good = check_file(*db);
    if (!good) return pass(std::move(good));
    auto tables = number_of(*db, "SELECT count(*) FROM sqlite_schema WHERE name = 'resident'");
    if (!tables) return pass(std::move(tables));
    if (*tables == 0) {
        if (auto made = db->execute(kTables); !made) return pass(std::move(made));
    }
    return Residents(std::make_unique<State>(State{std::move(*db)}));
}

Result<std::size_t> Residents::count() {
    auto number = number_of(state_->db, "SELECT count(*) FROM resident");
    if (!number) return pass(std::move(number));
    return static_cast<std::size_t>(*number);
}

Result<std::optional<Resident>> Residents::find(std::string_view nik) {
    auto asked = state_->db.query(kSelectByNik);
    auto row = asked.bind_text(1, nik).next();
    if (!row) return pass(std::move(row));
    return *row ? std::optional(resident_of(asked)) : std::nullopt;
}

Result<std::vector<Resident>> Residents::search(std::string_view typed, std::size_t limit) {
    auto digits = std::string(typed);
    std::erase_if(digits, [](char c) { return c == ' ' || c == '.' || c == '-'; });
    if (!digits.empty() && all_digits(digits)) {
        auto found = state_->by_digits(digits);
        if (!found) return pass(std::move(found));
        return state_->in_order(*found, limit);
    }
    const auto name = clean_text(typed);
    auto found = state_->by_name(name, false);
    if (found && found->empty()) found = state_->by_name(name, true);
    if (!found) return pass(std::move(found));
    return state_->in_order(*found, limit);
}

Status Residents::write(const std::function<Status(ResidentWriter&)>& work) {
    auto transaction = Transaction::begin(state_->db);
    if (!transaction) return pass(std::move(transaction));
    Writing writer(state_->db, [this](std::int64_t id, const std::string* name) -> Status {
        if (auto done = state_->drop_words(id); !done) return done;
        return name ? state_->add_words(id, *name) : Status();
    });
    if (auto done = work(writer); !done) return done;
    // Words that nobody bears any more would still be personal data.
    auto swept = state_->db.query(
        "DELETE FROM word WHERE NOT EXISTS (SELECT 1 FROM name_word WHERE word = word.id)");
    if (auto done = swept.run(); !done) return done;
    return transaction->commit();
}

Status Residents::copy_to(const std::filesystem::path& file) {
    return copy_database(state_->db, file);
}

}  // namespace disapa
