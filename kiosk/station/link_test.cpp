#include "kiosk/station/link.h"

#include "kiosk/screens/looks.h"
#include "shared/base/file.h"

using namespace disapa;
using disapa::testing::Looks;
using disapa::testing::World;

namespace {

void tell(World& world, const char* state, const char* sentence, Instant last_contact) {
    const Json json{{"clock_off", 0},  {"last_contact", last_contact}, {"received_bytes", 0},
                    {"sent_bytes", 0}, {"sentence", sentence},         {"state", state},
                    {"waiting", 0}};
    REQUIRE(world.kiosk
                .write([&](Writer& writer) {
                    return writer.put("link", "state", as_bytes(json.dump()));
                })
                .has_value());
    world.harness->step(3, 1.1);
}

void doing(World& world, std::string_view json) {
    REQUIRE(
        write_file_durably(world.base.folder / "kiosk" / "agent.now", as_bytes(json)).has_value());
    world.harness->step(3, 1.1);
}

}  // namespace

TEST_CASE("the link page: every state has its words, its colour and its picture") {
    World world;
    world.touch("footer:link");
    const char* states[] = {"baik",    "lambat", "menunggu", "tanpa_jaringan", "tanpa_nama",
                            "login",   "jam",    "ditolak",  "tak_terjangkau", "terputus",
                            "jendela", "kuota",  "dicabut",  "lainnya"};
    std::set<std::string> seen;
    for (const char* state : states) {
        // A person who touches something is not asked whether he is still here.
        REQUIRE(world.tap("back"));
        REQUIRE(world.tap("footer:link"));
        tell(world, state,
             "Kios tidak tersambung ke jaringan apa pun. Periksa kabel, modem atau Wi-Fi. "
             "Pekerjaan tetap bisa dilanjutkan; data dikirim saat jaringan kembali.",
             world.base.clock.now() - 330);
        CHECK(world.says("5 menit lalu"));
        Looks(world).check(std::string("link-") + state);
        for (const auto& [key, words] : world.words.sentences()) {
            if (key.starts_with("link.") && world.says(words)) seen.insert(words);
        }
    }
    CHECK(seen.size() >= 14);
}

TEST_CASE("what the agent does is told, and it can be asked to send") {
    World world;
    const auto code = world.submit("SKTM", disapa::testing::sktm_form());
    REQUIRE(world.tap("footer:link"));
    world.harness->step(3, 1.1);
    CHECK(world.says("Program pengirim tidak berjalan"));
    REQUIRE(world.tap("link:send"));  // says so, and promises nothing
    world.harness->step(2);
    CHECK(world.says("permohonan tetap aman"));
    CHECK_FALSE(world.says("Program pengirim tidak berjalan. Panggil petugas."));  // said once
    Looks(world).check("link-off");
    CHECK_FALSE(std::filesystem::exists(world.base.folder / "kiosk" / "send-now"));

    const auto agent = LockFile::take(world.base.folder / "kiosk" / "agent.lock", "");
    REQUIRE(agent.has_value());
    doing(world, R"({"doing":"idle","done":0,"of":0,"until":1795397700})");
    CHECK(world.says("Beristirahat sampai pukul"));
    Looks(world).check("link-idle");
    doing(world, R"({"doing":"sending","done":3,"of":8,"until":0})");
    CHECK(world.says("Mengirim 3 dari 8 catatan"));
    Looks(world).check("link-sending");
    doing(world, R"({"doing":"window","done":0,"of":0,"until":1795397700})");
    CHECK(world.says("Menunggu jam kirim pukul"));
    REQUIRE(world.tap("link:send"));
    world.harness->step(2, 1.1);
    CHECK(std::filesystem::exists(world.base.folder / "kiosk" / "send-now"));
    CHECK(world.says("Permintaan kirim sudah dicatat"));
    Looks(world).check("link-asked");
    CHECK_FALSE(world.tap("link:send"));  // not twice
    REQUIRE(world.tap("back"));
    CHECK(world.harness->find("search") != nullptr);
}
