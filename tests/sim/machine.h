// The machines of the simulated kecamatan: a folder on a virtual disk, a clock of its own, and the
// real programs' code upon it.
//
// A machine is dead from the moment its disk goes off until `boot`: what its code says in between
// was never said.
#pragma once

#include <memory>

#include "kiosk/counter/counter.h"
#include "sync/agent.h"
#include "sync/hub/invites.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"

namespace disapa::sim {

// What all machines of one run share.
struct Bench {
    std::filesystem::path root;    // of this run, on a tmpfs
    std::filesystem::path assets;  // of the project
    const Catalogue* catalogue = nullptr;
    const Lists* lists = nullptr;
    Disk* disk = nullptr;
};

class Machine {
  public:
    Machine(Bench& bench, std::string name, std::uint64_t seed);
    virtual ~Machine() = default;
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] bool is_dead() const { return bench_.disk->is_off(folder_); }
    [[nodiscard]] bool is_up() const { return up_ && !is_dead(); }
    // The programs end, the disk keeps what it could hold. It stays down until `boot`.
    void power_cut();
    void kill();  // the programs end; the disk keeps everything
    [[nodiscard]] virtual Status boot() = 0;
    // The node whose store the checkers read.
    [[nodiscard]] virtual Node& node() = 0;

    ManualClock clock{0};
    Instant skew = 0;           // of its clock against the true time
    Instant down_until = 0;     // no power before that
    bool is_full = false;       // its disk
    bool is_taken_out = false;  // of service, for ever
    virtual void tick(Instant truth) { clock.set(truth + skew); }

  protected:
    virtual void stop() = 0;

    Bench& bench_;
    std::string name_;
    std::filesystem::path folder_;
    SeededRandom random_;
    SeededRandom disk_random_;
    bool up_ = false;
};

// A person of a desa with a key on a kiosk.
struct Officer {
    KeyId key;
    Role role = Role::none;
    std::string pin;
};

class Kiosk final : public Machine {
  public:
    Kiosk(Bench& bench, std::string name, Region desa, std::uint64_t seed);
    [[nodiscard]] Status boot() override;
    [[nodiscard]] Node& node() override { return counter->node(); }
    void tick(Instant truth) override {
        Machine::tick(truth);
        steady.set(truth);
    }
    // The person at the counter gives his PIN once a boot.
    [[nodiscard]] Result<const Session*> session_of(const Officer& officer);
    // Makes the device (an empty folder) or a person on it out of an invite.
    [[nodiscard]] Result<KeyId> enrol(const Invite& invite, std::string_view pin);

    Region region;
    std::unique_ptr<Counter> counter;  // the screen's process
    std::unique_ptr<Node> agent_node;  // the agent's process: another connection to the same store
    std::unique_ptr<Agent> agent;
    AgentSettings settings;  // what stands in its agent.json
    ManualClock steady{0};   // seconds that nobody sets
    std::vector<Officer> officers;

  private:
    void stop() override;
    SeededRandom agent_random_;
    std::vector<std::unique_ptr<Session>> sessions_;
};

class Hub final : public Machine {
  public:
    Hub(Bench& bench, std::uint64_t seed);
    // The first boot makes the folder.
    [[nodiscard]] Status boot() override;
    [[nodiscard]] Node& node() override { return *server; }
    // What the server does with a request that came this far, and its answer. The bytes come in
    // pieces of `piece`.
    [[nodiscard]] Result<Bytes> serve(ByteView request, std::size_t piece);
    // A key for an officer of the kecamatan, enrolled at once.
    [[nodiscard]] Result<SigningKey> officer(Role role, const std::string& person);

    std::unique_ptr<Node> server;
    std::unique_ptr<HubKeeper> keeper;

  private:
    void stop() override;
};

}  // namespace disapa::sim
