// How much may be on the road at once, on all connections of a link together: what the road itself
// holds and a quarter, so that it stays full. The kernel alone would fill a modem's queue, and all
// of that is lost with the power; so is what came through behind one lost packet.
//
// Learnt from how long packets take there and back: those that come later than the road needs stood
// in a queue, but for what trips differ by anyway: half a chunk at most, since a queue makes them
// differ too. Bytes and seconds. Pure but for traffic_of; one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace disapa {

// What one connection has on the road, as its kernel tells.
struct Traffic {
    std::size_t packet = 1448;       // bytes of a full one
    double under_way = 0;            // bytes that may still be on the road or wait for it
    double unheard = 0;              // and those that wait at the other side for a lost one
    double trip = 0, best_trip = 0;  // there and back; 0: unknown
    double unrest = 0;               // how far trips differ
};
[[nodiscard]] Traffic traffic_of(int socket);  // of TCP; what cannot be told stays as above

class UnderWay {
  public:
    using Moment = std::chrono::steady_clock::time_point;

    // Of all connections, while one of them waits for room. Looks once a round trip.
    void learn(const std::vector<Traffic>& connections, Moment now);

    // Bytes that may follow on one of `sending` connections that have something to hand over,
    // beside what is `elsewhere` under way: whole packets, since each of them has its head. Onto an
    // empty road at least one, however large this network's packets are.
    [[nodiscard]] std::size_t room(const Traffic& connection, std::size_t sending,
                                   double elsewhere) const;

    // More than a chunk a second: a pause after a lost packet costs less.
    [[nodiscard]] bool is_fast() const { return is_fast_; }
    [[nodiscard]] double bytes() const { return bytes_; }

  private:
    static constexpr double kFewestBytes = 16 * 1024;
    double bytes_ = kFewestBytes;
    bool is_fast_ = false;
    Moment learnt_;
};

}  // namespace disapa
