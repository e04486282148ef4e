#include "sync/under_way.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa {
namespace {

constexpr double kFill = 1.25;  // of what the road holds
constexpr double kMostBytes = 4 * 1024 * 1024;
constexpr double kChunk = limits::kChunkBytes;
// A queue makes trips differ too: without a bound it would ask for more of itself.
constexpr double kMostForUnrest = kChunk / 2;

}  // namespace

Traffic traffic_of(int socket) {
    Traffic traffic;
    tcp_info info{};
    socklen_t size = sizeof info;
    int unheard = 0;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        ::ioctl(socket, SIOCOUTQ, &unheard) != 0)
        return traffic;
    if (info.tcpi_snd_mss > 0) traffic.packet = info.tcpi_snd_mss;
    const double gone = static_cast<double>(info.tcpi_sacked) + info.tcpi_lost;
    traffic.unheard = unheard;
    traffic.under_way = std::max(0.0, unheard - gone * static_cast<double>(traffic.packet));
    traffic.trip = info.tcpi_rtt / 1e6;
    traffic.best_trip = info.tcpi_min_rtt / 1e6;
    traffic.unrest = info.tcpi_rttvar / 1e6;
    return traffic;
}

void UnderWay::learn(const std::vector<Traffic>& connections, Moment now) {
    double best = 0, newest = 0, unrest = 0;
    for (const Traffic& traffic : connections) {
        if (traffic.trip <= 0 || traffic.best_trip <= 0) continue;
        newest = std::max(newest, traffic.trip);
        unrest = std::max(unrest, traffic.unrest);
        best = best > 0 ? std::min(best, traffic.best_trip) : traffic.best_trip;
    }
    if (newest <= 0 || now - learnt_ < std::chrono::duration<double>(newest)) return;
    learnt_ = now;
    is_fast_ = bytes_ / newest > kChunk;
    const double rate = bytes_ / newest;
    const double fitting = rate * kFill * best + std::min(rate * 2 * unrest, kMostForUnrest);
    // Up at once, down by halves: one late packet is no queue yet.
    const double next = fitting > bytes_ ? fitting : (bytes_ + fitting) / 2;
    bytes_ = std::clamp(next, kFewestBytes, kMostBytes);
}

std::size_t UnderWay::room(const Traffic& connection, std::size_t sending, double elsewhere) const {
    const double share = bytes_ / static_cast<double>(std::max<std::size_t>(sending, 1));
    // Behind a lost packet a slow road is better kept full than a cut's loss kept smallest.
    const double unheard_most = is_fast_ ? bytes_ : bytes_ + kChunk;
    const double free = std::min({share - connection.under_way, unheard_most - connection.unheard,
                                  bytes_ - elsewhere - connection.under_way});
    const auto packets = static_cast<std::size_t>(std::max(free, 0.0)) / connection.packet;
    const bool is_empty = connection.unheard + elsewhere <= 0;
    return connection.packet * (is_empty ? std::max<std::size_t>(packets, 1) : packets);
}

}  // namespace disapa
