#include "tests/sim/machine.h"

#include <algorithm>

#include "kiosk/counter/officers.h"
#include "sync/answer.h"
#include "sync/hub/admin.h"
#include "tests/support/village.h"

namespace disapa::sim {

Machine::Machine(Bench& bench, std::string name, std::uint64_t seed)
    : bench_(bench),
      name_(std::move(name)),
      folder_(bench.root / name_),
      random_(seed),
      disk_random_(seed + 1) {
    std::filesystem::create_directories(folder_);
    bench_.disk->watch(folder_);
}

void Machine::power_cut() {
    stop();
    up_ = false;
    bench_.disk->cut(folder_, disk_random_);
}

void Machine::kill() {
    stop();
    up_ = false;
    bench_.disk->restore(folder_);
}

Kiosk::Kiosk(Bench& bench, std::string name, Region desa, std::uint64_t seed)
    : Machine(bench, std::move(name), seed), region(std::move(desa)), agent_random_(seed + 2) {}

void Kiosk::stop() {
    sessions_.clear();
    agent.reset();
    agent_node.reset();
    counter.reset();
}

Status Kiosk::boot() {
    stop();
    auto opened = Counter::open(folder_ / "data", bench_.assets, clock, random_);
    if (!opened) return pass(std::move(opened));
    counter = std::make_unique<Counter>(std::move(*opened));
    auto node = Node::open(folder_ / "data", clock, agent_random_);
    if (!node) return pass(std::move(node));
    agent_node = std::make_unique<Node>(std::move(*node));
    agent = std::make_unique<Agent>(*agent_node, settings, steady);
    up_ = true;
    return {};
}

Result<const Session*> Kiosk::session_of(const Officer& officer) {
    for (const auto& session : sessions_) {
        if (session->officer().key == officer.key) return session.get();
    }
    auto opened = counter->sign_in(officer.key, officer.pin);
    if (!opened) return pass(std::move(opened));
    sessions_.push_back(std::make_unique<Session>(std::move(*opened)));
    return sessions_.back().get();
}

Result<KeyId> Kiosk::enrol(const Invite& invite, std::string_view pin) {
    auto key =
        Counter::enrol(folder_ / "data", to_text(invite), pin, clock, random_, kArgon2ForTests);
    if (key && invite.role != Role::kiosk)
        officers.push_back({*key, invite.role, std::string(pin)});
    return key;
}

Hub::Hub(Bench& bench, std::uint64_t seed) : Machine(bench, "hub", seed) {}

void Hub::stop() {
    keeper.reset();
    server.reset();
}

Status Hub::boot() {
    stop();
    const auto data = folder_ / "data";
    if (!std::filesystem::exists(data)) {
        auto made =
            admin::init(data, {test::tabang().region, "Tabang", "https://tabang.example", true},
                        *bench_.catalogue, clock, random_);
        if (!made) return made;
    }
    auto opened = Node::open(data, clock, random_, {.checkpointer = true});
    if (!opened) return pass(std::move(opened));
    server = std::make_unique<Node>(std::move(*opened));
    keeper = std::make_unique<HubKeeper>(*server);
    up_ = true;
    return {};
}

Result<Bytes> Hub::serve(ByteView request, std::size_t piece) {
    Reception reception(*server, *keeper);
    Status fed;
    bool is_welcomed = false;
    // As the worker: what came is stored while the rest is still on its way.
    for (std::size_t at = 0; at < request.size() && fed; at += piece) {
        fed = reception.feed(request.subspan(at, std::min(piece, request.size() - at)));
        while (reception.has_work()) {
            auto stored = server->write([&](Writer& writer) -> Status {
                if (auto kept = reception.store(writer); !kept) return kept;
                // As sync/hub/worker.cpp welcomes a guest.
                const bool is_heard =
                    !reception.sender().is_zero() && !reception.sender_birth().is_zero();
                if (is_welcomed || !is_heard) return {};
                is_welcomed = true;
                return keeper->greet(writer, reception.sender(), reception.sender_birth());
            });
            if (!stored) return pass(std::move(stored));
        }
    }
    auto answer = reception.answer();
    if (!answer) return answer;
    if (reception.has_memory()) {
        auto noted = server->write([&](Writer& writer) { return reception.remember(writer); });
        if (!noted) return pass(std::move(noted));
    }
    return answer;
}

Result<SigningKey> Hub::officer(Role role, const std::string& person) {
    auto invite = make_invite(*server, {server->setup().office, role, person, "Pejabat", "", ""});
    if (!invite) return pass(std::move(invite));
    auto admin_key = resident_admin(*server);
    if (!admin_key) return pass(std::move(admin_key));
    auto key = SigningKey::generate(random_);
    auto body = make_enrol(*invite, key, BoxPublicKey{}, {});
    if (!body) return pass(std::move(body));
    auto enrol = parse_enrol(*body);
    if (!enrol) return pass(std::move(enrol));
    auto done = server->write([&](Writer& writer) -> Status {
        auto judged = accept_enrol(*server, writer, *enrol, *admin_key);
        if (!judged) return pass(std::move(judged));
        if (judged->accepted) return {};
        return fail(ErrorCode::refused, judged->sentence, "enrolment refused");
    });
    if (!done) return pass(std::move(done));
    return key;
}

}  // namespace disapa::sim
