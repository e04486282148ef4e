// What an officer waits for after the PIN: one sign-in with the real cost of Argon2id, beside one
// with the least that OWASP's Password Storage Cheat Sheet asks for, and beside one where Argon2id
// costs nothing. Processor time of one core: what else the machine does changes it little.
//   disapa-sign-in SOURCE FOLDER     FOLDER must be empty
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <vector>

#include "tests/support/village.h"

namespace {

using namespace disapa;

constexpr int kTries = 9;
constexpr double kLimitMs = 5000, kPins = 1e6;
constexpr Argon2Cost kLeast{19 * 1024, 2};

double cpu_ms() {
    return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
}

// The middle of several, in milliseconds; below 0 when something failed.
double sign_in_ms(const std::filesystem::path& source, const std::filesystem::path& folder,
                  Argon2Cost cost) {
    test::Village::Options options;
    options.source = source;
    options.folder = folder;
    options.now = 1790000000;
    options.hub_url = "http://127.0.0.1:1";
    options.pin_cost = cost;
    auto village = test::Village::make(options);
    if (!village) return -1;
    const auto officer = (*village)->petugas->officer().key;
    std::vector<double> taken;
    for (int i = 0; i < kTries; ++i) {
        const auto start = cpu_ms();
        if (!(*village)->kiosk->sign_in(officer, "274951")) return -1;
        taken.push_back(cpu_ms() - start);
    }
    std::ranges::sort(taken);
    return taken[taken.size() / 2];
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) return 2;
    const std::filesystem::path source = words[1], folder = words[2];
    const Argon2Cost cost;
    const double real = sign_in_ms(source, folder / "real", cost);
    const double least = sign_in_ms(source, folder / "least", kLeast);
    const double rest = sign_in_ms(source, folder / "rest", kArgon2ForTests);
    if (real < 0 || least < 0 || rest < 0) return 1;
    std::printf("PIN sign-in, Argon2id %u MiB x %u: %.0f ms of one core, %.1f ms of them ours\n",
                cost.memory_kib / 1024, cost.passes, real, rest);
    std::printf("  %.1f times OWASP's least (19 MiB x 2: %.0f ms)\n", real / least, least);
    std::printf("  a PC %.0f times slower still signs in within 5 s\n", kLimitMs / real);
    std::printf("  all 1,000,000 PINs of 6 digits of a stolen key file: %.0f hours of a core\n",
                kPins * real / 3600e3);
    return 0;
}
