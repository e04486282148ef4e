// Bodies that are handed over as they arrive, deadlines, and TLS.
#include <doctest/doctest.h>

#include <future>
#include <mutex>
#include <thread>

#include "sync/hub/http_client.h"
#include "sync/hub/http_server.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// What a body's sink saw; `capacity` is how much it takes until it is emptied.
struct Sink final : BodySink {
    std::mutex mutex;
    std::condition_variable changed;
    Bytes got;
    std::size_t capacity = SIZE_MAX;
    bool ended = false, was_cut = false;
    HttpServer::Reply reply;
    std::function<void()> resume;

    std::size_t take(ByteView piece) override {
        const std::scoped_lock lock(mutex);
        const auto size = std::min(piece.size(), capacity - std::min(capacity, got.size()));
        append(got, piece.first(size));
        changed.notify_all();
        return size;
    }
    void end() override {
        const std::scoped_lock lock(mutex);
        ended = true;
        changed.notify_all();
    }
    void cut() override {
        const std::scoped_lock lock(mutex);
        was_cut = true;
        changed.notify_all();
    }
    template <class Condition>
    bool wait(Condition condition) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(20), condition);
    }
};

struct Streaming {
    std::shared_ptr<Sink> sink = std::make_shared<Sink>();
    HttpServer server;
    explicit Streaming(HttpServer::Options options = {}) : server(begin(options)) {}
    HttpServer begin(const HttpServer::Options& options) {
        auto made = HttpServer::start(
            options, [](const HttpRequest&, const HttpServer::Reply& answer) { answer({}); },
            [kept = sink](const HttpRequest& head, HttpServer::Reply answer,
                          std::function<void()> resume) -> std::shared_ptr<BodySink> {
                if (head.authorization == "no") {
                    answer({429, "", {}, {{"Retry-After", "7"}}});
                    return nullptr;
                }
                kept->reply = std::move(answer);
                kept->resume = std::move(resume);
                return kept;
            });
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        return std::move(*made);
    }
};

constexpr std::string_view kTen = "POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";

}  // namespace

TEST_CASE("a body is handed over while the rest is on its way") {
    Streaming hub;
    Client client(hub.server.port());
    REQUIRE(client.send(std::string(kTen) + "abc"));
    auto& sink = *hub.sink;
    CHECK(sink.wait([&] { return as_text(sink.got) == "abc"; }));
    CHECK_FALSE(sink.ended);
    REQUIRE(client.send("defghij"));
    CHECK(sink.wait([&] { return sink.ended; }));
    CHECK(as_text(sink.got) == "abcdefghij");
    sink.reply({200, "", {'o', 'k'}, {}});
    const auto answer = client.receive();
    CHECK(says(answer, "HTTP/1.1 200"));
    CHECK_FALSE(says(answer, "Content-Type"));
    CHECK_FALSE(sink.was_cut);
}

TEST_CASE("a body that is cut is told") {
    Streaming hub;
    auto& sink = *hub.sink;
    {
        Client client(hub.server.port());
        REQUIRE(client.send(std::string(kTen) + "abc"));
        CHECK(sink.wait([&] { return sink.got.size() == 3; }));
    }
    CHECK(sink.wait([&] { return sink.was_cut; }));
    CHECK_FALSE(sink.ended);
    sink.reply({});  // nobody is there; harmless
    sink.resume();
}

TEST_CASE("a sink that is full makes the sender wait and loses nothing") {
    Streaming hub;
    auto& sink = *hub.sink;
    sink.capacity = 1000;
    Client client(hub.server.port());
    std::string body(100000, 'x');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
    std::thread sending([&] { client.send(post("/sync", body)); });
    std::string all;
    while (all.size() < body.size()) {
        REQUIRE(sink.wait([&] { return sink.got.size() >= 1000 || sink.ended; }));
        {
            const std::scoped_lock lock(sink.mutex);
            CHECK(sink.got.size() <= 1000);
            all += as_text(sink.got);
            sink.got.clear();
        }
        sink.resume();
        if (all.size() + 1000 > body.size()) sink.capacity = SIZE_MAX;
        if (body.size() - all.size() < 1000) {
            REQUIRE(sink.wait([&] { return sink.ended; }));
            all += as_text(sink.got);
        }
    }
    sending.join();
    CHECK(all == body);
    CHECK(sink.wait([&] { return sink.ended; }));
    sink.reply({});
    CHECK(says(client.receive(), "HTTP/1.1 200"));
}

TEST_CASE("an answer before the body's end: what little follows is dropped, more is cut") {
    Streaming hub;
    Client client(hub.server.port());
    REQUIRE(client.send(std::string(kTen) + "abc"));
    auto& sink = *hub.sink;
    CHECK(sink.wait([&] { return sink.got.size() == 3; }));
    sink.reply({429, "", {}, {{"Retry-After", "7"}}});
    REQUIRE(client.send("defghij"));
    const auto answer = client.receive();
    CHECK(says(answer, "HTTP/1.1 429"));
    CHECK(says(answer, "Retry-After: 7"));
    CHECK(says(answer, "Connection: close"));
    CHECK(sink.got.size() == 3);
    CHECK(sink.wait([&] { return sink.was_cut; }));

    Streaming other;
    Client endless(other.server.port());
    REQUIRE(endless.send("POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nabc"));
    CHECK(other.sink->wait([&] { return other.sink->got.size() == 3; }));
    other.sink->reply({429, "", {}, {}});
    for (int i = 0; i < 100; ++i) static_cast<void>(endless.send(std::string(4096, 'x')));
    CHECK(endless.receive().empty());
}

TEST_CASE("an answer at once needs no body") {
    Streaming hub;
    Client client(hub.server.port());
    const auto answer = client.ask(
        "POST /sync HTTP/1.1\r\nHost: x\r\nAuthorization: no\r\nContent-Length: 90000\r\n\r\n");
    CHECK(says(answer, "HTTP/1.1 429"));
    CHECK(says(answer, "Retry-After: 7"));
}

TEST_CASE("headers and bodies that do not come are cut; one that keeps the floor is not") {
    HttpServer::Options options;
    options.header_seconds = options.grace_seconds = 1;
    Streaming hub(options);
    Client silent(hub.server.port());
    Client half(hub.server.port());
    REQUIRE(half.send("POST /sync HTTP/1.1\r\nHos"));
    Client body(hub.server.port());
    REQUIRE(body.send(std::string(kTen) + "abc"));
    auto& sink = *hub.sink;
    CHECK(sink.wait([&] { return sink.was_cut; }));
    CHECK(silent.receive().empty());
    CHECK(half.receive().empty());

    Streaming good(options);
    Client slow(good.server.port());
    REQUIRE(slow.send("POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n\r\n"));
    for (int i = 0; i < 20; ++i) {
        REQUIRE(slow.send(std::string(20, 'x')));  // 200 bytes a second
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    CHECK(good.sink->wait([&] { return good.sink->ended; }));
    good.sink->reply({});
    CHECK(says(slow.receive(), "HTTP/1.1 200"));
}

TEST_CASE("behind the named proxy the last address of its list counts, else the socket's") {
    std::string seen;
    HttpServer::Options options;
    options.trusted_proxy = "127.0.0.1";
    const auto handler = [&](const HttpRequest& request, const HttpServer::Reply& reply) {
        seen = request.remote;
        reply({});
    };
    auto behind = HttpServer::start(options, handler);
    REQUIRE(behind.has_value());
    Client client(behind->port());
    client.ask(post("/", "", "X-Forwarded-For: 10.0.0.1, 203.0.113.9\r\n"));
    CHECK(seen == "203.0.113.9");
    client.ask(post("/", ""));
    CHECK(seen == "127.0.0.1");
    auto open = HttpServer::start({}, handler);
    REQUIRE(open.has_value());
    Client(open->port()).ask(post("/", "", "X-Forwarded-For: 203.0.113.9\r\n"));
    CHECK(seen == "127.0.0.1");
}
