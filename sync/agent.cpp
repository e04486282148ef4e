#include "sync/agent.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::string_view kLinkKind = "link";
constexpr std::string_view kStateKey = "state";
constexpr Instant kSpreadSeconds = 20;  // power comes back to a whole kecamatan at once

std::string count_text(std::uint64_t count) {
    return std::to_string(count);
}

std::string state_of(const ExchangeReport& report) {
    if (report.revoked) return "dicabut";
    if (report.error) {
        switch (report.error->code) {
            case ErrorCode::network:
                return "terputus";
            case ErrorCode::portal:
                return "login";
            case ErrorCode::throttled:
                return "menunggu";
            default:
                return "ditolak";
        }
    }
    return report.completed && report.acknowledged ? "baik" : "menunggu";
}

std::string sentence_of(const ExchangeReport& report) {
    if (!report.notices.empty()) return report.notices.front();
    if (report.error) return report.error->sentence;
    if (report.completed && report.acknowledged)
        return "Tersambung. Semua data sudah tiba di kecamatan.";
    if (report.waiting > 0)
        return "Tersambung. " + count_text(report.waiting) +
               " catatan menunggu tanda terima dari kecamatan.";
    if (report.waiting_blobs > 0)
        return "Tersambung. Lampiran masih dikirim: tersisa " + count_text(report.waiting_blobs) +
               " berkas.";
    return "Tersambung, tetapi belum selesai. Pengiriman dilanjutkan otomatis.";
}

// The sums of the record before, or zeros.
struct Sums {
    Instant last_contact = 0;
    std::int64_t sent = 0, received = 0;
};
Sums sums_of(Node& kiosk) {
    const auto record = kiosk.get(kLinkKind, kStateKey);
    if (!record || !*record) return {};
    const auto json = parse_canonical(**record);
    if (!json || !json->is_object()) return {};
    const auto number = [&](const char* key) {
        const auto found = json->find(key);
        return found != json->end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
    };
    return {number("last_contact"), number("sent_bytes"), number("received_bytes")};
}

}  // namespace

Instant Rhythm::jitter(Instant seconds) {
    std::uint8_t byte = 0;
    random_.fill({&byte, 1});
    return seconds * 3 / 4 + seconds * byte / 510;  // three to five quarters
}

void Rhythm::ended(Instant now, bool reached, Instant asked_wait) {
    said_since_.reset();
    if (reached) {
        failures_ = 0;
        calm_at_ = now + jitter(kCalmSeconds);
        not_before_ = now + asked_wait;
        return;
    }
    const Instant wait =
        std::min(kFirstRetrySeconds << std::min<std::uint64_t>(failures_, 6), kLongestRetrySeconds);
    failures_ += 1;
    not_before_ = now + std::max(jitter(wait), asked_wait);
    calm_at_ = not_before_;
}

bool Rhythm::is_due(Instant now, bool something_to_say) {
    if (!begun_) {
        begun_ = true;
        std::uint8_t byte = 0;
        random_.fill({&byte, 1});
        not_before_ = now + kSpreadSeconds * byte / 255;
        calm_at_ = not_before_;
    }
    if (!something_to_say) {
        said_since_.reset();
    } else if (!said_since_) {
        said_since_ = now;
    }
    if (now < not_before_) return false;
    if (said_since_ && now - *said_since_ >= kGatherSeconds) return true;
    return now >= calm_at_;
}

Result<AgentResult> exchange_and_tell(Node& kiosk, Link& link) {
    AgentResult result;
    result.report = exchange(kiosk, link);
    result.state = state_of(result.report);
    result.sentence = sentence_of(result.report);
    const Sums before = sums_of(kiosk);
    const Json state{
        {"last_contact", result.report.answered ? kiosk.clock().now() : before.last_contact},
        {"received_bytes", before.received + static_cast<std::int64_t>(result.report.bytes_down)},
        {"sent_bytes", before.sent + static_cast<std::int64_t>(result.report.bytes_up)},
        {"sentence", result.sentence},
        {"state", result.state},
        {"waiting", result.report.waiting}};
    auto text = to_canonical(state);
    if (!text) return pass(std::move(text));
    auto written =
        kiosk.write([&](Writer& writer) { return writer.put(kLinkKind, kStateKey, *text); });
    if (!written) return pass(std::move(written));
    return result;
}

Status run_agent(Node& kiosk, const std::function<std::unique_ptr<Link>()>& make_link,
                 const std::atomic<bool>& stop) {
    // The rhythm runs by a clock that nobody sets: a kiosk's calendar may jump by years.
    const auto seconds = [] {
        return std::chrono::duration_cast<std::chrono::seconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    };
    Rhythm rhythm(kiosk.random());
    std::uint64_t seen = 0;
    bool has_looked = false, something = false;
    while (!stop) {
        if (const std::uint64_t version = kiosk.version(); !has_looked || seen != version) {
            auto to_say = has_something_to_say(kiosk);
            if (!to_say) return pass(std::move(to_say));
            something = *to_say;
            seen = version;
            has_looked = true;
        }
        if (!rhythm.is_due(seconds(), something)) {
            std::this_thread::sleep_for(std::chrono::seconds(1));
            continue;
        }
        const auto link = make_link();
        auto result = exchange_and_tell(kiosk, *link);
        if (!result) return pass(std::move(result));
        const ExchangeReport& report = result->report;
        for (const std::string& line : report.log) std::fprintf(stderr, "%s\n", line.c_str());
        std::fprintf(stderr, "exchange: %s, %llu up, %llu down, %llu posts\n",
                     result->state.c_str(), static_cast<unsigned long long>(report.bytes_up),
                     static_cast<unsigned long long>(report.bytes_down),
                     static_cast<unsigned long long>(report.posts));
        rhythm.ended(seconds(), report.completed, report.wait_seconds);
        has_looked = false;
    }
    return {};
}

}  // namespace disapa
