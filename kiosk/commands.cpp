#include "kiosk/commands.h"

#include <CLI/CLI.hpp>

#include "shared/base/program.h"

namespace disapa {

Result<Counter> CommandLine::open() {
    auto folder = find_assets(assets);
    if (!folder) return pass(std::move(folder));
    return Counter::open(data, *folder, clock, random);
}

Result<std::string> CommandLine::pin() const {
    if (pin_file.empty()) return std::string();
    return read_secret_line(pin_file);
}

Result<std::optional<Session>> CommandLine::session(Counter& counter) const {
    if (as.empty()) return std::optional<Session>();
    const auto id = key_id_from_text(as);
    if (!id) {
        return fail(ErrorCode::invalid, "Nomor kunci pada --as terdiri dari 11 huruf.",
                    "bad key id");
    }
    auto secret = pin();
    if (!secret) return pass(std::move(secret));
    auto opened = counter.sign_in(*id, *secret);
    if (!opened) return pass(std::move(opened));
    return std::optional<Session>(std::move(*opened));
}

Result<Session> CommandLine::officer(Counter& counter) const {
    auto opened = session(counter);
    if (!opened) return pass(std::move(opened));
    if (!*opened) {
        return fail(ErrorCode::invalid, "Tulis siapa yang bertindak: --as KUNCI --pin-file BERKAS.",
                    "no officer given");
    }
    return std::move(**opened);
}

CLI::App* add_command(CLI::App& app, CommandLine& line, const char* name, const char* about,
                      std::function<Status()> action) {
    auto* made = app.add_subcommand(name, about);
    made->fallthrough();  // --data may stand before or after
    made->callback([&line, action = std::move(action)] { line.chosen = action; });
    return made;
}

void add_officer_options(CLI::App* command, CommandLine& line) {
    command->add_option("--as", line.as, "key id of the officer");
    command->add_option("--pin-file", line.pin_file, "file with his PIN");
}

}  // namespace disapa
