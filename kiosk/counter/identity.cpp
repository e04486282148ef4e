#include "kiosk/counter/identity.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/counter.h"
#include "shared/base/limits.h"

namespace disapa {
namespace {

constexpr std::string_view kTryRecords = "identity";
constexpr std::string_view kHere = "here";
constexpr int kTriesMax = 1000;  // the wait stopped growing long before
constexpr std::size_t kTailDigits = 4;

// The record is no list of who came by: a digest that only this kiosk can make.
std::string key_of(const Node& node, std::string_view nik) {
    return to_base64url(sha256(as_bytes(to_text(node.id()) + ":" + std::string(nik))).view())
        .substr(0, 22);
}

struct Tries {
    int failed = 0;
    Instant last = 0;
};

// What cannot be understood counts as the longest wait from now: who damages it gains nothing.
Tries read_tries(const std::optional<Bytes>& record, Instant now) {
    if (!record) return {};
    const auto json = Json::parse(*record, nullptr, false);
    const auto failed = json.is_object() ? json.value("failed", Json()) : Json();
    const auto last = json.is_object() ? json.value("last", Json()) : Json();
    if (!failed.is_number_unsigned() || !last.is_number_integer() ||
        failed.get<std::uint64_t>() > kTriesMax) {
        return {kTriesMax, now};
    }
    Tries tries{failed.get<int>(), last.get<Instant>()};
    // The clock went back: how long ago the last try was is unknown. It counts as just now.
    if (tries.last > now || tries.last < 0) tries.last = now;
    if (now - tries.last > Instant{60} * limits::kIdentityForgetMinutes) tries.failed = 0;
    return tries;
}

Instant wait_seconds(int failed, int free_tries) {
    const int beyond = failed - free_tries;
    if (beyond < 0) return 0;
    const auto last = std::ssize(limits::kIdentityWaitMinutes) - 1;
    return Instant{60} * limits::kIdentityWaitMinutes[std::min<std::ptrdiff_t>(beyond, last)];
}

Status put_tries(Writer& writer, std::string_view key, const Tries& tries) {
    const auto record = Json{{"failed", tries.failed}, {"last", tries.last}}.dump();
    return writer.put(kTryRecords, key, as_bytes(record));
}

tl::unexpected<Error> no_match() {
    return fail(ErrorCode::refused,
                "Data tidak cocok. Periksa NIK, tanggal lahir, dan nomor KK Anda, atau isi "
                "sendiri.",
                "identity does not agree");
}

}  // namespace

Json answers_of(const Resident& resident) {
    Json answers = Json::object();
    const std::pair<const char*, const std::string&> all[] = {
        {"nik", resident.nik},
        {"no_kk", resident.kk},
        {"nama", resident.name},
        {"tempat_lahir", resident.birth_place},
        {"tanggal_lahir", resident.born},
        {"jenis_kelamin", resident.sex},
        {"agama", resident.religion},
        {"status_kawin", resident.marital},
        {"pekerjaan", resident.occupation},
        {"kewarganegaraan", resident.nationality},
        {"alamat", resident.address},
        {"rt", resident.rt},
        {"rw", resident.rw},
        {"no_hp", resident.phone},
    };
    for (const auto& [field, value] : all) {
        if (!value.empty()) answers[field] = value;
    }
    return answers;
}

bool Identity::has_register() {
    auto residents = Residents::open(node_.folder());
    if (!residents) return false;
    const auto count = residents->count();
    return count && *count > 0;
}

Status Identity::count_try(std::string_view nik) {
    const auto now = node_.clock().now();
    struct Counted {
        std::string key;
        int free_tries;
        Tries tries;
    };
    Counted counted[] = {{key_of(node_, nik), limits::kIdentityFreeTries, {}},
                         {std::string(kHere), limits::kIdentityFreeTriesHere, {}}};
    Instant left = 0;
    auto written = node_.write([&](Writer& writer) -> Status {
        for (auto& one : counted) {
            auto record = writer.get(kTryRecords, one.key);
            if (!record) return pass(std::move(record));
            one.tries = read_tries(*record, now);
            const auto wait = wait_seconds(one.tries.failed, one.free_tries);
            left = std::max(left, wait - (now - one.tries.last));
        }
        for (auto& one : counted) {
            if (left <= 0) {
                one.tries.failed = std::min(one.tries.failed + 1, kTriesMax);
                one.tries.last = now;
            }
            // Where it waits too: what was read may have mended a clock that went back.
            if (auto put = put_tries(writer, one.key, one.tries); !put) return put;
        }
        return {};
    });
    if (!written || left <= 0) return written;
    return fail(ErrorCode::throttled,
                "Terlalu banyak percobaan. Tunggu " + std::to_string((left + 59) / 60) +
                    " menit, atau isi sendiri tanpa mencari data.",
                "identity is throttled");
}

// The right answer costs no try: neither this NIK nor, by one, the kiosk.
Status Identity::forgive(std::string_view nik) {
    const auto now = node_.clock().now();
    const auto own = key_of(node_, nik);
    auto old = node_.list(kTryRecords);
    return node_.write([&](Writer& writer) -> Status {
        if (auto done = writer.erase(kTryRecords, own); !done) return done;
        auto record = writer.get(kTryRecords, kHere);
        if (!record) return pass(std::move(record));
        auto here = read_tries(*record, now);
        here.failed = std::max(here.failed - 1, 0);
        if (auto put = put_tries(writer, kHere, here); !put) return put;
        if (!old) return {};
        for (const auto& [key, bytes] : *old) {
            if (key == own || key == kHere || read_tries(bytes, now).failed > 0) continue;
            if (auto done = writer.erase(kTryRecords, key); !done) return done;
        }
        return {};
    });
}

Result<Json> Identity::identify(std::string_view nik, std::string_view birth_date,
                                std::string_view kk_tail) {
    auto residents = Residents::open(node_.folder());
    if (!residents) return pass(std::move(residents));
    if (auto counted = count_try(nik); !counted) return pass(std::move(counted));
    auto found = residents->find(nik);
    if (!found) return pass(std::move(found));
    // The same comparisons whether he is there or not.
    const auto resident = found->value_or(Resident{});
    const bool born = !resident.born.empty() && resident.born == birth_date;
    const bool tail = kk_tail.size() == kTailDigits && resident.kk.size() > kTailDigits &&
                      resident.kk.ends_with(kk_tail);
    if (!(*found && born && tail)) return no_match();
    if (auto done = forgive(nik); !done) return pass(std::move(done));
    return answers_of(resident);
}

Result<std::vector<ResidentRow>> Identity::search(std::string_view typed, std::size_t limit,
                                                  const Session&) {
    auto residents = Residents::open(node_.folder());
    if (!residents) return pass(std::move(residents));
    auto found = residents->search(typed, limit);
    if (!found) return pass(std::move(found));
    std::vector<ResidentRow> rows;
    for (const auto& one : *found) {
        const auto born = parse_date(one.born);
        rows.push_back({one.nik, one.name, born ? born->year : 0, one.rt});
    }
    return rows;
}

Result<Json> Identity::choose(std::string_view nik, const Session&) {
    auto residents = Residents::open(node_.folder());
    if (!residents) return pass(std::move(residents));
    auto found = residents->find(nik);
    if (!found) return pass(std::move(found));
    if (!*found) {
        return fail(ErrorCode::not_found, "Orang itu tidak ada lagi di data penduduk.",
                    "no such resident");
    }
    return answers_of(**found);
}

}  // namespace disapa
