// What every flow of screens may use, and what they tell each other through.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/counter/settings.h"
#include "kiosk/parts/chores.h"
#include "kiosk/parts/worker.h"
#include "kiosk/ui/ui.h"
#include "shared/base/clock.h"

namespace disapa::devices {
class Camera;
class Speaker;
class ReceiptPrinter;
class LetterPrinter;
}  // namespace disapa::devices

namespace disapa::screens {

// What stands at this counter; null: this machine has none. They outlive every screen.
struct Devices {
    devices::Camera* camera = nullptr;
    devices::Speaker* speaker = nullptr;
    devices::ReceiptPrinter* receipt_printer = nullptr;
    devices::LetterPrinter* letter_printer = nullptr;
};

// Said over the screen until it is read. Nothing is shown while `title` is empty.
struct Problem {
    bool good = false;      // news, not trouble
    std::string title;      // key of the words file
    std::string sentence;   // Indonesian, as an Error has it
    std::string note = {};  // instead of a sentence: key of the words file
    bool operator==(const Problem&) const = default;
};

struct Context {
    Worker& worker;
    Chores& chores;
    const Clock& clock;
    std::filesystem::path folder = {};    // the kiosk's own
    std::filesystem::path programs = {};  // where disapa-sync and disapa-kiosk lie
    KioskSettings settings = {};
    std::filesystem::path print_folder = {};  // letters and receipts are written here as PDF
    std::filesystem::path file_folder = {};   // where a scanner or a stick puts files to attach
    bool kelurahan = false;
    Devices devices = {};
    // Who has given his PIN. Jobs take a copy, so that a lock in between harms nothing.
    std::shared_ptr<const Session> session = {};
    Problem problem = {};
    ui::Ui* ui = nullptr;  // of the frame; set before results are applied

    void tell(std::string title, const Error& error) {
        problem = {false, std::move(title), error.sentence};
    }
};

}  // namespace disapa::screens
