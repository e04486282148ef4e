#include "kiosk/counter/notices.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <system_error>

#include "shared/base/bytes.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = "pengumuman", kKind = ".txt", kRule = "---";
constexpr std::string_view kUntil = "sampai: ", kWritten = "ditulis: ", kChanged = "diubah: ";
// Renamed to this before it is deleted: with that the disk has forgotten the notice.
constexpr std::string_view kTakenDown = ".turun";
constexpr std::size_t kOverMost = 12;  // lapsed ones that an officer may still renew
constexpr std::size_t kShownNameLetters = 40;

using Lines = std::vector<std::string>;

// Windows' editors begin a file so, and end its lines with a carriage return.
Lines lines_of(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string clean(text);
    std::erase(clean, '\r');
    std::ranges::replace(clean, '\t', ' ');
    Lines lines = split(clean, '\n');
    for (auto& line : lines) line = std::string(trim(line));
    std::erase(lines, "");
    return lines;
}

std::string to_line(const NoticeStamp& stamp) {
    return wita_minute(stamp.at) + ' ' + stamp.key + ' ' + stamp.name;
}

std::optional<NoticeStamp> stamp_of(std::string_view line) {
    constexpr std::size_t kMinute = 16, kKey = 11, kName = kMinute + 1 + kKey + 1;
    if (line.size() <= kName || line[kMinute] != ' ' || line[kName - 1] != ' ') return std::nullopt;
    const auto at = parse_minute(line.substr(0, kMinute));
    const auto key = line.substr(kMinute + 1, kKey);
    if (!at || !key_id_from_text(key)) return std::nullopt;
    return NoticeStamp{*at, std::string(key), std::string(line.substr(kName))};
}

// One line after the rule; false when it is none of them.
bool read_fact(std::string_view line, DesaNotice& notice) {
    const auto value_of = [&](std::string_view name) { return trim(line.substr(name.size())); };
    if (line.starts_with(kUntil)) {
        const bool first = !notice.until;
        notice.until = parse_date(value_of(kUntil));
        return first && notice.until;
    }
    auto& stamp = line.starts_with(kWritten) ? notice.written : notice.changed;
    if (!line.starts_with(kWritten) && !line.starts_with(kChanged)) return false;
    const bool first = !stamp;
    stamp = stamp_of(value_of(line.starts_with(kWritten) ? kWritten : kChanged));
    return first && stamp;
}

bool looks_like_fact(std::string_view line) {
    for (auto name : {kUntil, kWritten, kChanged}) {
        name.remove_suffix(1);  // the space went with the end of the line where nothing follows
        if (line.starts_with(name)) return true;
    }
    return false;
}

tl::expected<DesaNotice, NoticeFault> parse(std::string_view bytes) {
    Lines lines = lines_of(bytes);
    if (!std::ranges::all_of(lines, is_clean_text)) return tl::unexpected(NoticeFault::not_text);
    DesaNotice notice;
    const auto rule = std::find(lines.rbegin(), lines.rend(), kRule);
    if (rule != lines.rend() && std::any_of(rule.base(), lines.end(), looks_like_fact)) {
        for (auto line = rule.base(); line != lines.end(); ++line) {
            if (!read_fact(*line, notice)) return tl::unexpected(NoticeFault::bad_lines);
        }
        lines.erase(rule.base() - 1, lines.end());
    }
    std::string words;
    for (std::size_t at = 1; at < lines.size(); ++at) words += lines[at] + ' ';
    notice.words = clean_text(words);
    if (!lines.empty()) notice.heading = clean_text(lines.front());
    if (notice.heading.empty()) return tl::unexpected(NoticeFault::empty);
    const bool fits =
        letters(notice.heading) <= kNoticeHeadingLetters && letters(notice.words) <= kNoticeLetters;
    if (!fits) return tl::unexpected(NoticeFault::too_long);
    return notice;
}

std::string to_bytes(const DesaNotice& notice) {
    std::string text = notice.heading + '\n';
    if (!notice.words.empty()) text += notice.words + '\n';
    text += std::string(kRule) + '\n';
    if (notice.until) text += std::string(kUntil) + to_iso(*notice.until) + '\n';
    if (notice.written) text += std::string(kWritten) + to_line(*notice.written) + '\n';
    if (notice.changed) text += std::string(kChanged) + to_line(*notice.changed) + '\n';
    return text;
}

// A name that can stand in a command and in a line on the screen.
bool is_plain_name(std::string_view name) {
    return name.size() <= limits::kFileNameBytes && is_clean_text(name) && clean_text(name) == name;
}

tl::expected<DesaNotice, NoticeFault> read_notice(const fs::directory_entry& entry) {
    std::error_code trouble;
    const auto& path = entry.path();
    if (!is_plain_name(path.filename().string())) return tl::unexpected(NoticeFault::odd_name);
    // A link may lead anywhere, a pipe holds up whoever opens it.
    if (!fs::is_regular_file(entry.symlink_status(trouble)))
        return tl::unexpected(NoticeFault::no_file);
    if (path.extension() != kKind) return tl::unexpected(NoticeFault::other_kind);
    const auto bytes = read_file(path, kNoticeFileBytes);
    if (!bytes) {
        const bool large = bytes.error().code == ErrorCode::limit;
        return tl::unexpected(large ? NoticeFault::too_large : NoticeFault::unreadable);
    }
    return parse(as_text(*bytes));
}

// Hidden ones, and what a power cut left of a file that was being written ("a.txt.x1Y2z3").
bool is_leftover(const std::string& name) {
    return name.starts_with('.') || name.find(std::string(kKind) + '.') != std::string::npos;
}

// One more than are looked at tells that there are too many.
std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code trouble;
    fs::directory_iterator at(folder, trouble);
    for (; !trouble && at != fs::directory_iterator(); at.increment(trouble)) {
        if (is_leftover(at->path().filename().string())) continue;
        entries.push_back(*at);
        if (entries.size() > kNoticeFilesMost) break;
    }
    std::ranges::sort(entries);
    return entries;
}

tl::unexpected<Error> invalid(std::string sentence, std::string log) {
    return fail(ErrorCode::invalid, std::move(sentence), std::move(log));
}

// Sixteen digits in a row are a NIK or a KK, whatever stands between them.
bool has_nik(std::string_view text) {
    std::size_t digits = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (++digits == 16) return true;
        } else if (c != ' ' && c != '.' && c != '-') {
            digits = 0;
        }
    }
    return false;
}

Status check_officer(const OfficerView& by) {
    if (by.role == Role::petugas || by.role == Role::kades) return {};
    return fail(ErrorCode::refused,
                "Hanya petugas atau kepala desa yang dapat mengubah pengumuman.",
                "a notice by another role");
}

Status check_places(const NoticeBoard& board, std::string_view but = {}) {
    const auto taken = std::ranges::count_if(
        board.notices, [&](const DesaNotice& one) { return !one.over && one.file != but; });
    if (static_cast<std::size_t>(taken) < kNoticesMost) return {};
    return fail(
        ErrorCode::refused,
        "Sudah ada " + std::to_string(kNoticesMost) + " pengumuman. Turunkan salah satu dulu.",
        "kNoticesMost notices are shown");
}

// By key: an officer's name may be any text.
NoticeStamp stamp_of(const OfficerView& by, Instant now) {
    return {now, to_text(by.key), by.name.empty() ? std::string("-") : clean_text(by.name)};
}

Status delete_durably(const fs::path& file) {
    const auto aside = file.parent_path() / kTakenDown;
    if (auto moved = rename_durably(file, aside); !moved) return moved;
    std::error_code ignored;  // a file of that name is no notice, and the next one replaces it
    fs::remove(aside, ignored);
    return {};
}

tl::unexpected<Error> no_such_notice() {
    return fail(ErrorCode::not_found, "Pengumuman itu sudah tidak ada.", "no such notice");
}

}  // namespace

bool may_delete(NoticeFault fault) {
    return fault != NoticeFault::no_file && fault != NoticeFault::too_many_files;
}

std::string_view to_sentence(NoticeFault fault) {
    switch (fault) {
        case NoticeFault::too_large:
        case NoticeFault::too_long:
            return "Terlalu panjang: judul paling banyak 60 huruf, isi 280 huruf.";
        case NoticeFault::empty:
            return "Kosong: baris pertama harus judulnya.";
        case NoticeFault::not_text:
            return "Bukan teks biasa. Tulis lagi di kios ini.";
        case NoticeFault::bad_lines:
            return "Baris sesudah --- keliru. Contoh: sampai: 2026-12-31";
        case NoticeFault::odd_name:
            return "Nama berkasnya tidak dapat dipakai.";
        case NoticeFault::other_kind:
            return "Bukan berkas .txt.";
        case NoticeFault::no_file:
            return "Bukan berkas biasa. Panggil pengelola kios.";
        case NoticeFault::unreadable:
            return "Tidak dapat dibaca. Panggil pengelola kios.";
        case NoticeFault::too_many:
            return "Sudah ada 12 pengumuman lain. Turunkan salah satu dulu.";
        case NoticeFault::too_many_files:
            return "Terlalu banyak berkas di folder pengumuman. Panggil pengelola kios.";
    }
    return {};
}

NoticeBoard read_board(const fs::path& folder, Instant now) {
    NoticeBoard board;
    const auto today = wita_date(now);
    std::size_t places = 0;
    auto entries = entries_of(folder / kFolder);
    if (entries.size() > kNoticeFilesMost) {
        entries.pop_back();
        board.skipped.push_back({"", "...", NoticeFault::too_many_files});
    }
    for (const auto& entry : entries) {
        const auto file = entry.path().filename().string();
        auto notice = read_notice(entry);
        if (notice) {
            notice->file = file;
            notice->over = notice->until && *notice->until < today;
            if (!notice->over && ++places > kNoticesMost)
                notice = tl::unexpected(NoticeFault::too_many);
        }
        if (notice) {
            board.notices.push_back(std::move(*notice));
        } else {
            const auto shown = first_letters(clean_text(file), kShownNameLetters);
            board.skipped.push_back({file, shown.empty() ? "?" : shown, notice.error()});
        }
    }
    return board;
}

std::vector<DesaNotice> notices_now(const fs::path& folder, Instant now) {
    auto board = read_board(folder, now);
    std::erase_if(board.notices, [](const DesaNotice& one) { return one.over; });
    return std::move(board.notices);
}

Result<NoticeText> check_notice(const NoticeText& typed, const Date& today) {
    NoticeText text{clean_text(typed.heading), clean_text(typed.words), typed.until};
    if (text.heading.empty()) return invalid("Tulis judul pengumuman.", "a notice has no heading");
    if (letters(text.heading) > kNoticeHeadingLetters) {
        return invalid("Judul paling banyak " + std::to_string(kNoticeHeadingLetters) + " huruf.",
                       "the heading of a notice is too long");
    }
    if (letters(text.words) > kNoticeLetters) {
        return invalid("Isi pengumuman paling banyak " + std::to_string(kNoticeLetters) + " huruf.",
                       "the words of a notice are too long");
    }
    if (has_nik(text.heading) || has_nik(text.words)) {
        return invalid("Pengumuman dibaca semua orang: jangan tulis NIK atau nomor KK.",
                       "a notice with a NIK");
    }
    if (text.until && (!is_valid(*text.until) || *text.until < today)) {
        return invalid("Tanggal terakhir paling cepat hari ini.", "a notice that is over");
    }
    return text;
}

Status Notices::save(const DesaNotice& notice) const {
    const auto folder = folder_ / kFolder;
    if (auto made = make_private_folder(folder); !made) return made;
    return write_file_durably(folder / notice.file, as_bytes(to_bytes(notice)), 0644);
}

Result<std::string> Notices::write(const NoticeText& typed, const OfficerView& by) {
    if (auto may = check_officer(by); !may) return pass(std::move(may));
    const auto now = clock_.now();
    auto text = check_notice(typed, wita_date(now));
    if (!text) return pass(std::move(text));
    const auto all = board();
    if (auto free = check_places(all); !free) return pass(std::move(free));
    std::array<std::uint8_t, 4> tail{};  // two in one minute, from two programs
    random_.fill(tail);
    auto minute = wita_minute(now);
    std::ranges::replace(minute, ':', '.');
    const DesaNotice notice{std::move(*text), minute + '-' + to_hex(tail) + std::string(kKind),
                            stamp_of(by, now), std::nullopt, false};
    if (auto saved = save(notice); !saved) return pass(std::move(saved));
    const auto is_over = [](const DesaNotice& one) { return one.over; };
    const auto over = std::ranges::count_if(all.notices, is_over);
    if (static_cast<std::size_t>(over) > kOverMost) {
        const auto oldest = std::ranges::find_if(all.notices, is_over);
        (void)delete_durably(folder_ / kFolder / oldest->file);  // the next writer tries again
    }
    return notice.file;
}

Status Notices::change(std::string_view file, const NoticeText& typed, const OfficerView& by) {
    if (auto may = check_officer(by); !may) return may;
    const auto now = clock_.now();
    auto text = check_notice(typed, wita_date(now));
    if (!text) return pass(std::move(text));
    auto all = board();
    const auto found = std::ranges::find(all.notices, file, &DesaNotice::file);
    if (found == all.notices.end()) return no_such_notice();
    if (auto free = check_places(all, file); !free) return free;
    static_cast<NoticeText&>(*found) = std::move(*text);
    found->changed = stamp_of(by, now);
    return save(*found);
}

Status Notices::take_down(std::string_view file, const OfficerView& by) {
    if (auto may = check_officer(by); !may) return may;
    const auto all = board();
    const bool notice =
        std::ranges::find(all.notices, file, &DesaNotice::file) != all.notices.end();
    const auto skipped = std::ranges::find(all.skipped, file, &SkippedNotice::file);
    if (!notice && skipped == all.skipped.end()) return no_such_notice();
    if (!notice && !may_delete(skipped->fault)) {
        return fail(ErrorCode::refused, std::string(to_sentence(skipped->fault)),
                    "not a plain file among the notices");
    }
    return delete_durably(folder_ / kFolder / file);
}

std::string Notices::to_json() const {
    const auto stamp = [](const std::optional<NoticeStamp>& of) {
        return of ? Json{{"at", of->at}, {"key", of->key}, {"name", of->name}} : Json();
    };
    const auto all = board();
    Json notices = Json::array(), skipped = Json::array();
    for (const auto& one : all.notices) {
        notices.push_back({{"file", one.file},
                           {"heading", one.heading},
                           {"words", one.words},
                           {"until", one.until ? to_iso(*one.until) : ""},
                           {"over", one.over},
                           {"written", stamp(one.written)},
                           {"changed", stamp(one.changed)}});
    }
    for (const auto& one : all.skipped) {
        skipped.push_back({{"file", one.shown}, {"reason", std::string(to_sentence(one.fault))}});
    }
    return Json{{"notices", notices}, {"skipped", skipped}}.dump(-1, ' ', false,
                                                                 Json::error_handler_t::replace);
}

}  // namespace disapa
