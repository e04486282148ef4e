#include "tests/fuzz/world.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/support/people.h"

namespace disapa::fuzz {

namespace {

constexpr Instant kNow = 1790000000;

}  // namespace

std::filesystem::path made_folder() {
    const char* named = std::getenv("DISAPA_FUZZ_FOLDER");
    const bool has_memory = ::access("/dev/shm", W_OK) == 0;
    std::filesystem::path above = has_memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    if (named != nullptr) above = named;
    std::string folder = (above / "disapa-fuzz-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        give_up({ErrorCode::io, "", "cannot make a folder in " + above.string()});
    }
    return folder;
}

void give_up(const Error& error) {
    std::fprintf(stderr, "the world of the fuzzers cannot be made: %s\n", error.log.c_str());
    std::exit(2);
}

void need(const Status& done) {
    if (!done) give_up(done.error());
}

World::World() : folder_(made_folder()) {
    test::Village::Options options;
    options.folder = folder_;
    options.source = DISAPA_SOURCE_DIR;
    options.now = kNow;
    options.hub_url = "http://127.0.0.1:8420";
    village_ = need(test::Village::make(options));
    approved_ = submit("SKTM", 1);
    waiting_ = submit("DISNIK", 2);
    need(village_->verify(approved_));
    need(village_->kiosk->endorse(approved_, *village_->kades));
    if (const auto report = village_->exchange(); report.error) give_up(*report.error);
    need(village_->decide(approved_, DecisionKind::approve));
    if (const auto report = village_->exchange(); report.error) give_up(*report.error);
}

World::~World() {
    village_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string World::submit(std::string_view service, std::uint64_t seed) {
    test::People people(DISAPA_SOURCE_DIR, seed);
    const auto form = people.form(service, wita_date(village_->clock.now()));
    return need(village_->kiosk->submit(service, form, {}, nullptr)).code;
}

Ends World::up() {
    return {&kiosk().box(), hub().box().public_key(), kiosk().id(), hub().id()};
}

Ends World::down() {
    return {&hub().box(), kiosk().box().public_key(), hub().id(), kiosk().id()};
}

}  // namespace disapa::fuzz
