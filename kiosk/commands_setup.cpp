// What is done once, when a kiosk or an officer on it begins.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/commands.h"

namespace disapa {
namespace {

struct Setup {
    std::string invite;
    bool cheap_pin = false;
};

Status enrol(CommandLine& line, const Setup& setup) {
    auto secret = line.pin();
    if (!secret) return pass(std::move(secret));
    auto key = Counter::enrol(line.data, setup.invite, *secret, line.clock, line.random,
                              setup.cheap_pin ? kArgon2ForTests : Argon2Cost{});
    if (!key) return pass(std::move(key));
    std::cout << to_text(*key) << '\n';
    return {};
}

}  // namespace

void add_setup_commands(CLI::App& app, CommandLine& line) {
    auto setup = std::make_shared<Setup>();
    auto* made =
        add_command(app, line, "enrol", "this device, or an officer on it; prints the key id",
                    [&line, setup] { return enrol(line, *setup); });
    made->add_option("invite", setup->invite)->required();
    made->add_option("--pin-file", line.pin_file, "file with the officer's PIN");
    made->add_flag("--cheap-pin", setup->cheap_pin,
                   "a key file that is quick to open; samples and tests only");
}

}  // namespace disapa
