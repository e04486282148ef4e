// People who do not exist, and what they ask for: for the demo, the benchmarks and the tests that
// cross rooms.
//
// Names are random combinations out of nama_sintetis.csv (see README.md); the same seed gives the
// same people.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/date.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"

namespace disapa::test {

class People {
  public:
    People(const std::filesystem::path& source, std::uint64_t seed);

    // A whole form of the service, as design's "Form files" want it typed, asked for on `today`.
    [[nodiscard]] Json form(std::string_view service, const Date& today);

  private:
    struct Person {
        std::string name, nik, kk, born;
        bool female = false;
    };
    [[nodiscard]] Person person(int age_min, int age_max, const Date& today);
    [[nodiscard]] std::uint64_t number(std::uint64_t below);
    [[nodiscard]] const std::string& any(const std::vector<std::string>& of);

    SeededRandom random_;
    std::vector<std::string> men_, women_, family_;
};

}  // namespace disapa::test
