#include "kiosk/counter/agent_now.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "shared/base/bytes.h"
#include "shared/base/file.h"

using namespace disapa;
namespace fs = std::filesystem;

namespace {

class Folder {
  public:
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    void now(std::string_view text) {
        REQUIRE(write_file_durably(path / "agent.now", as_bytes(text)).has_value());
    }
    fs::path path = fs::temp_directory_path() / ("agent-now-" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("an agent that does not run is told, whatever it left behind") {
    Folder folder;
    CHECK_FALSE(read_agent_now(folder.path).running);
    folder.now(R"({"doing":"sending","done":1,"of":2,"until":0})");
    { auto lock = LockFile::take(folder.path / "agent.lock", ""); }  // it ran once
    const auto now = read_agent_now(folder.path);
    CHECK_FALSE(now.running);
    CHECK(now.doing == AgentNow::Doing::unknown);
    const auto asked = ask_to_send(folder.path);
    REQUIRE_FALSE(asked.has_value());
    CHECK(asked.error().code == ErrorCode::not_found);
    CHECK_FALSE(fs::exists(folder.path / "send-now"));
}

TEST_CASE("what a running agent does is read, and it can be asked") {
    Folder folder;
    const auto lock = LockFile::take(folder.path / "agent.lock", "");
    REQUIRE(lock.has_value());
    folder.now(R"({"doing":"sending","done":3,"of":8,"until":0})");
    auto now = read_agent_now(folder.path);
    CHECK(now.running);
    CHECK(now.doing == AgentNow::Doing::sending);
    CHECK(now.done == 3);
    CHECK(now.of == 8);
    CHECK_FALSE(now.asked);
    CHECK(ask_to_send(folder.path).has_value());
    CHECK(read_agent_now(folder.path).asked);
    for (const char* odd :
         {"", "[]", "nonsense", R"({"doing":7,"until":-1})", R"({"doing":"x"})"}) {
        folder.now(odd);
        now = read_agent_now(folder.path);
        CHECK(now.running);
        CHECK(now.doing == AgentNow::Doing::unknown);
        CHECK(now.until == 0);
    }
}
