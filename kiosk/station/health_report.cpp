#include "kiosk/station/health_report.h"

#include "kiosk/devices/camera.h"
#include "kiosk/devices/letter_printer.h"
#include "kiosk/devices/receipt_printer.h"
#include "kiosk/devices/speaker.h"
#include "kiosk/station/link.h"
#include "shared/base/date.h"
#include "shared/store/residents.h"

namespace disapa::screens {
namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;
// A year of a desa is some 200 MiB with photos; below the red line acts may soon be refused.
constexpr std::uint64_t kDiskYellow = 1024 * kMiB, kDiskRed = 200 * kMiB;
constexpr std::int64_t kWriteYellow = 400, kWriteRed = 3000;  // milliseconds
constexpr std::uint64_t kMemoryYellow = 200 * kMiB, kMemoryRed = 60 * kMiB;
constexpr Instant kDay = 86400;
constexpr Instant kBackupYellow = 8 * kDay, kBackupRed = 35 * kDay;
constexpr Instant kCheckYellow = 35 * kDay;
constexpr Instant kContactYellow = 3 * kDay;

std::string mebibytes(std::uint64_t bytes) {
    const auto all = bytes / kMiB;
    if (all < 10 * 1024) return std::to_string(all) + " MB";
    return std::to_string(all / 1024) + " GB";
}

template <class Number>
Light below(Number value, Number yellow, Number red) {
    return value < red ? Light::red : value < yellow ? Light::yellow : Light::green;
}
template <class Number>
Light above(Number value, Number yellow, Number red) {
    return value > red ? Light::red : value > yellow ? Light::yellow : Light::green;
}

class Judge {
  public:
    Judge(const HealthFacts& facts, const ui::Words& words) : facts_(facts), words_(words) {}

    std::vector<HealthLine> all() {
        machine();
        store();
        link();
        device("receipt", words_("health.receipt"), facts_.receipt);
        device("letter", words_("health.letter"), facts_.letter);
        device("camera", words_("health.camera"), facts_.camera);
        device("speaker", words_("health.speaker"), facts_.speaker);
        add("versions", Light::grey, words_("health.versions"),
            words_("health.version_value",
                   {{"program", DISAPA_VERSION}, {"services", std::to_string(facts_.services)}}),
            "");
        return std::move(lines_);
    }

  private:
    void add(const char* id, Light light, const std::string& name, std::string value,
             std::string advice) {
        if (light == Light::green || light == Light::grey) advice.clear();
        lines_.push_back({id, light, name, std::move(value), std::move(advice)});
    }

    void machine() {
        const auto& machine = facts_.machine;
        add("disk", below(machine.disk_free, kDiskYellow, kDiskRed), words_("health.disk"),
            words_("health.free", {{"size", mebibytes(machine.disk_free)}}),
            words_("health.disk_full"));
        const bool failed = machine.write_ms < 0;
        add("write", failed ? Light::red : above(machine.write_ms, kWriteYellow, kWriteRed),
            words_("health.write"),
            failed ? words_("health.write_failed")
                   : words_("health.write_value", {{"ms", std::to_string(machine.write_ms)}}),
            words_("health.write_slow"));
        add("memory", below(machine.memory_free, kMemoryYellow, kMemoryRed),
            words_("health.memory"),
            words_("health.free", {{"size", mebibytes(machine.memory_free)}}),
            words_("health.memory_low"));
        const bool doubt = facts_.link.clock_doubt || facts_.link.state == LinkState::clock;
        add("clock", doubt ? Light::red : Light::green, words_("health.clock"),
            words_.said(to_words(wita_date(facts_.now))) + " " + wita_time(facts_.now),
            words_("health.clock_wrong"));
    }

    void store() {
        const auto& care = facts_.care;
        const auto checked = facts_.now - care.checked_at;
        add("check",
            care.check_faults > 0                            ? Light::red
            : care.checked_at == 0 || checked > kCheckYellow ? Light::yellow
                                                             : Light::green,
            words_("health.check"),
            care.check_faults > 0 ? words_("health.check_bad")
                                  : ago_words(words_, care.checked_at, facts_.now),
            care.check_faults > 0 ? words_("health.check_call") : words_("health.check_do"));
        const auto age = facts_.now - care.backup_at;
        add("backup", care.backup_at == 0 ? Light::yellow : above(age, kBackupYellow, kBackupRed),
            words_("health.backup"), ago_words(words_, care.backup_at, facts_.now),
            words_("health.backup_do"));
        add("residents", Light::grey, words_("health.residents"), std::to_string(facts_.residents),
            "");
    }

    void link() {
        add("agent", facts_.agent.running ? Light::green : Light::red, words_("health.agent"),
            facts_.agent.running ? words_("health.runs") : words_("health.stopped"),
            words_("health.agent_start"));
        const auto contact = facts_.link.last_contact;
        add("contact",
            contact > 0 && facts_.now - contact <= kContactYellow ? Light::green : Light::yellow,
            words_("link.last"), ago_words(words_, contact, facts_.now),
            words_("health.contact_old"));
    }

    void device(const char* id, const std::string& name, const DeviceState& state) {
        if (!state.there) return add(id, Light::grey, name, words_("health.none"), "");
        add(id, state.trouble.empty() ? Light::green : Light::yellow, name,
            state.trouble.empty() ? words_("health.ready") : words_("health.attention"),
            words_.said(state.trouble));
    }

    const HealthFacts& facts_;
    const ui::Words& words_;
    std::vector<HealthLine> lines_;
};

}  // namespace

void measure_devices(const Devices& devices, const std::filesystem::path& folder,
                     HealthFacts& facts) {
    facts.machine = devices::measure_machine(folder);
    facts.agent = read_agent_now(folder);
    if (devices.camera) {
        facts.camera.there = true;
        if (!devices.camera->is_there())
            facts.camera.trouble = "Kamera tidak terpasang. Periksa kabelnya.";
    }
    if (devices.speaker) {
        facts.speaker.there = true;
        if (!devices.speaker->trouble().empty())
            facts.speaker.trouble = "Pengeras suara tidak berbunyi. Periksa kabelnya.";
    }
    if (devices.receipt_printer) {
        facts.receipt.there = true;
        const auto state = devices.receipt_printer->state();
        facts.receipt.trouble = state ? devices::what_to_do(*state) : state.error().sentence;
    }
    if (devices.letter_printer) {
        facts.letter.there = true;
        if (const auto ready = devices.letter_printer->ready(); !ready)
            facts.letter.trouble = ready.error().sentence;
    }
}

void read_store(Counter& counter, HealthFacts& facts) {
    facts.now = counter.node().clock().now();
    facts.care = store_care(counter.node());
    facts.link = counter.link();
    facts.services = counter.catalogue().services().size();
    if (auto residents = Residents::open(counter.node().folder()))
        facts.residents = residents->count().value_or(0);
}

std::vector<HealthLine> judge_health(const HealthFacts& facts, const ui::Words& words) {
    return Judge(facts, words).all();
}

std::string_view word_of(Light light) {
    switch (light) {
        case Light::green:
            return "green";
        case Light::yellow:
            return "yellow";
        case Light::red:
            return "red";
        case Light::grey:
            break;
    }
    return "grey";
}

}  // namespace disapa::screens
