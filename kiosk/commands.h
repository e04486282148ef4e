// The sub-commands of disapa-kiosk, in groups. A group is one commands_<group>.cpp: its options,
// what they do, and one function that adds them to the parser; all groups are named at the end of
// here.
//
// A sub-command prints its result on stdout and returns an error for a refusal; main.cpp says its
// sentence on stderr. One command runs in a process, on its only thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/counter/counter.h"

namespace CLI {
class App;
}

namespace disapa {

// What every group may use, and the command that the person chose.
struct CommandLine {
    std::string data, assets;  // folder of the kiosk; of services, lists and words
    std::string as, pin_file;  // key id of an officer; file with his PIN
    SystemClock clock;
    SystemRandom random;
    std::function<Status()> chosen;

    [[nodiscard]] Result<Counter> open();
    // Empty where no --pin-file was given.
    [[nodiscard]] Result<std::string> pin() const;
    // The officer of --as, with his PIN; nothing when --as was not given.
    [[nodiscard]] Result<std::optional<Session>> session(Counter& counter) const;
    // As above; refused when --as was not given.
    [[nodiscard]] Result<Session> officer(Counter& counter) const;
};

// A sub-command; `action` is called once, after all is parsed.
CLI::App* add_command(CLI::App& app, CommandLine& line, const char* name, const char* about,
                      std::function<Status()> action);
void add_officer_options(CLI::App* command, CommandLine& line);

void add_setup_commands(CLI::App& app, CommandLine& line);   // enrol
void add_case_commands(CLI::App& app, CommandLine& line);    // submit act queue case export
void add_letter_commands(CLI::App& app, CommandLine& line);  // letter receipt verify
void add_question_commands(CLI::App& app, CommandLine& line);  // ask questions
void add_register_commands(CLI::App& app, CommandLine& line);  // register endorse
void add_resident_commands(CLI::App& app, CommandLine& line);  // residents
void add_notice_commands(CLI::App& app, CommandLine& line);    // notices
void add_print_commands(CLI::App& app, CommandLine& line);   // print
void add_care_commands(CLI::App& app, CommandLine& line);  // health backup restore admin-pin

inline void add_all_commands(CLI::App& app, CommandLine& line) {
    add_setup_commands(app, line);
    add_care_commands(app, line);
    add_case_commands(app, line);
    add_letter_commands(app, line);
    add_print_commands(app, line);
    add_question_commands(app, line);
    add_notice_commands(app, line);
    add_register_commands(app, line);
    add_resident_commands(app, line);
}

}  // namespace disapa
