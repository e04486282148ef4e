#include "tests/sim/courier.h"

#include <algorithm>

#include "tests/sim/desa_people.h"

namespace disapa::sim {
namespace {

constexpr Instant kDay = 86400;
constexpr std::size_t kDrawer = 20;

}  // namespace

void Motorcycle::stop_at(const Stop& stop) {
    std::vector<Stick> due, rest;
    for (auto& stick : bag_) {
        const bool is_here = stick.from != stop.machine.name() && stick.due <= now_;
        (is_here ? due : rest).push_back(std::move(stick));
    }
    bag_ = std::move(rest);
    if (!drawer_.empty() && dice_.chance(30)) due.push_back(dice_.any(drawer_));
    // Files of a folder come in any order.
    for (std::size_t i = due.size(); i > 1; --i) std::swap(due[i - 1], due[dice_.below(i)]);
    for (const auto& stick : due) {
        if (!stop.machine.is_up()) return;
        read(stop, stick);
        // The stick stays in, and another machine may read the same files.
        if (bag_.size() < 60 && dice_.chance(is_calm ? 100 : 60)) bag_.push_back(stick);
        if (drawer_.size() < kDrawer && dice_.chance(20)) drawer_.push_back(stick);
    }
    if (stop.machine.is_up()) write(stop);
}

void Motorcycle::spoil(Bytes& bytes) {
    if (is_calm || bytes.empty()) return;
    if (dice_.chance(6)) bytes.resize(dice_.below(bytes.size()));
    if (!bytes.empty() && dice_.chance(6))
        bytes[dice_.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << dice_.below(8));
}

void Motorcycle::read(const Stop& stop, const Stick& stick) {
    auto bytes = stick.file.bytes;
    spoil(bytes);
    const auto result = import_bundle(stop.node, stop.keeper, bytes);
    if (stop.machine.is_dead()) return;
    ++read_;
    if (!result) {
        trace_.note(now_, stop.machine.name(), "stick: " + result.error().log);
        return DesaPeople::check_told(result.error(), stop.machine);
    }
    trace_.note(now_, stop.machine.name(),
                "stick " + stick.file.name + ": outcome " +
                    std::to_string(static_cast<int>(result->outcome)) + ", " +
                    std::to_string(result->acts) + " acts");
    if (result->sentence.size() < 10 || result->sentence.back() != '.') {
        throw Violation("Told", stop.machine.name() + ": no sentence about a stick's file: " +
                                    result->log + " | " + result->sentence);
    }
    checkers_.after(stop.machine, stop.regions);
}

void Motorcycle::write(const Stop& stop) {
    std::vector<StickFile> files;
    const auto report = export_bundles(stop.node, {}, [&files](const StickFile& file) -> Status {
        files.push_back(file);
        return {};
    });
    if (stop.machine.is_dead()) return;
    if (!report) {
        trace_.note(now_, stop.machine.name(), "export: " + report.error().log);
        return DesaPeople::check_told(report.error(), stop.machine);
    }
    trace_.note(now_, stop.machine.name(), "export: " + std::to_string(files.size()) + " files");
    const auto done = export_done(stop.node, *report);
    if (stop.machine.is_dead()) return;
    if (!done) return DesaPeople::check_told(done.error(), stop.machine);
    // Lost in the river, or days late.
    if (!is_calm && dice_.chance(15)) return;
    const auto due = is_calm ? now_
                             : now_ + (dice_.chance(20) ? dice_.between(kDay, 9 * kDay)
                                                        : dice_.between(600, kDay / 2));
    for (auto& file : files) {
        if (bag_.size() < 60) bag_.push_back({std::move(file), stop.machine.name(), due});
    }
}

}  // namespace disapa::sim
