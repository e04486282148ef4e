#include "sync/hub/worker.h"

#include "sync/hub/worker_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

// Keeps the worker busy, so that what is queued meanwhile is one round.
class Pause {
  public:
    explicit Pause(HubWorker& worker) {
        auto release = std::make_shared<std::shared_future<void>>(go_.get_future());
        std::promise<void> begun;
        auto has_begun = begun.get_future();
        worker.call(
            [&begun, release](Node&) {
                begun.set_value();
                release->wait();
                return HttpResponse{};
            },
            [](HttpResponse) {});
        has_begun.wait();
    }
    void end() { go_.set_value(); }

  private:
    std::promise<void> go_;
};

std::future<HttpResponse> sync(HubWorker& worker, Bytes request) {
    return answer_of([&](HttpServer::Reply to) { worker.sync(std::move(request), std::move(to)); });
}

}  // namespace

TEST_CASE("a kiosk enrols, gets its numbers, and its request a receipt") {
    WorkerWorld world;
    auto kiosk = world.new_kiosk("kiosk", region("64.02.12.2005"));
    world.start();
    REQUIRE(world.meet_worker(kiosk).completed);
    const auto feed = kiosk.open_feed(kiosk.setup().region).id();
    CHECK(kiosk.book().value()->free_numbers(feed, "desa", 2026, 1000).size() == 200);
    append(kiosk, kiosk.setup().region, {node_entry(payload(world.request()))});
    const auto report = world.meet_worker(kiosk);
    CHECK(report.completed);
    CHECK(report.acknowledged);
    CHECK(report.arrived == 1);
    const auto contacts = last_contacts(world.hub);
    REQUIRE(contacts.has_value());
    CHECK(contacts->at(kiosk.id()) == world.clock.now());
}

TEST_CASE("kiosks that wait together are served in one round") {
    WorkerWorld world;
    auto first = world.desa("first", "64.02.12.2005");
    auto second = world.desa("second", "64.02.12.2006");
    const auto a = world.submit(first);
    const auto b = world.submit(second);
    auto request_a = request_of(first.kiosk);
    auto request_b = request_of(second.kiosk);
    world.start();
    Pause pause(*world.worker);
    auto answer_a = sync(*world.worker, std::move(request_a));
    auto answer_b = sync(*world.worker, std::move(request_b));
    pause.end();
    CHECK(take(answer_a).status == 200);
    CHECK(take(answer_b).status == 200);
    CHECK(world.book(first.region).find(a)->arrived);
    CHECK(world.book(second.region).find(b)->arrived);
    // Both kiosks hear of it later, over the same worker.
    CHECK(world.meet_worker(first.kiosk).acknowledged);
    CHECK(world.meet_worker(second.kiosk).acknowledged);
}

TEST_CASE("one kiosk's trouble costs the others of its round nothing") {
    WorkerWorld world;
    auto good = world.desa("good", "64.02.12.2005");
    auto bad = world.new_kiosk("bad", region("64.02.12.2006"));
    const auto id = world.submit(good);
    auto good_request = request_of(good.kiosk);
    auto bad_request = request_of(bad);
    const auto invites = world.hub.list("invite").value();
    for (const auto& [key, value] : invites) {
        REQUIRE(world.hub.write(
            [&](Writer& writer) { return writer.put("invite", key, as_bytes("{")); }));
    }
    world.start();
    Pause pause(*world.worker);
    auto first = sync(*world.worker, std::move(good_request));
    auto second = sync(*world.worker, std::move(bad_request));
    pause.end();
    CHECK(take(first).status == 200);
    CHECK(take(second).status == 507);
    CHECK(world.book(good.region).find(id)->arrived);
    CHECK(last_contacts(world.hub)->contains(good.kiosk.id()));
    // What was refused comes again and is taken once the trouble is over.
    for (const auto& [key, value] : invites) {
        REQUIRE(world.hub.write([&](Writer& writer) { return writer.put("invite", key, value); }));
    }
    CHECK(world.meet_worker(bad).completed);
    CHECK(world.hub.roster()->find(bad.id()) != nullptr);
}

TEST_CASE("a bundle that is not authentic is refused and leaves no trace") {
    WorkerWorld world;
    auto desa = world.desa();
    world.submit(desa);
    const auto request = request_of(desa.kiosk);
    const auto before = world.ledger_of(desa.region).size();
    world.start();
    auto forged = request;
    forged.back() ^= 1;  // the head still names a kiosk that the hub knows
    auto cut = request;
    cut.pop_back();
    for (const auto& bytes : {forged, cut, Bytes{}, Bytes(5, 'x'), Bytes(5000, 'x')}) {
        auto answer = sync(*world.worker, bytes);
        CHECK(take(answer).status == 400);
    }
    CHECK(last_contacts(world.hub)->empty());
    CHECK(world.ledger_of(desa.region).size() == before);
    auto whole = sync(*world.worker, request);
    CHECK(take(whole).status == 200);
    CHECK(world.ledger_of(desa.region).size() > before);
}

TEST_CASE("a revoked kiosk is answered and gets no numbers") {
    WorkerWorld world;
    auto kiosk = world.new_kiosk("kiosk", region("64.02.12.2005"));
    world.meet(kiosk);
    REQUIRE(admin::revoke(world.hub, kiosk.id(), "dicuri", world.root));
    world.start();
    const auto report = world.meet_worker(kiosk);
    CHECK(report.answered);
    CHECK(report.revoked);
    CHECK(world.book(kiosk.setup().region).grants().empty());
}

TEST_CASE("work that throws is answered and ends nothing") {
    WorkerWorld world;
    world.start();
    auto failed = answer_of([&](HttpServer::Reply to) {
        world.worker->call(
            [](Node&) -> HttpResponse { throw std::runtime_error("form of an odd kind"); },
            std::move(to));
    });
    CHECK(take(failed).status == 500);
    auto next = answer_of([&](HttpServer::Reply to) {
        world.worker->call([](Node&) { return HttpResponse{204, "", {}, {}}; }, std::move(to));
    });
    CHECK(take(next).status == 204);
    REQUIRE_FALSE(world.log.empty());
    CHECK(world.log.front().find("odd kind") != std::string::npos);
}

TEST_CASE("a worker that ends answers what is queued first") {
    WorkerWorld world;
    auto desa = world.desa();
    const auto id = world.submit(desa);
    auto request = request_of(desa.kiosk);
    world.start();
    Pause pause(*world.worker);
    auto kiosk = sync(*world.worker, std::move(request));
    auto desk = answer_of([&](HttpServer::Reply to) {
        world.worker->call([](Node&) { return HttpResponse{}; }, std::move(to));
    });
    pause.end();
    world.worker.reset();
    CHECK(take(kiosk).status == 200);
    CHECK(take(desk).status == 200);
    CHECK(world.book(desa.region).find(id)->arrived);
}
