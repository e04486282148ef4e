// For tests that go through the hub's worker thread. While it works, a test only waits: clock and
// random bytes are the world's.
#pragma once

#include <chrono>
#include <future>

#include "sync/hub/hub_world.h"
#include "sync/hub/worker.h"

namespace disapa::testing {

// Waits for the one answer to what `ask` was given a Reply for.
template <class Ask>
std::future<HttpResponse> answer_of(Ask ask) {
    auto promise = std::make_shared<std::promise<HttpResponse>>();
    auto future = promise->get_future();
    ask([promise](HttpResponse response) { promise->set_value(std::move(response)); });
    return future;
}

inline HttpResponse take(std::future<HttpResponse>& future) {
    REQUIRE(future.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    return future.get();
}

// The road to a hub's worker.
class WorkerLink final : public Link {
  public:
    explicit WorkerLink(HubWorker& worker) : worker_(worker) {}
    LinkReply post(ByteView request, std::size_t,
                   const std::function<Status(ByteView)>& on_bytes) override {
        LinkReply reply;
        auto future = answer_of([&](HttpServer::Reply to) {
            worker_.sync(Bytes(request.begin(), request.end()), std::move(to));
        });
        const auto response = take(future);
        if (response.status == 200) {
            reply.outcome = on_bytes(response.body);
        } else {
            reply.outcome = fail(ErrorCode::network, "Jaringan terputus.",
                                 "status " + std::to_string(response.status));
        }
        return reply;
    }

  private:
    HubWorker& worker_;
};

// A road that leads nowhere, for the request that would have gone over it.
class DeadLink final : public Link {
  public:
    Bytes request;
    LinkReply post(ByteView bytes, std::size_t, const std::function<Status(ByteView)>&) override {
        request.assign(bytes.begin(), bytes.end());
        LinkReply reply;
        reply.outcome = fail(ErrorCode::network, "Jaringan terputus.", "dead link");
        return reply;
    }
};

inline Bytes request_of(Node& kiosk) {
    DeadLink link;
    static_cast<void>(exchange(kiosk, link));
    REQUIRE_FALSE(link.request.empty());
    return link.request;
}

struct WorkerWorld : HubWorld {
    std::vector<std::string> log;  // written by the worker; read when it has answered
    std::optional<HubWorker> worker;
    void start() {
        worker.emplace(
            open("hub"), [this](std::string_view line) { log.emplace_back(line); },
            [] { return 0.0; });  // no quota fills again while a busy machine pauses
    }
    ExchangeReport meet_worker(Node& kiosk) {
        WorkerLink link(*worker);
        return exchange(kiosk, link);
    }
};

}  // namespace disapa::testing
