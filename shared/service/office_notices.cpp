#include "shared/service/office_notices.h"

#include <algorithm>

namespace disapa {
namespace {

// Reads the hub's feed to all from its beginning: who held which role is known at each place.
class Walk {
  public:
    Walk(const NodeSetup& setup, const Roster& newest) : setup_(setup), newest_(newest) {}

    void begin_feed() { then_ = {}; }
    void take(const Entry& entry) {
        if (entry.is_bare()) return;
        auto act = decode_act(entry.payload);
        if (!act) return;
        const Instant at = act->at;
        const bool notice = act->type == ActType::notice;
        (void)then_.apply({entry.digest, entry.signer, std::move(*act), false},
                          setup_.root_thumbprint);
        if (!notice || entry.signer.is_zero()) return;
        auto words = read_notice(entry.payload);
        if (!words || !setup_.office.contains(words->region) || !may(entry, at)) return;
        OfficeNotice found{std::move(*words), entry.digest, at, {}, {}};
        if (const auto* key = newest_.find(entry.signer)) {
            found.name = key->name;
            found.title = key->title;
        }
        found_.push_back(std::move(found));
    }
    std::vector<OfficeNotice> found() { return std::move(found_); }

  private:
    bool may(const Entry& entry, Instant at) const {
        const bool admitted =
            then_.admitted().contains(entry.digest) || newest_.admitted().contains(entry.digest);
        // The newest roster knows the keys of an earlier birth of this feed.
        const auto& roster = then_.find(entry.signer) != nullptr ? then_ : newest_;
        return may_notice(roster, entry.signer, at, setup_.office, admitted).has_value();
    }

    const NodeSetup& setup_;
    const Roster& newest_;
    Roster then_;
    std::vector<OfficeNotice> found_;
};

}  // namespace

Result<std::vector<OfficeNotice>> find_notices(Node& node, const Region& region, Instant now) {
    constexpr std::uint64_t kAtOnce = 256;
    auto newest = node.roster();
    if (!newest) return pass(std::move(newest));
    Walk walk(node.setup(), *newest);
    for (const FeedName& feed : node.feeds()) {
        if (feed.region != node.setup().office || feed.node != node.setup().hub_key) continue;
        walk.begin_feed();
        const auto size = node.size_of(feed.id());
        for (std::uint64_t from = 0; from < size; from += kAtOnce) {
            auto entries = node.entries(feed.id(), from, std::min(size, from + kAtOnce));
            if (!entries) return pass(std::move(entries));
            for (const Entry& entry : *entries) walk.take(entry);
        }
    }
    auto all = walk.found();
    std::erase_if(all, [&](const OfficeNotice& one) {
        return one.until <= now || !(one.region.contains(region) || region.contains(one.region));
    });
    // The same act in two births of the feed is one notice.
    std::ranges::stable_sort(all, [](const OfficeNotice& a, const OfficeNotice& b) {
        return a.at != b.at ? a.at > b.at : a.id < b.id;
    });
    const auto same = [](const OfficeNotice& a, const OfficeNotice& b) { return a.id == b.id; };
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    if (all.size() > kOfficeNoticesMost) all.resize(kOfficeNoticesMost);
    return all;
}

}  // namespace disapa
