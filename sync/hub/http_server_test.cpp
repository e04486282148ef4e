#include "sync/hub/http_server.h"

#include <doctest/doctest.h>

#include <future>
#include <mutex>
#include <thread>

#include "shared/base/limits.h"
#include "sync/hub/http_client.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

HttpResponse text_response(std::string_view text) {
    return {200, "text/plain", Bytes(text.begin(), text.end()), {{"X-Test", "yes"}}};
}

void echo(HttpRequest request, const HttpServer::Reply& reply) {
    const auto said = request.method + " " + request.path + " " + request.host + " " +
                      request.authorization + " " + (request.confidential ? "safe " : "open ") +
                      std::string(as_text(request.body));
    reply(text_response(said));
}

HttpServer::Options at(std::string address, int port = 0) {
    HttpServer::Options options;
    options.address = std::move(address);
    options.port = port;
    return options;
}

HttpServer::Options behind(std::string proxy) {
    HttpServer::Options options;
    options.trusted_proxy = std::move(proxy);
    return options;
}

HttpServer start(HttpServer::Handler handler, HttpServer::Options options = {}) {
    auto server = HttpServer::start(options, std::move(handler));
    REQUIRE_MESSAGE(server.has_value(), (server ? "" : server.error().log));
    return std::move(*server);
}

}  // namespace

TEST_CASE("a request arrives whole and its answer goes back") {
    auto server = start(echo);
    Client client(server.port());
    const auto first = client.ask(post("/api/hello", "isi", "Authorization: Bearer abc\r\n"));
    CHECK(says(first, "HTTP/1.1 200"));
    CHECK(says(first, "X-Test: yes"));
    CHECK(says(first, "\r\n\r\nPOST /api/hello meja.example Bearer abc safe isi"));
    CHECK_FALSE(says(first, "Date:"));
    // The connection stays for the next one.
    CHECK(says(client.ask("GET /v HTTP/1.1\r\nHost: x\r\n\r\n"), "\r\n\r\nGET /v x  safe "));
}

TEST_CASE("a body comes in pieces") {
    auto server = start(echo);
    Client client(server.port());
    REQUIRE(client.send("POST /sync HTTP/1.1\r\nHost: x\r\nContent-Le"));
    REQUIRE(client.send("ngth: 6\r\n\r\nab"));
    CHECK(says(client.ask("cdef"), "safe abcdef"));
    CHECK(says(client.ask("POST /sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
               "safe abcde"));
}

TEST_CASE("an answer may come later and from another thread, in any order") {
    std::mutex mutex;
    std::vector<std::pair<HttpRequest, HttpServer::Reply>> kept;
    std::promise<void> both;
    auto server = start([&](HttpRequest request, HttpServer::Reply reply) {
        const std::scoped_lock lock(mutex);
        kept.emplace_back(std::move(request), std::move(reply));
        if (kept.size() == 2) both.set_value();
    });
    Client first(server.port());
    Client second(server.port());
    REQUIRE(first.send(post("/first", "")));
    REQUIRE(second.send(post("/second", "")));
    REQUIRE(both.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    std::thread other([&] {
        const std::scoped_lock lock(mutex);
        for (auto at = kept.rbegin(); at != kept.rend(); ++at) {
            at->second(text_response("for " + at->first.path));
            at->second(text_response("twice"));  // a second answer is nothing
        }
    });
    CHECK(says(first.receive(), "for /first"));
    CHECK(says(second.receive(), "for /second"));
    other.join();
}

TEST_CASE("a body that says it is too large is not waited for") {
    bool reached = false;
    auto server = start([&](HttpRequest, const HttpServer::Reply& reply) {
        reached = true;
        reply(text_response("no"));
    });
    Client api(server.port());
    CHECK(says(api.ask("POST /api/decide HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                       std::to_string(limits::kApiBodyBytes + 1) + "\r\n\r\n"),
               "HTTP/1.1 413"));
    Client sync(server.port());
    CHECK(says(sync.ask("POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                        std::to_string(limits::kBundleBytes + 1) + "\r\n\r\n"),
               "HTTP/1.1 413"));
    CHECK_FALSE(reached);
}

TEST_CASE("a body that grows too large without saying so is refused too") {
    bool reached = false;
    auto server = start([&](HttpRequest, const HttpServer::Reply& reply) {
        reached = true;
        reply(text_response("no"));
    });
    Client client(server.port());
    REQUIRE(
        client.send("POST /api/decide HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
    const std::string piece = "1000\r\n" + std::string(0x1000, 'a') + "\r\n";
    for (std::size_t sent = 0; sent <= limits::kApiBodyBytes; sent += 0x1000) {
        REQUIRE(client.send(piece));
    }
    CHECK(says(client.ask("0\r\n\r\n"), "HTTP/1.1 413"));
    CHECK_FALSE(reached);
}

TEST_CASE("the largest body that is allowed arrives") {
    std::size_t size = 0;
    auto server = start([&](const HttpRequest& request, const HttpServer::Reply& reply) {
        size = request.body.size();
        reply(text_response("ok"));
    });
    Client client(server.port());
    CHECK(says(client.ask(post("/sync", std::string(limits::kBundleBytes, 'b'))), "HTTP/1.1 200"));
    CHECK(size == limits::kBundleBytes);
}

TEST_CASE("headers have a limit") {
    auto server = start(echo);
    Client client(server.port());
    const std::string long_header = "X-Long: " + std::string(limits::kHttpHeaderBytes * 3, 'x');
    const auto refused = client.ask("GET / HTTP/1.1\r\nHost: x\r\n" + long_header + "\r\n\r\n");
    CHECK_FALSE(says(refused, "HTTP/1.1 200"));
    CHECK(says(Client(server.port()).ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 200"));
}

TEST_CASE("many silent connections do not keep the hub from answering") {
    auto server = start(echo);
    std::vector<Client> silent;
    for (int i = 0; i < 400; ++i) {
        silent.emplace_back(server.port());
        if (i % 2 == 0) REQUIRE(silent.back().send("POST /sync HTTP/1.1\r\nHost: x\r\nCont"));
    }
    Client client(server.port());
    CHECK(says(client.ask(post("/api/hello", "isi")), "safe isi"));
}

TEST_CASE("an address that cannot be is refused, one that is taken too") {
    for (const char* address : {"localhost", "127.0.0.256", "", "127.0.0.1:8420", "::g"}) {
        const auto refused = HttpServer::start(at(address), echo);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == ErrorCode::invalid);
    }
    CHECK_FALSE(HttpServer::start(at("127.0.0.1", 70000), echo).has_value());
    CHECK_FALSE(HttpServer::start(at("127.0.0.1", -1), echo).has_value());

    auto first = start(echo);
    const auto taken = HttpServer::start(at("127.0.0.1", first.port()), echo);
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().code == ErrorCode::io);
    CHECK(taken.error().sentence.find(std::to_string(first.port())) != std::string::npos);
}

TEST_CASE("a certificate that is none does not start a server in the open") {
    auto options = at("127.0.0.1");
    options.tls_certificate = options.tls_key = "no PEM";
    const auto refused = HttpServer::start(options, echo);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::io);
}

TEST_CASE("a server that ends answers who waits and gives its port back") {
    std::promise<HttpServer::Reply> kept;
    auto handler = [&](const HttpRequest&, HttpServer::Reply reply) {
        kept.set_value(std::move(reply));
    };
    auto server = std::make_unique<HttpServer>(start(handler));
    const auto port = server->port();
    Client client(port);
    REQUIRE(client.send(post("/sync", "")));
    const auto reply = kept.get_future().get();
    std::thread ending([&] { server.reset(); });
    CHECK(says(client.receive(), "HTTP/1.1 503"));
    ending.join();
    reply(text_response("too late"));  // harmless
    auto again = start(echo, at("127.0.0.1", port));
    CHECK(again.port() == port);
}

TEST_CASE("only the named proxy is believed about https") {
    auto server = start(echo, behind("127.0.0.1"));
    Client client(server.port());
    CHECK(says(client.ask(post("/", "", "X-Forwarded-Proto: https\r\n")), " safe "));
    CHECK(says(client.ask(post("/", "", "X-Forwarded-Proto: http\r\n")), " open "));
    CHECK(says(client.ask(post("/", "")), " open "));
    auto other = start(echo, behind("192.0.2.7"));
    CHECK(says(Client(other.port()).ask(post("/", "")), " safe "));  // loopback itself
}

// --- bodies that are handed over as they arrive, and deadlines

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
        return changed.wait_for(lock, std::chrono::seconds(60), condition);
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
    REQUIRE(endless.send("POST /sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "3\r\nabc\r\n"));
    CHECK(other.sink->wait([&] { return other.sink->got.size() == 3; }));
    other.sink->reply({429, "", {}, {}});
    for (std::size_t sent = 0; sent < 2 * limits::kBundleBytes; sent += 0x1000) {
        static_cast<void>(endless.send("1000\r\n" + std::string(0x1000, 'x') + "\r\n"));
    }
    CHECK(endless.receive().empty());
}

TEST_CASE("a body that was answered early and grows too large is told so, not cut") {
    Streaming hub;
    Client client(hub.server.port());
    REQUIRE(client.send("POST /sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "3\r\nabc\r\n"));
    auto& sink = *hub.sink;
    REQUIRE(sink.wait([&] { return sink.got.size() == 3; }));
    sink.reply({400, "", {}, {}});
    for (std::size_t sent = 0; sent <= limits::kBundleBytes; sent += 0x1000) {
        REQUIRE(client.send("1000\r\n" + std::string(0x1000, 'x') + "\r\n"));
    }
    CHECK(says(client.ask("0\r\n\r\n"), "HTTP/1.1 413"));
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
    REQUIRE(slow.send("POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n"));
    for (int i = 0; i < 20; ++i) {
        // Far above the floor, so that a busy machine keeps it too; for longer than the grace.
        REQUIRE(slow.send(std::string(200, 'x')));
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
