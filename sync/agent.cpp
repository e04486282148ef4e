#include "sync/agent.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "shared/base/limits.h"
#include "sync/network.h"

namespace disapa {
namespace {

constexpr Instant kUsedUpCalmSeconds = 3600;  // the day's bytes are gone: look for decisions hourly
constexpr Instant kLinkUpSpreadSeconds = 4;   // an address is there a moment before its route
constexpr Instant kWindowSpreadSeconds = 20;  // a whole kecamatan has the same hour
constexpr Instant kLongestSleepSeconds = 60;  // a calendar that was set is seen within a minute
constexpr Instant kClockDoubtSeconds = 600;

class SteadyClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::duration_cast<std::chrono::seconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }
};

// Says when anybody wrote into the folder: a commit touches the database or its journal.
class StoreWatch {
  public:
    explicit StoreWatch(const std::filesystem::path& folder) {
        descriptor_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
        if (descriptor_ < 0) return;
        constexpr std::uint32_t kWrites = IN_MODIFY | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_TO;
        is_watching_ = ::inotify_add_watch(descriptor_, folder.c_str(), kWrites) >= 0;
    }
    StoreWatch(const StoreWatch&) = delete;
    StoreWatch& operator=(const StoreWatch&) = delete;
    ~StoreWatch() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int descriptor() const { return is_watching_ ? descriptor_ : -1; }
    void drain() const {
        std::array<char, 4096> buffer{};
        while (::read(descriptor_, buffer.data(), buffer.size()) > 0) {
        }
    }

  private:
    int descriptor_ = -1;
    bool is_watching_ = false;
};

void log_result(const AgentResult& result) {
    const ExchangeReport& report = result.report;
    for (const std::string& line : report.log) std::fprintf(stderr, "%s\n", line.c_str());
    std::fprintf(stderr, "exchange: %s, %llu up, %llu down, %llu posts\n", result.state.c_str(),
                 static_cast<unsigned long long>(report.bytes_up),
                 static_cast<unsigned long long>(report.bytes_down),
                 static_cast<unsigned long long>(report.posts));
}

}  // namespace

Result<AgentResult> exchange_and_tell(Node& kiosk, Link& link) {
    AgentResult result;
    result.report = exchange(kiosk, link);
    auto news = tell_exchange(kiosk, result.report);
    if (!news) return pass(std::move(news));
    result.state = std::move(news->state);
    result.sentence = std::move(news->sentence);
    return result;
}

Agent::Agent(Node& kiosk, const AgentSettings& settings, const Clock& steady)
    : kiosk_(kiosk),
      settings_(settings),
      steady_(steady),
      budget_(kiosk, settings.daily_bytes),
      rhythm_(kiosk.random()) {
    rhythm_.set_calm(settings.calm_seconds);
}

bool Agent::is_open() {
    if (asked_) return true;
    const Instant now = kiosk_.clock().now();
    if (settings_.windows.is_open(now)) return true;
    const auto hub_time = kiosk_.hub_time(kiosk_.setup().region);
    return hub_time && *hub_time - now > kClockDoubtSeconds;
}

Result<Agent::Next> Agent::next() {
    if (const std::uint64_t version = kiosk_.version(); seen_ != version) {
        const bool blobs_may_go = budget_.left(kiosk_.clock().now()) > 0;
        auto something = has_something_to_say(kiosk_, blobs_may_go);
        if (!something) return pass(std::move(something));
        has_something_ = *something;
        seen_ = version;
    }
    const Instant now = steady_.now();
    if (!is_open()) {
        was_open_ = false;
        const Instant wall = kiosk_.clock().now();
        auto told = tell_news(kiosk_, news_of_window(settings_.windows.next_opening(wall)));
        if (!told) return pass(std::move(told));
        const Instant wait = settings_.windows.until_open(wall);
        return Next{false,
                    now + std::clamp<Instant>(wait, 1, kLongestSleepSeconds),
                    {.word = "window", .until = wall + wait}};
    }
    if (!was_open_) rhythm_.wake(now, kWindowSpreadSeconds);
    was_open_ = true;
    if (rhythm_.is_due(now, has_something_)) return Next{true, now};
    const Instant due = rhythm_.next_look(now, has_something_);
    return Next{false,
                std::min(due, now + kLongestSleepSeconds),
                {.word = "idle", .until = kiosk_.clock().now() + due - now}};
}

void Agent::send_now() {
    asked_ = true;
    was_open_ = true;  // no spreading over the hour's beginning
    rhythm_.ask(steady_.now());
}

Status Agent::network_changed(bool has_network) {
    const bool had = std::exchange(had_network_, has_network);
    if (has_network) {
        rhythm_.wake(steady_.now(), kLinkUpSpreadSeconds);
        return {};
    }
    return had && is_open() ? tell_news(kiosk_, news_of_no_network()) : Status{};
}

Result<AgentResult> Agent::meet(Link& link, const std::atomic<bool>* stop) {
    ExchangeBounds bounds;
    bounds.bytes = budget_.left(kiosk_.clock().now());
    bounds.may_go_on = [&] { return (stop == nullptr || !*stop) && is_open(); };
    const std::uint64_t waiting = waiting_acts(kiosk_).value_or(0);
    if (tell_doing_) {
        tell_doing_({.word = "connecting", .of = waiting});
        bounds.on_answer = [&](std::uint64_t sent) {
            tell_doing_({.word = "sending", .done = std::min(sent, waiting), .of = waiting});
        };
    }
    AgentResult result;
    result.report = exchange(kiosk_, link, bounds);
    asked_ = false;
    const ExchangeReport& report = result.report;
    const Instant now = kiosk_.clock().now();
    if (auto spent = budget_.spend(now, report.bytes_up + report.bytes_down); !spent)
        return pass(std::move(spent));
    const bool is_used_up = budget_.left(now) == 0;
    auto news = tell_exchange(kiosk_, report, is_used_up);
    if (!news) return pass(std::move(news));
    result.state = std::move(news->state);
    result.sentence = std::move(news->sentence);

    rhythm_.set_calm(is_used_up ? std::max(settings_.calm_seconds, kUsedUpCalmSeconds)
                                : settings_.calm_seconds);
    // Only a rest that could not go on is a failure: one that may go on at once is none.
    const bool may_go_on = report.posts >= limits::kPostsPerExchange || report.held_back;
    const bool is_reached = report.completed || (!report.error && may_go_on);
    rhythm_.ended(steady_.now(), is_reached, report.wait_seconds);
    seen_.reset();
    return result;
}

Bell::Bell() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Bell::~Bell() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Bell::ring() const noexcept {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(descriptor_, &one, sizeof one));
}

Status run_agent(Node& kiosk, const AgentSettings& settings,
                 const std::function<std::unique_ptr<Link>()>& make_link,
                 const std::atomic<bool>& stop, const Bell& bell) {
    const SteadyClock steady;
    NetworkWatch network;
    const StoreWatch store(kiosk.folder());
    Agent agent(kiosk, settings, steady);
    DoingFile doing(kiosk.folder());
    agent.on_doing([&](const Doing& now) { doing.tell(now); });
    // Where the kernel cannot say that somebody wrote, it is looked at once a second.
    const Instant longest = store.descriptor() >= 0 ? kLongestSleepSeconds : 1;
    while (!stop) {
        if (network.has_changed()) {
            if (auto told = agent.network_changed(has_network()); !told) return told;
        }
        store.drain();
        if (doing.take_send_now()) agent.send_now();
        auto next = agent.next();
        if (!next) return pass(std::move(next));
        if (next->exchange) {
            const auto link = make_link();
            auto result = agent.meet(*link, &stop);
            if (!result) return pass(std::move(result));
            log_result(*result);
            continue;
        }
        doing.tell(next->doing);
        const Instant sleep = std::clamp<Instant>(next->look_at - steady.now(), 1, longest);
        std::array<pollfd, 3> wakers{pollfd{bell.descriptor(), POLLIN, 0},
                                     pollfd{network.descriptor(), POLLIN, 0},
                                     pollfd{store.descriptor(), POLLIN, 0}};
        static_cast<void>(::poll(wakers.data(), wakers.size(), static_cast<int>(sleep) * 1000));
    }
    return {};
}

}  // namespace disapa
