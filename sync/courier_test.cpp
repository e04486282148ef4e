#include "sync/courier.h"

#include "shared/base/limits.h"
#include "sync/bundle.h"
#include "sync/courier_records.h"
#include "sync/peer.h"
#include "sync/sync_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Stick {
    std::vector<StickFile> files;
    ExportReport report;
};

Stick write_stick(Node& node, ExportOptions options = {}) {
    Stick stick;
    auto report = export_bundles(node, options, [&](const StickFile& file) -> Status {
        stick.files.push_back(file);
        return {};
    });
    REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().log));
    stick.report = std::move(*report);
    REQUIRE(export_done(node, stick.report));
    return stick;
}

ImportResult read_bytes(Node& node, Keeper* keeper, ByteView bytes) {
    auto result = import_bundle(node, keeper, bytes);
    REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().log));
    CHECK_FALSE(result->sentence.empty());
    return std::move(*result);
}

std::uint64_t read_stick(Node& node, Keeper* keeper, const Stick& stick) {
    std::uint64_t acts = 0;
    for (const StickFile& file : stick.files) acts += read_bytes(node, keeper, file.bytes).acts;
    return acts;
}

Entry with_paper(Office& office, Node& kiosk, std::size_t bytes, std::uint8_t seed) {
    Bytes blob(bytes, seed);
    Digest hash;
    REQUIRE(kiosk.write([&](Writer& writer) -> Status {
        auto put = writer.put_blob(blob);
        if (!put) return pass(std::move(put));
        hash = *put;
        return {};
    }));
    Json request = office.request();
    request["papers"] = Json::array({{{"blob", text_of(hash)},
                                      {"how", "file"},
                                      {"id", "KTP"},
                                      {"mime", "image/jpeg"},
                                      {"name", "ktp.jpg"},
                                      {"size", bytes}}});
    return node_entry(payload(request));
}

std::uint64_t counted(Node& kiosk) {
    return kiosk.book().value()->counted(kiosk.open_feed(kiosk.setup().region).id());
}

}  // namespace

TEST_CASE("a desa without any link: requests go by stick and their receipts come back on it") {
    Village village;
    village.submit(3);
    const Stick up = write_stick(village.kiosk);
    REQUIRE(up.files.size() == 1);
    CHECK(up.files[0].name.starts_with("64.02.12.2005-ke-kecamatan-"));
    CHECK(up.files[0].name.ends_with("-000001-01.dsb"));
    CHECK(up.report.runs[0].acts == 3);
    const auto heard = read_bytes(village.hub, &village.keeper, up.files[0].bytes);
    CHECK(heard.outcome == ImportOutcome::taken);
    CHECK(heard.acts == 3);
    CHECK(heard.region == village.office.desa);
    CHECK(heard.sender == village.kiosk.id());

    const Stick down = write_stick(village.hub);
    REQUIRE(down.files.size() == 1);
    CHECK(down.files[0].name.starts_with("kecamatan-ke-64.02.12.2005-"));
    const auto told = read_bytes(village.kiosk, nullptr, down.files[0].bytes);
    CHECK(told.outcome == ImportOutcome::taken);
    CHECK(told.arrived == 3);
    CHECK(counted(village.kiosk) == 3);
    CHECK(village.hold_the_same());

    // The next stick brings nothing of that again, only how far the kiosk is.
    const Stick quiet = write_stick(village.kiosk);
    REQUIRE(quiet.files.size() == 1);
    CHECK(quiet.report.runs[0].acts == 0);
    CHECK(quiet.files[0].bytes.size() < 600);
    CHECK(read_stick(village.hub, &village.keeper, quiet) == 0);
    CHECK(load_memory(village.hub, village.kiosk.id()).value()->told ==
          frontier_for(village.kiosk, village.office.desa).value());
    CHECK(faults(village.hub) == "");
    CHECK(faults(village.kiosk) == "");
}

TEST_CASE("who is owed nothing and lacks nothing gets no file, who sent a stick gets an answer") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    REQUIRE(village.meet().completed);  // the hub now knows from the kiosk itself that it holds all
    CHECK(write_stick(village.hub).files.empty());
    CHECK(read_stick(village.hub, &village.keeper, write_stick(village.kiosk)) == 0);
    CHECK(write_stick(village.hub).files.size() == 1);
    CHECK(write_stick(village.hub).files.empty());
}

TEST_CASE("a stick that is lost loses nothing: the next one brings all of it again") {
    Village village;
    village.submit(2);
    (void)write_stick(village.kiosk);  // into the river
    village.submit(1);
    CHECK(read_stick(village.hub, &village.keeper, write_stick(village.kiosk)) == 3);
    (void)write_stick(village.hub);  // the answer too
    const Stick again = write_stick(village.kiosk);
    CHECK(again.report.runs[0].acts == 3);  // nobody told the kiosk that they arrived
    CHECK(read_stick(village.hub, &village.keeper, again) == 0);
    read_stick(village.kiosk, nullptr, write_stick(village.hub));
    CHECK(counted(village.kiosk) == 3);
    CHECK(village.hold_the_same());
}

TEST_CASE("sticks out of order and read twice change nothing and roll no word back") {
    Village village;
    village.submit(1);
    const Stick first = write_stick(village.kiosk);
    village.submit(1);
    const Stick second = write_stick(village.kiosk);
    CHECK(read_stick(village.hub, &village.keeper, second) == 2);
    const auto before = load_memory(village.hub, village.kiosk.id()).value();
    const auto late = read_bytes(village.hub, &village.keeper, first.files[0].bytes);
    CHECK(late.outcome == ImportOutcome::known);
    CHECK(read_bytes(village.hub, &village.keeper, second.files[0].bytes).outcome ==
          ImportOutcome::known);
    CHECK(load_memory(village.hub, village.kiosk.id()).value() == before);

    const Stick old_answer = write_stick(village.hub);
    village.submit(1);
    read_stick(village.hub, &village.keeper, write_stick(village.kiosk));
    read_stick(village.kiosk, nullptr, write_stick(village.hub));
    const auto belief = load_peer(village.kiosk, village.hub.id())->belief;
    CHECK(read_bytes(village.kiosk, nullptr, old_answer.files[0].bytes).outcome ==
          ImportOutcome::known);
    CHECK(load_peer(village.kiosk, village.hub.id())->belief == belief);
    CHECK(counted(village.kiosk) == 3);
    CHECK(village.hold_the_same());
}

TEST_CASE("a stick that was older than an exchange over HTTP lowers nothing that it told") {
    Village village;
    village.submit(1);
    read_stick(village.hub, &village.keeper, write_stick(village.kiosk));
    const Stick old_answer = write_stick(village.hub);
    village.submit(2);
    REQUIRE(village.meet().completed);
    const auto belief = load_peer(village.kiosk, village.hub.id())->belief;
    read_stick(village.kiosk, nullptr, old_answer);
    CHECK(load_peer(village.kiosk, village.hub.id())->belief == belief);
    const auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.acts_sent == 0);
}

TEST_CASE("what came by stick is not sent over HTTP again, nor the other way round") {
    Village village;
    village.submit(2);
    read_stick(village.hub, &village.keeper, write_stick(village.kiosk));
    read_stick(village.kiosk, nullptr, write_stick(village.hub));
    auto report = village.meet();
    CHECK(report.completed);
    CHECK(report.acts_sent == 0);
    CHECK(report.acts_received == 0);
    village.submit(2);
    report = village.meet();
    CHECK(report.acts_sent == 2);
    CHECK(write_stick(village.kiosk).report.runs[0].acts == 0);
}

TEST_CASE("a kiosk that never had a link enrols by stick, and hears when it is refused") {
    Village village;
    Node kiosk = village.office.kiosk("new", village.office.other_desa);
    Invite invite;
    invite.id = "aW52aXRlMDAx";
    invite.role = Role::kiosk;
    invite.region = village.office.other_desa;
    invite.office = village.office.kecamatan;
    invite.name = "Kios";
    invite.title = "Kios";
    invite.secret = Bytes(16, 5);
    const auto body = make_enrol(invite, kiosk.signing(), kiosk.box().public_key(), {}).value();
    REQUIRE(kiosk.write(
        [&](Writer& writer) { return writer.put("enrol", to_text(kiosk.id()), body); }));
    append(kiosk, village.office.other_desa, {village.office.submitted()});

    const Stick up = write_stick(kiosk);
    auto heard = read_bytes(village.hub, &village.keeper, up.files[0].bytes);
    CHECK(heard.outcome == ImportOutcome::stranger);
    CHECK(heard.acts == 0);
    Stick down = write_stick(village.hub, {});
    const auto refusal = std::find_if(down.files.begin(), down.files.end(), [](const auto& file) {
        return file.name.starts_with("kecamatan-ke-pendaftar-");
    });
    REQUIRE(refusal != down.files.end());
    const auto told = read_bytes(kiosk, nullptr, refusal->bytes);
    REQUIRE(told.notices.size() == 1);
    CHECK(told.notices[0] == "Undangan tidak dikenal. Minta undangan baru.");

    village.keeper.invites.push_back(invite);
    heard = read_bytes(village.hub, &village.keeper, write_stick(kiosk).files[0].bytes);
    CHECK(heard.outcome == ImportOutcome::taken);
    CHECK(heard.acts == 1);
    CHECK(heard.region == village.office.other_desa);
    down = write_stick(village.hub, {kStickBytes, village.office.other_desa, limits::kBundleBytes});
    REQUIRE(down.files.size() == 1);
    read_stick(kiosk, nullptr, down);
    CHECK(counted(kiosk) == 1);
    CHECK(kiosk.list("enrol")->empty());
    CHECK(kiosk.roster()->find(kiosk.id()) != nullptr);
}

TEST_CASE("two desa share a stick: each reads its own, and no byte of the other's") {
    Village village;
    Node other = village.office.kiosk("other", village.office.other_desa);
    village.office.enrol_kiosk(village.hub, other);
    village.submit(1);
    append(other, village.office.other_desa, {village.office.submitted("Siti")});
    Stick stick = write_stick(village.kiosk);
    for (auto& file : write_stick(other).files) stick.files.push_back(file);
    CHECK(read_stick(village.hub, &village.keeper, stick) == 2);
    const Stick down = write_stick(village.hub);
    REQUIRE(down.files.size() == 2);
    CHECK(read_bytes(village.kiosk, nullptr, down.files[1].bytes).outcome ==
          ImportOutcome::foreign);
    CHECK(read_bytes(other, nullptr, stick.files[0].bytes).outcome == ImportOutcome::foreign);
    CHECK(read_bytes(village.kiosk, nullptr, stick.files[0].bytes).outcome == ImportOutcome::own);
    read_stick(village.kiosk, nullptr, down);
    read_stick(other, nullptr, down);
    CHECK(counted(village.kiosk) == 1);
    CHECK(counted(other) == 1);
    for (const FeedName& feed : village.kiosk.feeds())
        CHECK(feed.region != village.office.other_desa);
}

TEST_CASE("photos follow the acts that name them, on the same stick, as far as there is room") {
    Village village;
    for (std::uint8_t i = 0; i < 12; ++i)
        append(village.kiosk, village.office.desa,
               {with_paper(village.office, village.kiosk, 200 * 1024, i)});
    const Stick small = write_stick(village.kiosk, {1200 * 1024, {}, limits::kBundleBytes});
    CHECK(small.report.runs[0].acts == 12);
    CHECK(small.report.runs[0].blobs_left);
    CHECK_FALSE(small.report.runs[0].acts_left);
    CHECK(read_stick(village.hub, &village.keeper, small) == 12);
    const auto wanted = wanted_blobs(village.hub, village.kiosk.id(), kStickWanted).value().size();
    CHECK(wanted > 0);
    CHECK(wanted < 12);
    // More than the eight of one WANT come back on a stick, too.
    read_stick(village.kiosk, nullptr, write_stick(village.hub));
    const Stick rest = write_stick(village.kiosk);
    CHECK(rest.report.runs[0].blobs == wanted);
    read_stick(village.hub, &village.keeper, rest);
    CHECK(wanted_blobs(village.hub, village.kiosk.id(), kStickWanted)->empty());
}

TEST_CASE("more than a bundle holds goes into several files of at most a bundle") {
    Village village;
    for (int i = 0; i < 60; ++i) {
        Json request = village.office.request();
        Bytes noise(4000, 0);
        village.office.random.fill(noise);
        request["form"] = {{"nama", to_base64url(noise)}};
        append(village.kiosk, village.office.desa, {node_entry(payload(request))});
    }
    ExportOptions options;
    options.bundle_bytes = 128 * 1024;
    Stick stick = write_stick(village.kiosk, options);
    REQUIRE(stick.files.size() > 1);
    for (const StickFile& file : stick.files) CHECK(file.bytes.size() <= options.bundle_bytes);
    CHECK(std::is_sorted(stick.files.begin(), stick.files.end(),
                         [](const auto& a, const auto& b) { return a.name < b.name; }));
    SUBCASE("in order") {
        CHECK(read_stick(village.hub, &village.keeper, stick) == 60);
    }
    SUBCASE("the last first: it is told to be early, and taken the second time") {
        std::reverse(stick.files.begin(), stick.files.end());
        CHECK(read_bytes(village.hub, &village.keeper, stick.files[0].bytes).early);
        std::uint64_t acts = 0;
        for (std::size_t i = 0; i < stick.files.size(); ++i)
            acts += read_stick(village.hub, &village.keeper, stick);
        CHECK(acts == 60);
    }
}

TEST_CASE("a file cut at any byte keeps its whole chunks and its words do not count") {
    Village village;
    for (int i = 0; i < 40; ++i) {
        Json request = village.office.request();
        Bytes noise(1000, 0);
        village.office.random.fill(noise);
        request["form"] = {{"nama", to_base64url(noise)}};
        append(village.kiosk, village.office.desa, {node_entry(payload(request))});
    }
    const Bytes whole = write_stick(village.kiosk).files[0].bytes;
    const FeedId feed = village.kiosk.open_feed(village.office.desa).id();
    std::uint64_t held = 0;
    for (std::size_t size = 0; size < whole.size(); size += whole.size() / 60 + 1) {
        const auto result = read_bytes(village.hub, &village.keeper, ByteView(whole).first(size));
        CHECK(result.outcome != ImportOutcome::taken);
        CHECK(village.hub.size_of(feed) >= held);
        held = village.hub.size_of(feed);
        CHECK_FALSE(load_memory(village.hub, village.kiosk.id())->has_value());
    }
    CHECK(held > 0);
    CHECK(held < 40);
    CHECK(read_bytes(village.hub, &village.keeper, whole).outcome == ImportOutcome::taken);
    CHECK(village.hub.size_of(feed) == 40);
}

TEST_CASE("every flipped bit, what follows the end and what is no bundle is refused and told") {
    Village village;
    village.submit(1);
    const Bytes whole = write_stick(village.kiosk).files[0].bytes;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes bad = whole;
        bad[at] ^= static_cast<std::uint8_t>(1 << (at % 8));
        const auto result = read_bytes(village.hub, &village.keeper, bad);
        CHECK(result.outcome != ImportOutcome::taken);
        CHECK(result.acts == 0);
    }
    CHECK(village.hub.size_of(village.kiosk.open_feed(village.office.desa).id()) == 0);
    Bytes longer = whole;
    longer.push_back(0);
    CHECK(read_bytes(village.hub, &village.keeper, longer).outcome == ImportOutcome::damaged);
    const Bytes huge(limits::kBundleBytes + 1, 'D');
    CHECK(read_bytes(village.hub, &village.keeper, huge).outcome == ImportOutcome::damaged);
    CHECK(read_bytes(village.hub, &village.keeper, {}).outcome == ImportOutcome::not_bundle);
    CHECK(read_bytes(village.hub, &village.keeper, as_bytes("Halo")).outcome ==
          ImportOutcome::not_bundle);
}

TEST_CASE(
    "a request that was caught on the wire and put on a stick brings its acts, not its words") {
    Village village;
    village.submit(1);
    REQUIRE(village.meet().completed);
    REQUIRE(village.link.requests.size() == 1);
    const auto before = load_memory(village.hub, village.kiosk.id()).value();
    const auto result = read_bytes(village.hub, &village.keeper, village.link.requests[0]);
    CHECK(result.outcome == ImportOutcome::known);
    CHECK(load_memory(village.hub, village.kiosk.id()).value() == before);
    CHECK(write_stick(village.hub).files.size() <= 1);
    // An answer is bound to its question.
    CHECK(read_bytes(village.kiosk, nullptr, village.link.answers[0]).outcome ==
          ImportOutcome::damaged);
}

TEST_CASE("a revoked device's stick is kept, and it gets none back") {
    Village village;
    village.submit(1);
    const Stick stick = write_stick(village.kiosk);
    village.office.roster_act(village.hub, {{"type", "key_revoked"},
                                            {"at", village.office.clock.now()},
                                            {"key", to_text(village.kiosk.id())},
                                            {"reason", "hilang"}});
    const auto result = read_bytes(village.hub, &village.keeper, stick.files[0].bytes);
    CHECK(result.outcome == ImportOutcome::revoked);
    CHECK(result.acts == 1);
    CHECK(write_stick(village.hub).files.empty());
}

TEST_CASE("the own disk's trouble stops the reading and the words are heard the next time") {
    Village village;
    village.submit(1);
    const Stick stick = write_stick(village.kiosk);
    village.keeper.fails = true;
    CHECK_FALSE(import_bundle(village.hub, &village.keeper, stick.files[0].bytes));
    village.keeper.fails = false;
    CHECK(read_stick(village.hub, &village.keeper, stick) == 1);
}

TEST_CASE("an error of the stick ends the export, and nobody is owed less") {
    Village village;
    village.submit(1);
    read_stick(village.hub, &village.keeper, write_stick(village.kiosk));
    const auto full = export_bundles(village.hub, {}, [](const StickFile&) -> Status {
        return fail(ErrorCode::limit, "Penuh.", "full");
    });
    REQUIRE_FALSE(full);
    CHECK(full.error().log == "full");
    CHECK(write_stick(village.hub).files.size() == 1);
}

TEST_CASE("the counter grows over stores that were put back, and clocks that fall back") {
    Office office;
    Node kiosk = office.kiosk("kiosk", office.desa);
    const auto first = courier::next_counter(kiosk).value();
    CHECK(courier::next_counter(kiosk).value() == first + 1);
    office.clock.set(0);
    CHECK(courier::next_counter(kiosk).value() == first + 2);
    office.clock.set(kStart + 1000);
    CHECK(courier::next_counter(kiosk).value() == kStart + 1000);

    courier::Heard heard;
    Birth one, two;
    one.bytes[0] = 1;
    two.bytes[0] = 2;
    CHECK_FALSE(heard.hear(one, 0));  // not of a stick
    CHECK(heard.hear(one, 5));
    CHECK_FALSE(heard.hear(one, 5));
    CHECK(heard.hear(two, 1));
    CHECK_FALSE(heard.hear(one, 4));
    CHECK(heard.births.front().first == two);
}

TEST_CASE("names: a run is known by its stem alone, and nothing else is") {
    const std::string name = "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-01.dsb";
    REQUIRE(stem_of(name));
    CHECK(*stem_of(name) == "64.02.12.2005-ke-kecamatan-1f2e3d4c-");
    CHECK(run_of(name, *stem_of(name)) == 12);
    CHECK(stem_of("kecamatan-ke-64.02.12.2005-1f2e3d4c-1234567-99.dsb"));
    CHECK(stem_of("kecamatan-ke-pendaftar-1f2e3d4c-000001-01.dsb"));
    for (const char* other :
         {"", "foto.jpg", "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-01.dsb.part",
          "64.02.12.2005-ke-kecamatan-1f2e3d4c-12-01.dsb", "x-ke-kecamatan-1f2e3d4c-000012-01.dsb",
          "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-01 (1).dsb",
          "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-.dsb",
          "64.02.12.2005-ke-kecamatan-1f2e3d4c-0000x2-01.dsb", "kecamatan-ke-",
          "64.02.12.2005-ke-kecamatan-"})
        CHECK_MESSAGE(!stem_of(other), other);
}
