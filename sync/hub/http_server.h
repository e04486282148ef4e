// The hub's HTTP side: libmicrohttpd behind one small class.
//
// Requests are read whole (bounded), handed to the handler, and answered whenever `reply` is
// called, from any thread; meanwhile the connection is suspended and costs no thread. Every request
// has an absolute deadline: headers within kHttpHeaderSeconds, the body within 15 s and its size at
// kHttpFloorBytesPerSecond, so a slow or silent client holds a socket, never the hub.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

struct HttpRequest {
    std::string method, path, authorization, host;
    Bytes body;
    std::string remote;         // address text, for the log and for quotas
    bool confidential = false;  // loopback, own TLS, or the named proxy said https
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "application/json";
    Bytes body;
    std::map<std::string, std::string> headers;
};

class HttpServer {
  public:
    struct Options {
        std::string address = "127.0.0.1";
        int port = 0;                          // 0: any free one, see port()
        std::string tls_certificate, tls_key;  // PEM text; both or none
        std::string trusted_proxy;             // its X-Forwarded-Proto is believed; empty: none
    };
    using Reply = std::function<void(HttpResponse)>;
    // Called on the server's threads; must not block. `reply` is called exactly once, from
    // anywhere.
    using Handler = std::function<void(HttpRequest, Reply)>;

    [[nodiscard]] static Result<HttpServer> start(const Options& options, Handler handler);
    HttpServer(HttpServer&&) noexcept;
    HttpServer& operator=(HttpServer&&) noexcept;
    ~HttpServer();  // refuses new requests, answers waiting ones with 503, closes

    [[nodiscard]] int port() const;

    struct State;  // of http_server.cpp alone, whose callbacks need its name

  private:
    explicit HttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace disapa
