// The register of residents: read in from a desa's file, and counted.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/commands.h"
#include "kiosk/residents/import.h"
#include "shared/base/file.h"

namespace disapa {
namespace {

constexpr std::size_t kShownFaults = 20;  // the rest stands in the report

struct Register {
    explicit Register(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string file, report;

    Status import() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto done = residents::import_residents(counter->node().folder(), file, counter->lists(),
                                                wita_date(line.clock.now()), {});
        if (!done) return pass(std::move(done));
        for (const auto& sentence : residents::to_sentences(*done)) std::cout << sentence << '\n';
        const auto shown = std::min(done->faults.size(), kShownFaults);
        for (std::size_t at = 0; at < shown; ++at) {
            std::cout << "  " << residents::to_sentence(done->faults[at]) << '\n';
        }
        const auto more = done->faults.size() + done->faults_more - shown;
        if (more > 0) {
            std::cout << "  dan " << more << " lagi; daftar lengkap dengan --report BERKAS.csv\n";
        }
        if (report.empty()) return {};
        return write_file_durably(report, as_bytes(residents::faults_csv(*done)));
    }

    Status count() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto residents = Residents::open(counter->node().folder());
        if (!residents && residents.error().code == ErrorCode::not_found) {
            std::cout << "0\n";
            return {};
        }
        if (!residents) return pass(std::move(residents));
        auto number = residents->count();
        if (!number) return pass(std::move(number));
        std::cout << *number << '\n';
        return {};
    }
};

}  // namespace

void add_resident_commands(CLI::App& app, CommandLine& line) {
    const auto work = std::make_shared<Register>(line);
    auto* residents = app.add_subcommand("residents", "the desa's register of residents");
    residents->fallthrough();
    residents->require_subcommand(1);
    const auto command = [&](const char* name, const char* about, std::function<Status()> action) {
        auto* made = residents->add_subcommand(name, about);
        made->fallthrough();
        made->callback([&line, action = std::move(action)] { line.chosen = action; });
        return made;
    };
    auto* import =
        command("import", "from OpenSID's XLSX or a CSV", [work] { return work->import(); });
    import->add_option("file", work->file, "FILE.xlsx or FILE.csv")->required();
    import->add_option("--report", work->report, "FILE.csv with every bad row and cell");
    command("count", "how many there are", [work] { return work->count(); });
}

}  // namespace disapa
