// The whole server over real sockets: worker, API and HTTP together, as `serve` starts them.
#include "sync/hub/serve.h"

#include <cstdlib>

#include "shared/base/file.h"
#include "sync/http_link.h"
#include "sync/hub/api.h"
#include "sync/hub/http_client.h"
#include "sync/hub/worker_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Served : WorkerWorld {
    std::optional<Api> api;
    std::optional<HttpServer> server;

    void serve_now(const HttpServer::Options& options = {}) {
        start();
        auto opened = Api::open({shipped_assets(), &catalogue, &lists, &clock, &random}, *worker);
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().log));
        api.emplace(std::move(*opened));
        auto begun = HttpServer::start(
            options,
            [this](HttpRequest request, HttpServer::Reply reply) {
                api->handle(std::move(request), std::move(reply));
            },
            [this](const HttpRequest& head, HttpServer::Reply reply, std::function<void()> resume) {
                return api->visit(head, std::move(reply), std::move(resume));
            });
        REQUIRE_MESSAGE(begun.has_value(), (begun ? "" : begun.error().log));
        server.emplace(std::move(*begun));
    }
    ~Served() {
        server.reset();  // before what it calls
        worker.reset();
    }
    Served() = default;
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    std::uint64_t stored_of(const FeedId& feed) {
        auto size = std::make_shared<std::uint64_t>(0);
        auto told = answer_of([&](HttpServer::Reply to) {
            worker->call(
                [feed, size](Node& node) {
                    *size = node.size_of(feed);
                    return HttpResponse{};
                },
                std::move(to));
        });
        take(told);
        return *size;
    }
    void submit_many(Desa& at, int count) {
        std::vector<Entry> entries;
        Bytes made(32);
        for (int i = 0; i < count; ++i) {
            random.fill(made);  // what does not compress
            auto one = request({{"nama", to_base64url(made)}, {"nik", "6402124503870003"}});
            entries.push_back(node_entry(payload(one)));
        }
        append(at.kiosk, at.region, std::move(entries));
    }
};

}  // namespace

TEST_CASE(
    "what came before a power cut at the kiosk is stored though nobody closed the connection") {
    Served world;
    auto desa = world.desa();
    const auto feed = desa.kiosk.open_feed(desa.region).id();
    const auto before = desa.kiosk.size_of(feed);
    world.submit_many(desa, 1500);
    const auto request = request_of(desa.kiosk);
    REQUIRE(request.size() > 3 * limits::kChunkBytes / 2);
    world.serve_now();

    Client dead(world.server->port());
    REQUIRE(dead.send(
        "POST /sync HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(request.size()) +
        "\r\n\r\n" + std::string(as_text(ByteView(request).first(request.size() - 100)))));
    std::uint64_t stored = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (stored <= before + 300 && std::chrono::steady_clock::now() < end) {
        stored = world.stored_of(feed);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(stored > before + 300);
    // The kiosk wakes again: it learns what arrived, and sends only the rest. `dead` is still open.
    HttpLink link({"http://127.0.0.1:" + std::to_string(world.server->port())});
    const auto report = exchange(desa.kiosk, link);
    INFO(told(report));
    CHECK(report.acknowledged);
    CHECK(world.stored_of(feed) == before + 1500);
    CHECK(world.stored_of(feed) == desa.kiosk.size_of(feed));
}

TEST_CASE("a refusal over the quota reaches a kiosk as a wish to wait") {
    Served world;
    auto desa = world.desa();
    auto request = request_of(desa.kiosk);
    request.back() ^= 1;  // not authentic, so cheap: the quota is asked before
    world.serve_now();
    const auto port = world.server->port();
    Client client(port);
    std::string answer;
    for (int i = 0; i < 20 * limits::kDeviceRequestsPerMinute && !says(answer, " 429 "); ++i) {
        answer = client.ask(post("/sync", as_text(request)));
        if (i == 0) CHECK(says(answer, " 400 "));
    }
    CHECK(says(answer, "Retry-After: "));
    HttpLink link({"http://127.0.0.1:" + std::to_string(port)});
    const auto report = exchange(desa.kiosk, link);
    CHECK(report.wait_seconds > 0);
    CHECK_FALSE(report.completed);
}

TEST_CASE("over TLS with a certificate of its own: the health page and an exchange") {
    Served world;
    auto desa = world.desa();
    const auto id = world.submit(desa);
    const auto certificate = world.folder / "tls.crt", key = world.folder / "tls.key";
    const auto make =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
        "subjectAltName=IP:127.0.0.1 -keyout " +
        key.string() + " -out " + certificate.string() + " 2>/dev/null";
    REQUIRE(std::system(make.c_str()) == 0);
    HttpServer::Options options;
    options.tls_certificate = as_text(read_file(certificate, 100000).value());
    options.tls_key = as_text(read_file(key, 100000).value());
    world.serve_now(options);
    const auto url = "https://127.0.0.1:" + std::to_string(world.server->port());
    const auto ask = "curl -sf --max-time 20 --cacert " + certificate.string() + " " + url +
                     "/healthz | grep -qx ok";
    CHECK(std::system(ask.c_str()) == 0);
    // In the open it is no server.
    CHECK(Client(world.server->port()).ask("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").empty());
    HttpLink link({url});
    const auto report = exchange(desa.kiosk, link);
    INFO(told(report));
    CHECK(report.acknowledged);
    CHECK(world.book(desa.region).find(id)->arrived);
}
