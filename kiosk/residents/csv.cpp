// Tables as text, through libcsv: quotes and line ends inside them are its matter.
#include <csv.h>

#include <algorithm>
#include <array>

#include "kiosk/residents/sheet.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa::residents {
namespace {

// What Windows-1252 has at 0x80 to 0x9f; 0 where it has nothing. The rest is Latin-1.
constexpr std::array<std::uint16_t, 32> kWindows = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

std::string from_windows_1252(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        unsigned code = byte;
        if (byte >= 0x80 && byte < 0xa0) code = kWindows[byte - 0x80U];
        if (code == 0) continue;
        if (code < 0x80) {
            out += static_cast<char>(code);
        } else if (code < 0x800) {
            out += static_cast<char>(0xc0U | code >> 6U);
            out += static_cast<char>(0x80U | (code & 0x3fU));
        } else {
            out += static_cast<char>(0xe0U | code >> 12U);
            out += static_cast<char>(0x80U | (code >> 6U & 0x3fU));
            out += static_cast<char>(0x80U | (code & 0x3fU));
        }
    }
    return out;
}

// Whichever stands most often in the first lines, outside quotes: a title may stand above.
char separator_of(std::string_view text) {
    std::size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    int lines = 0;
    constexpr int kLines = 30;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' && ++lines == kLines) break;
        commas += c == ',' ? 1 : 0;
        semicolons += c == ';' ? 1 : 0;
        tabs += c == '\t' ? 1 : 0;
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

// Feeds libcsv line by line, so that a row knows the line it began at.
class Reading {
  public:
    Reading(const TakeRow& take, char separator) : take_(take) {
        csv_init(&parser_, 0);
        csv_set_delim(&parser_, static_cast<unsigned char>(separator));
        // A tab that separates must not be trimmed away as space.
        csv_set_space_func(&parser_, [](unsigned char c) { return c == ' ' ? 1 : 0; });
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() { csv_free(&parser_); }

    bool read(std::string_view text) {
        while (!text.empty() && !stopped_) {
            const auto end = text.find('\n');
            const auto line = text.substr(0, end == text.npos ? end : end + 1);
            text.remove_prefix(line.size());
            ++line_;
            if (!open_) begun_ = line_;
            open_ = true;
            if (csv_parse(&parser_, line.data(), line.size(), on_field, on_row, this) !=
                line.size()) {
                return false;
            }
            // An empty line gives no row: the next one begins anew.
            if (row_.empty() && end != text.npos && trim(line).empty()) open_ = false;
        }
        return stopped_ || csv_fini(&parser_, on_field, on_row, this) == 0;
    }

  private:
    static void on_field(void* bytes, std::size_t size, void* self) {
        auto& row = static_cast<Reading*>(self)->row_;
        if (row.size() >= limits::kRegisterColumns) return;
        row.push_back({std::string(static_cast<const char*>(bytes), bytes ? size : 0), false});
    }
    static void on_row(int, void* self) {
        auto& reading = *static_cast<Reading*>(self);
        if (!reading.stopped_) {
            reading.stopped_ = reading.take_(reading.begun_, reading.row_) != Take::more;
        }
        reading.row_.clear();
        reading.open_ = false;
    }

    const TakeRow& take_;
    csv_parser parser_{};
    Row row_;
    std::size_t line_ = 0, begun_ = 0;
    bool open_ = false, stopped_ = false;
};

}  // namespace

Status read_csv(ByteView bytes, const TakeRow& take) {
    auto text = as_text(bytes);
    if (text.find('\0') != text.npos) {
        return fail(ErrorCode::invalid,
                    "Berkas itu bukan tabel XLSX atau CSV yang dikenal. Simpan ulang sebagai "
                    ".xlsx atau CSV UTF-8.",
                    "register has NUL bytes: UTF-16, or no text");
    }
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string converted;
    if (!is_utf8(text)) {
        converted = from_windows_1252(text);
        text = converted;
    }
    Reading reading(take, separator_of(text));
    if (reading.read(text)) return {};
    return fail(ErrorCode::invalid, "Berkas CSV itu tidak terbaca. Simpan ulang sebagai .xlsx.",
                "libcsv refused the file");
}

}  // namespace disapa::residents
