#include "shared/cases/book.h"

#include <algorithm>

#include "shared/base/mutant.h"
#include "shared/cases/judge.h"
#include "shared/cases/order.h"
#include "shared/crypto/keys.h"

namespace disapa {

namespace {

constexpr std::array kStateNames{
    std::pair{CaseState::submitted, "submitted"}, std::pair{CaseState::verified, "verified"},
    std::pair{CaseState::endorsed, "endorsed"},   std::pair{CaseState::issued, "issued"},
    std::pair{CaseState::checked, "checked"},     std::pair{CaseState::initialled, "initialled"},
    std::pair{CaseState::approved, "approved"},   std::pair{CaseState::rejected, "rejected"},
    std::pair{CaseState::returned, "returned"},   std::pair{CaseState::amended, "amended"},
    std::pair{CaseState::printed, "printed"},     std::pair{CaseState::handed_over, "handed_over"},
    std::pair{CaseState::cancelled, "cancelled"}, std::pair{CaseState::revoked, "revoked"},
};

}  // namespace

std::string_view to_text(CaseState state) {
    for (const auto& [known, name] : kStateNames) {
        if (known == state) return name;
    }
    return {};
}

std::optional<CaseState> case_state_from_text(std::string_view text) {
    for (const auto& [known, name] : kStateNames) {
        if (name == text) return known;
    }
    return std::nullopt;
}

bool Case::is_decided() const {
    switch (state) {
        case CaseState::issued:
        case CaseState::approved:
        case CaseState::rejected:
        case CaseState::printed:
        case CaseState::handed_over:
        case CaseState::cancelled:
        case CaseState::revoked:
            return true;
        default:
            return false;
    }
}

struct Book::State {
    explicit State(Setup with) : setup(std::move(with)), newest_positions(setup.root_thumbprint) {
        start_anew();
    }

    // A kiosk's feed as far as it was judged without a place.
    struct Uncounted {
        FeedId feed;
        KeyId node;
        std::uint64_t from = 0, to = 0;
        Journal::Mark before = 0, after = 0;
    };

    void start_anew();
    void refresh(const FeedSource& feeds, Instant at);
    void read_order(const FeedSource& feeds);
    void read_newest_roster(const FeedSource& feeds);
    void take_back_uncounted();
    void judge_uncounted(const FeedSource& feeds);
    void judge_entries(const FeedSource& feeds, Uncounted& part);
    [[nodiscard]] std::vector<Uncounted> uncounted_now(const FeedSource& feeds) const;
    [[nodiscard]] bool dates_have_passed(Instant at) const;
    void note_changed_decisions(const std::map<Digest, Digest>& shown);
    [[nodiscard]] std::map<Digest, Digest> decisions() const;

    Setup setup;
    Instant now = 0;
    std::unique_ptr<Order> order;
    std::unique_ptr<Judge> judge;
    RosterPositions newest_positions;
    RosterPtr newest;  // never null
    RosterPtr with_provisional;
    bool uncounted_judged = false;
    std::vector<Uncounted> uncounted;  // by feed id
    std::vector<Digest> changed;
    std::map<FeedId, KeyId> nodes;  // of the feeds of the region
};

void Book::State::start_anew() {
    order = std::make_unique<Order>(setup.region, setup.office, setup.hub, setup.root_thumbprint);
    judge = std::make_unique<Judge>(setup.region, setup.office);
    uncounted.clear();
    uncounted_judged = false;
    if (!newest) newest = with_provisional = std::make_shared<const Roster>();
}

std::map<Digest, Digest> Book::State::decisions() const {
    std::map<Digest, Digest> made;
    for (const auto& [id, of] : judge->cases()) {
        if (!of.decision.is_zero()) made.emplace(id, of.decision);
    }
    return made;
}

void Book::State::note_changed_decisions(const std::map<Digest, Digest>& shown) {
    const auto stands = decisions();
    for (const auto& [id, decision] : shown) {
        const auto found = stands.find(id);
        const bool same = found != stands.end() && found->second == decision;
        if (!same && std::find(changed.begin(), changed.end(), id) == changed.end()) {
            changed.push_back(id);
        }
    }
}

void Book::State::take_back_uncounted() {
    judge->journal().end();
    judge->forget_dates();
    uncounted.clear();
    uncounted_judged = false;
}

void Book::State::read_order(const FeedSource& feeds) {
    if (!order->still_holds(feeds)) {
        take_back_uncounted();
        const auto shown = decisions();
        start_anew();
        order->read(feeds, *judge);
        note_changed_decisions(shown);
        return;
    }
    if (!order->has_more(feeds)) return;
    take_back_uncounted();
    order->read(feeds, *judge);
}

void Book::State::read_newest_roster(const FeedSource& feeds) {
    const auto feed = open_hub_feed(feeds, setup.office, setup.hub);
    if (!feed) return;
    const std::uint64_t size = feeds.size_of(*feed);
    RosterPtr read;
    if (order->roster_is_at(*feed, size)) {
        read = order->roster();  // the very same, so that nothing is tried again for it
    } else {
        read = newest_positions.at(feeds, *feed, size);
    }
    // Where a closed feed is lacking, what is known is still better than nothing.
    if (!read) {
        read = std::make_shared<const Roster>(roster_at(feeds, *feed, size, setup.root_thumbprint));
    }
    if (read == newest) return;
    newest = std::move(read);
    with_provisional.reset();
}

bool Book::State::dates_have_passed(Instant at) const {
    const auto& next = judge->next_date();
    return at < now || (at != now && next && at >= *next);
}

std::vector<Book::State::Uncounted> Book::State::uncounted_now(const FeedSource& feeds) const {
    std::vector<Uncounted> found;
    for (const FeedName& name : feeds.feeds_of(setup.region)) {
        const KeyId node = key_id_of(name.node);
        if (node == setup.hub) continue;  // a hub's act never counts without its place
        const FeedId id = name.id();
        const std::uint64_t from = order->counted(id), to = feeds.size_of(id);
        if (from < to) found.push_back({id, node, from, to, 0, 0});
    }
    std::sort(found.begin(), found.end(),
              [](const Uncounted& a, const Uncounted& b) { return a.feed < b.feed; });
    return found;
}

void Book::State::judge_entries(const FeedSource& feeds, Uncounted& part) {
    for (std::uint64_t i = part.from; i < part.to; ++i) {
        judge->act_is(feeds.deed(part.feed, i),
                      {part.feed, part.node, false, false, with_provisional, now});
    }
    part.after = judge->journal().mark();
}

// Goes on from the first feed that is not as it was: uncounted feeds are judged one after the
// other, by their ids, whenever their entries came.
void Book::State::judge_uncounted(const FeedSource& feeds) {
    Journal& journal = judge->journal();
    if (!uncounted_judged) {
        judge->forget_dates();
        journal.start();
        judge->roster_is(newest, now);
        uncounted_judged = true;
    }
    const auto wanted = uncounted_now(feeds);
    std::size_t same = 0;
    while (same < wanted.size() && same < uncounted.size() &&
           wanted[same].feed == uncounted[same].feed && wanted[same].from == uncounted[same].from &&
           wanted[same].to == uncounted[same].to) {
        ++same;
    }
    if (same == wanted.size() && same == uncounted.size()) return;
    std::vector<Uncounted> before(uncounted.begin() + static_cast<std::ptrdiff_t>(same),
                                  uncounted.end());
    uncounted.resize(same);
    if (!before.empty()) {
        const Uncounted& old = before.front();
        const bool grew = same < wanted.size() && wanted[same].feed == old.feed &&
                          wanted[same].from == old.from && wanted[same].to > old.to;
        journal.roll_back(grew ? old.after : old.before);
        if (grew) {
            Uncounted part = wanted[same];
            part.from = old.to;
            judge_entries(feeds, part);
            part.from = old.from;
            part.before = old.before;
            uncounted.push_back(part);
            ++same;
        }
    }
    for (; same < wanted.size(); ++same) {
        Uncounted part = wanted[same];
        part.before = journal.mark();
        judge_entries(feeds, part);
        uncounted.push_back(part);
    }
}

void Book::State::refresh(const FeedSource& feeds, Instant at) {
    if (dates_have_passed(at)) take_back_uncounted();
    now = at;
    for (const FeedName& name : feeds.feeds_of(setup.region)) {
        nodes.emplace(name.id(), key_id_of(name.node));
    }
    read_order(feeds);
    read_newest_roster(feeds);
    if (!with_provisional) {
        take_back_uncounted();
        with_provisional = newest;
        if (!setup.provisional.empty()) {
            auto made = std::make_shared<Roster>(*newest);
            for (const RosterKey& key : setup.provisional) made->add_provisional(key);
            with_provisional = std::move(made);
        }
    }
    judge_uncounted(feeds);
}

Book::Book(Setup setup) : state_(std::make_unique<State>(std::move(setup))) {
    state_->with_provisional.reset();
}
Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;
Book::~Book() = default;

void Book::refresh(const FeedSource& feeds, Instant now) {
    state_->refresh(feeds, now);
}

void Book::set_provisional(std::vector<RosterKey> provisional) {
    state_->setup.provisional = std::move(provisional);
    state_->with_provisional.reset();
}

const Book::Setup& Book::setup() const {
    return state_->setup;
}
Instant Book::now() const {
    return state_->now;
}
const std::map<Digest, Case>& Book::cases() const {
    return state_->judge->cases();
}

const Case* Book::find(const Digest& id) const {
    const auto found = cases().find(id);
    return found == cases().end() ? nullptr : &found->second;
}

const Case* Book::find_code(std::string_view code) const {
    return state_->judge->find_code(code);
}
const Case* Book::case_of(const Digest& act) const {
    return state_->judge->case_of(act);
}
Outcome Book::outcome(const Digest& act, const KeyId& signer) const {
    return state_->judge->outcome(act, signer);
}
const std::map<Digest, Inquiry>& Book::inquiries() const {
    return state_->judge->inquiries();
}
const Inquiry* Book::find_inquiry(std::string_view code) const {
    return state_->judge->find_inquiry(code);
}
const Roster& Book::roster() const {
    return *state_->newest;
}
const Roster& Book::roster_here() const {
    return state_->with_provisional ? *state_->with_provisional : *state_->newest;
}
bool Book::complete() const {
    return state_->order->complete();
}
std::uint64_t Book::counted(const FeedId& feed) const {
    return state_->order->counted(feed);
}
Instant Book::hub_time() const {
    return state_->order->time();
}

KeyId Book::node_of(const FeedId& feed) const {
    const auto found = state_->nodes.find(feed);
    return found == state_->nodes.end() ? KeyId{} : found->second;
}

std::vector<std::int64_t> Book::free_numbers(const FeedId& feed, std::string_view series, int year,
                                             std::size_t max) const {
    std::vector<std::int64_t> free;
    for (const auto& [to, range] : grants()) {
        if (to != feed || range.series != series || range.year != year) continue;
        for (std::int64_t number = range.from; number <= range.to; ++number) {
            if (free.size() == max) return free;
            const bool is_taken = state_->judge->is_taken(series, year, number);
            if (!is_taken || is_mutant(Mutant::reuse_number)) free.push_back(number);
        }
    }
    return free;
}

const std::vector<std::pair<FeedId, NumberRange>>& Book::grants() const {
    return state_->judge->grants();
}
std::vector<LifeAct> Book::without_effect() const {
    return state_->judge->without_effect();
}
const std::vector<Digest>& Book::changed_decisions() const {
    return state_->changed;
}

}  // namespace disapa
