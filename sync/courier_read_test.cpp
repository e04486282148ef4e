#include "sync/courier_read.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <csignal>
#include <fstream>

#include "sync/courier_run.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// A hub, two kiosks and a stick, all on disk: stores are opened where they are used, for the reader
// is a process of its own.
struct Journey {
    Office office;
    std::filesystem::path stick = office.folder / "stick";

    Journey() {
        std::filesystem::create_directory(stick);
        Node hub = office.open("hub");
        for (const auto& [name, where] :
             {std::pair("kiosk", office.desa), std::pair("other", office.other_desa)}) {
            const Node kiosk = office.kiosk(name, where);
            office.enrol_kiosk(hub, kiosk);
        }
    }
    void submit(const char* name, int count) {
        Node kiosk = office.open(name);
        for (int i = 0; i < count; ++i) append(kiosk, kiosk.setup().region, {office.submitted()});
    }
    ExportSummary write(const char* name, const ExportOptions& options = {}) {
        Node node = office.open(name);
        const auto folder = StickFolder::make(stick);
        REQUIRE(folder);
        auto summary = export_to_folder(node, *folder, options);
        REQUIRE_MESSAGE(summary.has_value(), (summary ? "" : summary.error().log));
        return std::move(*summary);
    }
    ImportSummary read(const char* name, const BundleReader& reader = import_bundle) {
        auto summary = import_from_folder(
            office.folder / name, stick,
            [this](Node& hub) { return std::make_unique<PlainKeeper>(hub, office.root); }, reader);
        REQUIRE_MESSAGE(summary.has_value(), (summary ? "" : summary.error().log));
        return std::move(*summary);
    }
    std::vector<std::string> names() {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(stick / "disapa"))
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }
};

std::string outcome_of(const ImportSummary& summary, std::string_view part_of_name) {
    for (const ReadFile& file : summary.files) {
        if (file.name.find(part_of_name) != std::string::npos) return file.outcome;
    }
    return {};
}

}  // namespace

TEST_CASE("one stick, two desa, there and back") {
    Journey journey;
    journey.submit("kiosk", 2);
    journey.submit("other", 3);
    CHECK(journey.write("kiosk").files == 1);
    CHECK(journey.write("other").files == 1);
    CHECK(journey.names().size() == 3);  // with BACA-SAYA.txt
    auto summary = journey.read("hub");
    CHECK(summary.is_hub);
    CHECK(summary.acts == 5);
    CHECK(summary.acts_of_desa["64.02.12.2005"] == 2);
    CHECK(summary.acts_of_desa["64.02.12.2006"] == 3);
    CHECK(journey.write("hub").files == 2);
    summary = journey.read("kiosk");
    CHECK(summary.arrived == 2);
    CHECK(outcome_of(summary, "kecamatan-ke-64.02.12.2005") == "taken");
    CHECK(outcome_of(summary, "kecamatan-ke-64.02.12.2006") == "foreign");
    CHECK(outcome_of(summary, "64.02.12.2005-ke-kecamatan") == "own");
    CHECK(journey.read("other").arrived == 3);
    CHECK(outcome_of(journey.read("hub"), "64.02.12.2005-ke-kecamatan") == "known");
}

TEST_CASE("a new run takes the place of the older ones of its sender, and of nothing else") {
    Journey journey;
    journey.submit("kiosk", 1);
    (void)journey.write("kiosk");
    (void)journey.write("other");
    std::ofstream(journey.stick / "disapa" / "foto.dsb") << "foto";
    const auto before = journey.names();
    (void)journey.write("kiosk");
    const auto after = journey.names();
    CHECK(before.size() == after.size());
    CHECK(before != after);
    CHECK(std::find(after.begin(), after.end(), "foto.dsb") != after.end());
    CHECK(std::count_if(after.begin(), after.end(), [](const std::string& name) {
              return name.find("-000002-") != std::string::npos;
          }) == 1);
    CHECK(journey.read("hub").acts == 1);
}

TEST_CASE("a file that kills its reader is left out by name and the rest is read") {
    Journey journey;
    journey.submit("kiosk", 1);
    journey.submit("other", 1);
    (void)journey.write("kiosk");
    (void)journey.write("other");
    // Sorted before, between and behind the good ones; each dies in its own way.
    std::ofstream(journey.stick / "disapa" / "0-abort") << "DIE1";
    std::ofstream(journey.stick / "disapa" / "64.02.12.2005-z-socket") << "DIE2";
    std::ofstream(journey.stick / "disapa" / "zz-\n-throw") << "DIE3";
    const BundleReader deadly = [](Node& node, Keeper* keeper, ByteView bytes) {
        if (as_text(bytes) == "DIE1") ::raise(SIGSEGV);
        if (as_text(bytes) == "DIE2") {
            const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
            static_cast<void>(socket);
        }
        if (as_text(bytes) == "DIE3") throw std::runtime_error("parser");
        return import_bundle(node, keeper, bytes);
    };
    const auto summary = journey.read("hub", deadly);
    CHECK(outcome_of(summary, "abort") == "deadly");
    CHECK(outcome_of(summary, "socket") == "deadly");
    CHECK(outcome_of(summary, "throw") == "deadly");
    CHECK(outcome_of(summary, "64.02.12.2005-ke") == "taken");
    CHECK(summary.acts == 2);
}

TEST_CASE("inside the reader nothing but the store and the stick is there") {
    Journey journey;
    journey.submit("kiosk", 1);
    (void)journey.write("kiosk");
    const std::filesystem::path secret = journey.office.folder / "secret";
    std::ofstream(secret) << "rahasia";
    const BundleReader curious = [secret](Node& node, Keeper* keeper, ByteView bytes) {
        auto result = import_bundle(node, keeper, bytes);
        const int file = ::open(secret.c_str(), O_RDONLY);
        if (result && file >= 0) result->sentence = "terbuka";
        return result;
    };
    const auto summary = journey.read("hub", curious);
    CHECK(summary.acts == 1);
    REQUIRE(summary.files.size() == 1);
    if (summary.has_landlock) CHECK(summary.files[0].sentence != "terbuka");
}

TEST_CASE("parts whose names lost their order are all read") {
    Journey journey;
    {
        Node kiosk = journey.office.open("kiosk");
        for (int i = 0; i < 60; ++i) {
            Json request = journey.office.request();
            Bytes noise(4000, 0);
            journey.office.random.fill(noise);
            request["form"] = {{"nama", to_base64url(noise)}};
            append(kiosk, journey.office.desa, {node_entry(payload(request))});
        }
    }
    ExportOptions options;
    options.bundle_bytes = 128 * 1024;
    REQUIRE(journey.write("kiosk", options).files == 3);
    auto names = journey.names();
    std::erase(names, "BACA-SAYA.txt");
    const auto inside = journey.stick / "disapa";
    const std::array<const char*, 3> shuffled = {"642~3.DSB", "642~1.DSB", "642~2.DSB"};
    for (std::size_t i = 0; i < 3; ++i)
        std::filesystem::rename(inside / names[i], inside / shuffled[i]);
    CHECK(journey.read("hub").acts == 60);
    CHECK(journey.read("hub").acts == 0);
}

TEST_CASE("what is wrong with the stick or the store is told in one sentence") {
    Journey journey;
    const auto none = [](Node&) { return std::unique_ptr<Keeper>(); };
    auto summary =
        import_from_folder(journey.office.folder / "kiosk", journey.office.folder / "gone", none);
    REQUIRE_FALSE(summary);
    CHECK(summary.error().sentence.starts_with("Folder flashdisk itu tidak ada."));
    summary = import_from_folder(journey.office.folder / "gone", journey.stick, none);
    REQUIRE_FALSE(summary);
    CHECK_FALSE(summary.error().sentence.empty());
}
