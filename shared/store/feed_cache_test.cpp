#include "shared/store/feed_cache.h"

#include "shared/store/store_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Cached : Office {
    Node kiosk = Office::kiosk("kiosk", desa);
    FeedName feed = kiosk.open_feed(desa);
    Database db = std::move(*Database::open(folder / "kiosk/disapa.db", Database::Mode::existing));
    FeedCache cache{db};
};

}  // namespace

TEST_CASE("the cache follows what other connections append, and keeps what it gave") {
    Cached at;
    CHECK(at.cache.refresh().value());
    CHECK(at.cache.feeds_of(at.desa).empty());
    CHECK(at.cache.size_of(at.feed.id()) == 0);
    CHECK_FALSE(at.cache.name_of(at.feed.id()).has_value());
    const Entry first = at.submitted();
    append(at.kiosk, at.desa, {first});
    CHECK(at.cache.size_of(at.feed.id()) == 0);  // not before it is asked to look
    CHECK(at.cache.refresh().value());
    CHECK(at.cache.feeds_of(at.desa) == std::vector{at.feed});
    CHECK(at.cache.feeds_of(at.other_desa).empty());
    CHECK(at.cache.name_of(at.feed.id()) == at.feed);
    const Deed& deed = at.cache.deed(at.feed.id(), 0);
    CHECK(deed.digest == first.digest);
    CHECK(deed.act.type == ActType::submitted);
    CHECK(deed.act.service == "SKTM");
    for (int i = 0; i < 300; ++i) append(at.kiosk, at.desa, {at.submitted()});
    CHECK(at.cache.refresh().value());
    CHECK(at.cache.size_of(at.feed.id()) == 301);
    CHECK(at.cache.deed(at.feed.id(), 300).act.type == ActType::submitted);
    CHECK(&at.cache.deed(at.feed.id(), 0) == &deed);
    // In any order, as often as wanted.
    const auto entries = at.kiosk.entries(at.feed.id(), 0, 301).value();
    for (const std::uint64_t place : {1, 299, 3, 66, 65, 64, 300, 2, 0, 1}) {
        CHECK(at.cache.deed(at.feed.id(), place).digest == entries[place].digest);
    }
    CHECK(at.cache.root_at(at.feed.id(), 301) == at.kiosk.root_at(at.feed.id(), 301));
    CHECK(at.cache.root_at(at.feed.id(), 302).is_zero());
    CHECK_FALSE(at.cache.take_error().has_value());
}

TEST_CASE("a place that is not held is no deed, and no crash") {
    Cached at;
    CHECK(at.cache.deed(at.feed.id(), 0).digest.is_zero());
    append(at.kiosk, at.desa, {at.submitted()});
    REQUIRE(at.cache.refresh().value());
    CHECK(at.cache.deed(at.feed.id(), 1).digest.is_zero());
}

TEST_CASE("a change of an entry is told once") {
    Cached at;
    append(at.kiosk, at.desa, {at.submitted()});
    REQUIRE(at.cache.refresh().value());
    REQUIRE(count_change(at.db));
    CHECK_FALSE(at.cache.refresh().value());
    CHECK(at.cache.refresh().value());
    CHECK(at.cache.deed(at.feed.id(), 0).act.type == ActType::submitted);
}

TEST_CASE("entries that may not have effect are told as nobody's act") {
    Office office;
    const Entry whole = office.verified(Digest{});
    const Deed good = deed_of({1, 0, whole, EntryState::good});
    CHECK(good.signer == office.clerk.id());
    CHECK(good.act.type == ActType::verified);
    const Deed waiting = deed_of({1, 0, whole, EntryState::unverified});
    CHECK(waiting.act.type == ActType::verified);  // held by EFFECT: its key is not known
    const Deed bad = deed_of({1, 0, whole, EntryState::bad});
    CHECK(bad.digest == whole.digest);
    CHECK(bad.signer.is_zero());
    CHECK(bad.act.type == ActType::unknown);
    const auto view = as_bytes("{\"at\":1,\"type\":\"submitted\"}");
    const Deed half =
        deed_of({1, 0, node_entry(Bytes(view.begin(), view.end())), EntryState::good});
    CHECK(half.act.type == ActType::unknown);
}
