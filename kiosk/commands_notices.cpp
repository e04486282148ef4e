// Notices of the still screen: listed by anyone, written and taken down by an officer.
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

#include "kiosk/commands.h"
#include "kiosk/counter/notices.h"

namespace disapa {
namespace {

struct Posting {
    explicit Posting(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string heading, text, until;
    std::size_t number = 0;  // of the list, from 1; 0: none
    bool add = false, as_json = false;

    Status list(const Notices& notices) const {
        if (as_json) {
            std::cout << notices.to_json() << '\n';
            return {};
        }
        const auto all = notices.board();
        if (all.notices.empty()) std::cout << "Belum ada pengumuman.\n";
        std::size_t at = 0;
        for (const auto& one : all.notices) {
            std::cout << std::setw(3) << ++at << "  " << one.heading << "\n     ";
            if (!one.words.empty()) std::cout << one.words << "\n     ";
            if (one.over) std::cout << "Sudah lewat: ";
            std::cout << (one.until ? "sampai " + to_words(*one.until)
                                    : std::string("sampai diturunkan"));
            const auto& stamp = one.changed ? one.changed : one.written;
            if (stamp) {
                std::cout << ", oleh " << stamp->name << " pada " << to_words(wita_date(stamp->at));
            }
            std::cout << '\n';
        }
        for (const auto& one : all.skipped) {
            std::cout << "Tidak ditampilkan: " << one.shown << ". " << to_sentence(one.fault)
                      << '\n';
        }
        return {};
    }

    Status write(Notices& notices, const Session& officer) const {
        NoticeText typed{heading, text, {}};
        if (!until.empty()) {
            typed.until = parse_date(until);
            if (!typed.until) {
                return fail(ErrorCode::invalid, "Tulis tanggal seperti 2026-11-23.",
                            "bad --until " + until);
            }
        }
        auto file = notices.write(typed, officer.officer());
        if (!file) return pass(std::move(file));
        std::cout << *file << '\n';
        return {};
    }

    Status remove(Notices& notices, const Session& officer) const {
        const auto all = notices.board();
        if (number > all.notices.size()) {
            return fail(ErrorCode::not_found,
                        "Nomor itu tidak ada. Lihat nomornya dengan notices tanpa pilihan.",
                        "no notice " + std::to_string(number));
        }
        return notices.take_down(all.notices[number - 1].file, officer.officer());
    }

    Status run() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        Notices notices(counter->node().folder(), line.clock, line.random);
        if (!add && number == 0) return list(notices);
        auto officer = line.officer(*counter);
        if (!officer) return pass(std::move(officer));
        return add ? write(notices, *officer) : remove(notices, *officer);
    }
};

}  // namespace

void add_notice_commands(CLI::App& app, CommandLine& line) {
    const auto posting = std::make_shared<Posting>(line);
    auto* notices = add_command(app, line, "notices",
                                "notices of the still screen; an officer adds or removes one",
                                [posting] { return posting->run(); });
    auto* add = notices->add_flag("--add", posting->add, "prints the name of its file");
    notices->add_option("--heading", posting->heading, "at most 60 letters")->needs(add);
    notices->add_option("--text", posting->text, "at most 280 letters")->needs(add);
    notices->add_option("--until", posting->until, "last day, YYYY-MM-DD; else until it is removed")
        ->needs(add);
    auto* remove =
        notices->add_option("--remove", posting->number, "its number in the list")->excludes(add);
    remove->check(CLI::Range(std::size_t{1}, 2 * kNoticesMost));
    notices->add_flag("--json", posting->as_json)->excludes(add)->excludes(remove);
    add_officer_options(notices, line);
}

}  // namespace disapa
