#include "sync/hub/worker.h"

#include <algorithm>
#include <chrono>

#include "shared/base/limits.h"

namespace disapa {
namespace {

constexpr std::size_t kCallsAtOnce = 8;  // then kiosks have their turn

Bytes as_body(std::string_view text) {
    return {text.begin(), text.end()};
}

HttpResponse plain(int status) {
    return {status, "", {}, {}};
}

}  // namespace

double steady_seconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

// One kiosk's request while it is being served.
struct HubWorker::Guest {
    Guest(HubWorker& worker, std::shared_ptr<Visit> from)
        : reception(worker.node_, worker.keeper_, worker.picture_), visit(std::move(from)) {}
    Reception reception;
    std::shared_ptr<Visit> visit;
    bool greeted = false, was_greeted = false;  // was: before the transaction under way
    bool ended = false, cut = false;
    Status stored;
};

HubWorker::HubWorker(Node node, std::function<void(std::string_view)> log,
                     std::function<double()> seconds)
    : node_(std::move(node)),
      keeper_(node_),
      picture_(node_),
      log_(std::move(log)),
      pool_(std::thread::hardware_concurrency()),
      intake_(
          [this] {
              const std::scoped_lock lock(mutex_);
              has_chunks_ = true;
              wake_.notify_one();
          },
          std::move(seconds)) {
    publish_senders();
    thread_ = std::thread([this] { run(); });
}

HubWorker::~HubWorker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

std::shared_ptr<BodySink> HubWorker::visit(const HttpRequest& head, HttpServer::Reply reply,
                                           std::function<void()> resume) {
    return intake_.open(head.remote, std::move(reply), std::move(resume));
}

void HubWorker::sync(Bytes bundle, HttpServer::Reply reply) {
    intake_.open_whole(std::move(bundle), std::move(reply));
}

void HubWorker::call(std::function<HttpResponse(Node&)> work, HttpServer::Reply reply) {
    const std::scoped_lock lock(mutex_);
    calls_.push_back({std::move(work), std::move(reply)});
    wake_.notify_one();
}

// A few calls; waits for something to do when there is nothing else.
std::deque<HubWorker::Call> HubWorker::next_calls(bool may_wait) {
    std::unique_lock lock(mutex_);
    if (may_wait) wake_.wait(lock, [this] { return stopping_ || has_chunks_ || !calls_.empty(); });
    std::deque<Call> next;
    while (!calls_.empty() && next.size() < kCallsAtOnce) {
        next.push_back(std::move(calls_.front()));
        calls_.pop_front();
    }
    has_chunks_ = false;
    return next;
}

void HubWorker::run() {
    Round current;
    for (;;) {
        bool is_idle = current.guests.empty() && !intake_.has_work();
        if (is_idle) keep_memories();
        {
            const std::scoped_lock lock(mutex_);
            if (stopping_ && is_idle && !has_chunks_ && calls_.empty()) return;
            is_idle = is_idle && !stopping_;
        }
        auto calls = next_calls(is_idle);
        for (auto& call : calls) call.reply(answer_to(call.work));
        if (!calls.empty()) publish_senders();
        Round next = open_round();
        finish(current);
        current = std::move(next);
    }
}

// A form may hold anything: whatever showing it throws must not end the hub.
HttpResponse HubWorker::answer_to(const std::function<HttpResponse(Node&)>& work) {
    try {
        return work(node_);
    } catch (const std::exception& trouble) {
        log_(std::string("call: ") + trouble.what());
        return {500,
                "application/json",
                as_body(R"({"sentence":"Hub gagal menjawab. Coba lagi; bila terus begini, )"
                        R"(hubungi admin kecamatan.","log":"internal"})"),
                {{"Cache-Control", "no-store"}}};
    }
}

HubWorker::Round HubWorker::open_round() {
    Round round;
    for (auto& turn : intake_.take()) {
        auto& guest = guests_[turn.visit.get()];
        if (!guest) guest = std::make_unique<Guest>(*this, turn.visit);
        guest->ended = turn.ended;
        guest->cut = turn.cut;
        if (auto fed = guest->reception.feed(turn.bytes); !fed) {
            if (!guest->ended || turn.bytes.size() > 0) log_(fed.error().log);
            guest->ended = true;  // nothing after an error is read
        }
        examine(*guest, round);
        round.guests.push_back(guest.get());
    }
    return round;
}

void HubWorker::examine(Guest& guest, Round& round) {
    const auto chunks = guest.reception.unexamined();
    if (chunks.empty()) return;
    const auto keys = node_.known_keys();
    if (!keys) return;  // then STORE does it in the transaction, or tells the same trouble
    for (Incoming* chunk : chunks) {
        round.examined.push_back(
            pool_.run([chunk, known = *keys] { examine_segments(*chunk, *known); }));
    }
}

Status HubWorker::store_one(Writer& writer, Guest& guest) {
    if (guest.reception.has_work()) {
        if (auto stored = guest.reception.store(writer); !stored) return stored;
    }
    // A bundle's head names its sender in clear; its birth stands under the tag.
    const auto& reception = guest.reception;
    if (guest.greeted || reception.sender().is_zero() || reception.sender_birth().is_zero())
        return {};
    guest.greeted = true;
    return keeper_.greet(writer, reception.sender(), reception.sender_birth());
}

Status HubWorker::store(const std::vector<Guest*>& guests) {
    auto stored = node_.write([&](Writer& writer) -> Status {
        for (const auto& guest : remembering_) {
            if (auto noted = guest->reception.remember(writer); !noted) return noted;
        }
        for (Guest* guest : guests) {
            if (auto done = store_one(writer, *guest); !done) return done;
        }
        return {};
    });
    remembering_.clear();  // a memory that is lost costs one round trip
    for (Guest* guest : guests) {
        if (stored) {
            guest->reception.settle();
            guest->was_greeted = guest->greeted;
        } else {
            guest->reception.undo();
            guest->greeted = guest->was_greeted;
        }
    }
    return stored;
}

void HubWorker::store_alone(Guest& guest) {
    guest.stored = store({&guest});
    if (!guest.stored) guest.ended = true;
}

void HubWorker::finish(Round& round) {
    for (auto& examined : round.examined) {
        try {
            examined.get();
        } catch (const std::exception& trouble) {
            log_(std::string("examine: ") + trouble.what());  // STORE judges what was left
        }
    }
    const bool has_work = std::any_of(round.guests.begin(), round.guests.end(), [](Guest* guest) {
        return guest->reception.has_work() || !guest->greeted;
    });
    if (has_work) {
        if (auto together = store(round.guests); !together) {
            log_("store: " + together.error().log);
            // Whose chunk it was is not known: each on its own, so that one does not hold up the
            // others.
            for (Guest* guest : round.guests) store_alone(*guest);
        }
        publish_senders();
    }
    for (Guest* guest : round.guests) {
        if (guest->ended) {
            answer(*guest);
        } else {
            intake_.give_back(guest->visit, guest->reception.is_authentic());
        }
    }
}

void HubWorker::answer(Guest& guest) {
    const auto visit = guest.visit;
    intake_.close(visit);
    auto kept = std::move(guests_[visit.get()]);
    guests_.erase(visit.get());
    if (!guest.stored) {
        log_(guest.stored.error().log);
        visit->reply(plain(507));  // full or broken disk: the kiosk keeps everything
    } else if (!guest.cut) {
        auto answer = guest.reception.answer();
        if (!answer) {
            log_(answer.error().log);
            visit->reply(plain(400));
        } else {
            visit->reply({200, "", std::move(*answer), {}});
            if (guest.reception.has_memory()) remembering_.push_back(std::move(kept));
        }
    }
    for (const auto& line : guest.reception.log()) log_(line);
}

void HubWorker::keep_memories() {
    if (remembering_.empty()) return;
    if (auto noted = store({}); !noted) log_(noted.error().log);
}

void HubWorker::publish_senders() {
    const auto size = node_.size_of(node_.open_feed(node_.setup().office).id());
    if (size == published_roster_) return;
    auto roster = picture_.roster();
    if (!roster) return log_(roster.error().log);
    auto known = std::make_shared<KnownSenders>();
    for (const auto& [id, key] : (*roster)->keys()) {
        if (!key.is_node()) continue;
        known->ids.insert(id);
        for (const auto& box : {key.box, key.previous_box}) {
            if (!box.is_zero()) known->boxes.insert(box);
        }
    }
    intake_.publish(std::move(known));
    published_roster_ = size;
}

Result<std::map<KeyId, Instant>> last_contacts(Node& hub) {
    auto records = hub.list(kContactRecords);
    if (!records) return pass(std::move(records));
    std::map<KeyId, Instant> contacts;
    for (const auto& [key, value] : *records) {
        if (const auto id = key_id_from_text(key))
            contacts[*id] = std::stoll(std::string(as_text(value)));
    }
    return contacts;
}

}  // namespace disapa
