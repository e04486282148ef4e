#include "shared/store/ledger_tail.h"

#include <algorithm>

namespace disapa {

namespace {

constexpr std::uint64_t kPart = 64;  // entries read at a time

// A node's act of this type, when its bytes can hold one: only then is it decoded.
std::optional<Act> act_with(const EntryRow& row, std::string_view text) {
    if (row.entry.is_bare() || !row.entry.signer.is_zero()) return std::nullopt;
    if (as_text(row.entry.payload).find(text) == std::string_view::npos) return std::nullopt;
    auto act = decode_act(row.entry.payload);
    if (!act) return std::nullopt;
    return std::move(*act);
}

}  // namespace

void LedgerTail::clear() {
    received_.clear();
    times_.clear();
}

Result<std::optional<std::uint64_t>> LedgerTail::newest(std::int64_t ledger, std::uint64_t from,
                                                        std::uint64_t to, const Take& take) {
    while (to > from) {
        const std::uint64_t begin = to - std::min(kPart, to - from);
        std::vector<EntryRow> rows;
        auto read = each_entry(*db_, ledger, begin, to, [&](EntryRow row) -> Status {
            rows.push_back(std::move(row));
            return {};
        });
        if (!read) return pass(std::move(read));
        for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
            auto found = take(*row);
            if (!found || *found) return found;
        }
        to = begin;
    }
    return std::nullopt;
}

Result<std::uint64_t> LedgerTail::follow(const Region& region, Reads& reads, const Take& take) {
    auto ledgers = feeds_of_node(*db_, setup_->hub_key, region);
    if (!ledgers) return pass(std::move(ledgers));
    std::uint64_t best = 0;
    for (const FeedSize& ledger : *ledgers) {
        Read& read = reads[ledger.num];
        if (ledger.size > read.to) {
            auto found = newest(ledger.num, read.to, ledger.size, take);
            if (!found) return pass(std::move(found));
            read = {ledger.size, std::max(read.value, found->value_or(0))};
        }
        best = std::max(best, read.value);
    }
    return best;
}

Result<std::uint64_t> LedgerTail::received(const FeedId& feed) {
    auto held = find_feed(*db_, feed);
    if (!held) return pass(std::move(held));
    if (!*held) return std::uint64_t{0};
    const std::string text = to_base64url(feed.view());
    const auto take = [&](const EntryRow& row) -> Result<std::optional<std::uint64_t>> {
        const auto act = act_with(row, text);
        if (!act || act->type != ActType::received || act->feed != feed) return std::nullopt;
        auto root = root_of(*db_, (*held)->num, act->size);
        if (!root) return pass(std::move(root));
        if (*root != act->root) return std::nullopt;  // of another branch, or not held so far
        return act->size;
    };
    return follow((*held)->name.region, received_[feed], take);
}

Result<Instant> LedgerTail::time(const Region& region) {
    const auto take = [](const EntryRow& row) -> Result<std::optional<std::uint64_t>> {
        const auto act = act_with(row, "\"feed\":");
        const bool is_place =
            act && (act->type == ActType::received || act->type == ActType::roster_at);
        if (!is_place) return std::nullopt;
        return static_cast<std::uint64_t>(act->at);
    };
    auto newest_time = follow(region, times_[region], take);
    if (!newest_time) return pass(std::move(newest_time));
    return static_cast<Instant>(*newest_time);
}

}  // namespace disapa
