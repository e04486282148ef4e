// The hub's one writer: a thread that owns the Node. HTTP callbacks only queue.
//
// Requests of many kiosks that wait together are stored in one durable transaction (one chunk of
// each at a time) and answered after it. Desk calls are done one by one between them; each takes
// milliseconds.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "shared/store/node.h"
#include "sync/hub/http_server.h"
#include "sync/hub/invites.h"

namespace disapa {

class HubWorker {
  public:
    // `node` was opened as the checkpointer. `log` gets one English line per event worth keeping;
    // it is called on the worker's thread.
    HubWorker(Node node, std::function<void(std::string_view)> log);
    ~HubWorker();  // finishes what is queued
    HubWorker(const HubWorker&) = delete;
    HubWorker& operator=(const HubWorker&) = delete;

    // A bundle from a kiosk, and where its answer goes. Answers 503 when too many wait.
    void sync(Bytes bundle, HttpServer::Reply reply);
    // Any other work on the node.
    void call(std::function<HttpResponse(Node&)> work, HttpServer::Reply reply);

  private:
    struct Guest;
    struct Call {
        std::function<HttpResponse(Node&)> work;
        HttpServer::Reply reply;
    };
    struct Bundle {
        Bytes bytes;
        HttpServer::Reply reply;
    };
    void run();
    [[nodiscard]] HttpResponse answer_to(const std::function<HttpResponse(Node&)>& work);
    [[nodiscard]] std::unique_ptr<Guest> receive(Bundle bundle);
    void serve(std::deque<Bundle> bundles);
    [[nodiscard]] Status store_round(std::vector<std::unique_ptr<Guest>>& guests);
    [[nodiscard]] Status welcome(Writer& writer, Guest& guest);
    void finish(Guest& guest);

    Node node_;
    HubKeeper keeper_;
    std::function<void(std::string_view)> log_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::deque<Bundle> bundles_;
    std::deque<Call> calls_;
    bool stopping_ = false;
    std::thread thread_;
};

// When each device was last heard of: records of kind "contact", key = key id.
[[nodiscard]] Result<std::map<KeyId, Instant>> last_contacts(Node& hub);

}  // namespace disapa
