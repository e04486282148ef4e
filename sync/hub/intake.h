// Where kiosks' requests wait between their sockets and the hub's one writer, within bounds.
//
// A Visit is one request on its way. The server's thread gives it pieces of the body; as soon as
// whole chunks are there the writer takes them, while the rest is still under way. Before anything
// is decrypted the sender's quota is asked: by its id and address together, so that nobody uses up
// another's by writing its id; by address alone where the id is unknown. All limits: limits.h.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "shared/base/bytes.h"
#include "sync/hub/http_server.h"
#include "sync/hub/quota.h"

namespace disapa {

class Intake;

// Whom the hub knows; published by the writer, read by the server's thread.
struct KnownSenders {
    std::set<KeyId> ids;
    std::set<BoxPublicKey> boxes;
};

class Visit final : public BodySink, public std::enable_shared_from_this<Visit> {
  public:
    Visit(Intake& intake, std::string remote, HttpServer::Reply reply, std::function<void()> resume)
        : intake_(intake),
          remote_(std::move(remote)),
          reply_(std::move(reply)),
          resume_(std::move(resume)) {}
    [[nodiscard]] std::size_t take(ByteView piece) override;
    void end() override;
    void cut() override;

    void reply(HttpResponse response) const { reply_(std::move(response)); }

  private:
    friend class Intake;
    Intake& intake_;
    std::string remote_;
    HttpServer::Reply reply_;
    std::function<void()> resume_;
    // All guarded by the intake's mutex.
    Bytes waiting_;          // not taken by the writer yet
    std::size_t whole_ = 0;  // so many bytes in front are whole chunks
    std::string device_;     // quota key; empty while the address has not come
    Quota::Rate rate_;
    bool is_foreign_ = false;  // no bundle: the writer says what is wrong with it
    bool is_trusted_ = false;  // its first chunk opened
    bool has_ended_ = false, was_cut_ = false;
    std::list<std::shared_ptr<Visit>>::iterator place_;
    bool is_seen_ = false;     // by the writer, who has to hear that it is over
    bool is_refused_ = false;  // answered before its end
    bool is_queued_ = false, is_with_writer_ = false, is_over_ = false, is_held_back_ = false;
};

class Intake {
  public:
    struct Rates {
        Quota::Rate device, stranger;
    };
    // `wake` is called when there is something for the writer; `seconds` is a clock that only
    // grows.
    Intake(std::function<void()> wake, std::function<double()> seconds);
    Intake(std::function<void()> wake, std::function<double()> seconds, Rates rates);

    // --- any thread
    [[nodiscard]] std::shared_ptr<Visit> open(std::string remote, HttpServer::Reply reply,
                                              std::function<void()> resume);
    // A request that is here already, as a whole, from somebody who was let in elsewhere.
    void open_whole(Bytes request, HttpServer::Reply reply);
    [[nodiscard]] bool has_work() const;
    [[nodiscard]] std::size_t bytes() const;   // that wait, of all visits
    [[nodiscard]] std::size_t visits() const;  // that are not over

    // --- the writer's thread
    struct Turn {
        std::shared_ptr<Visit> visit;
        Bytes bytes;         // whole chunks, or the rest of a request that ended
        bool ended = false;  // the whole request has been handed out
        bool cut = false;
    };
    // In the order in which they came, at most kRoundBytes in all but always one. A visit that was
    // handed out comes again only after `give_back`.
    [[nodiscard]] std::vector<Turn> take();
    void give_back(const std::shared_ptr<Visit>& visit, bool is_trusted);
    void close(const std::shared_ptr<Visit>& visit);  // it is answered
    void publish(std::shared_ptr<const KnownSenders> known);

  private:
    friend class Visit;
    std::size_t take_piece(Visit& visit, ByteView piece);
    void end(Visit& visit, bool was_cut);
    [[nodiscard]] bool read_address(Visit& visit);
    void find_chunks(Visit& visit);
    void queue(Visit& visit);
    void refuse(Visit& visit, int status, int wait_seconds);
    void forget(Visit& visit);
    void make_room(const Visit& but);

    std::function<void()> wake_;
    std::function<double()> seconds_;
    Rates rates_;
    mutable std::mutex mutex_;  // guards what follows
    std::shared_ptr<const KnownSenders> known_;
    Quota quota_;
    std::list<std::shared_ptr<Visit>> visits_;  // oldest first
    std::list<std::shared_ptr<Visit>> queue_;
    std::map<std::string, std::size_t> open_;  // visits by device
    std::size_t bytes_ = 0;
};

}  // namespace disapa
