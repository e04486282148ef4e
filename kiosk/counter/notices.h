// Notices of the desa for the screen that nobody uses: DIR/pengumuman/*.txt, one notice a file.
//
// The file: the first line is the heading, the rest its words; lines that are empty say nothing.
// After a last line "---" may follow, each at most once and in any order:
//     sampai: 2026-12-31                                 the last day on which it is shown
//     ditulis: 2026-11-23T09:05 Xk3b0hTq1aE Mastora      when (WITA), whose key, who
//     diubah: 2026-11-24T10:00 Xk3b0hTq1aE Mastora
// A file without these lines is shown until it is taken away: an administrator may write one by
// hand, in UTF-8. What the counter writes is on the disk, whole, when the call returns; a power cut
// in between leaves the notice as it was. Files are hostile: what cannot be shown is left out and
// told with a reason. Notices are shown and kept in the order of their files' names.
//
// Any thread. Two processes may write at once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/counter/views.h"
#include "shared/base/clock.h"
#include "shared/base/date.h"
#include "shared/base/result.h"
#include "shared/cases/notices.h"
#include "shared/crypto/keys.h"

namespace disapa {

// A text's bounds are those of the kecamatan's notices: cases/notices.h.
inline constexpr std::size_t kNoticesMost = 12;  // a minute each: nobody waits longer
// A heading, words and three lines, where every letter has four bytes.
inline constexpr std::size_t kNoticeFileBytes = 4096;
inline constexpr std::size_t kNoticeFilesMost = 200;  // looked at; whoever put more there is told

// As typed; cleaned when it is written.
struct NoticeText {
    std::string heading, words;  // words may be empty
    std::optional<Date> until;   // the last day; nothing: until it is taken down
    bool operator==(const NoticeText&) const = default;
};
struct NoticeStamp {
    Instant at = 0;  // to the minute
    std::string key, name;
    bool operator==(const NoticeStamp&) const = default;
};
struct DesaNotice : NoticeText {
    std::string file;                             // its name
    std::optional<NoticeStamp> written, changed;  // nothing: written by hand; never changed
    bool over = false;                            // its last day is gone: no longer shown
    bool operator==(const DesaNotice&) const = default;
};

enum class NoticeFault {
    too_large,   // bytes
    too_long,    // letters of heading or words
    empty,       // no heading
    not_text,    // no UTF-8, or control and directional characters in it
    bad_lines,   // after "---"
    odd_name,    // of the file
    other_kind,  // no .txt
    no_file,     // a folder, a link, a device
    unreadable,
    too_many,  // beyond kNoticesMost
    too_many_files,
};
[[nodiscard]] bool may_delete(NoticeFault fault);  // by `take_down`
// Indonesian: what is wrong and what to do.
[[nodiscard]] std::string_view to_sentence(NoticeFault fault);
struct SkippedNotice {
    std::string file;   // its name
    std::string shown;  // the same, safe to draw
    NoticeFault fault = NoticeFault::unreadable;
    bool operator==(const SkippedNotice&) const = default;
};
struct NoticeBoard {
    std::vector<DesaNotice> notices;
    std::vector<SkippedNotice> skipped;
};

// `folder` is the kiosk's. Never fails: what cannot be read is among `skipped`.
[[nodiscard]] NoticeBoard read_board(const std::filesystem::path& folder, Instant now);
// Those to be shown now.
[[nodiscard]] std::vector<DesaNotice> notices_now(const std::filesystem::path& folder, Instant now);

// What is wrong with a text before it is written: Error.invalid with a sentence, or its clean form.
[[nodiscard]] Result<NoticeText> check_notice(const NoticeText& typed, const Date& today);

// Only a petugas or kades may write; ErrorCode::refused for others and when there are kNoticesMost.
// Those that are over take no place; some are kept to be renewed, then the oldest goes.
class Notices {
  public:
    Notices(std::filesystem::path folder, const Clock& clock, Random& random)
        : folder_(std::move(folder)), clock_(clock), random_(random) {}

    [[nodiscard]] NoticeBoard board() const { return read_board(folder_, clock_.now()); }
    // The name of its file.
    [[nodiscard]] Result<std::string> write(const NoticeText& typed, const OfficerView& by);
    [[nodiscard]] Status change(std::string_view file, const NoticeText& typed,
                                const OfficerView& by);
    // Also a file that is skipped, so that a counter without a keyboard can be rid of it.
    [[nodiscard]] Status take_down(std::string_view file, const OfficerView& by);
    // kiosk/counter/README.md names the members.
    [[nodiscard]] std::string to_json() const;

  private:
    [[nodiscard]] Status save(const DesaNotice& notice) const;

    std::filesystem::path folder_;
    const Clock& clock_;
    Random& random_;
};

}  // namespace disapa
