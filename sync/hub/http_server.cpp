#include "sync/hub/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
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
#include <thread>

#include "shared/base/limits.h"

namespace disapa {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kFarewell{2};  // for the last answers of a server that ends

// A socket and the moment at which it is cut.
struct Socket {
    int descriptor = -1;
    Steady::time_point deadline;
};

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
    bool handed_over = false;
    std::mutex mutex;  // guards `answer` between the handler's thread and MHD's
    std::optional<HttpResponse> answer;
};

struct HttpServer::State {
    Handler handler;
    Options options;
    MHD_Daemon* daemon = nullptr;
    std::atomic<bool> stopping = false;

    std::mutex mutex;  // guards sockets, waiting and ending
    std::map<MHD_Connection*, Socket> sockets;
    std::set<std::shared_ptr<Exchange>> waiting;
    std::set<std::shared_ptr<Exchange>> ending;  // told 503 while the server ends
    std::condition_variable wake, ended;
    std::thread watchdog;

    void give_until(MHD_Connection* connection, std::chrono::milliseconds time);
    void watch();
    MHD_Result first_call(MHD_Connection* connection, const char* url, const char* method,
                          void** slot);
    MHD_Result hand_over(const std::shared_ptr<Exchange>& exchange);
    MHD_Result send(MHD_Connection* connection, const HttpResponse& response, bool close);
};

void HttpServer::State::give_until(MHD_Connection* connection, std::chrono::milliseconds time) {
    const std::scoped_lock lock(mutex);
    if (const auto found = sockets.find(connection); found != sockets.end()) {
        found->second.deadline = Steady::now() + time;
    }
}

// Shuts sockets whose time is over; MHD then sees them end and frees them.
void HttpServer::State::watch() {
    std::unique_lock lock(mutex);
    while (!stopping) {
        wake.wait_for(lock, std::chrono::seconds(1));
        const auto now = Steady::now();
        for (auto& [connection, socket] : sockets) {
            if (socket.deadline < now) {
                ::shutdown(socket.descriptor, SHUT_RDWR);
                socket.deadline = now + std::chrono::hours(1);
            }
        }
    }
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
    give_until(connection, std::chrono::seconds(30 + static_cast<long>(response.body.size()) /
                                                         limits::kHttpFloorBytesPerSecond));
    const auto queued =
        MHD_queue_response(connection, static_cast<unsigned>(response.status), made);
    MHD_destroy_response(made);
    return queued;
}

MHD_Result HttpServer::State::first_call(MHD_Connection* connection, const char* url,
                                         const char* method, void** slot) {
    auto exchange = std::make_shared<Exchange>();
    exchange->connection = connection;
    auto& request = exchange->request;
    request.method = method;
    request.path = url;
    request.authorization = header(connection, "Authorization");
    request.host = header(connection, "Host");
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr) request.remote = address_text(info->client_addr);
    request.confidential = is_loopback(request.remote) || !options.tls_certificate.empty();
    if (!options.trusted_proxy.empty() && request.remote == options.trusted_proxy) {
        request.confidential = header(connection, "X-Forwarded-Proto") == "https";
    }

    const std::string length_text = header(connection, "Content-Length");
    std::size_t length = 0;
    std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    exchange->too_large = length > body_limit(request.path);
    give_until(connection,
               std::chrono::seconds(15 + static_cast<long>(std::min(length, limits::kBundleBytes)) /
                                             limits::kHttpFloorBytesPerSecond));
    // Answered before its body: nobody has to send what will not be read.
    const int refused = !has_plain_length(connection, length_text) ? 400
                        : exchange->too_large                      ? 413
                                                                   : 0;
    *slot = new std::shared_ptr<Exchange>(std::move(exchange));
    return refused != 0 ? send(connection, {refused, "text/plain", {}, {}}, true) : MHD_YES;
}

MHD_Result HttpServer::State::hand_over(const std::shared_ptr<Exchange>& exchange) {
    exchange->handed_over = true;
    {
        const std::scoped_lock lock(mutex);
        if (stopping) return MHD_NO;
        waiting.insert(exchange);
        // Before anybody can find it among the waiting and resume it.
        MHD_suspend_connection(exchange->connection);
        if (const auto found = sockets.find(exchange->connection); found != sockets.end()) {
            found->second.deadline = Steady::now() + std::chrono::minutes(2);
        }
    }
    handler(std::move(exchange->request), [this, exchange](HttpResponse response) {
        {
            const std::scoped_lock lock(exchange->mutex);
            if (exchange->answer) return;
            exchange->answer = std::move(response);
        }
        const std::scoped_lock lock(mutex);
        if (waiting.erase(exchange) > 0) MHD_resume_connection(exchange->connection);
    });
    return MHD_YES;
}

namespace {

MHD_Result on_request(void* self, MHD_Connection* connection, const char* url, const char* method,
                      const char*, const char* upload, std::size_t* upload_size, void** slot) {
    auto& state = *static_cast<HttpServer::State*>(self);
    if (!*slot) return state.first_call(connection, url, method, slot);
    const auto exchange = *static_cast<std::shared_ptr<Exchange>*>(*slot);
    auto& body = exchange->request.body;
    if (*upload_size > 0) {
        const auto limit = body_limit(exchange->request.path);
        if (body.size() + *upload_size > limit) exchange->too_large = true;
        if (!exchange->too_large) {
            body.insert(body.end(), upload, upload + *upload_size);
        }
        *upload_size = 0;
        return MHD_YES;
    }
    if (exchange->too_large) return state.send(connection, {413, "text/plain", {}, {}}, true);
    if (!exchange->handed_over) return state.hand_over(exchange);
    std::optional<HttpResponse> answer;
    {
        const std::scoped_lock lock(exchange->mutex);
        answer = exchange->answer;
    }
    if (!answer) return MHD_NO;  // woken without an answer: the server is ending
    return state.send(connection, *answer, false);
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
    delete exchange;
    *slot = nullptr;
    state.give_until(connection,
                     std::chrono::seconds(60));  // keep-alive: the next request may come
}

void on_connection(void* self, MHD_Connection* connection, void**,
                   MHD_ConnectionNotificationCode what) {
    auto& state = *static_cast<HttpServer::State*>(self);
    const std::scoped_lock lock(state.mutex);
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        state.sockets.erase(connection);
        return;
    }
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!info) return;
    state.sockets[connection] = {info->connect_fd,
                                 Steady::now() + std::chrono::seconds(limits::kHttpHeaderSeconds)};
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

void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, limits::kConnections + 512);
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Result<HttpServer> HttpServer::start(const Options& options, Handler handler) {
    bool is_v6 = false;
    auto address = bind_address(options, is_v6);
    if (!address) return pass(std::move(address));
    raise_descriptor_limit();

    auto state = std::make_unique<State>();
    state->handler = std::move(handler);
    state->options = options;
    // No Date header: 37 bytes in every answer that no kiosk reads.
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK;
    if (is_v6) flags |= MHD_USE_IPv6;
    std::vector<MHD_OptionItem> items{
        {MHD_OPTION_SOCK_ADDR, 0, &*address},
        {MHD_OPTION_CONNECTION_LIMIT, limits::kConnections, nullptr},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits::kConnectionsPerAddress, nullptr},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits::kHttpHeaderBytes * 2, nullptr},
        {MHD_OPTION_CONNECTION_TIMEOUT, 60, nullptr},
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
    state->watchdog = std::thread([raw = state.get()] { raw->watch(); });
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
    state_->wake.notify_all();
    state_->watchdog.join();
    MHD_stop_daemon(state_->daemon);
    if (listener != MHD_INVALID_SOCKET) ::close(listener);  // ours since it was quiesced
}

int HttpServer::port() const {
    const auto* info = MHD_get_daemon_info(state_->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : state_->options.port;
}

}  // namespace disapa
