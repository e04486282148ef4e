// disapa-linkemu: one weak link between two network namespaces, packet by packet.
//
// It opens a TUN device in each namespace (192.0.2.1 in A, the kiosk's; 192.0.2.2 in B, the hub's)
// and carries IP packets between them with a rate, a drop-tail queue as a modem has, delay, jitter
// that keeps the order, random loss and a schedule of up and down. The kernels at both ends speak
// real TCP, and the counters are bytes of IP packets. The namespaces have no other device, so
// nothing leaves the machine.
//
// Commands are lines on standard input; each is answered with the counters as one line of JSON:
//   stat       nothing but the counters
//   cut N      once N more payload bytes came from A to B the link goes down, as in a power cut
//   restore    up again; connections from before stay dead, as after a power cut at A
//   down, up   the link alone
//   phase      the schedule of up and down begins anew
// It ends with standard input.
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <deque>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "shared/base/bytes.h"

namespace disapa::test {
namespace {

using Seconds = double;  // of the steady clock
constexpr std::size_t kLeastQueueBytes = 24000;
constexpr std::size_t kUnlimitedQueueBytes = 16 << 20;
constexpr int kPacketsPerTurn = 64;

Seconds now() {
    return std::chrono::duration<Seconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

[[noreturn]] void die(const std::string& what) {
    std::cerr << "disapa-linkemu: " << what << ": " << std::strerror(errno) << "\n";
    std::exit(1);
}

struct Options {
    std::array<std::string, 2> space;
    std::array<double, 2> kilobits{0, 0};  // A to B, B to A; 0 is unlimited
    double delay_ms = 0, jitter_ms = 0;    // each way
    double loss_percent = 0;
    double up_s = 0, down_s = 0;  // 0: always up
    double queue_s = 2;
    std::uint64_t seed = 1;
    std::string pcap;
};

// What of an IPv4 packet matters here.
struct Seen {
    std::uint32_t flow = 0;  // A's port and B's; 0: no TCP
    std::uint32_t sequence = 0;
    bool opens = false;  // SYN without ACK
    std::size_t payload = 0;
};

Seen look(ByteView packet, int direction) {
    Seen seen;
    if (packet.size() < 40 || packet[0] >> 4 != 4) return seen;
    const auto u16 = [&](std::size_t at) {
        return static_cast<std::uint32_t>(packet[at] << 8 | packet[at + 1]);
    };
    const std::size_t head = (packet[0] & 15U) * 4U, total = u16(2);
    if (packet[9] != 6 || total > packet.size() || total < head + 20) return seen;
    const auto from = u16(head), to = u16(head + 2);
    seen.flow = direction == 0 ? from << 16 | to : to << 16 | from;
    seen.sequence = u16(head + 4) << 16 | u16(head + 6);
    seen.opens = (packet[head + 13] & 0x12) == 0x02;
    const std::size_t data = head + static_cast<std::size_t>(packet[head + 12] >> 4) * 4;
    seen.payload = total > data ? total - data : 0;
    return seen;
}

struct Packet {
    Seconds due = 0;
    Bytes bytes;
    bool lost = false;
};

// Sums of packets and bytes of one direction.
struct Counters {
    std::uint64_t offered_p = 0;              // handed over by the kernel
    std::uint64_t wire_p = 0, wire_b = 0;     // sent, also those then lost
    std::uint64_t lost_b = 0, dropped_b = 0;  // by chance; by the full queue
    std::uint64_t down_b = 0;                 // offered while the link was down
    std::uint64_t held_b = 0;                 // sent, and in the modem or the air at a cut
    std::uint64_t payload_b = 0;              // delivered TCP data
};

void to_json(nlohmann::json& json, const Counters& c) {
    json = {{"offered_p", c.offered_p}, {"wire_p", c.wire_p},      {"wire_b", c.wire_b},
            {"lost_b", c.lost_b},       {"down_b", c.down_b},      {"dropped_b", c.dropped_b},
            {"held_b", c.held_b},       {"payload_b", c.payload_b}};
}

struct Direction {
    int device = -1;  // of the sender
    double bytes_per_second = 0;
    std::size_t queue_bytes = 0;
    Seconds free_at = 0, last_due = 0;
    std::deque<Packet> under_way;
    Counters count;
};

class Emulator {
  public:
    explicit Emulator(const Options& options);
    void run();

  private:
    [[nodiscard]] bool is_up(Seconds at) const;
    void deliver(int direction);
    void take(int direction);
    void put(int direction, Bytes packet, bool dead);
    [[nodiscard]] bool obey();
    void save(const Packet& packet);

    Options options_;
    std::array<Direction, 2> way_;
    Seconds began_ = now();
    bool forced_down_ = false;
    std::uint64_t cut_at_ = 0;
    std::mt19937_64 random_;
    std::set<std::pair<std::uint32_t, std::uint32_t>> opened_;
    std::set<std::uint32_t> live_, dead_;  // connections; dead: of a kiosk that lost power
    std::uint64_t connections_ = 0, turns_ = 0;
    int last_talker_ = -1;
    std::string typed_;
    std::ofstream pcap_;
};

int open_device(const std::string& space, int side) {
    const int handle = open(("/var/run/netns/" + space).c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0 || setns(handle, CLONE_NEWNET) < 0) die("namespace " + space);
    close(handle);
    const int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ifreq request{};
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strcpy(request.ifr_name, "weak");
    if (device < 0 || ioctl(device, TUNSETIFF, &request) < 0) die("/dev/net/tun");
    const std::string mine = "192.0.2." + std::to_string(side + 1);
    const std::string peer = "192.0.2." + std::to_string(2 - side);
    const std::string setup = "ip link set lo up && ip addr add " + mine + " peer " + peer +
                              " dev weak && ip link set weak up txqueuelen 2000";
    if (std::system(setup.c_str()) != 0) die("ip");
    return device;
}

Emulator::Emulator(const Options& options) : options_(options), random_(options.seed) {
    for (int i = 0; i < 2; ++i) {
        const auto n = static_cast<std::size_t>(i);
        auto& way = way_[n];
        way.device = open_device(options.space[n], i);
        way.bytes_per_second = options.kilobits[n] * 125;
        way.queue_bytes =
            way.bytes_per_second > 0
                ? std::max(kLeastQueueBytes,
                           static_cast<std::size_t>(way.bytes_per_second * options.queue_s))
                : kUnlimitedQueueBytes;
    }
    if (options.pcap.empty()) return;
    pcap_.open(options.pcap, std::ios::binary);
    const std::array<std::uint32_t, 6> head{0xa1b2c3d4, 4U << 16 | 2, 0, 0, 65535, 101};  // raw IP
    pcap_.write(reinterpret_cast<const char*>(head.data()), sizeof head);
}

bool Emulator::is_up(Seconds at) const {
    if (forced_down_) return false;
    const Seconds period = options_.up_s + options_.down_s;
    return options_.down_s <= 0 || std::fmod(at - began_, period) < options_.up_s;
}

void Emulator::save(const Packet& packet) {
    if (!pcap_.is_open()) return;
    const auto microseconds = static_cast<std::uint64_t>((now() - began_) * 1e6);
    const auto size = static_cast<std::uint32_t>(packet.bytes.size());
    const std::array<std::uint32_t, 4> head{static_cast<std::uint32_t>(microseconds / 1000000),
                                            static_cast<std::uint32_t>(microseconds % 1000000),
                                            size, size};
    pcap_.write(reinterpret_cast<const char*>(head.data()), sizeof head);
    pcap_.write(reinterpret_cast<const char*>(packet.bytes.data()), size);
    pcap_.flush();
}

void Emulator::deliver(int direction) {
    auto& way = way_[static_cast<std::size_t>(direction)];
    while (!way.under_way.empty() && way.under_way.front().due <= now()) {
        const Packet packet = std::move(way.under_way.front());
        way.under_way.pop_front();
        if (packet.lost) continue;
        if (forced_down_) {
            way.count.held_b += packet.bytes.size();
            continue;
        }
        const auto& far = way_[static_cast<std::size_t>(1 - direction)];
        if (write(far.device, packet.bytes.data(), packet.bytes.size()) < 0) continue;
        const Seen seen = look(packet.bytes, direction);
        way.count.payload_b += seen.payload;
        if (seen.payload > 0 && direction != last_talker_) {
            ++turns_;
            last_talker_ = direction;
        }
        if (direction == 0 && cut_at_ > 0 && way.count.payload_b >= cut_at_) {
            forced_down_ = true;
            cut_at_ = 0;
        }
    }
}

void Emulator::take(int direction) {
    std::array<std::uint8_t, 65536> buffer;
    auto& way = way_[static_cast<std::size_t>(direction)];
    for (int i = 0; i < kPacketsPerTurn; ++i) {
        const ssize_t size = read(way.device, buffer.data(), buffer.size());
        if (size <= 0) return;
        Bytes packet(buffer.begin(), buffer.begin() + size);
        const Seen seen = look(packet, direction);
        const bool dead = seen.flow != 0 && dead_.contains(seen.flow);
        if (dead && direction == 0) continue;  // a kernel without power sends nothing
        if (seen.flow != 0 && !dead) live_.insert(seen.flow);
        if (seen.opens && opened_.emplace(seen.flow, seen.sequence).second) ++connections_;
        put(direction, std::move(packet), dead);
    }
}

void Emulator::put(int direction, Bytes packet, bool dead) {
    auto& way = way_[static_cast<std::size_t>(direction)];
    auto& count = way.count;
    const auto size = packet.size();
    const Seconds at = now();
    const Seconds start = std::max(at, way.free_at);
    const double rate = way.bytes_per_second;
    const Seconds sent = rate > 0 ? start + static_cast<double>(size) / rate : at;
    ++count.offered_p;
    if (!is_up(at) || !is_up(sent)) {
        count.down_b += size;
        return;
    }
    if (rate > 0 &&
        (start - at) * rate + static_cast<double>(size) > static_cast<double>(way.queue_bytes)) {
        count.dropped_b += size;
        return;
    }
    if (rate > 0) way.free_at = sent;
    ++count.wire_p;
    count.wire_b += size;
    std::uniform_real_distribution<double> uniform(0, 1);
    const bool unlucky =
        options_.loss_percent > 0 && uniform(random_) * 100 < options_.loss_percent;
    if (unlucky || dead) count.lost_b += size;
    const double wobble =
        options_.jitter_ms > 0 ? (2 * uniform(random_) - 1) * options_.jitter_ms : 0;
    way.last_due = std::max(way.last_due, sent + (options_.delay_ms + wobble) / 1000);
    Packet sending{way.last_due, std::move(packet), unlucky || dead};
    save(sending);
    way.under_way.push_back(std::move(sending));
}

// Reads what was typed; false at its end.
bool Emulator::obey() {
    std::array<char, 256> buffer;
    const ssize_t size = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size <= 0) return false;
    typed_.append(buffer.data(), static_cast<std::size_t>(size));
    for (auto end = typed_.find('\n'); end != std::string::npos; end = typed_.find('\n')) {
        const std::string line = typed_.substr(0, end);
        typed_.erase(0, end + 1);
        if (line.starts_with("cut "))
            cut_at_ = way_[0].count.payload_b + std::stoull(line.substr(4));
        if (line == "down") forced_down_ = true;
        if (line == "up" || line == "restore") forced_down_ = false;
        if (line == "restore") {
            dead_ = live_;
            cut_at_ = 0;
        }
        if (line == "phase") began_ = now();
        const nlohmann::json counters{{"ab", way_[0].count},
                                      {"ba", way_[1].count},
                                      {"conns", connections_},
                                      {"turns", turns_},
                                      {"forced", forced_down_}};
        std::cout << counters.dump() << std::endl;
    }
    return true;
}

void Emulator::run() {
    std::cout << "ready" << std::endl;
    for (;;) {
        Seconds next = now() + 1;
        for (int i = 0; i < 2; ++i) {
            deliver(i);
            const auto& queue = way_[static_cast<std::size_t>(i)].under_way;
            if (!queue.empty()) next = std::min(next, queue.front().due);
        }
        const Seconds wait = std::max(0.0, next - now());
        const timespec time{static_cast<time_t>(wait),
                            static_cast<long>((wait - std::floor(wait)) * 1e9)};
        std::array<pollfd, 3> polled{
            {{way_[0].device, POLLIN, 0}, {way_[1].device, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
        if (ppoll(polled.data(), polled.size(), &time, nullptr) < 0) continue;
        for (int i = 0; i < 2; ++i) {
            if (polled[static_cast<std::size_t>(i)].revents != 0) take(i);
        }
        if (polled[2].revents != 0 && !obey()) return;
    }
}

int run_main(int count, char** words) {
    Options options;
    CLI::App app{"One weak link between two network namespaces; needs root."};
    app.add_option("--ns-a", options.space[0], "namespace of the kiosk")->required();
    app.add_option("--ns-b", options.space[1], "namespace of the hub")->required();
    app.add_option("--rate-ab", options.kilobits[0], "kbit/s from A to B; 0 is unlimited");
    app.add_option("--rate-ba", options.kilobits[1], "kbit/s from B to A");
    app.add_option("--delay", options.delay_ms, "ms each way");
    app.add_option("--jitter", options.jitter_ms, "ms more or less, each way");
    app.add_option("--loss", options.loss_percent, "percent of the packets, each way");
    app.add_option("--up", options.up_s, "seconds of a period in which the link is up");
    app.add_option("--down", options.down_s, "seconds of a period in which it is down; 0: never");
    app.add_option("--queue-s", options.queue_s, "seconds of rate that the modem holds");
    app.add_option("--seed", options.seed, "of loss and jitter");
    app.add_option("--pcap", options.pcap, "file for every packet that went onto the link");
    CLI11_PARSE(app, count, words);
    Emulator(options).run();
    return 0;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run_main(count, words);
}
