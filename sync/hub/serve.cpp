#include "sync/hub/serve.h"

#include <pthread.h>
#include <signal.h>

#include <charconv>
#include <iostream>

#include "shared/base/file.h"
#include "sync/hub/admin.h"
#include "sync/hub/api.h"

namespace disapa {
namespace {

Result<HttpServer::Options> http_options(const ServeOptions& options) {
    HttpServer::Options http;
    const auto colon = options.listen.rfind(':');
    const auto port = colon == std::string::npos ? "" : options.listen.substr(colon + 1);
    const auto [end, trouble] = std::from_chars(port.data(), port.data() + port.size(), http.port);
    if (trouble != std::errc() || end != port.data() + port.size()) {
        return fail(ErrorCode::invalid,
                    "Tulis --listen seperti 127.0.0.1:8420: alamat, titik dua, lalu nomor port.",
                    "bad --listen " + options.listen);
    }
    http.address = options.listen.substr(0, colon);
    if (http.address.starts_with('[') && http.address.ends_with(']')) {
        http.address = http.address.substr(1, http.address.size() - 2);
    }
    http.trusted_proxy = options.trusted_proxy;
    if (options.tls_certificate.empty() != options.tls_key.empty()) {
        return fail(ErrorCode::invalid, "Tulis --tls-cert dan --tls-key bersama-sama.",
                    "TLS needs both certificate and key");
    }
    if (!options.tls_certificate.empty()) {
        auto certificate = read_file(options.tls_certificate, 256 * 1024);
        if (!certificate) return pass(std::move(certificate));
        auto key = read_file(options.tls_key, 64 * 1024);
        if (!key) return pass(std::move(key));
        http.tls_certificate = as_text(*certificate);
        http.tls_key = as_text(*key);
    }
    return http;
}

// Blocks the signals that end the server in this thread and all it starts; `wait` takes one.
class EndSignal {
  public:
    EndSignal() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    void wait() const {
        int caught = 0;
        sigwait(&set_, &caught);
    }

  private:
    sigset_t set_{};
};

}  // namespace

Status serve(const ServeOptions& options, const Catalogue& catalogue, const Lists& lists,
             const Clock& clock, Random& random) {
    auto http = http_options(options);
    if (!http) return pass(std::move(http));
    auto lock = LockFile::take(options.folder / "server.lock",
                               "Hub untuk folder ini sudah berjalan. Hentikan dahulu yang itu.");
    if (!lock) return pass(std::move(lock));
    auto node = Node::open(options.folder, clock, random, {.checkpointer = true});
    if (!node) return pass(std::move(node));
    if (node->setup().kind != NodeKind::hub) {
        return fail(ErrorCode::refused, "Folder ini milik kios, bukan hub. Periksa --data.",
                    "this folder is a kiosk's");
    }
    const bool tls = !http->tls_certificate.empty();
    const EndSignal end;
    HubWorker worker(std::move(*node), [](std::string_view line) { std::cerr << line << '\n'; });
    auto api = Api::open({options.assets, &catalogue, &lists, &clock, &random}, worker);
    if (!api) return pass(std::move(api));
    auto server = HttpServer::start(
        *http,
        [&api](HttpRequest request, HttpServer::Reply reply) {
            api->handle(std::move(request), std::move(reply));
        },
        [&api](const HttpRequest& head, HttpServer::Reply reply, std::function<void()> resume) {
            return api->visit(head, std::move(reply), std::move(resume));
        });
    if (!server) return pass(std::move(server));

    const auto host =
        http->address.find(':') == std::string::npos ? http->address : "[" + http->address + "]";
    const auto url = (tls ? "https://" : "http://") + host + ":" + std::to_string(server->port());
    worker.call(
        [&url](Node& hub) {
            if (auto noted = admin::note_url(hub, url); !noted)
                std::cerr << noted.error().log << '\n';
            return HttpResponse{};
        },
        [](HttpResponse) {});
    std::cout << "Hub siap di " << url << std::endl;
    end.wait();
    return {};
}

}  // namespace disapa
