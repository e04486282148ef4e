// The road between a kiosk and the hub: hours with a link, a rate, and everything that goes wrong
// on it, drawn from a seed.
#pragma once

#include <functional>

#include "sync/link.h"
#include "tests/sim/machine.h"
#include "tests/sim/trace.h"

namespace disapa::sim {

// What kind of link a desa has, by one day's hours.
struct Weather {
    enum class Place { vsat, edge, hilltop, crawl, none };
    Place place = Place::vsat;
    std::vector<std::pair<Instant, Instant>> open;  // this day's windows, true time
    std::uint64_t bytes_per_second = 16000;
    Instant round_trip = 1;
    int trouble = 10;  // percent of posts that something happens to

    [[nodiscard]] bool is_open(Instant at) const;
    [[nodiscard]] Instant closes(Instant at) const;  // at, when it is not open
    // Draws the windows of the day that begins at `midnight`.
    void draw_day(Instant midnight, Dice& dice);
};
[[nodiscard]] Weather draw_place(Dice& dice);
[[nodiscard]] std::string_view to_text(Weather::Place place);

enum class Mishap {
    none,
    no_hub,       // nobody answers
    portal,       // a login page answers
    busy,         // 503 and Retry-After
    cut_request,  // after some bytes
    lost_answer,  // the hub took it all
    cut_answer,
    flipped_request,  // one bit
    flipped_answer,
    twice,            // the request is served twice; the first answer arrives
    late_copy,        // and a copy of the request comes hours later
    old_answer,       // the answer of another day arrives in its place
    hub_loses_power,  // while it serves
    kiosk_loses_power,
};
[[nodiscard]] std::string_view to_text(Mishap mishap);

// What every road needs of the world around.
struct Surroundings {
    Hub* hub = nullptr;
    Trace* trace = nullptr;
    Disk* disk = nullptr;
    Instant* now = nullptr;
    std::function<void(Kiosk&)> meanwhile;  // somebody does something while bytes are on their way
    std::function<void()> hub_changed;      // the hub has served something
    // An answer on its way to this kiosk, with the request it answers: for those who look whether
    // it carries what it must not.
    std::function<void(Kiosk&, ByteView request, ByteView answer)> overheard;
    bool is_calm = false;  // the end of the run: nothing goes wrong any more
    struct LateCopy {
        Bytes request;
        Instant due;
    };
    std::vector<LateCopy> late;  // requests that come again
};

// One connection of one exchange.
class Road final : public Link {
  public:
    Road(Surroundings& around, Kiosk& kiosk, const Weather& weather,
         std::vector<Bytes>& old_answers, Dice& dice)
        : around_(around),
          kiosk_(kiosk),
          weather_(weather),
          old_answers_(old_answers),
          dice_(dice) {}
    [[nodiscard]] LinkReply post(ByteView request, std::size_t answer_room,
                                 const std::function<Status(ByteView)>& on_bytes) override;
    // What happened in this exchange, for whoever judges what was told about it.
    [[nodiscard]] bool met(Mishap mishap) const { return met_ == mishap; }
    [[nodiscard]] std::uint64_t posts() const { return posts_; }

  private:
    [[nodiscard]] Mishap draw();
    [[nodiscard]] LinkReply foreign(Mishap mishap, const std::function<Status(ByteView)>& on_bytes);
    [[nodiscard]] std::optional<Bytes> ask_hub(Bytes request, Mishap mishap);
    [[nodiscard]] LinkReply hand_over(Bytes answer, Mishap mishap, LinkReply reply,
                                      const std::function<Status(ByteView)>& on_bytes);
    [[nodiscard]] std::size_t within_window(std::size_t bytes) const;
    void spend(std::size_t bytes, LinkReply& reply);
    void flip(Bytes& bytes);

    Surroundings& around_;
    Kiosk& kiosk_;
    const Weather& weather_;
    std::vector<Bytes>& old_answers_;
    Dice& dice_;
    Mishap met_ = Mishap::none;
    std::uint64_t posts_ = 0;
};

}  // namespace disapa::sim
