#include "sync/hub/worker.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/hub/ledger.h"

namespace disapa {
namespace {

constexpr std::size_t kWaitingBundles = 2000;

Bytes as_body(std::string_view text) {
    return {text.begin(), text.end()};
}

HttpResponse plain(int status) {
    return {status, "text/plain", {}, {}};
}

}  // namespace

// One kiosk's request while it is being served.
struct HubWorker::Guest {
    Guest(Node& hub, Keeper& keeper, Bundle from)
        : reception(hub, keeper), bundle(std::move(from)) {}
    Reception reception;
    Bundle bundle;
    bool welcomed = false;  // numbers and last contact are seen to
    Status stored;
};

HubWorker::HubWorker(Node node, std::function<void(std::string_view)> log)
    : node_(std::move(node)), keeper_(node_), log_(std::move(log)), thread_([this] { run(); }) {}

HubWorker::~HubWorker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void HubWorker::sync(Bytes bundle, HttpServer::Reply reply) {
    {
        const std::scoped_lock lock(mutex_);
        if (bundles_.size() < kWaitingBundles) {
            bundles_.push_back({std::move(bundle), std::move(reply)});
            wake_.notify_one();
            return;
        }
    }
    auto busy = plain(503);
    busy.headers["Retry-After"] = "60";
    reply(std::move(busy));
}

void HubWorker::call(std::function<HttpResponse(Node&)> work, HttpServer::Reply reply) {
    const std::scoped_lock lock(mutex_);
    calls_.push_back({std::move(work), std::move(reply)});
    wake_.notify_one();
}

void HubWorker::run() {
    for (;;) {
        std::deque<Bundle> bundles;
        std::deque<Call> calls;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !bundles_.empty() || !calls_.empty(); });
            if (stopping_ && bundles_.empty() && calls_.empty()) return;
            bundles.swap(bundles_);
            calls.swap(calls_);
        }
        for (auto& call : calls) call.reply(answer_to(call.work));
        if (!bundles.empty()) serve(std::move(bundles));
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

// The first time that a request's sender is known: he was heard of, and may need numbers.
Status HubWorker::welcome(Writer& writer, Guest& guest) {
    const auto sender = guest.reception.sender();
    // A bundle's head names its sender in clear; its birth stands under the tag.
    const bool is_authentic = !guest.reception.sender_birth().is_zero();
    if (guest.welcomed || sender.is_zero() || !is_authentic) return {};
    guest.welcomed = true;
    return keeper_.greet(writer, sender, guest.reception.sender_birth());
}

Status HubWorker::store_round(std::vector<std::unique_ptr<Guest>>& guests) {
    return node_.write([&](Writer& writer) -> Status {
        for (auto& guest : guests) {
            if (guest->reception.has_work()) {
                if (auto stored = guest->reception.store(writer); !stored) return stored;
            }
            if (auto done = welcome(writer, *guest); !done) return done;
        }
        return {};
    });
}

void HubWorker::finish(Guest& guest) {
    for (const auto& line : guest.reception.log()) log_(line);
    if (!guest.stored) {
        log_(guest.stored.error().log);
        return guest.bundle.reply(plain(507));  // full or broken disk: the kiosk keeps everything
    }
    auto answer = guest.reception.answer();
    if (!answer) {
        log_(answer.error().log);
        return guest.bundle.reply(plain(400));
    }
    if (guest.reception.has_memory()) {
        auto noted = node_.write([&](Writer& writer) { return guest.reception.remember(writer); });
        if (!noted) log_(noted.error().log);  // costs one round trip, loses nothing
    }
    guest.bundle.reply({200, "application/octet-stream", std::move(*answer), {}});
}

std::unique_ptr<HubWorker::Guest> HubWorker::receive(Bundle bundle) {
    auto guest = std::make_unique<Guest>(node_, keeper_, std::move(bundle));
    if (auto fed = guest->reception.feed(guest->bundle.bytes); !fed) log_(fed.error().log);
    return guest;
}

void HubWorker::serve(std::deque<Bundle> bundles) {
    std::vector<std::unique_ptr<Guest>> guests;
    for (auto& bundle : bundles) guests.push_back(receive(std::move(bundle)));
    const auto busy = [](const auto& guest) { return guest->reception.has_work(); };
    Status together;
    do {
        together = store_round(guests);
    } while (together && std::any_of(guests.begin(), guests.end(), busy));
    if (!together) {
        log_("store: " + together.error().log);
        // Whose chunk it was is not known, and each Reception believes stored what was rolled back:
        // all of it again, each on its own, so that one does not hold up the others.
        for (auto& guest : guests) {
            std::vector<std::unique_ptr<Guest>> alone;
            alone.push_back(receive(std::move(guest->bundle)));
            do {
                alone[0]->stored = store_round(alone);
            } while (alone[0]->stored && busy(alone[0]));
            guest = std::move(alone[0]);
        }
    }
    for (auto& guest : guests) finish(*guest);
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
