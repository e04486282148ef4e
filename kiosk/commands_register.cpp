// The day book, and the kades' word on many cases at once.
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

#include "kiosk/commands.h"
#include "kiosk/counter/day_book.h"

namespace disapa {
namespace {

struct Register {
    explicit Register(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string from, to, service, state, csv;
    std::vector<std::string> codes;
    bool all = false;

    static Result<std::optional<Date>> day(const std::string& text, const char* option) {
        if (text.empty()) return std::optional<Date>();
        const auto date = parse_date(text);
        if (!date) {
            return fail(ErrorCode::invalid, "Tulis tanggal seperti 2026-11-23.",
                        std::string("bad ") + option + " " + text);
        }
        return date;
    }

    Result<DayBookFilter> filter() const {
        DayBookFilter made;
        auto first = day(from, "--from"), last = day(to, "--to");
        if (!first) return pass(std::move(first));
        if (!last) return pass(std::move(last));
        made.from = *first;
        made.to = *last;
        made.service = service;
        if (state.empty()) return made;
        made.state = case_state_from_text(state);
        if (!made.state) {
            return fail(ErrorCode::invalid, "Keadaan itu tidak dikenal. Contoh: printed.",
                        "bad --state " + state);
        }
        return made;
    }

    Status list() {
        auto wanted = filter();
        if (!wanted) return pass(std::move(wanted));
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        DayBook book(counter->node(), counter->catalogue(), counter->lists());
        auto rows = book.rows(*wanted);
        if (!rows) return pass(std::move(rows));
        if (csv == "-") {
            std::cout << day_book_csv(*rows);
            return counter->node().before_leaving();
        }
        if (!csv.empty()) return book.write_csv(*rows, csv);
        for (const auto& row : *rows) {
            std::cout << std::setw(4) << row.no << "  " << to_iso(row.date) << "  "
                      << row.shown_code << "  " << std::left << std::setw(8) << row.service
                      << std::setw(22) << row.state_words << row.number << std::right << '\n';
        }
        return {};
    }

    Status endorse() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto kades = line.officer(*counter);
        if (!kades) return pass(std::move(kades));
        if (all) {
            for (const auto& row : counter->queue()) {
                if (row.waits_for == "kades") codes.push_back(row.code);
            }
        }
        std::size_t done = 0;
        for (const auto& one : counter->endorse_all(codes, *kades)) {
            if (one.problem.empty()) ++done;
            std::cout << one.shown_code << "  "
                      << (one.problem.empty() ? "disahkan " + one.number : one.problem) << '\n';
        }
        if (done == codes.size()) return {};
        return fail(
            ErrorCode::refused,
            std::to_string(done) + " disahkan, " + std::to_string(codes.size() - done) + " tidak.",
            "some cases were not endorsed");
    }
};

}  // namespace

void add_register_commands(CLI::App& app, CommandLine& line) {
    const auto book = std::make_shared<Register>(line);
    auto* list = add_command(app, line, "register", "the day book; as CSV with --csv",
                             [book] { return book->list(); });
    list->add_option("--from", book->from, "first day, YYYY-MM-DD");
    list->add_option("--to", book->to, "last day");
    list->add_option("--service", book->service, "code of a service");
    list->add_option("--state", book->state, "as in case --json");
    list->add_option("--csv", book->csv, "FILE, or - for stdout");

    auto* endorse = add_command(app, line, "endorse", "the kades' word on many cases at once",
                                [book] { return book->endorse(); });
    endorse->add_option("codes", book->codes, "receipt codes");
    endorse->add_flag("--all", book->all, "all that wait for the kades");
    add_officer_options(endorse, line);
}

}  // namespace disapa
