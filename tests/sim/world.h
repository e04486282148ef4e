// One run: a kecamatan of one hub and two desa, its people, its weather and its accidents, for so
// many days out of one seed.
#pragma once

#include "tests/sim/courier.h"
#include "tests/sim/desa_people.h"
#include "tests/sim/desk_people.h"
#include "tests/sim/hostile.h"
#include "tests/sim/road.h"

namespace disapa::sim {

struct Outcome {
    std::uint64_t seed = 0;
    std::string checker, what;  // empty: every rule held
    std::uint64_t hash = 0, events = 0;
    std::uint64_t acts = 0, exchanges = 0, decisions = 0, cuts = 0;
    std::deque<std::string> tail;
    [[nodiscard]] bool held() const { return checker.empty(); }
};

struct RunOptions {
    std::uint64_t seed = 1;
    int days = 30;
    bool aloud = false;
    std::filesystem::path root;    // a folder of this run alone, on a tmpfs; wiped at the end
    std::filesystem::path source;  // of the project
};
[[nodiscard]] Outcome run_seed(const RunOptions& options);

class World {
  public:
    World(const RunOptions& options, Disk& disk, Trace& trace);
    void run();
    void count(Outcome& outcome) const;

  private:
    enum class Kind { visit, tick, desk, admin, mishap, late, ride, ride_to_hub, forge };
    struct Event {
        Instant at = 0;
        Kind kind = Kind::tick;
        std::size_t kiosk = 0;
    };
    // One desa's kiosk with what belongs to it in this world.
    struct Post {
        std::unique_ptr<Kiosk> kiosk;
        Weather weather;
        std::vector<Bytes> old_answers;
        int visits = 4;  // a day
    };

    void found();  // hub, offices, officers, kiosks
    void add_kiosk(const Region& desa);
    void enrol_person(Kiosk& kiosk, Role role);
    void learn_key(const KeyId& key, Role role, const Region& region, const KeyId& device);

    void day(int number);
    void plan_accidents(Instant midnight);
    void plan_rides(Instant begin);
    void live(const Event& event);
    void visit(Post& post);
    void agent_tick(Post& post);
    void exchange(Post& post);
    void desk();
    void administer();
    void accident(Post& post);
    void hub_accident();
    void serve_late();
    void ride(Post& post);  // the motorcycle stops at a kiosk, or at the hub
    void ride_to_hub();
    void forge();
    void overhear(Kiosk& kiosk, ByteView request, ByteView answer);
    void settle(Machine& machine);  // power back, where it went
    void boot(Machine& machine);
    void tick_clocks();
    void midnight(int number);
    void check_whole(Machine& machine);
    void judge_told(Post& post, const Road& road, const AgentResult& result);

    void heal();
    [[nodiscard]] std::string unequal();
    void check_end();

    [[nodiscard]] std::vector<Region> regions_of(const Machine& machine) const;
    void note(std::string_view who, std::string_view what) { trace_.note(now_, who, what); }

    RunOptions options_;
    Disk& disk_;
    Trace& trace_;
    Catalogue catalogue_;
    Lists lists_;
    Bench bench_;
    Instant now_ = 0;
    Dice world_dice_, fault_dice_, road_dice_;
    Truth truth_;
    Checkers checkers_{truth_};
    test::People people_;
    std::unique_ptr<Hub> hub_;
    std::vector<Post> posts_;
    std::unique_ptr<DesaPeople> desa_;
    std::unique_ptr<DeskPeople> desk_;
    std::unique_ptr<Motorcycle> motorcycle_;
    std::unique_ptr<Hostile> hostile_;  // the last kiosk's owner, in some runs
    Surroundings around_;
    std::vector<Event> plan_;
    std::vector<Region> desa_regions_;
    bool is_meanwhile_ = false;
    std::uint64_t exchanges_ = 0, cuts_ = 0, persons_ = 0;
};

}  // namespace disapa::sim
