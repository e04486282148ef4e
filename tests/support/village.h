// Kecamatan Tabang with one kiosk in Umaq Dian, in two folders, joined by a link in memory, under
// one set clock: the real counter, store, exchange, ledger and decisions, with nothing between
// them.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/counter/counter.h"
#include "sync/exchange.h"
#include "sync/hub/decisions.h"
#include "sync/hub/invites.h"

namespace disapa::test {

class Village {
  public:
    struct Options {
        std::filesystem::path folder;  // hub/ and kiosk/ are made in it
        std::filesystem::path source;  // of the project: assets and synthetic names
        Instant now = 0;
        std::string hub_url;  // for the invites
        Argon2Cost pin_cost = kArgon2ForTests;
        std::uint64_t seed = 1;
        bool sample = true;
        bool system_random = false;  // real keys, for the demo
    };
    // Enrols the kiosk, the clerk (PIN 274951), the kades (PIN 830462) and, from key files in the
    // folder, the kasi and the camat; one exchange has been made.
    [[nodiscard]] static Result<std::unique_ptr<Village>> make(const Options& options);
    ~Village();

    ManualClock clock;
    std::unique_ptr<Random> random;
    std::unique_ptr<Catalogue> catalogue;
    std::unique_ptr<Lists> lists;
    std::unique_ptr<Node> hub;
    std::unique_ptr<HubKeeper> keeper;
    std::unique_ptr<Counter> kiosk;
    std::unique_ptr<Session> petugas, kades;
    std::unique_ptr<SigningKey> kasi, camat;

    [[nodiscard]] ExchangeReport exchange();
    // Prepares, signs and decides as the desk does.
    [[nodiscard]] Status decide(std::string_view shown_code, DecisionKind kind,
                                std::string reason = {});
    [[nodiscard]] Status verify(std::string_view code);

  private:
    explicit Village(Instant now) : clock(now) {}
    [[nodiscard]] Status enrol(const Options& options);
    [[nodiscard]] Result<std::unique_ptr<SigningKey>> officer(const Options& options, Role role,
                                                              std::string name, std::string title);
};

// The offices of the tale.
[[nodiscard]] Office umaq_dian();
[[nodiscard]] Office tabang();

}  // namespace disapa::test
