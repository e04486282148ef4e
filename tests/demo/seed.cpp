// disapa-seed: a kecamatan with 40 requests in every state that Disapa can reach, made by the
// counter and the desk's own code with real keys and a clock that is set to the past fortnight.
#include <iostream>
#include <nlohmann/json.hpp>

#include "shared/base/program.h"
#include "tests/support/people.h"
#include "tests/support/village.h"

namespace disapa::test {
namespace {

constexpr std::string_view kServices[] = {"SKTM", "SKU",    "SKTM", "SKAW",
                                          "SKTM", "DISNIK", "SKU",  "SKTM"};

// How far a request goes. Those below `endorsed` happen in the desa; `sent` carries them up.
enum class Goal {
    submitted,
    verified,
    endorsed,
    waiting,
    checked,
    approved,
    printed,
    handed_over,
    returned_by_desa,
    returned_by_camat,
    amended,
    rejected,
    cancelled,
};
constexpr Goal kGoals[] = {
    Goal::handed_over, Goal::handed_over, Goal::printed,           Goal::approved,
    Goal::rejected,    Goal::cancelled,   Goal::handed_over,       Goal::printed,
    Goal::approved,    Goal::handed_over, Goal::approved,          Goal::amended,
    Goal::checked,     Goal::waiting,     Goal::returned_by_camat, Goal::returned_by_desa,
    Goal::waiting,     Goal::endorsed,    Goal::waiting,           Goal::waiting,
    Goal::verified,    Goal::waiting,     Goal::submitted,         Goal::submitted,
};

class Seeding {
  public:
    Seeding(Village& village, const std::filesystem::path& source)
        : village_(village), people_(source, 64021220055ULL) {}

    Status one(int index, int count, Instant end) {
        // Oldest first, in office hours of the past twelve days.
        const auto days_ago = 12 - 12 * index / count;
        const auto day = add_days(wita_date(end), -days_ago);
        const auto at = std::min(instant_of(day, 8 + index % 7, (index * 13) % 60), end - 60);
        village_.clock.set(std::max(village_.clock.now() + 30, at));
        const std::string service(
            kServices[static_cast<std::size_t>(index) % std::size(kServices)]);
        auto form = people_.form(service, day);
        auto receipt = village_.kiosk->submit(service, form, {}, nullptr);
        if (!receipt) return pass(std::move(receipt));
        const auto place =
            static_cast<std::size_t>(index) * std::size(kGoals) / static_cast<std::size_t>(count);
        return reach(receipt->code, kGoals[place], form, service == "SKU");
    }

  private:
    void pass_time(int minutes) { village_.clock.advance(60 * minutes); }

    Status send() {
        pass_time(11);
        const auto report = village_.exchange();
        if (report.error) return tl::unexpected<Error>(*report.error);
        return {};
    }

    // The steps in the desa up to the kades' signature.
    Status desa_steps(const std::string& code) {
        pass_time(14);
        if (auto done = village_.verify(code); !done) return done;
        pass_time(9);
        return village_.kiosk->endorse(code, *village_.kades);
    }

    Status decide(const std::string& code, DecisionKind kind, std::string reason = {}) {
        pass_time(37);
        if (auto done = village_.decide(code, kind, std::move(reason)); !done) return done;
        return send();
    }

    Status finish_letter(const std::string& code, bool hand_over) {
        pass_time(25);
        if (auto done = village_.kiosk->printed(code, *village_.petugas); !done) return done;
        if (!hand_over) return {};
        pass_time(50);
        return village_.kiosk->hand_over(code, "Pemohon sendiri", *village_.petugas);
    }

    Status reach(const std::string& code, Goal goal, const Json& form, bool desa_only) {
        if (goal == Goal::submitted) return {};
        pass_time(20);
        if (goal == Goal::returned_by_desa) {
            return village_.kiosk->give_back(
                code, "Kartu keluarga belum dibawa. Bawalah KK yang asli.", *village_.petugas);
        }
        if (goal == Goal::cancelled) {
            return village_.kiosk->cancel(code, "Dibatalkan atas permintaan warga.",
                                          *village_.petugas);
        }
        if (goal == Goal::verified) return village_.verify(code);
        if (auto done = desa_steps(code); !done) return done;
        if (goal == Goal::endorsed) return {};
        if (auto done = send(); !done) return done;
        if (desa_only) return goal == Goal::waiting ? Status{} : finish_letter(code, true);
        return at_the_office(code, goal, form);
    }

    Status at_the_office(const std::string& code, Goal goal, const Json& form) {
        switch (goal) {
            case Goal::waiting:
                return {};
            case Goal::checked:
                return decide(code, DecisionKind::check);
            case Goal::rejected:
                return decide(code, DecisionKind::reject, "Pemohon bukan penduduk kecamatan ini.");
            case Goal::returned_by_camat:
                return decide(code, DecisionKind::give_back,
                              "Foto KK tidak terbaca. Tolong difoto ulang.");
            case Goal::amended: {
                if (auto done = decide(code, DecisionKind::give_back, "Alamat belum lengkap.");
                    !done) {
                    return done;
                }
                pass_time(90);
                auto amended = village_.kiosk->amend(code, form, {}, *village_.petugas);
                if (!amended) return pass(std::move(amended));
                if (auto done = desa_steps(code); !done) return done;
                return send();
            }
            default:
                break;
        }
        if (auto done = decide(code, DecisionKind::approve); !done) return done;
        if (goal == Goal::approved) return {};
        return finish_letter(code, goal == Goal::handed_over);
    }

    Village& village_;
    People people_;
};

int run(int count, char** words) {
    if (count != 4) {
        std::cerr << "usage: disapa-seed FOLDER SOURCE HUB-URL\n";
        return kExitUsage;
    }
    const SystemClock machine;
    const auto end = machine.now();
    auto village = Village::make(
        {words[1], words[2], end - 13 * 86400, words[3], Argon2Cost{}, 1, true, true});
    if (!village) return tell(village.error());
    Seeding seeding(**village, words[2]);
    constexpr int kCases = 40;
    for (int i = 0; i < kCases; ++i) {
        if (auto done = seeding.one(i, kCases, end); !done) return tell(done.error());
    }
    std::cout << kCases << " requests, petugas " << to_text((*village)->petugas->officer().key)
              << '\n';
    return kExitDone;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
