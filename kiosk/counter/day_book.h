// The desa's day book ("buku register"): every request in the order it was asked, with its numbers
// and what became of it; on the screen, and as CSV for a spreadsheet.
//
// Days are WITA. A request entered later from paper stands on the day of its paper. The CSV is
// RFC 4180 in UTF-8 with a byte order mark, so that Excel reads it; a text that a spreadsheet would
// run as a formula gets an apostrophe in front. Reads the newest committed state; belongs to the
// thread of its Node.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shared/service/service.h"
#include "shared/store/node.h"

namespace disapa {

struct DayBookRow {
    int no = 0;  // within the list, from 1
    Date date;
    bool late_entry = false;  // "susulan"
    std::string code, shown_code, service, service_name, applicant;
    std::string number, register_number;  // as printed; empty until given
    CaseState state = CaseState::submitted;
    std::string state_words;
    std::int64_t copies = 0;  // times printed
    std::string receiver;     // who took the letter
};

struct DayBookFilter {
    std::optional<Date> from = {}, to = {};  // both days included
    std::string service = {};                // code; empty: all
    std::optional<CaseState> state = {};     // nothing: all
};

class DayBook {
  public:
    DayBook(Node& node, const Catalogue& catalogue, const Lists& lists)
        : node_(node), catalogue_(catalogue), lists_(lists) {}

    // Oldest first.
    [[nodiscard]] Result<std::vector<DayBookRow>> rows(const DayBookFilter& filter);
    // Numbers leave with the file: what they prove is noted first. An earlier file of the same name
    // is replaced, whole or not at all. The folder is made where it is lacking.
    [[nodiscard]] Status write_csv(const std::vector<DayBookRow>& rows,
                                   const std::filesystem::path& file);

  private:
    Node& node_;
    const Catalogue& catalogue_;
    const Lists& lists_;
};

[[nodiscard]] std::string day_book_csv(const std::vector<DayBookRow>& rows);
// "buku-register_2026-11-01_2026-11-30.csv"; open ends are left out.
[[nodiscard]] std::string day_book_file(const DayBookFilter& filter);

}  // namespace disapa
