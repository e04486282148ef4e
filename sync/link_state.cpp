#include "sync/link_state.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::string_view kLinkKind = "link";
constexpr std::string_view kStateKey = "state";
constexpr Instant kClockDoubtSeconds = 600;
constexpr std::uint64_t kSlowBytesPerSecond = 1000;

struct Record {
    Instant clock_off = 0, last_contact = 0;
    std::int64_t sent = 0, received = 0, waiting = 0;
    LinkNews news;
    bool operator==(const Record& other) const {
        return clock_off == other.clock_off && last_contact == other.last_contact &&
               sent == other.sent && received == other.received && waiting == other.waiting &&
               news.state == other.news.state && news.sentence == other.news.sentence;
    }
};

// Zeros where there is none.
Record read_record(Node& kiosk) {
    const auto bytes = kiosk.get(kLinkKind, kStateKey);
    if (!bytes || !*bytes) return {};
    const auto json = parse_canonical(**bytes);
    if (!json || !json->is_object()) return {};
    const auto number = [&](const char* key) {
        const auto found = json->find(key);
        return found != json->end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
    };
    const auto text = [&](const char* key) {
        const auto found = json->find(key);
        return found != json->end() && found->is_string() ? found->get<std::string>() : "";
    };
    return {number("clock_off"),      number("last_contact"), number("sent_bytes"),
            number("received_bytes"), number("waiting"),      {text("state"), text("sentence")}};
}

Status write_record(Node& kiosk, const Record& record) {
    const Json json{{"clock_off", record.clock_off},     {"last_contact", record.last_contact},
                    {"received_bytes", record.received}, {"sent_bytes", record.sent},
                    {"sentence", record.news.sentence},  {"state", record.news.state},
                    {"waiting", record.waiting}};
    auto text = to_canonical(json);
    if (!text) return pass(std::move(text));
    return kiosk.write([&](Writer& writer) { return writer.put(kLinkKind, kStateKey, *text); });
}

// The hub's newest time is never in the future: a clock behind it is wrong. One that is ahead shows
// only beside a receipt that was made a moment ago.
Instant clock_off(Node& kiosk, const ExchangeReport& report, Instant before) {
    const auto hub_time = kiosk.hub_time(kiosk.setup().region);
    if (!hub_time) return before;
    const Instant off = *hub_time - kiosk.clock().now();
    if (off > kClockDoubtSeconds) return off;
    const bool is_fresh = report.acts_sent > 0 && report.acknowledged && report.arrived > 0;
    if (!is_fresh) return before < 0 ? before : 0;
    const Instant longest = kClockDoubtSeconds + report.milliseconds / 1000;
    return off < -longest ? off : 0;
}

std::string clock_sentence(Instant off) {
    const Instant minutes = std::abs(off) / 60;
    const std::string much = minutes < 120       ? std::to_string(minutes) + " menit"
                             : minutes < 48 * 60 ? std::to_string(minutes / 60) + " jam"
                                                 : std::to_string(minutes / 60 / 24) + " hari";
    return "Jam kios ini " + much + (off > 0 ? " lebih lambat" : " lebih cepat") +
           " daripada jam kecamatan. Minta petugas membetulkannya; permohonan tetap aman.";
}

LinkNews news_of_error(const ExchangeReport& report) {
    const Error& error = *report.error;
    switch (error.code) {
        case ErrorCode::network:
            switch (report.trouble) {
                case Trouble::no_network:
                    return {"tanpa_jaringan", error.sentence};
                case Trouble::no_name:
                    return {"tanpa_nama", error.sentence};
                case Trouble::unreachable:
                    return {"tak_terjangkau", error.sentence};
                case Trouble::none:
                case Trouble::cut:
                    break;
            }
            return {"terputus", error.sentence};
        case ErrorCode::portal:
            return {"login", error.sentence};
        case ErrorCode::throttled:
            return {"menunggu", error.sentence};
        default:
            return {"ditolak", error.sentence};
    }
}

std::string waiting_sentence(const ExchangeReport& report) {
    if (report.waiting > 0)
        return std::to_string(report.waiting) + " catatan menunggu tanda terima dari kecamatan.";
    if (report.waiting_blobs > 0)
        return "Lampiran masih dikirim: tersisa " + std::to_string(report.waiting_blobs) +
               " berkas.";
    return "Pengiriman belum selesai dan dilanjutkan otomatis.";
}

LinkNews news_of(const ExchangeReport& report, Instant off, bool is_budget_used) {
    if (report.revoked)
        return {"dicabut",
                "Perangkat ini sudah dicabut oleh kecamatan. Hubungi petugas kecamatan."};
    if (report.error) return news_of_error(report);
    if (off != 0) return {"jam", clock_sentence(off)};
    if (is_budget_used && report.waiting_blobs > 0)
        return {"kuota",
                "Jatah data hari ini habis. Permohonan tetap dikirim; lampiran dilanjutkan besok."};
    const bool is_done = report.completed && report.acknowledged;
    const std::string rest =
        is_done ? "Semua data sudah tiba di kecamatan." : waiting_sentence(report);
    if (report.bytes_per_second > 0 && report.bytes_per_second < kSlowBytesPerSecond)
        return {"lambat", "Tersambung, tetapi jaringan sangat lambat. " + rest};
    return {is_done ? "baik" : "menunggu", "Tersambung. " + rest};
}

}  // namespace

Result<LinkNews> tell_exchange(Node& kiosk, const ExchangeReport& report, bool is_budget_used) {
    Record record = read_record(kiosk);
    record.clock_off = clock_off(kiosk, report, record.clock_off);
    record.news = news_of(report, record.clock_off, is_budget_used);
    if (!report.notices.empty()) record.news.sentence = report.notices.front();
    if (report.answered) record.last_contact = kiosk.clock().now();
    record.received += static_cast<std::int64_t>(report.bytes_down);
    record.sent += static_cast<std::int64_t>(report.bytes_up);
    record.waiting = static_cast<std::int64_t>(report.waiting);
    auto written = write_record(kiosk, record);
    if (!written) return pass(std::move(written));
    return record.news;
}

Status tell_news(Node& kiosk, const LinkNews& news) {
    const Record before = read_record(kiosk);
    Record record = before;
    record.news = news;
    return record == before ? Status{} : write_record(kiosk, record);
}

LinkNews news_of_no_network() {
    return {"tanpa_jaringan",
            "Kios tidak tersambung ke jaringan apa pun. Periksa kabel, modem atau Wi-Fi. "
            "Pekerjaan tetap bisa dilanjutkan; data dikirim saat jaringan kembali."};
}

LinkNews news_of_window(const std::string& opens_at) {
    return {"jendela", "Menunggu jam kirim pukul " + opens_at +
                           ". Pekerjaan tetap bisa dilanjutkan; permohonan aman di kios ini."};
}

}  // namespace disapa
