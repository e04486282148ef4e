// The hub's HTTP side: libmicrohttpd behind one small class.
//
// Requests are read whole (bounded) and handed to the handler, or piece by piece to the sink that
// `streams` gave; both are answered whenever `reply` is called, from any thread. Meanwhile the
// connection is suspended and costs no thread. Every request has an absolute deadline: headers
// within kHttpHeaderSeconds; a body may never be more than kHttpGraceSeconds behind
// kHttpFloorBytesPerSecond, so a slow or silent client holds a socket, never the hub.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "shared/base/bytes.h"
#include "shared/base/limits.h"
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

// Takes a body as it arrives; called on the server's thread, must not block.
class BodySink {
  public:
    virtual ~BodySink() = default;
    // Gives how many bytes were taken. Fewer than all: the sender waits until `resume` was called,
    // then the rest is given again.
    [[nodiscard]] virtual std::size_t take(ByteView piece) = 0;
    virtual void end() = 0;  // all of it came
    virtual void cut() = 0;  // no more will come, and nobody is there for an answer
};

class HttpServer {
  public:
    struct Options {
        std::string address = "127.0.0.1";
        int port = 0;                          // 0: any free one, see port()
        std::string tls_certificate, tls_key;  // PEM text; both or none
        std::string trusted_proxy;  // its X-Forwarded-Proto and -For are believed; empty: none
        int header_seconds = limits::kHttpHeaderSeconds, grace_seconds = limits::kHttpGraceSeconds;
    };
    using Reply = std::function<void(HttpResponse)>;
    // Called on the server's threads; must not block. `reply` is called exactly once, from
    // anywhere.
    using Handler = std::function<void(HttpRequest, Reply)>;

    // Of a POST to /sync, called with its head: who takes its body; null when `reply` was called at
    // once, or when the handler shall have it whole. `resume` may be called from any thread, at any
    // time. An answer before the body's end ends it: a little of the rest is read and dropped.
    using Streams = std::function<std::shared_ptr<BodySink>(const HttpRequest&, Reply,
                                                            std::function<void()> resume)>;

    [[nodiscard]] static Result<HttpServer> start(const Options& options, Handler handler,
                                                  Streams streams = {});
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
