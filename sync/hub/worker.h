// The hub's one writer: a thread that owns the Node. HTTP callbacks only queue.
//
// What kiosks bring is handled in rounds, while the rest of their requests is still on its way:
//   open     whole chunks of many kiosks are decrypted and decoded              (this thread)
//   examine  form and signatures                                              (all cores)
//   store    all of them in one durable transaction; then who is complete is answered
// While one round is stored, the next is examined. One kiosk's trouble costs the others nothing: a
// round that fails is stored again, each kiosk alone. Desk calls are done between rounds; a round
// is bounded (kRoundBytes), so a call waits for one of them at most.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "shared/store/node.h"
#include "sync/hub/http_server.h"
#include "sync/hub/intake.h"
#include "sync/hub/invites.h"
#include "sync/hub/pool.h"

namespace disapa {

// Of the machine's steady clock.
[[nodiscard]] double steady_seconds();

class HubWorker {
  public:
    // `node` was opened as the checkpointer. `log` gets one English line per event worth keeping;
    // it is called on the worker's thread. `seconds` is the clock of the quotas: it only grows, and
    // any thread may ask it.
    HubWorker(Node node, std::function<void(std::string_view)> log,
              std::function<double()> seconds = steady_seconds);
    ~HubWorker();  // finishes what is queued
    HubWorker(const HubWorker&) = delete;
    HubWorker& operator=(const HubWorker&) = delete;

    // A kiosk's request whose body will come in pieces, and where its answer goes.
    [[nodiscard]] std::shared_ptr<BodySink> visit(const HttpRequest& head, HttpServer::Reply reply,
                                                  std::function<void()> resume);
    // One that is here as a whole.
    void sync(Bytes bundle, HttpServer::Reply reply);
    // Any other work on the node.
    void call(std::function<HttpResponse(Node&)> work, HttpServer::Reply reply);

  private:
    struct Guest;
    struct Call {
        std::function<HttpResponse(Node&)> work;
        HttpServer::Reply reply;
    };
    // What is stored together.
    struct Round {
        std::vector<Guest*> guests;
        std::vector<std::future<void>> examined;
    };
    void run();
    [[nodiscard]] std::deque<Call> next_calls(bool may_wait);
    [[nodiscard]] HttpResponse answer_to(const std::function<HttpResponse(Node&)>& work);
    [[nodiscard]] Round open_round();
    void examine(Guest& guest, Round& round);
    void finish(Round& round);
    [[nodiscard]] Status store(const std::vector<Guest*>& guests);
    [[nodiscard]] Status store_one(Writer& writer, Guest& guest);
    void store_alone(Guest& guest);
    void answer(Guest& guest);
    void keep_memories();
    void publish_senders();

    Node node_;
    HubKeeper keeper_;
    HubPicture picture_;
    std::function<void(std::string_view)> log_;
    Pool pool_;
    Intake intake_;
    std::map<const Visit*, std::unique_ptr<Guest>> guests_;
    // Answered; what they hold now is noted with the next transaction.
    std::vector<std::unique_ptr<Guest>> remembering_;
    std::uint64_t published_roster_ = 0;  // its size

    std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::deque<Call> calls_;
    bool has_chunks_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

// When each device was last heard of: records of kind "contact", key = key id.
[[nodiscard]] Result<std::map<KeyId, Instant>> last_contacts(Node& hub);

}  // namespace disapa
