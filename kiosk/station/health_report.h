// How the kiosk is, each thing with a light and what to do. For the page and for `disapa-kiosk
// health`.
//
// Collecting takes up to seconds (disk, printers): the three parts of it run where their things
// belong; judging is pure.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/agent_now.h"
#include "kiosk/counter/backup.h"
#include "kiosk/counter/counter.h"
#include "kiosk/devices/health.h"
#include "kiosk/parts/context.h"

namespace disapa::screens {

enum class Light { green, yellow, red, grey };  // grey: there is none, and none is needed

// "" works; a sentence: what is wrong; `there` false: this counter has none.
struct DeviceState {
    bool there = false;
    std::string trouble;
};
struct HealthFacts {
    Instant now = 0;
    devices::MachineFacts machine;
    StoreCare care;
    AgentNow agent;
    LinkView link;
    std::size_t residents = 0, services = 0;
    DeviceState camera, speaker, receipt, letter;
};

// Chores: blocks on disk and printers.
void measure_devices(const Devices& devices, const std::filesystem::path& folder,
                     HealthFacts& facts);
// The worker's thread.
void read_store(Counter& counter, HealthFacts& facts);

struct HealthLine {
    std::string id;  // "disk"
    Light light = Light::green;
    std::string name, value, advice;  // as a person reads them; advice may be empty
};
[[nodiscard]] std::vector<HealthLine> judge_health(const HealthFacts& facts,
                                                   const ui::Words& words);
[[nodiscard]] std::string_view word_of(Light light);  // "green", for JSON

}  // namespace disapa::screens
