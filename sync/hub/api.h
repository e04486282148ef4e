// The desk's JSON API, the pages and /sync: which path does what (sync/hub/API.md).
//
// `handle` may be called from any thread; it queues on the worker. What needs the node runs there.
#pragma once

#include <filesystem>
#include <memory>

#include "shared/service/service.h"
#include "sync/hub/worker.h"

namespace disapa {

class Api {
  public:
    struct Setup {
        std::filesystem::path assets;
        const Catalogue* catalogue = nullptr;
        const Lists* lists = nullptr;
        const Clock* clock = nullptr;
        Random* random = nullptr;
    };
    // Reads the pages into memory once; an error names the file that is missing.
    [[nodiscard]] static Result<Api> open(const Setup& setup, HubWorker& worker);
    Api(Api&&) noexcept;
    ~Api();
    void handle(HttpRequest request, HttpServer::Reply reply);
    // A POST to /sync whose body is still to come.
    [[nodiscard]] std::shared_ptr<BodySink> visit(const HttpRequest& head, HttpServer::Reply reply,
                                                  std::function<void()> resume);

  private:
    struct State;
    explicit Api(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace disapa
