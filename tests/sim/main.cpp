// disapa-sim: runs seeds, tells the first rule that one breaks. See README.md.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>

#include "tests/sim/mutants.h"
#include "tests/sim/world.h"

namespace {

using disapa::sim::Outcome;
using disapa::sim::RunOptions;

struct Wish {
    std::uint64_t seeds = 20, from = 1;
    int days = 30;
    int workers = 2;
    bool verify = false, aloud = false, mutants = false;
    std::string mutant;
    std::string kept;  // a file of seeds
    std::string root = "/dev/shm";
};

RunOptions options_of(const Wish& wish, std::uint64_t seed) {
    RunOptions options;
    options.seed = seed;
    options.days = wish.days;
    options.aloud = wish.aloud;
    options.root = std::filesystem::path(wish.root) /
                   ("disapa-sim-" + std::to_string(getpid()) + "-" + std::to_string(seed));
    options.source = DISAPA_SOURCE_DIR;
    return options;
}

std::string hex(std::uint64_t number) {
    char text[24];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
    return text;
}

void tell_failure(const Outcome& outcome) {
    for (const auto& line : outcome.tail) std::printf("    %s\n", line.c_str());
    std::printf("BROKEN  seed %llu: %s: %s\n", static_cast<unsigned long long>(outcome.seed),
                outcome.checker.c_str(), outcome.what.c_str());
}

// One seed, once or twice. True when every rule held.
bool run_one(const Wish& wish, std::uint64_t seed) {
    const auto outcome = disapa::sim::run_seed(options_of(wish, seed));
    if (!outcome.held()) {
        tell_failure(outcome);
        return false;
    }
    if (wish.verify) {
        const auto again = disapa::sim::run_seed(options_of(wish, seed));
        if (again.hash != outcome.hash) {
            std::printf("BROKEN  seed %llu replays otherwise: %s and %s\n",
                        static_cast<unsigned long long>(seed), hex(outcome.hash).c_str(),
                        hex(again.hash).c_str());
            return false;
        }
    }
    std::printf(
        "ok      seed %llu: %s, %llu events, %llu acts, %llu decisions, %llu exchanges, "
        "%llu power cuts\n",
        static_cast<unsigned long long>(seed), hex(outcome.hash).c_str(),
        static_cast<unsigned long long>(outcome.events),
        static_cast<unsigned long long>(outcome.acts),
        static_cast<unsigned long long>(outcome.decisions),
        static_cast<unsigned long long>(outcome.exchanges),
        static_cast<unsigned long long>(outcome.cuts));
    std::fflush(stdout);
    return true;
}

// Each job in a process of its own, as many at once as there are workers: none waits for another's,
// and one that crashes fails alone. How many failed.
int run_jobs(int workers, const std::vector<std::function<bool()>>& jobs) {
    int failed = 0, running = 0;
    const auto reap = [&] {
        int status = 0;
        const bool ended = wait(&status) > 0;
        --running;
        if (!ended || !WIFEXITED(status) || WEXITSTATUS(status) != 0) ++failed;
    };
    for (const auto& job : jobs) {
        if (jobs.size() == 1) return job() ? 0 : 1;  // here, where a debugger sees it
        if (running == workers) reap();
        if (fork() == 0) {
            const bool good = job();
            std::fflush(stdout);
            _exit(good ? 0 : 1);
        }
        ++running;
    }
    while (running > 0) reap();
    return failed;
}

std::vector<std::uint64_t> seeds_of(const Wish& wish) {
    std::vector<std::uint64_t> seeds;
    if (wish.kept.empty()) {
        for (std::uint64_t i = 0; i < wish.seeds; ++i) seeds.push_back(wish.from + i);
        return seeds;
    }
    std::ifstream file(wish.kept);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line[0] != '#') seeds.push_back(std::stoull(line));
    }
    return seeds;
}

// One mutant over the seeds, until a checker sees it. True when one did.
bool hunt(const Wish& wish, const disapa::sim::KnownMutant& mutant) {
    if (!disapa::sim::switch_on(mutant.mutant)) {
        std::fprintf(stderr, "this build has no mutants\n");
        return false;
    }
    for (std::uint64_t i = 0; i < wish.seeds; ++i) {
        const auto outcome = disapa::sim::run_seed(options_of(wish, wish.from + i));
        if (outcome.held()) continue;
        std::printf("caught  %-22s after %2llu seeds by %s: %s\n", std::string(mutant.name).c_str(),
                    static_cast<unsigned long long>(i + 1), outcome.checker.c_str(),
                    outcome.what.c_str());
        std::fflush(stdout);
        return true;
    }
    std::printf("ALIVE   %-22s %s\n", std::string(mutant.name).c_str(),
                std::string(mutant.what).c_str());
    std::fflush(stdout);
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("disapa-sim: the whole of Disapa in one thread, with every fault of a bad year");
    Wish wish;
    app.add_option("--seeds", wish.seeds, "how many seeds");
    app.add_option("--from", wish.from, "the first seed");
    app.add_option("--days", wish.days, "virtual days of each");
    app.add_option("--workers", wish.workers, "processes at once")->check(CLI::PositiveNumber);
    app.add_option("--kept", wish.kept, "a file of seeds, one a line, in place of --from");
    app.add_option("--root", wish.root, "a tmpfs for the virtual disks");
    app.add_flag("--verify", wish.verify, "run each twice and compare the trace");
    app.add_flag("-v", wish.aloud, "print every event");
    app.add_flag("--mutants", wish.mutants, "each fault built in on purpose must be seen");
    app.add_option("--mutant", wish.mutant, "only this one");
    CLI11_PARSE(app, argc, argv);
    if (!wish.mutant.empty() && disapa::sim::find_mutant(wish.mutant) == nullptr) {
        std::fprintf(stderr, "no such mutant\n");
        return 2;
    }
    std::vector<std::function<bool()>> jobs;
    if (wish.mutants || !wish.mutant.empty()) {
        for (const auto& mutant : disapa::sim::known_mutants()) {
            if (!wish.mutant.empty() && wish.mutant != mutant.name) continue;
            jobs.emplace_back([&] { return hunt(wish, mutant); });
        }
    } else {
        for (const auto seed : seeds_of(wish))
            jobs.emplace_back([&, seed] { return run_one(wish, seed); });
    }
    const int failed = run_jobs(wish.workers, jobs);
    std::printf("%zu passed, %d failed\n", jobs.size() - static_cast<std::size_t>(failed), failed);
    return failed == 0 ? 0 : 1;
}
