#include "sync/hub/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "shared/base/limits.h"
#include "sync/hub/deadlines.h"

namespace disapa {
namespace {

using Steady = Deadlines::Steady;
using Phase = Deadlines::Phase;
using std::chrono::seconds;

constexpr seconds kFarewell{2};            // for the last answers of a server that ends
constexpr seconds kThinking{120};          // for the hub's own work on a request
constexpr seconds kKeepAlive{60};          // between two requests
constexpr int kOwnDescriptors = 256;       // database, pages, logs: never taken by sockets
constexpr std::size_t kAnswerHead = 2048;  // of a connection's memory
constexpr unsigned kBacklog = 4096;        // connects that may wait while many come at once

std::string address_text(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text,
                  sizeof text);
    } else if (address->sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text,
                  sizeof text);
    }
    return text;
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

std::string header(MHD_Connection* connection, const char* name) {
    const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

// How long the body is, said once and in one way: a proxy before the hub might read it otherwise
// and take what follows for the next client's request (RFC 9112, 6.3).
bool has_plain_length(MHD_Connection* connection, std::string_view length) {
    int told = 0;
    MHD_get_connection_values(
        connection, MHD_HEADER_KIND,
        [](void* count, MHD_ValueKind, const char* name, const char*) {
            if (strcasecmp(name, "Content-Length") == 0 ||
                strcasecmp(name, "Transfer-Encoding") == 0) {
                ++*static_cast<int*>(count);
            }
            return MHD_YES;
        },
        &told);
    return told <= 1 && length.find_first_not_of("0123456789") == std::string_view::npos;
}

std::size_t body_limit(std::string_view path) {
    return path == "/sync" ? limits::kBundleBytes : limits::kApiBodyBytes;
}

void quiet(void*, const char*, va_list) {}  // MHD's own log would grow with every hostile client

}  // namespace

// One request on its way: made at the first call for it, freed when MHD says that it is completed.
struct Exchange {
    HttpRequest request;
    MHD_Connection* connection = nullptr;
    bool too_large = false;
    bool handed_over = false;  // written by the connection's thread, under State::mutex
    std::shared_ptr<BodySink> sink;
    std::size_t received = 0, dropped = 0;
    Steady::time_point begun, asleep_since;
    bool is_asleep = false;
    bool is_woken = false;  // resumed before it slept; guarded by State::mutex
    std::mutex mutex;       // guards `answer` between the handler's thread and MHD's
    std::optional<HttpResponse> answer;

    bool is_answered() {
        const std::scoped_lock lock(mutex);
        return answer.has_value();
    }
};

struct HttpServer::State {
    Handler handler;
    Streams streams;
    Options options;
    MHD_Daemon* daemon = nullptr;
    Deadlines deadlines{limits::kConnections / 12 * 11, seconds(limits::kHttpHurrySeconds)};

    std::mutex mutex;  // guards what follows
    bool stopping = false;
    std::set<std::shared_ptr<Exchange>> waiting;  // suspended
    std::set<std::shared_ptr<Exchange>> ending;   // told 503 while the server ends
    std::condition_variable ended;

    MHD_Result first_call(MHD_Connection* connection, const char* url, const char* method,
                          void** slot);
    MHD_Result take_piece(const std::shared_ptr<Exchange>& exchange, ByteView piece,
                          std::size_t& left);
    MHD_Result hand_over(const std::shared_ptr<Exchange>& exchange);
    MHD_Result send(MHD_Connection* connection, const HttpResponse& response, bool close);
    Reply reply_to(const std::shared_ptr<Exchange>& exchange);
    void wake(const std::shared_ptr<Exchange>& exchange);
    void resume(const std::shared_ptr<Exchange>& exchange);
    void set_body_deadline(const Exchange& exchange);
};

// The floor and the grace in one: at any moment, so much of the body has to be here.
void HttpServer::State::set_body_deadline(const Exchange& exchange) {
    const auto earned =
        std::chrono::milliseconds(exchange.received * 1000 / limits::kHttpFloorBytesPerSecond);
    deadlines.set(exchange.connection, Phase::busy,
                  exchange.begun + seconds(options.grace_seconds) + earned);
}

// There is room for more of a body. What is handed over has none left: only its answer wakes it.
void HttpServer::State::resume(const std::shared_ptr<Exchange>& exchange) {
    const std::scoped_lock lock(mutex);
    if (!exchange->handed_over) wake(exchange);
}

// With the mutex held.
void HttpServer::State::wake(const std::shared_ptr<Exchange>& exchange) {
    if (waiting.erase(exchange) > 0) {
        MHD_resume_connection(exchange->connection);
    } else {
        exchange->is_woken = true;
    }
}

HttpServer::Reply HttpServer::State::reply_to(const std::shared_ptr<Exchange>& exchange) {
    return [this, exchange](HttpResponse response) {
        {
            const std::scoped_lock lock(exchange->mutex);
            if (exchange->answer) return;
            exchange->answer = std::move(response);
        }
        const std::scoped_lock lock(mutex);
        wake(exchange);
    };
}

MHD_Result HttpServer::State::send(MHD_Connection* connection, const HttpResponse& response,
                                   bool close) {
    MHD_Response* made = MHD_create_response_from_buffer(
        response.body.size(), const_cast<std::uint8_t*>(response.body.data()),
        MHD_RESPMEM_MUST_COPY);
    if (!made) return MHD_NO;
    if (!response.content_type.empty()) {
        MHD_add_response_header(made, "Content-Type", response.content_type.c_str());
    }
    for (const auto& [name, value] : response.headers) {
        MHD_add_response_header(made, name.c_str(), value.c_str());
    }
    if (close) MHD_add_response_header(made, "Connection", "close");
    deadlines.set(connection, Phase::busy,
                  Steady::now() + seconds(options.grace_seconds) +
                      seconds(response.body.size() / limits::kHttpFloorBytesPerSecond));
    const auto queued =
        MHD_queue_response(connection, static_cast<unsigned>(response.status), made);
    MHD_destroy_response(made);
    return queued;
}

namespace {

// What the head says; the body is not there yet.
HttpRequest read_head(MHD_Connection* connection, const char* url, const char* method,
                      const HttpServer::Options& options) {
    HttpRequest request;
    request.method = method;
    request.path = url;
    request.authorization = header(connection, "Authorization");
    request.host = header(connection, "Host");
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr) request.remote = address_text(info->client_addr);
    request.confidential = is_loopback(request.remote) || !options.tls_certificate.empty();
    if (!options.trusted_proxy.empty() && request.remote == options.trusted_proxy) {
        request.confidential = header(connection, "X-Forwarded-Proto") == "https";
        // The last one is what the proxy itself saw; all before it anybody may have written.
        const auto addresses = header(connection, "X-Forwarded-For");
        const auto last = addresses.find_last_of(", ");
        if (!addresses.empty())
            request.remote = addresses.substr(last == std::string::npos ? 0 : last + 1);
    }
    return request;
}

}  // namespace

MHD_Result HttpServer::State::first_call(MHD_Connection* connection, const char* url,
                                         const char* method, void** slot) {
    auto exchange = std::make_shared<Exchange>();
    *slot = new std::shared_ptr<Exchange>(exchange);
    exchange->connection = connection;
    exchange->request = read_head(connection, url, method, options);
    exchange->begun = Steady::now();
    const std::string length_text = header(connection, "Content-Length");
    std::size_t length = 0;
    std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    const auto& request = exchange->request;
    exchange->too_large = length > body_limit(request.path);
    set_body_deadline(*exchange);
    // Answered before its body: nobody has to send what will not be read.
    const int refused = !has_plain_length(connection, length_text) ? 400
                        : exchange->too_large                      ? 413
                                                                   : 0;
    if (refused != 0) return send(connection, {refused, "text/plain", {}, {}}, true);
    if (!streams || request.path != "/sync" || request.method != "POST") return MHD_YES;
    exchange->sink = streams(request, reply_to(exchange), [this, exchange] { resume(exchange); });
    if (!exchange->is_answered()) return MHD_YES;
    return send(connection, *exchange->answer, true);
}

// More of a body. `left` is what was not taken: the sender is suspended, or it is the end of him.
MHD_Result HttpServer::State::take_piece(const std::shared_ptr<Exchange>& exchange, ByteView piece,
                                         std::size_t& left) {
    left = 0;
    auto& body = exchange->request.body;
    if (exchange->is_asleep) {  // that the hub was slow is not the sender's fault
        exchange->is_asleep = false;
        exchange->begun += Steady::now() - exchange->asleep_since;
    }
    const auto limit = body_limit(exchange->request.path);
    const auto all = exchange->received + exchange->dropped + piece.size();
    if (all > limit) exchange->too_large = true;
    if (exchange->too_large || exchange->is_answered()) {
        exchange->dropped += piece.size();
        // To its end, if that is not far: who is cut while he sends never reads his answer.
        return all > limit + limits::kBundleBytes ? MHD_NO : MHD_YES;
    }
    std::size_t taken = piece.size();
    if (exchange->sink) {
        {
            const std::scoped_lock lock(mutex);
            exchange->is_woken = false;
        }
        taken = exchange->sink->take(piece);
    } else {
        append(body, piece);
    }
    exchange->received += taken;
    set_body_deadline(*exchange);
    left = piece.size() - taken;
    if (left == 0) return MHD_YES;
    const std::scoped_lock lock(mutex);
    if (stopping) return MHD_NO;
    exchange->is_asleep = true;
    exchange->asleep_since = Steady::now();
    MHD_suspend_connection(exchange->connection);
    if (exchange->is_woken) {
        MHD_resume_connection(exchange->connection);
    } else {
        waiting.insert(exchange);
        deadlines.set(exchange->connection, Phase::busy, Steady::now() + kThinking);
    }
    return MHD_YES;
}

MHD_Result HttpServer::State::hand_over(const std::shared_ptr<Exchange>& exchange) {
    {
        const std::scoped_lock lock(mutex);
        exchange->handed_over = true;
        if (stopping) return MHD_NO;
        waiting.insert(exchange);
        // Before anybody can find it among the waiting and resume it.
        MHD_suspend_connection(exchange->connection);
    }
    deadlines.set(exchange->connection, Phase::busy, Steady::now() + kThinking);
    if (exchange->sink) {
        exchange->sink->end();
        // An answer that came before it slept found nobody to wake.
        if (exchange->is_answered()) {
            const std::scoped_lock lock(mutex);
            wake(exchange);
        }
    } else {
        handler(std::move(exchange->request), reply_to(exchange));
    }
    return MHD_YES;
}

namespace {

MHD_Result on_request(void* self, MHD_Connection* connection, const char* url, const char* method,
                      const char*, const char* upload, std::size_t* upload_size, void** slot) {
    auto& state = *static_cast<HttpServer::State*>(self);
    if (!*slot) return state.first_call(connection, url, method, slot);
    const auto exchange = *static_cast<std::shared_ptr<Exchange>*>(*slot);
    if (*upload_size > 0) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(upload);
        return state.take_piece(exchange, {bytes, *upload_size}, *upload_size);
    }
    if (exchange->too_large) return state.send(connection, {413, "text/plain", {}, {}}, true);
    std::optional<HttpResponse> answer;
    {
        const std::scoped_lock lock(exchange->mutex);
        answer = exchange->answer;
    }
    if (answer) return state.send(connection, *answer, exchange->dropped > 0);
    if (!exchange->handed_over) return state.hand_over(exchange);
    return MHD_NO;  // woken without an answer: the server is ending
}

void on_completed(void* self, MHD_Connection* connection, void** slot, MHD_RequestTerminationCode) {
    auto& state = *static_cast<HttpServer::State*>(self);
    if (!*slot) return;
    auto* exchange = static_cast<std::shared_ptr<Exchange>*>(*slot);
    {
        const std::scoped_lock lock(state.mutex);
        state.waiting.erase(*exchange);
        if (state.ending.erase(*exchange) > 0) state.ended.notify_all();
    }
    if ((*exchange)->sink && !(*exchange)->handed_over) (*exchange)->sink->cut();
    (*exchange)->sink.reset();  // which holds the way to answer, and so the exchange itself
    delete exchange;
    *slot = nullptr;
    state.deadlines.set(connection, Phase::idle, Steady::now() + kKeepAlive);
}

void on_connection(void* self, MHD_Connection* connection, void**,
                   MHD_ConnectionNotificationCode what) {
    auto& state = *static_cast<HttpServer::State*>(self);
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) return state.deadlines.close(connection);
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!info) return;
    state.deadlines.open(connection, info->connect_fd,
                         Steady::now() + seconds(state.options.header_seconds));
}

Result<sockaddr_storage> bind_address(const HttpServer::Options& options, bool& is_v6) {
    sockaddr_storage storage{};
    auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
    is_v6 = options.address.find(':') != std::string::npos;
    const auto port = htons(static_cast<std::uint16_t>(options.port));
    bool good = false;
    if (is_v6) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = port;
        good = inet_pton(AF_INET6, options.address.c_str(), &v6->sin6_addr) == 1;
    } else {
        v4->sin_family = AF_INET;
        v4->sin_port = port;
        good = inet_pton(AF_INET, options.address.c_str(), &v4->sin_addr) == 1;
    }
    if (!good || options.port < 0 || options.port > 65535) {
        return fail(ErrorCode::invalid,
                    "Alamat untuk --listen tidak dikenal. Tulislah seperti 127.0.0.1:8420.",
                    "bad listen address " + options.address);
    }
    return storage;
}

// How many sockets this process may hold beside its own files.
int socket_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return limits::kConnections;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, limits::kConnections + kOwnDescriptors);
    setrlimit(RLIMIT_NOFILE, &limit);
    const auto sockets = limit.rlim_cur - std::min<rlim_t>(limit.rlim_cur / 2, kOwnDescriptors);
    return static_cast<int>(std::min<rlim_t>(sockets, limits::kConnections));
}

}  // namespace

Result<HttpServer> HttpServer::start(const Options& options, Handler handler, Streams streams) {
    bool is_v6 = false;
    auto address = bind_address(options, is_v6);
    if (!address) return pass(std::move(address));
    const int sockets = socket_limit();
    // Behind a proxy all come from its address.
    const int per_address =
        options.trusted_proxy.empty() ? std::min(sockets, limits::kConnectionsPerAddress) : sockets;

    auto state = std::make_unique<State>();
    state->handler = std::move(handler);
    state->streams = std::move(streams);
    state->options = options;
    // No Date header: 37 bytes in every answer that no kiosk reads.
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK;
    if (is_v6) flags |= MHD_USE_IPv6;
    std::vector<MHD_OptionItem> items{
        {MHD_OPTION_SOCK_ADDR, 0, &*address},
        {MHD_OPTION_CONNECTION_LIMIT, sockets, nullptr},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address, nullptr},
        {MHD_OPTION_LISTEN_BACKLOG_SIZE, kBacklog, nullptr},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits::kHttpHeaderBytes + kAnswerHead, nullptr},
        {MHD_OPTION_CONNECTION_TIMEOUT, kKeepAlive.count(), nullptr},
        {MHD_OPTION_EXTERNAL_LOGGER, reinterpret_cast<intptr_t>(&quiet), nullptr},
        {MHD_OPTION_NOTIFY_COMPLETED, reinterpret_cast<intptr_t>(&on_completed), state.get()},
        {MHD_OPTION_NOTIFY_CONNECTION, reinterpret_cast<intptr_t>(&on_connection), state.get()},
    };
    if (!options.tls_certificate.empty()) {
        flags |= MHD_USE_TLS;
        items.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, state->options.tls_certificate.data()});
        items.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, state->options.tls_key.data()});
    }
    items.push_back({MHD_OPTION_END, 0, nullptr});
    state->daemon =
        MHD_start_daemon(flags, static_cast<std::uint16_t>(options.port), nullptr, nullptr,
                         &on_request, state.get(), MHD_OPTION_ARRAY, items.data(), MHD_OPTION_END);
    if (!state->daemon) {
        return fail(ErrorCode::io,
                    "Hub tidak dapat membuka alamat " + options.address + ":" +
                        std::to_string(options.port) +
                        ". Mungkin hub lain masih berjalan, atau sertifikat TLS tidak cocok.",
                    "MHD_start_daemon failed");
    }
    // Connections inherit it: an answer that is ready at once carries the acknowledgement of its
    // request, one packet less.
    const auto* listening = MHD_get_daemon_info(state->daemon, MHD_DAEMON_INFO_LISTEN_FD);
    const int off = 0;
    if (listening) {
        ::setsockopt(listening->listen_fd, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off);
    }
    state->deadlines.run();
    return HttpServer(std::move(state));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&& other) noexcept {
    std::swap(state_, other.state_);  // what this one was ends with the other
    return *this;
}

HttpServer::~HttpServer() {
    if (!state_) return;
    const auto listener = MHD_quiesce_daemon(state_->daemon);
    {
        const std::scoped_lock lock(state_->mutex);
        state_->stopping = true;
        for (const auto& exchange : state_->waiting) {
            const std::scoped_lock answer(exchange->mutex);
            exchange->answer = HttpResponse{503, "text/plain", {}, {}};
            MHD_resume_connection(exchange->connection);
        }
        state_->ending.swap(state_->waiting);
    }
    {
        // MHD_stop_daemon drops what is not sent yet; who does not read is not waited for long.
        std::unique_lock lock(state_->mutex);
        state_->ended.wait_for(lock, kFarewell, [this] { return state_->ending.empty(); });
    }
    MHD_stop_daemon(state_->daemon);
    if (listener != MHD_INVALID_SOCKET) ::close(listener);  // ours since it was quiesced
}

int HttpServer::port() const {
    const auto* info = MHD_get_daemon_info(state_->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : state_->options.port;
}

}  // namespace disapa
