#include "sync/hub/slow_sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <memory>

namespace disapa {
namespace {

constexpr std::size_t kPerAddress = 1000;
constexpr std::size_t kOwnDescriptors = 2000;  // for the kiosks beside them
constexpr std::string_view kHead =
    "POST /sync HTTP/1.1\r\nHost: hub\r\nContent-Length: 5000\r\n\r\n";
// Like a bundle, for as long as anybody looks at it.
constexpr std::string_view kBody("DSB1\0aaaaaaaabbbbbbbbcccccccccccccccccccccccc\xff\x3f", 47);

Result<sockaddr_in> address_of(const std::string& url) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    constexpr std::string_view kScheme = "http://";
    const auto colon = url.rfind(':');
    int port = 0;
    if (url.starts_with(kScheme) && colon > kScheme.size()) {
        const auto host = url.substr(kScheme.size(), colon - kScheme.size());
        std::from_chars(url.data() + colon + 1, url.data() + url.size(), port);
        if (host.starts_with("127.") && port > 0 && port < 65536 &&
            inet_pton(AF_INET, host.c_str(), &to.sin_addr) == 1) {
            to.sin_port = htons(static_cast<std::uint16_t>(port));
            return to;
        }
    }
    return fail(
        ErrorCode::invalid,
        "Soket lambat hanya untuk hub di mesin ini. Tulis --url seperti http://127.0.0.1:8420.",
        "slow sockets only against 127.0.0.0/8");
}

}  // namespace

Result<std::unique_ptr<SlowSockets>> SlowSockets::start(const std::string& url, std::size_t count) {
    auto to = address_of(url);
    if (!to) return pass(std::move(to));
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < count + kOwnDescriptors) {
        return fail(ErrorCode::limit,
                    "Batas berkas terbuka terlalu kecil untuk soket sebanyak itu (ulimit -n).",
                    "RLIMIT_NOFILE is too small");
    }
    return std::unique_ptr<SlowSockets>(new SlowSockets(*to, count));
}

SlowSockets::SlowSockets(sockaddr_in to, std::size_t count) : to_(to), all_(count) {
    thread_ = std::thread([this] { run(); });
}

SlowSockets::~SlowSockets() {
    stopping_ = true;
    thread_.join();
    for (const One& one : all_) {
        if (one.descriptor >= 0) ::close(one.descriptor);
    }
}

void SlowSockets::connect(One& one, std::size_t number) const {
    one = {::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), 0};
    if (one.descriptor < 0) return;
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7f010001U + static_cast<std::uint32_t>(number / kPerAddress));
    const int yes = 1;
    ::setsockopt(one.descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    const auto* source = reinterpret_cast<const sockaddr*>(&from);
    const auto* target = reinterpret_cast<const sockaddr*>(&to_);
    if (::bind(one.descriptor, source, sizeof from) == 0 &&
        (::connect(one.descriptor, target, sizeof to_) == 0 || errno == EINPROGRESS)) {
        return;
    }
    ::close(one.descriptor);
    one.descriptor = -1;
}

// False when the hub has cut it.
bool SlowSockets::dribble(One& one, std::size_t number) {
    char answer[256];
    const auto got = ::recv(one.descriptor, answer, sizeof answer, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != ENOTCONN)) return false;
    if (number % 3 == 0) return true;
    const bool is_body = number % 3 == 1;
    const auto next = is_body && one.sent == 0 ? kHead
                      : is_body ? kBody.substr((one.sent - kHead.size()) % kBody.size(), 1)
                                : kHead.substr(one.sent % kHead.size(), 1);
    const auto sent = ::send(one.descriptor, next.data(), next.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) one.sent += static_cast<std::size_t>(sent);
    return sent > 0 || errno == EAGAIN || errno == ENOTCONN;
}

void SlowSockets::run() {
    while (!stopping_) {
        std::size_t connected = 0;
        for (std::size_t i = 0; i < all_.size() && !stopping_; ++i) {
            One& one = all_[i];
            if (one.descriptor >= 0 && !dribble(one, i)) {
                ::close(one.descriptor);
                one.descriptor = -1;
                ++cut_;
            }
            if (one.descriptor < 0) connect(one, i);
            sockaddr_in peer{};
            socklen_t size = sizeof peer;
            if (one.descriptor >= 0 &&
                ::getpeername(one.descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0) {
                ++connected;
            }
        }
        held_ = connected;
        for (int i = 0; i < 10 && !stopping_; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

}  // namespace disapa
