#include "sync/hub/intake.h"

#include <doctest/doctest.h>

#include <optional>

#include "shared/base/limits.h"
#include "sync/bundle.h"

using namespace disapa;

namespace {

constexpr Intake::Rates kGenerous{{1e6, 1e9}, {1e6, 1e9}};

struct Road {
    double now = 0;
    int woken = 0;
    Intake intake;
    explicit Road(Intake::Rates rates = kGenerous)
        : intake([this] { ++woken; }, [this] { return now; }, rates) {}

    struct Sender {
        std::shared_ptr<Visit> visit;
        std::shared_ptr<std::optional<HttpResponse>> answer;
        std::shared_ptr<int> resumed;
        [[nodiscard]] int status() const { return *answer ? (*answer)->status : 0; }
    };
    Sender sender(const std::string& remote = "192.0.2.1") {
        auto answer = std::make_shared<std::optional<HttpResponse>>();
        auto resumed = std::make_shared<int>(0);
        auto visit = intake.open(
            remote, [answer](HttpResponse response) { *answer = std::move(response); },
            [resumed] { ++*resumed; });
        return {visit, answer, resumed};
    }
};

KeyId id(std::uint8_t number) {
    std::array<std::uint8_t, KeyId::kSize> bytes{};
    bytes[0] = number;
    return *KeyId::from(bytes);
}

// As a bundle begins; what follows is never opened here.
Bytes address(std::uint8_t sender) {
    Bytes made{'D', 'S', 'B', '1', 0};
    append(made, id(200).view());
    append(made, id(sender).view());
    made.resize(made.size() + StreamHeader::kSize);
    return made;
}
Bytes chunk(std::size_t size, std::uint8_t fill = 7) {
    Bytes made{static_cast<std::uint8_t>(size & 0xff), static_cast<std::uint8_t>(size >> 8)};
    made.resize(size + 2, fill);
    return made;
}
Bytes join(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const auto& part : parts) append(all, part);
    return all;
}
void know(Road& road, std::initializer_list<std::uint8_t> ids) {
    auto known = std::make_shared<KnownSenders>();
    for (const auto one : ids) known->ids.insert(id(one));
    road.intake.publish(known);
}

}  // namespace

TEST_CASE("whole chunks are handed out while the rest is on its way") {
    Road road;
    auto sender = road.sender();
    const auto first = join({address(1), chunk(1000)});
    const auto rest = chunk(500);
    for (const auto byte : first) {
        CHECK_FALSE(road.intake.has_work());
        CHECK(sender.visit->take({&byte, 1}) == 1);
    }
    CHECK(road.woken == 1);
    CHECK(sender.visit->take(ByteView(rest).first(200)) == 200);
    auto turns = road.intake.take();
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].bytes == first);
    CHECK_FALSE(turns[0].ended);
    CHECK(road.intake.bytes() == 200);
    // While the writer has it, it does not come again.
    CHECK(sender.visit->take(ByteView(rest).subspan(200)) == 302);
    CHECK_FALSE(road.intake.has_work());
    road.intake.give_back(sender.visit, true);
    sender.visit->end();
    turns = road.intake.take();
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].bytes == rest);
    CHECK(turns[0].ended);
    CHECK_FALSE(turns[0].cut);
    road.intake.close(sender.visit);
    CHECK(road.intake.bytes() == 0);
    CHECK(road.intake.visits() == 0);
}

TEST_CASE("a request that is cut is told, with what came of it") {
    Road road;
    auto sender = road.sender();
    const auto came = join({address(1), chunk(100), Bytes{50, 0, 1}});
    CHECK(sender.visit->take(came) == came.size());
    sender.visit->cut();
    auto turns = road.intake.take();
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].ended);
    CHECK(turns[0].cut);
    CHECK(turns[0].bytes == came);
    road.intake.close(sender.visit);
    auto silent = road.sender();
    CHECK(silent.visit->take(Bytes{'D', 'S'}) == 2);
    silent.visit->cut();
    CHECK_FALSE(road.intake.has_work());
    CHECK(road.intake.visits() == 0);
    CHECK(road.intake.bytes() == 0);
}

TEST_CASE("what is no bundle goes to the writer at once, and nothing more of it is kept") {
    Road road;
    auto sender = road.sender();
    CHECK(sender.visit->take(as_bytes("GET / HTTP")) == 10);
    CHECK(sender.visit->take(Bytes(100000)) == 100000);
    const auto turns = road.intake.take();
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].ended);
    CHECK(turns[0].bytes.size() == 10);
    auto other = road.sender();
    const auto endless = join({address(1), Bytes{0xff, 0xff, 1, 2, 3}});
    CHECK(other.visit->take(endless) == endless.size());
    CHECK(road.intake.take().at(0).ended);
}

TEST_CASE("who has not shown who he is waits after one chunk, who has after more; both go on") {
    Road road;
    auto sender = road.sender();
    const auto chunks = join({address(1), chunk(16000), chunk(16000), chunk(16000), chunk(16000),
                              chunk(16000), chunk(16000), chunk(16000)});
    std::size_t at = sender.visit->take(chunks);
    CHECK(at < 18000);
    CHECK(*sender.resumed == 0);
    CHECK(road.intake.take().at(0).bytes.size() > 16000);
    road.intake.give_back(sender.visit, true);
    CHECK(*sender.resumed == 1);
    const auto more = sender.visit->take(ByteView(chunks).subspan(at));
    CHECK(more > 50000);
    CHECK(more < limits::kVisitBytes);
    CHECK(road.intake.bytes() <= limits::kVisitBytes);
    at += more;
    CHECK(at < chunks.size());
    static_cast<void>(road.intake.take());
    road.intake.give_back(sender.visit, true);
    CHECK(*sender.resumed == 2);
    CHECK(sender.visit->take(ByteView(chunks).subspan(at)) == chunks.size() - at);
}

TEST_CASE("the quota is asked before anything is opened, by device and address together") {
    Road road({{2, 1e6}, {1, 1e6}});
    know(road, {1});
    const auto request = join({address(1), chunk(100)});
    const auto status_of = [&](const std::string& remote, const Bytes& bytes) {
        auto sender = road.sender(remote);
        CHECK(sender.visit->take(bytes) == bytes.size());
        const int status = sender.status();
        if (status == 0) {
            for (auto& turn : road.intake.take()) road.intake.close(turn.visit);
        }
        return status;
    };
    CHECK(status_of("192.0.2.1", request) == 0);
    CHECK(status_of("192.0.2.1", request) == 0);
    CHECK(status_of("192.0.2.1", request) == 429);
    CHECK_FALSE(road.intake.has_work());
    // Another one behind the same address, and the same device elsewhere, are not meant.
    CHECK(status_of("192.0.2.2", request) == 0);
    // Ids that nobody knows count for their address together.
    CHECK(status_of("192.0.2.9", join({address(50), chunk(100)})) == 0);
    CHECK(status_of("192.0.2.9", join({address(51), chunk(100)})) == 429);
    road.now = 61;
    CHECK(status_of("192.0.2.1", request) == 0);
    CHECK(road.intake.visits() == 0);
}

TEST_CASE("bytes have a quota too; a request that passes it ends for the writer as well") {
    Road road({{100, 20000}, {100, 100}});
    know(road, {1});
    auto sender = road.sender();
    const auto first = join({address(1), chunk(10000)});
    CHECK(sender.visit->take(first) == first.size());
    CHECK_FALSE(road.intake.take().at(0).ended);
    CHECK(sender.visit->take(chunk(15000)) == 15002);
    CHECK(sender.status() == 429);
    CHECK((*sender.answer)->headers.contains("Retry-After"));
    CHECK(sender.visit->take(Bytes(5000)) == 5000);
    CHECK(road.intake.bytes() == 0);
    road.intake.give_back(sender.visit, true);
    const auto turns = road.intake.take();
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].cut);
    CHECK(turns[0].bytes.empty());
    road.intake.close(sender.visit);
    sender.visit->cut();
    CHECK(road.intake.visits() == 0);
}

TEST_CASE("a device that hangs in several requests is told to wait") {
    Road road;
    know(road, {1});
    std::vector<Road::Sender> senders;
    const auto begun = join({address(1), Bytes{100, 0}});
    for (std::size_t i = 0; i <= limits::kVisitsPerDevice; ++i) {
        senders.push_back(road.sender());
        CHECK(senders.back().visit->take(begun) == begun.size());
    }
    CHECK(senders.front().status() == 0);
    CHECK(senders[limits::kVisitsPerDevice - 1].status() == 0);
    CHECK(senders.back().status() == 429);
    senders.front().visit->cut();
    auto next = road.sender();
    CHECK(next.visit->take(begun) == begun.size());
    CHECK(next.status() == 0);
}

TEST_CASE("memory is bounded in all: the oldest that never showed who it is goes") {
    Road road;
    std::vector<Road::Sender> senders;
    const auto part = join({address(1), chunk(16384)});
    const auto most = limits::kVisitsBytes / (part.size() - 10) + 100;
    for (std::size_t i = 0; i < most; ++i) {
        senders.push_back(road.sender("198.51.100." + std::to_string(i % 250)));
        CHECK(senders.back().visit->take(ByteView(part).first(part.size() - 10)) > 0);
        CHECK(road.intake.bytes() <= limits::kVisitsBytes);
    }
    CHECK(senders.front().status() == 503);
    CHECK(senders.back().status() == 0);
    auto honest = road.sender();
    CHECK(honest.visit->take(part) == part.size());
    CHECK(honest.status() == 0);
    CHECK(road.intake.has_work());
}

TEST_CASE("a round is bounded, and everybody has his turn") {
    Road road;
    std::vector<Road::Sender> senders;
    const auto request = join({address(1), chunk(16000)});
    for (int i = 0; i < 40; ++i) {
        senders.push_back(road.sender());
        CHECK(senders.back().visit->take(request) == request.size());
    }
    std::size_t served = 0;
    for (int round = 0; round < 3; ++round) {
        const auto turns = road.intake.take();
        CHECK(turns.size() <= limits::kRoundBytes / 16000 + 1);
        served += turns.size();
        for (const auto& turn : turns) road.intake.close(turn.visit);
    }
    CHECK(served == 40);
    CHECK_FALSE(road.intake.has_work());
}
