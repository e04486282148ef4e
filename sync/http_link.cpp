#include "sync/http_link.h"

#include <curl/curl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include "shared/base/limits.h"
#include "sync/network.h"
#include "sync/under_way.h"

namespace disapa {
namespace {

constexpr long kConnectSeconds = 20;
// The kernel tells a dead road by what is not acknowledged; curl sees only what the kernel took.
constexpr int kUnheardMilliseconds = 60 * 1000;
constexpr long kDeadSeconds = 180;       // this long
constexpr long kDeadBytesPerSecond = 1;  // nothing moved: a hub that took all and says nothing
constexpr long kBaseSeconds = 60;
// What waits in this machine for its turn on the road: more of it would only be lost with the
// power.
constexpr int kUnsentBytes = 16 * 1024;
constexpr std::int64_t kLongestWaitSeconds = 24 * 3600;
constexpr std::size_t kForeignBytes = 64 * 1024;  // of an answer that is not the hub's
constexpr int kLookMilliseconds = 1000;
constexpr int kSoonMilliseconds = 10;  // where a body waits for room on the road
constexpr std::size_t kLanes = 2;  // one POST waits for its answer while the next fills the road

using Moment = std::chrono::steady_clock::time_point;

using Sockets = std::vector<curl_socket_t>;

int port_of(curl_socket_t socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
    return ntohs(address.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port
                     : reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

// One POST under way.
struct Lane {
    CURL* handle = nullptr;
    const Sockets* sockets = nullptr;  // of all lanes: a POST may take another's connection
    std::optional<Turn> turn;          // none: free
    Moment begun;
    Status status;                    // what on_bytes said
    std::size_t bytes = 0;            // of the answer
    std::uint64_t sent = 0;           // of the request's body
    std::uint64_t up = 0, down = 0;   // headers and bodies
    const UnderWay* bound = nullptr;  // of all lanes
    std::size_t sending = 1;          // lanes that share it
    double elsewhere = 0;             // under way on the others
    std::size_t read = 0;             // of the request's body, by curl
    bool is_paused = false;           // the body waits for room on the road
    [[nodiscard]] bool is_handed_over() const { return !turn || sent >= turn->request.size(); }
    [[nodiscard]] bool is_half_gone() const { return !turn || sent >= turn->request.size() / 2; }
    [[nodiscard]] Traffic traffic() const {
        long port = 0;
        curl_easy_getinfo(handle, CURLINFO_LOCAL_PORT, &port);
        const auto mine = std::find_if(sockets->begin(), sockets->end(), [&](curl_socket_t socket) {
            return port_of(socket) == port;
        });
        return mine == sockets->end() ? Traffic{} : traffic_of(*mine);
    }
    [[nodiscard]] std::size_t room() const { return bound->room(traffic(), sending, elsewhere); }
};

// curl's own figure of a request's size counts a short body twice; this sees every byte once.
extern "C" int count_bytes(CURL*, curl_infotype type, char*, std::size_t size, void* context) {
    auto& lane = *static_cast<Lane*>(context);
    if (type == CURLINFO_DATA_OUT) lane.sent += size;
    if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) lane.up += size;
    if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN) lane.down += size;
    return 0;
}

extern "C" std::size_t give_body(char* to, std::size_t size, std::size_t count, void* context) {
    auto& lane = *static_cast<Lane*>(context);
    const Bytes& request = lane.turn->request;
    const std::size_t left = request.size() - lane.read;
    const std::size_t bytes = std::min({left, size * count, lane.room()});
    lane.is_paused = left > 0 && bytes == 0;
    if (lane.is_paused) return CURL_READFUNC_PAUSE;
    std::memcpy(to, request.data() + lane.read, bytes);
    lane.read += bytes;
    return bytes;
}

// Where a connection kept from before turns out to be dead, curl begins anew on another one.
extern "C" int seek_body(void* context, curl_off_t offset, int) {
    static_cast<Lane*>(context)->read = static_cast<std::size_t>(offset);
    return CURL_SEEKFUNC_OK;
}

extern "C" std::size_t take_body(char* data, std::size_t size, std::size_t count, void* context) {
    auto& lane = *static_cast<Lane*>(context);
    const std::size_t bytes = size * count;
    lane.bytes += bytes;
    long code = 0;
    curl_easy_getinfo(lane.handle, CURLINFO_RESPONSE_CODE, &code);
    if (code != 200) return lane.bytes <= kForeignBytes ? bytes : 0;
    if (lane.bytes > limits::kBundleBytes) return 0;
    lane.status = lane.turn->on_bytes(as_bytes({data, bytes}));
    return lane.status ? bytes : 0;
}

// Fails only on kernels that lack the option; the link works without.
extern "C" int prepare_socket(void* sockets, curl_socket_t socket, curlsocktype) {
    static_cast<Sockets*>(sockets)->push_back(socket);
    const auto set = [&](int option, int value) {
        static_cast<void>(::setsockopt(socket, IPPROTO_TCP, option, &value, sizeof value));
    };
    set(TCP_NOTSENT_LOWAT, kUnsentBytes);
    set(TCP_USER_TIMEOUT, kUnheardMilliseconds);
    set(TCP_QUICKACK, 0);  // the request and the FIN carry the acknowledgements: two packets less
    return CURL_SOCKOPT_OK;
}

// Where the other side has acknowledged all, one packet ends the connection instead of three: a
// tenth of what one request costs. Else the kernel brings what it took.
extern "C" int close_socket(void* sockets, curl_socket_t socket) {
    std::erase(*static_cast<Sockets*>(sockets), socket);
    const linger at_once{1, 0};
    if (const Traffic traffic = traffic_of(socket); traffic.trip > 0 && traffic.unheard <= 0)
        static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
    return ::close(socket);
}

std::string sync_url(std::string url) {
    while (!url.empty() && url.back() == '/') url.pop_back();
    return url + "/sync";
}

constexpr const char* kCutSentence = "Jaringan terputus. Pengiriman dilanjutkan otomatis.";

std::string sentence_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::no_network:
            return "Kios tidak tersambung ke jaringan apa pun. Periksa kabel, modem atau Wi-Fi. "
                   "Pekerjaan tetap bisa dilanjutkan; data dikirim saat jaringan kembali.";
        case Trouble::no_name:
            return "Ada jaringan, tetapi nama alamat kecamatan tidak ditemukan. Pengiriman diulang "
                   "otomatis; bila sampai besok tetap begini, hubungi petugas kecamatan.";
        case Trouble::unreachable:
            return "Ada jaringan, tetapi komputer kecamatan tidak menjawab. Data aman di kios dan "
                   "dikirim otomatis; bila sampai besok tetap begini, hubungi petugas kecamatan.";
        case Trouble::none:
        case Trouble::cut:
            break;
    }
    return kCutSentence;
}

Trouble trouble_of(CURL* handle, CURLcode outcome) {
    long errno_then = 0;
    curl_off_t connected = 0;
    curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &errno_then);
    curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &connected);
    if (outcome == CURLE_COULDNT_RESOLVE_HOST)
        return has_network() ? Trouble::no_name : Trouble::no_network;
    if (connected > 0) return Trouble::cut;
    if (errno_then == ENETUNREACH || errno_then == ENETDOWN) return Trouble::no_network;
    return Trouble::unreachable;
}

// What an HTTP status other than 200 means. None of it is authentic, so it can only make us wait.
Status foreign_answer(long code, std::int64_t wait_seconds) {
    const std::string log = "HTTP " + std::to_string(code);
    if (code == 429 || code == 503)
        return fail(ErrorCode::throttled, "Kecamatan sedang sibuk. Pengiriman diulang otomatis.",
                    log + ", retry after " + std::to_string(wait_seconds));
    if (code == 507)
        return fail(ErrorCode::throttled,
                    "Penyimpanan di kecamatan penuh. Data aman di kios; hubungi petugas kecamatan.",
                    log);
    if (code >= 500 && code != 511)
        return fail(ErrorCode::network, sentence_of(Trouble::unreachable), log);
    if (code == 400 || code == 404 || code == 405 || code == 413)
        return fail(ErrorCode::refused,
                    "Alamat kecamatan tidak menerima kiriman ini. Hubungi petugas kecamatan.", log);
    return fail(ErrorCode::portal,
                "Jaringan minta login. Buka peramban di jaringan ini, selesaikan login, lalu coba "
                "lagi.",
                log);
}

}  // namespace

struct HttpLink::State {
    std::vector<std::string> urls;
    std::size_t current = 0;
    CURLM* multi = nullptr;
    Sockets sockets;
    UnderWay bound;
    std::array<Lane, kLanes> lanes;
    curl_slist* headers = nullptr;
    Moment free_since;  // when the last answer ended: until then the road was another POST's

    explicit State(std::vector<std::string> given) : urls(std::move(given)) {
        multi = curl_multi_init();
        for (Lane& lane : lanes) lane.handle = curl_easy_init();
        // curl would add these; the hub needs none of them, and they cost more than a quiet bundle.
        for (const char* header : {"Accept:", "Content-Type:", "Expect:"})
            headers = curl_slist_append(headers, header);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        for (Lane& lane : lanes) {
            if (lane.turn) curl_multi_remove_handle(multi, lane.handle);
            curl_easy_cleanup(lane.handle);
        }
        curl_multi_cleanup(multi);
        curl_slist_free_all(headers);
    }
    [[nodiscard]] bool is_ready() const {
        return multi != nullptr && !urls.empty() &&
               std::all_of(lanes.begin(), lanes.end(),
                           [](const Lane& lane) { return lane.handle != nullptr; });
    }

    void run(const std::function<std::optional<Turn>()>& next, bool is_run);
    [[nodiscard]] bool is_busy() const {
        return std::any_of(lanes.begin(), lanes.end(),
                           [](const Lane& lane) { return lane.turn.has_value(); });
    }
    [[nodiscard]] bool has_free_lane() const {
        return std::any_of(lanes.begin(), lanes.end(), [](const Lane& lane) { return !lane.turn; });
    }
    Lane* room_for_another();
    bool give_room();
    void begin(Lane& lane, Turn turn, bool is_run);
    bool end(Lane& lane, CURLcode outcome);
    LinkReply reply_of(Lane& lane, CURLcode outcome);
};

void HttpLink::State::begin(Lane& lane, Turn turn, bool is_run) {
    CURL* handle = lane.handle;
    lane = {};
    lane.handle = handle;
    lane.sockets = &sockets;
    lane.bound = &bound;
    lane.turn = std::move(turn);
    lane.begun = std::chrono::steady_clock::now();
    const Bytes& request = lane.turn->request;
    const auto both_ways = static_cast<long>(request.size() + lane.turn->answer_room);
    const auto set = [&](CURLoption option, auto value) {
        curl_easy_setopt(handle, option, value);  // fails only for options the library lacks
    };
    curl_easy_reset(handle);
    set(CURLOPT_URL, urls[current].c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_POST, 1L);
    if (!is_run) {  // in one packet with its head, if it is that small
        set(CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(request.data()));
    } else {
        set(CURLOPT_READFUNCTION, give_body);
        set(CURLOPT_READDATA, static_cast<void*>(&lane));
        set(CURLOPT_SEEKFUNCTION, seek_body);
        set(CURLOPT_SEEKDATA, static_cast<void*>(&lane));
    }
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.size()));
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_LOW_SPEED_LIMIT, kDeadBytesPerSecond);
    set(CURLOPT_LOW_SPEED_TIME, kDeadSeconds);
    set(CURLOPT_TIMEOUT, kBaseSeconds + both_ways / limits::kHttpFloorBytesPerSecond);
    set(CURLOPT_SOCKOPTFUNCTION, prepare_socket);
    set(CURLOPT_SOCKOPTDATA, static_cast<void*>(&sockets));
    set(CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    set(CURLOPT_CLOSESOCKETDATA, static_cast<void*>(&sockets));
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&lane));
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, count_bytes);
    set(CURLOPT_DEBUGDATA, static_cast<void*>(&lane));
    curl_multi_add_handle(multi, handle);
}

LinkReply HttpLink::State::reply_of(Lane& lane, CURLcode outcome) {
    const Moment now = std::chrono::steady_clock::now();
    const auto spent = now - std::max(lane.begun, free_since);
    free_since = now;
    LinkReply reply;
    reply.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
    long code = 0;
    curl_off_t wait = 0;
    curl_easy_getinfo(lane.handle, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_getinfo(lane.handle, CURLINFO_RETRY_AFTER, &wait);
    reply.bytes_up = lane.up;
    reply.bytes_down = lane.down;
    if (!lane.status) {
        reply.outcome = lane.status;
    } else if (code != 0 && code != 200) {
        reply.wait_seconds = std::clamp<std::int64_t>(wait, 0, kLongestWaitSeconds);
        reply.outcome = foreign_answer(code, reply.wait_seconds);
        if (reply.outcome.error().code == ErrorCode::network) reply.trouble = Trouble::unreachable;
    } else if (outcome != CURLE_OK) {
        reply.trouble = trouble_of(lane.handle, outcome);
        reply.outcome = fail(ErrorCode::network, sentence_of(reply.trouble),
                             std::string("curl: ") + curl_easy_strerror(outcome));
    }
    return reply;
}

// A free lane, when what the others carry is handed over and half of it came through: a POST that
// begins packet by packet behind a full queue teaches its connection's kernel a rate far too low.
// On a fast road, when half of it is handed over: then a lost packet holds up one of two. A slow
// one is better filled by one alone.
Lane* HttpLink::State::room_for_another() {
    Lane* free = nullptr;
    double under_way = 0;
    for (Lane& lane : lanes) {
        if (!(bound.is_fast() ? lane.is_half_gone() : lane.is_handed_over())) return nullptr;
        if (!lane.turn) free = &lane;
        if (lane.turn && !bound.is_fast()) under_way += lane.traffic().under_way;
    }
    return under_way <= bound.bytes() / 2 ? free : nullptr;
}

// Lets those go on for whom there is room again. True: one still waits for it.
bool HttpLink::State::give_room() {
    std::vector<Traffic> traffic;
    double all = 0;
    for (const Lane& lane : lanes) {
        traffic.push_back(lane.turn ? lane.traffic() : Traffic{});
        all += traffic.back().under_way;
    }
    const auto sending = std::count_if(lanes.begin(), lanes.end(),
                                       [](const Lane& lane) { return !lane.is_handed_over(); });
    bool waits = false;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        Lane& lane = lanes[i];
        lane.sending = static_cast<std::size_t>(sending);
        lane.elsewhere = all - traffic[i].under_way;
        if (!lane.turn || !lane.is_paused) continue;
        bound.learn(traffic, std::chrono::steady_clock::now());
        lane.is_paused = lane.room() == 0;
        waits = waits || lane.is_paused;
        if (!lane.is_paused) curl_easy_pause(lane.handle, CURLPAUSE_CONT);
    }
    return waits;
}

// False: no other is begun.
bool HttpLink::State::end(Lane& lane, CURLcode outcome) {
    const LinkReply reply = reply_of(lane, outcome);
    curl_multi_remove_handle(multi, lane.handle);
    const Turn turn = std::move(*lane.turn);
    lane.turn.reset();
    return turn.on_done(reply);
}

void HttpLink::State::run(const std::function<std::optional<Turn>()>& next, bool is_run) {
    bool may_begin = true;  // nothing went wrong
    bool may_ask = true;    // there may be another: asked anew after each answer
    for (;;) {
        while (may_begin && may_ask) {
            Lane* lane = room_for_another();
            if (lane == nullptr) break;
            auto turn = next();
            may_ask = turn.has_value();
            if (turn) begin(*lane, std::move(*turn), is_run);
        }
        if (!is_busy()) return;
        give_room();
        int running = 0, left = 0;
        curl_multi_perform(multi, &running);
        bool has_ended = false;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURL* handle = message->easy_handle;
            const CURLcode outcome = message->data.result;
            for (Lane& lane : lanes) {
                if (lane.handle == handle && lane.turn) may_begin &= end(lane, outcome);
            }
            may_ask = has_ended = true;
        }
        const bool wants_another = may_begin && may_ask && has_free_lane();
        if (has_ended || (wants_another && room_for_another() != nullptr)) continue;
        // The kernel wakes nobody when the other side acknowledged something.
        const int most = give_room() || wants_another ? kSoonMilliseconds : kLookMilliseconds;
        curl_multi_poll(multi, nullptr, 0, most, nullptr);
    }
}

HttpLink::HttpLink(std::vector<std::string> urls) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(ready);
    for (std::string& url : urls) url = sync_url(std::move(url));
    state_ = std::make_unique<State>(std::move(urls));
}

HttpLink::~HttpLink() = default;

LinkReply HttpLink::post(ByteView request, std::size_t answer_room,
                         const std::function<Status(ByteView)>& on_bytes) {
    LinkReply reply;
    if (!state_->is_ready()) {
        reply.outcome =
            fail(ErrorCode::not_found,
                 "Alamat kecamatan belum ada. Daftarkan kios ini dengan undangan.", "no hub URL");
        return reply;
    }
    for (std::size_t tries = 0; tries < state_->urls.size(); ++tries) {
        bool is_begun = false;
        state_->run(
            [&]() -> std::optional<Turn> {
                if (std::exchange(is_begun, true)) return std::nullopt;
                return Turn{Bytes(request.begin(), request.end()), answer_room, on_bytes,
                            [&](const LinkReply& came) {
                                reply = came;
                                return false;
                            }};
            },
            false);
        // Only where nothing was sent may another address be tried: it might be the same hub.
        const bool is_unreached = !reply.outcome &&
                                  reply.outcome.error().code == ErrorCode::network &&
                                  reply.bytes_up == 0;
        if (!is_unreached) return reply;
        state_->current = (state_->current + 1) % state_->urls.size();
    }
    return reply;
}

void HttpLink::post_run(const std::function<std::optional<Turn>()>& next) {
    if (state_->is_ready()) state_->run(next, true);
}

}  // namespace disapa
