#include "tests/sim/road.h"

#include <algorithm>
#include <array>

namespace disapa::sim {
namespace {

constexpr Instant kHour = 3600;
constexpr std::size_t kOldAnswers = 6;
constexpr std::size_t kLateCopies = 8;

Status lost() {
    return fail(ErrorCode::network,
                "Belum ada jaringan ke kecamatan. Pekerjaan tetap bisa dilanjutkan; data dikirim "
                "saat jaringan kembali.",
                "the simulated link is cut");
}

struct Chance {
    Mishap mishap;
    std::uint64_t weight;
};
constexpr std::array kChances{Chance{Mishap::no_hub, 6},
                              Chance{Mishap::portal, 5},
                              Chance{Mishap::busy, 3},
                              Chance{Mishap::cut_request, 16},
                              Chance{Mishap::lost_answer, 16},
                              Chance{Mishap::cut_answer, 16},
                              Chance{Mishap::flipped_request, 6},
                              Chance{Mishap::flipped_answer, 6},
                              Chance{Mishap::twice, 8},
                              Chance{Mishap::late_copy, 8},
                              Chance{Mishap::old_answer, 4},
                              Chance{Mishap::hub_loses_power, 4},
                              Chance{Mishap::kiosk_loses_power, 4}};

}  // namespace

bool Weather::is_open(Instant at) const {
    return std::any_of(open.begin(), open.end(), [at](const auto& window) {
        return window.first <= at && at < window.second;
    });
}

Instant Weather::closes(Instant at) const {
    for (const auto& window : open) {
        if (window.first <= at && at < window.second) return window.second;
    }
    return at;
}

void Weather::draw_day(Instant midnight, Dice& dice) {
    open.clear();
    const auto add = [&](Instant from, Instant seconds) {
        open.emplace_back(midnight + from, midnight + from + seconds);
    };
    if (place == Place::none || dice.chance(8)) return;  // heavy rain all day
    switch (place) {
        case Place::vsat:
            add(0, 24 * kHour);
            break;
        case Place::edge:
            add(6 * kHour + dice.between(0, kHour), 5 * kHour);
            add(15 * kHour + dice.between(0, 2 * kHour), 3 * kHour);
            break;
        case Place::hilltop:
            add(18 * kHour, 600);
            break;
        case Place::crawl:
            for (Instant at = 7 * kHour; at < 17 * kHour; at += 2 * kHour)
                add(at + dice.between(0, kHour), 60 + dice.between(0, 240));
            break;
        case Place::none:
            break;
    }
}

Weather draw_place(Dice& dice) {
    Weather weather;
    const auto throws = dice.below(100);
    if (throws < 30) {
        weather = {Weather::Place::vsat, {}, 16000, 1, static_cast<int>(dice.between(2, 20))};
    } else if (throws < 55) {
        weather = {Weather::Place::edge, {}, 5000, 1, static_cast<int>(dice.between(10, 45))};
    } else if (throws < 75) {
        weather = {Weather::Place::hilltop, {}, 12000, 1, static_cast<int>(dice.between(10, 40))};
    } else if (throws < 88) {
        weather = {Weather::Place::crawl, {}, 300, 3, static_cast<int>(dice.between(20, 50))};
    } else {
        weather = {Weather::Place::none, {}, 5000, 1, 20};
    }
    return weather;
}

std::string_view to_text(Weather::Place place) {
    constexpr std::array<std::string_view, 5> kWords{"vsat", "edge", "hilltop", "crawl", "none"};
    return kWords[static_cast<std::size_t>(place)];
}

std::string_view to_text(Mishap mishap) {
    constexpr std::array<std::string_view, 14> kWords{"none",
                                                      "no hub",
                                                      "portal",
                                                      "busy",
                                                      "cut request",
                                                      "lost answer",
                                                      "cut answer",
                                                      "flipped request",
                                                      "flipped answer",
                                                      "twice",
                                                      "late copy",
                                                      "old answer",
                                                      "hub loses power",
                                                      "kiosk loses power"};
    return kWords[static_cast<std::size_t>(mishap)];
}

Mishap Road::draw() {
    if (around_.is_calm || !dice_.chance(weather_.trouble)) return Mishap::none;
    std::uint64_t all = 0;
    for (const auto& chance : kChances) all += chance.weight;
    auto throws = dice_.below(all);
    for (const auto& chance : kChances) {
        if (throws < chance.weight) return chance.mishap;
        throws -= chance.weight;
    }
    return Mishap::none;
}

// How many of these bytes get through before the link closes.
std::size_t Road::within_window(std::size_t bytes) const {
    if (around_.is_calm) return bytes;
    const auto left = weather_.closes(*around_.now) - *around_.now;
    if (left <= 0) return 0;
    return std::min(bytes, static_cast<std::size_t>(left) * weather_.bytes_per_second);
}

void Road::spend(std::size_t bytes, LinkReply& reply) {
    const auto milliseconds = static_cast<std::int64_t>(bytes * 1000 / weather_.bytes_per_second) +
                              weather_.round_trip * 500;
    reply.milliseconds += milliseconds;
    *around_.now += milliseconds / 1000;
    kiosk_.tick(*around_.now);
    around_.hub->tick(*around_.now);
}

void Road::flip(Bytes& bytes) {
    if (bytes.empty()) return;
    bytes[dice_.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << dice_.below(8));
}

LinkReply Road::foreign(Mishap mishap, const std::function<Status(ByteView)>& on_bytes) {
    LinkReply reply;
    reply.bytes_up = mishap == Mishap::no_hub ? 0 : 200;
    if (mishap == Mishap::no_hub)
        reply.trouble = dice_.chance(50) ? Trouble::unreachable : Trouble::no_name;
    if (mishap == Mishap::busy) {
        reply.wait_seconds = dice_.between(30, 600);
        reply.outcome = fail(ErrorCode::throttled,
                             "Kecamatan sedang sibuk. Pengiriman diulang otomatis.", "HTTP 503");
    } else if (mishap == Mishap::portal) {
        // HTTP 200 and a page: only the bundle's own head tells it from the hub.
        reply.outcome = on_bytes(as_bytes("<html><title>Login WiFi</title>HTTP 200 OK</html>"));
        if (reply.outcome) reply.outcome = lost();
    } else {
        reply.outcome = lost();
    }
    return reply;
}

// The hub's side. Nothing when nobody answers.
std::optional<Bytes> Road::ask_hub(Bytes request, Mishap mishap) {
    auto& hub = *around_.hub;
    if (!hub.is_up()) return std::nullopt;
    const std::size_t piece = 1 + dice_.below(4096);
    if (mishap == Mishap::hub_loses_power) around_.disk->fail_after(hub.folder(), dice_.below(60));
    auto answer = hub.serve(request, piece);
    if (mishap == Mishap::twice && hub.is_up()) {
        around_.hub_changed();
        auto again = hub.serve(request, piece);
        if (dice_.chance(50)) answer = std::move(again);
    }
    if (!hub.is_dead()) around_.hub_changed();
    if (hub.is_dead() || !answer) return std::nullopt;
    return std::move(*answer);
}

LinkReply Road::hand_over(Bytes answer, Mishap mishap, LinkReply reply,
                          const std::function<Status(ByteView)>& on_bytes) {
    std::size_t size = within_window(answer.size());
    if (mishap == Mishap::cut_answer)
        size = std::min<std::size_t>(size, dice_.below(answer.size()));
    const bool is_whole = size == answer.size();
    if (mishap == Mishap::flipped_answer) flip(answer);
    spend(size, reply);
    reply.bytes_down = size;
    if (mishap == Mishap::kiosk_loses_power)
        around_.disk->fail_after(kiosk_.folder(), dice_.below(80));
    const std::size_t piece = 1 + dice_.below(6000);
    for (std::size_t at = 0; at < size; at += piece) {
        reply.outcome = on_bytes(ByteView(answer).subspan(at, std::min(piece, size - at)));
        if (!reply.outcome) return reply;
        if (kiosk_.is_dead()) break;
    }
    if (!is_whole || kiosk_.is_dead()) {
        reply.outcome = lost();
        reply.trouble = Trouble::cut;
    }
    return reply;
}

LinkReply Road::post(ByteView request, std::size_t,
                     const std::function<Status(ByteView)>& on_bytes) {
    ++posts_;
    LinkReply reply;
    if (kiosk_.is_dead() || (!around_.is_calm && !weather_.is_open(*around_.now))) {
        reply.outcome = lost();
        reply.trouble = Trouble::no_network;
        return reply;
    }
    const Mishap mishap = draw();
    if (mishap != Mishap::none) {
        met_ = mishap;
        around_.trace->note(*around_.now, kiosk_.name(), "road: " + std::string(to_text(mishap)));
    }
    if (mishap == Mishap::no_hub || mishap == Mishap::portal || mishap == Mishap::busy)
        return foreign(mishap, on_bytes);

    Bytes sent(request.begin(), request.end());
    std::size_t size = within_window(sent.size());
    if (mishap == Mishap::cut_request) size = std::min<std::size_t>(size, dice_.below(sent.size()));
    const bool is_whole = size == sent.size();
    sent.resize(size);
    if (mishap == Mishap::flipped_request) flip(sent);
    spend(size, reply);
    reply.bytes_up = size;
    if (mishap == Mishap::late_copy && around_.late.size() < kLateCopies)
        around_.late.push_back({sent, *around_.now + dice_.between(60, 10 * 24 * kHour)});
    auto answer = ask_hub(std::move(sent), mishap);
    if (!around_.is_calm && dice_.chance(15)) around_.meanwhile(kiosk_);
    if (!is_whole || !answer || mishap == Mishap::lost_answer || kiosk_.is_dead()) {
        reply.outcome = lost();
        reply.trouble = Trouble::cut;
        return reply;
    }
    around_.overheard(kiosk_, request, *answer);
    if (mishap == Mishap::old_answer && !old_answers_.empty()) answer = dice_.any(old_answers_);
    if (old_answers_.size() < kOldAnswers) {
        old_answers_.push_back(*answer);
    } else if (dice_.chance(20)) {
        old_answers_[dice_.below(kOldAnswers)] = *answer;
    }
    return hand_over(std::move(*answer), mishap, std::move(reply), on_bytes);
}

}  // namespace disapa::sim
