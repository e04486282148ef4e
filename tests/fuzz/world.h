// The one kecamatan that every input meets: a hub, a kiosk, officers, cases on both; made by the
// real programs' code in a folder that goes when the program ends.
#pragma once

#include "tests/fuzz/parcel.h"
#include "tests/support/village.h"

namespace disapa::fuzz {

// A new folder in $DISAPA_FUZZ_FOLDER, else where memory is. Ends the program where it cannot be
// made.
[[nodiscard]] std::filesystem::path made_folder();

class World {
  public:
    World();  // ends the program where it cannot be made
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World();

    [[nodiscard]] test::Village& village() { return *village_; }
    [[nodiscard]] Node& hub() { return *village_->hub; }
    [[nodiscard]] Node& kiosk() { return village_->kiosk->node(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    // Of a bundle from the kiosk to the hub, and the other way.
    [[nodiscard]] Ends up();
    [[nodiscard]] Ends down();
    [[nodiscard]] Ends ends(const Parcel& parcel) { return parcel.upwards ? up() : down(); }
    // The code of a case that the camat approved, and of one that nobody has seen yet.
    [[nodiscard]] const std::string& approved() const { return approved_; }
    [[nodiscard]] const std::string& waiting() const { return waiting_; }
    // A new request at the kiosk.
    std::string submit(std::string_view service, std::uint64_t seed);

  private:
    std::filesystem::path folder_;
    std::unique_ptr<test::Village> village_;
    std::string approved_, waiting_;
};

// The value, or the end of the program with the error's log.
template <class T>
T need(Result<T> result);
void need(const Status& done);
[[noreturn]] void give_up(const Error& error);

template <class T>
T need(Result<T> result) {
    if (!result) give_up(result.error());
    return std::move(*result);
}

}  // namespace disapa::fuzz
