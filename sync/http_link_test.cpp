#include "sync/http_link.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "shared/base/limits.h"

using namespace disapa;

namespace {

// Answers each request on each connection with the next of its replies, as raw bytes; an empty one,
// or none left, closes the connection. Each connection has a thread.
class RawServer {
  public:
    explicit RawServer(std::vector<std::string> replies) : replies_(std::move(replies)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(listener_, 4) == 0);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    ~RawServer() {
        stop();
        ::close(listener_);
    }
    // Nothing is answered before so many requests are there.
    void answer_after(std::size_t requests) { answer_after_ = requests; }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::vector<std::string> requests() {
        const std::scoped_lock lock(mutex_);
        return requests_;
    }
    // Connections that ended with one packet, once all threads are done.
    [[nodiscard]] int resets() {
        stop();
        return resets_;
    }
    [[nodiscard]] int connections() {
        const std::scoped_lock lock(mutex_);
        return connections_;
    }

  private:
    void stop() {
        if (!thread_.joinable()) return;
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        for (std::thread& peer : peers_) peer.join();
    }
    void serve() {
        for (;;) {
            const int peer = ::accept(listener_, nullptr, nullptr);
            if (peer < 0) return;
            {
                const std::scoped_lock lock(mutex_);
                ++connections_;
            }
            peers_.emplace_back([this, peer] {
                while (answer_one(peer)) {
                }
                ::close(peer);
            });
        }
    }
    bool answer_one(int peer) {
        std::string request;
        char buffer[4096];
        std::size_t whole = std::string::npos;
        while (request.size() < whole) {
            const auto got = ::recv(peer, buffer, sizeof buffer, 0);
            if (got < 0 && errno == ECONNRESET) {
                const std::scoped_lock lock(mutex_);
                ++resets_;
            }
            if (got <= 0) return false;
            request.append(buffer, static_cast<std::size_t>(got));
            const auto end = request.find("\r\n\r\n");
            const auto length = request.find("Content-Length: ");
            if (end != std::string::npos && length != std::string::npos)
                whole = end + 4 + std::stoul(request.substr(length + 16));
        }
        std::string reply;
        {
            std::unique_lock lock(mutex_);
            requests_.push_back(request);
            arrived_.notify_all();
            const bool is_held = requests_.size() < answer_after_;
            if (is_held)
                arrived_.wait_for(lock, std::chrono::seconds(60),
                                  [&] { return requests_.size() >= answer_after_; });
            if (next_ < replies_.size()) reply = replies_[next_++];
        }
        if (reply.empty()) return false;
        ::send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
        return reply.find("Connection: close") == std::string::npos;
    }

    std::vector<std::string> replies_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::size_t answer_after_ = 0;
    std::vector<std::thread> peers_;  // of the accepting thread
    std::size_t next_ = 0;
    std::vector<std::string> requests_;
    int connections_ = 0, resets_ = 0;
    int listener_ = -1;
    int port_ = 0;
    std::thread thread_;
};

// A port on which nobody listens, and that nobody else is given meanwhile.
class ClosedPort {
  public:
    ClosedPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        socklen_t size = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    ClosedPort(const ClosedPort&) = delete;
    ClosedPort& operator=(const ClosedPort&) = delete;
    ~ClosedPort() { ::close(socket_); }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  private:
    int socket_ = -1;
    int port_ = 0;
};

std::string reply(std::string_view status, std::string_view body, std::string_view more = "") {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) +
           "\r\n" + std::string(body);
}

struct Posted {
    LinkReply reply;
    std::string heard;
};
Posted post(Link& link, std::string_view body) {
    Posted posted;
    posted.reply = link.post(as_bytes(body), 1000, [&](ByteView bytes) -> Status {
        posted.heard += as_text(bytes);
        return {};
    });
    return posted;
}

}  // namespace

TEST_CASE("a post says nothing that the hub does not need, and keeps its connection") {
    RawServer server({reply("200 OK", "DSB1-satu"), reply("200 OK", "DSB1-dua")});
    HttpLink link({server.url() + "/"});
    const auto first = post(link, "halo");
    CHECK(first.reply.outcome);
    CHECK(first.heard == "DSB1-satu");
    CHECK(post(link, "lagi").heard == "DSB1-dua");
    CHECK(server.connections() == 1);
    const auto requests = server.requests();
    REQUIRE(requests.size() == 2);
    const std::string host = server.url().substr(7);
    CHECK(requests[0] ==
          "POST /sync HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 4\r\n\r\nhalo");
    CHECK(first.reply.bytes_up == requests[0].size());
    CHECK(first.reply.bytes_down == reply("200 OK", "DSB1-satu").size());
}

TEST_CASE("one packet ends a connection on which all was said") {
    RawServer server({reply("200 OK", "DSB1")});
    {
        HttpLink link({server.url()});
        CHECK(post(link, "halo").reply.outcome);
    }
    CHECK(server.resets() == 1);
}

TEST_CASE("redirects are not followed and pages with an error are a portal") {
    for (const char* status :
         {"302 Found", "511 Network Authentication Required", "403 Forbidden"}) {
        RawServer server({reply(status, "<html>", "Location: http://127.0.0.1:1/\r\n")});
        HttpLink link({server.url()});
        const auto posted = post(link, "halo");
        REQUIRE_FALSE(posted.reply.outcome);
        CHECK(posted.reply.outcome.error().code == ErrorCode::portal);
        CHECK(posted.heard.empty());
        CHECK(server.requests().size() == 1);
    }
}

TEST_CASE("a busy or full hub is heeded") {
    RawServer server({reply("503 Service Unavailable", "", "Retry-After: 90\r\n"),
                      reply("507 Insufficient Storage", ""), reply("500 Oops", ""),
                      reply("400 Bad Request", "")});
    HttpLink link({server.url()});
    auto posted = post(link, "halo");
    CHECK(posted.reply.outcome.error().code == ErrorCode::throttled);
    CHECK(posted.reply.wait_seconds == 90);
    posted = post(link, "halo");
    CHECK(posted.reply.outcome.error().code == ErrorCode::throttled);
    CHECK(post(link, "halo").reply.outcome.error().code == ErrorCode::network);
    CHECK(post(link, "halo").reply.outcome.error().code == ErrorCode::refused);
}

TEST_CASE("what came before a cut is handed over, and the cut is told") {
    RawServer server(
        {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nDSB1-awal"});
    HttpLink link({server.url()});
    const auto posted = post(link, "halo");
    CHECK(posted.heard == "DSB1-awal");
    REQUIRE_FALSE(posted.reply.outcome);
    CHECK(posted.reply.trouble == Trouble::cut);
    CHECK(posted.reply.outcome.error().code == ErrorCode::network);
    CHECK(posted.reply.bytes_up > 0);
}

TEST_CASE("an answer without end is stopped") {
    const std::string flood(limits::kBundleBytes + 100000, 'x');
    RawServer server({reply("200 OK", flood)});
    HttpLink link({server.url()});
    const auto posted = post(link, "halo");
    CHECK_FALSE(posted.reply.outcome);
    CHECK(posted.heard.size() <= limits::kBundleBytes);
}

TEST_CASE("an error from the reader ends the post and is its outcome") {
    RawServer server({reply("200 OK", "<html>")});
    HttpLink link({server.url()});
    const auto ended = link.post(as_bytes("halo"), 100, [](ByteView) -> Status {
        return fail(ErrorCode::portal, "Jaringan minta login.", "page");
    });
    REQUIRE_FALSE(ended.outcome);
    CHECK(ended.outcome.error().code == ErrorCode::portal);
}

TEST_CASE("the next address is tried where nothing was sent, and the one that answers is kept") {
    const ClosedPort port;
    const std::string closed = port.url();
    RawServer server({reply("200 OK", "DSB1"), reply("200 OK", "DSB1")});
    HttpLink link({closed, server.url()});
    CHECK(post(link, "halo").heard == "DSB1");
    CHECK(post(link, "halo").heard == "DSB1");
    CHECK(server.connections() == 1);

    HttpLink nowhere({closed});
    const auto lost = post(nowhere, "halo");
    CHECK(lost.reply.outcome.error().code == ErrorCode::network);
    CHECK(lost.reply.trouble == Trouble::unreachable);
    CHECK(lost.reply.bytes_up == 0);
    HttpLink none({});
    CHECK(post(none, "halo").reply.outcome.error().code == ErrorCode::not_found);
    HttpLink file({"file:///etc"});
    CHECK_FALSE(post(file, "halo").reply.outcome);
}

TEST_CASE(
    "where something was sent or answered no other address is tried: it might be the same hub") {
    RawServer second({reply("200 OK", "DSB1"), reply("200 OK", "DSB1")});
    for (const std::string& first : {std::string(), reply("503 Service Unavailable", "")}) {
        RawServer server({first});
        HttpLink link({server.url(), second.url()});
        CHECK_FALSE(post(link, "halo").reply.outcome);
        CHECK(server.requests().size() == 1);
    }
    CHECK(second.requests().empty());
}

TEST_CASE("a name that nobody knows is told apart from a hub that does not answer") {
    HttpLink link({"http://tidak-ada.invalid"});
    const auto lost = post(link, "halo");
    REQUIRE_FALSE(lost.reply.outcome);
    CHECK((lost.reply.trouble == Trouble::no_name || lost.reply.trouble == Trouble::no_network));
    CHECK_FALSE(lost.reply.outcome.error().sentence.empty());
}

TEST_CASE("in a run the next POST is begun while the one before waits for its answer") {
    RawServer server({reply("200 OK", "satu"), reply("200 OK", "dua"), reply("200 OK", "tiga")});
    server.answer_after(2);
    HttpLink link({server.url()});
    std::size_t begun = 0, under_way = 0, most = 0;
    std::vector<std::string> heard(3);
    Bytes body(200000);  // many times what may be on the road at once
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
    link.post_run([&]() -> std::optional<Turn> {
        if (begun == 3) return std::nullopt;
        most = std::max(most, ++under_way);
        const std::size_t mine = begun++;
        return Turn{body, 1000,
                    [&heard, mine](ByteView bytes) -> Status {
                        heard[mine] += as_text(bytes);
                        return {};
                    },
                    [&](const LinkReply& came) {
                        --under_way;
                        return came.outcome.has_value();
                    }};
    });
    CHECK(most == 2);
    CHECK(under_way == 0);
    CHECK(server.connections() == 2);
    for (const std::string& answer : heard) CHECK(answer.size() >= 3);
    for (const std::string& request : server.requests())
        CHECK(request.ends_with("\r\n\r\n" + std::string(as_text(body))));
}

TEST_CASE("a run ends with the first POST that fails, and none is left under way") {
    RawServer server({reply("200 OK", "satu"), ""});
    HttpLink link({server.url()});
    int begun = 0, done = 0;
    link.post_run([&]() -> std::optional<Turn> {
        ++begun;
        return Turn{Bytes(100, 'x'), 1000, [](ByteView) -> Status { return {}; },
                    [&](const LinkReply& came) {
                        ++done;
                        return came.outcome.has_value();
                    }};
    });
    CHECK(begun == done);
    CHECK(begun <= 4);
}
