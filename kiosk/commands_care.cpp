// Looking after a kiosk: how it is, copies of its store, the PIN of its admin.
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kiosk/commands.h"
#include "kiosk/counter/admin_pin.h"
#include "kiosk/counter/backup.h"
#include "kiosk/devices/camera.h"
#include "kiosk/devices/letter_printer.h"
#include "kiosk/devices/receipt_printer.h"
#include "kiosk/devices/speaker.h"
#include "kiosk/station/health_report.h"
#include "shared/base/program.h"

namespace disapa {
namespace {

struct Care {
    explicit Care(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string folder;
    bool as_json = false, cheap_pin = false;

    Result<screens::HealthFacts> facts() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto settings = read_kiosk_settings(line.data);
        if (!settings) return pass(std::move(settings));
        screens::HealthFacts found;
        screens::read_store(*counter, found);
        const auto camera = devices::open_camera(settings->camera);
        const auto receipt =
            devices::open_receipt_printer(settings->receipt_printer, settings->receipt_mm);
        const auto letter = devices::open_letter_printer(settings->letter_printer, {});
        screens::Devices all;
        if (camera) all.camera = camera->get();
        if (receipt && !settings->receipt_printer.empty()) all.receipt_printer = receipt->get();
        if (letter && !settings->letter_printer.empty()) all.letter_printer = letter->get();
        screens::measure_devices(all, line.data, found);
        return found;
    }

    Status health() {
        auto assets = find_assets(line.assets);
        if (!assets) return pass(std::move(assets));
        auto words = ui::Words::load(*assets / "words" / "id.json");
        if (!words) return pass(std::move(words));
        auto found = facts();
        if (!found) return pass(std::move(found));
        auto json = Json::array();
        for (const auto& each : screens::judge_health(*found, *words)) {
            json.push_back({{"advice", each.advice},
                            {"id", each.id},
                            {"light", std::string(word_of(each.light))},
                            {"value", each.value}});
            if (as_json) continue;
            std::cout << word_of(each.light) << '\t' << each.name << '\t' << each.value
                      << (each.advice.empty() ? "" : "\t" + each.advice) << '\n';
        }
        if (as_json) std::cout << json.dump() << '\n';
        return {};
    }

    Status backup() {
        auto node = Node::open(line.data, line.clock, line.random);
        if (!node) return pass(std::move(node));
        auto file = back_up(*node, folder);
        if (!file) return pass(std::move(file));
        std::cout << file->string() << '\n';
        return {};
    }

    Status restore() { return disapa::restore(line.data, folder); }

    Status admin_pin() {
        auto secret = line.pin();
        if (!secret) return pass(std::move(secret));
        return set_admin_pin(line.data, *secret, line.random,
                             cheap_pin ? kArgon2ForTests : Argon2Cost{});
    }
};

}  // namespace

void add_care_commands(CLI::App& app, CommandLine& line) {
    const auto care = std::make_shared<Care>(line);
    add_command(app, line, "health", "how the kiosk and its equipment are", [care] {
        return care->health();
    })->add_flag("--json", care->as_json);
    add_command(app, line, "backup", "a copy of requests and register; prints its folder",
                [care] { return care->backup(); })
        ->add_option("folder", care->folder, "a stick or a folder")
        ->required();
    add_command(app, line, "restore", "puts a copy back; screen and agent must be stopped",
                [care] { return care->restore(); })
        ->add_option("copy", care->folder, "the folder that `backup` printed")
        ->required();
    auto* pin = add_command(app, line, "admin-pin", "the PIN that closes the touch screen",
                            [care] { return care->admin_pin(); });
    pin->add_option("--pin-file", line.pin_file, "file with the PIN")->required();
    pin->add_flag("--cheap-pin", care->cheap_pin, "quick to check; tests only");
}

}  // namespace disapa
