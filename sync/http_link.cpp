#include "sync/http_link.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>

#include "shared/base/limits.h"

namespace disapa {
namespace {

constexpr long kConnectSeconds = 20;
constexpr long kDeadSeconds = 60;         // this long
constexpr long kDeadBytesPerSecond = 20;  // below this rate: the link is gone
constexpr long kBaseSeconds = 30;
constexpr std::int64_t kLongestWaitSeconds = 24 * 3600;
constexpr std::size_t kForeignBytes = 64 * 1024;  // of an answer that is not the hub's

// One answer on its way in.
struct Incoming {
    CURL* handle = nullptr;
    const std::function<Status(ByteView)>* on_bytes = nullptr;
    Status status;
    std::size_t bytes = 0;
    std::uint64_t up = 0, down = 0;  // headers and bodies
};

// curl's own figure of a request's size counts a short body twice; this sees every byte once.
extern "C" int count_bytes(CURL*, curl_infotype type, char*, std::size_t size, void* context) {
    auto& incoming = *static_cast<Incoming*>(context);
    if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) incoming.up += size;
    if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN) incoming.down += size;
    return 0;
}

extern "C" std::size_t take_body(char* data, std::size_t size, std::size_t count, void* context) {
    auto& incoming = *static_cast<Incoming*>(context);
    const std::size_t bytes = size * count;
    incoming.bytes += bytes;
    long code = 0;
    curl_easy_getinfo(incoming.handle, CURLINFO_RESPONSE_CODE, &code);
    if (code != 200) return incoming.bytes <= kForeignBytes ? bytes : 0;
    if (incoming.bytes > limits::kBundleBytes) return 0;
    incoming.status = (*incoming.on_bytes)(as_bytes({data, bytes}));
    return incoming.status ? bytes : 0;
}

std::string sync_url(std::string url) {
    while (!url.empty() && url.back() == '/') url.pop_back();
    return url + "/sync";
}

tl::unexpected<Error> no_link(std::string why) {
    return fail(ErrorCode::network,
                "Belum ada jaringan ke kecamatan. Pekerjaan tetap bisa dilanjutkan; data dikirim "
                "saat jaringan kembali.",
                std::move(why));
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
    if (code >= 500 && code != 511) return no_link(log);
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
    CURL* handle = nullptr;
    curl_slist* headers = nullptr;

    explicit State(std::vector<std::string> given) : urls(std::move(given)) {
        handle = curl_easy_init();
        // curl would add these; the hub needs none of them, and they cost more than a quiet bundle.
        for (const char* header : {"Accept:", "Content-Type:", "Expect:"})
            headers = curl_slist_append(headers, header);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        curl_slist_free_all(headers);
        curl_easy_cleanup(handle);
    }

    void prepare(const std::string& url, ByteView request, std::size_t answer_room,
                 Incoming& incoming) const;
    LinkReply post(const std::string& url, ByteView request, std::size_t answer_room,
                   const std::function<Status(ByteView)>& on_bytes) const;
};

void HttpLink::State::prepare(const std::string& url, ByteView request, std::size_t answer_room,
                              Incoming& incoming) const {
    const auto both_ways = static_cast<long>(request.size() + answer_room);
    const auto set = [this](CURLoption option, auto value) {
        curl_easy_setopt(handle, option, value);  // fails only for options the library lacks
    };
    curl_easy_reset(handle);  // keeps the connection
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(request.data()));
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
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&incoming));
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, count_bytes);
    set(CURLOPT_DEBUGDATA, static_cast<void*>(&incoming));
}

LinkReply HttpLink::State::post(const std::string& url, ByteView request, std::size_t answer_room,
                                const std::function<Status(ByteView)>& on_bytes) const {
    Incoming incoming;
    incoming.handle = handle;
    incoming.on_bytes = &on_bytes;
    prepare(url, request, answer_room, incoming);
    const auto begun = std::chrono::steady_clock::now();
    const CURLcode outcome = curl_easy_perform(handle);
    const auto spent = std::chrono::steady_clock::now() - begun;

    LinkReply reply;
    reply.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
    long code = 0;
    curl_off_t wait = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &wait);
    reply.bytes_up = incoming.up;
    reply.bytes_down = incoming.down;

    if (!incoming.status) {
        reply.outcome = incoming.status;
    } else if (code != 0 && code != 200) {
        reply.wait_seconds = std::clamp<std::int64_t>(wait, 0, kLongestWaitSeconds);
        reply.outcome = foreign_answer(code, reply.wait_seconds);
    } else if (outcome != CURLE_OK) {
        reply.outcome = no_link(std::string("curl: ") + curl_easy_strerror(outcome));
    }
    return reply;
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
    if (state_->urls.empty() || state_->handle == nullptr) {
        reply.outcome =
            fail(ErrorCode::not_found,
                 "Alamat kecamatan belum ada. Daftarkan kios ini dengan undangan.", "no hub URL");
        return reply;
    }
    for (std::size_t tries = 0; tries < state_->urls.size(); ++tries) {
        reply = state_->post(state_->urls[state_->current], request, answer_room, on_bytes);
        // Only where nothing was sent may another address be tried: it might be the same hub.
        const bool is_unreached = !reply.outcome &&
                                  reply.outcome.error().code == ErrorCode::network &&
                                  reply.bytes_up == 0;
        if (!is_unreached) return reply;
        state_->current = (state_->current + 1) % state_->urls.size();
    }
    return reply;
}

}  // namespace disapa
