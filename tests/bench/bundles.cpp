// disapa-bundles: bundle bytes a request costs, up and down, for 1, 10, 100 and 1000 requests.
// Bytes of the bundles alone: HTTP and IP headers come on top.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "shared/base/program.h"
#include "tests/support/people.h"
#include "tests/support/village.h"

namespace disapa::test {
namespace {

constexpr Instant kMonday = 1795395600;  // 23 November 2026, 09.00 WITA

double each(std::uint64_t bytes, int count) {
    return static_cast<double>(bytes) / count;
}

Status measure(const std::filesystem::path& folder, const std::filesystem::path& source,
               int count) {
    std::filesystem::remove_all(folder);
    auto made = Village::make(
        {folder, source, kMonday, "http://127.0.0.1:1", kArgon2ForTests, 7, true, false});
    if (!made) return pass(std::move(made));
    auto& village = **made;
    People people(source, 7);
    std::vector<std::string> codes;
    for (int i = 0; i < count; ++i) {
        village.clock.advance(40);
        auto receipt =
            village.kiosk->submit("SKTM", people.form("SKTM", wita_date(kMonday)), {}, nullptr);
        if (!receipt) return pass(std::move(receipt));
        codes.push_back(receipt->code);
    }
    const auto began = std::chrono::steady_clock::now();
    const auto up = village.exchange();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    const auto nothing = village.exchange();
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (i % 40 == 39) (void)village.exchange();  // numbers are granted in blocks
        if (auto done = village.verify(codes[i]); !done) return done;
        if (auto done = village.kiosk->endorse(codes[i], *village.kades); !done) return done;
    }
    (void)village.exchange();
    for (const auto& code : codes) {
        if (auto done = village.decide(code, DecisionKind::approve); !done) return done;
    }
    const auto down = village.exchange();
    if (up.error || nothing.error || down.error || !down.acknowledged) {
        return fail(ErrorCode::internal, "Pertukaran gagal.", "an exchange failed");
    }
    std::printf("%8d %14.1f %14.1f %10lld %16.1f %13llu/%llu\n", count, each(up.bytes_up, count),
                each(up.bytes_down, count), static_cast<long long>(took.count()),
                each(down.bytes_down, count), static_cast<unsigned long long>(nothing.bytes_up),
                static_cast<unsigned long long>(nothing.bytes_down));
    return {};
}

int run(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: disapa-bundles SOURCE [COUNT...]\n";
        return kExitUsage;
    }
    std::vector<int> counts{1, 10, 100, 1000};
    if (count > 2) counts.assign({});
    for (int i = 2; i < count; ++i) counts.push_back(std::atoi(words[i]));
    std::printf("%8s %14s %14s %10s %16s %17s\n", "requests", "up B/request", "down B/request",
                "ms", "decision down B", "nothing new B");
    const auto folder =
        std::filesystem::temp_directory_path() / ("disapa-bench-" + std::to_string(getpid()));
    int status = kExitDone;
    for (const int n : counts) {
        if (auto done = measure(folder, words[1], n); !done) status = tell(done.error());
    }
    std::filesystem::remove_all(folder);
    return status;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
