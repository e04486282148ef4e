#include "kiosk/counter/originals.h"

#include "shared/base/limits.h"
#include "shared/store/store_world.h"

using namespace disapa;

TEST_CASE("an original stays while its paper does, and ninety days at most") {
    disapa::testing::Office office;
    Node node = office.kiosk("kiosk", office.desa);
    Originals originals(node);
    const Bytes paper(100, 1), large(500, 2);
    const auto digest = sha256(paper);
    REQUIRE(node.write([&](Writer& writer) -> Status {
                    auto put = writer.put_blob(paper);
                    return put ? Status{} : pass(std::move(put));
                })
                .has_value());
    REQUIRE(originals.keep(digest, large).has_value());
    CHECK(originals.has(digest));
    CHECK(originals.get(digest).value() == large);
    office.clock.advance(Instant{kOriginalDays} * 86400);
    REQUIRE(originals.erase_old().has_value());
    CHECK(originals.has(digest));
    office.clock.advance(1);
    REQUIRE(originals.erase_old().has_value());
    CHECK_FALSE(originals.has(digest));
    CHECK_FALSE(originals.get(digest).value().has_value());
}

TEST_CASE("an original of a draft goes with the draft") {
    disapa::testing::Office office;
    Node node = office.kiosk("kiosk", office.desa);
    Originals originals(node);
    const Bytes paper(100, 1);
    REQUIRE(node.write([&](Writer& writer) { return writer.put("draft_file", "KTP", paper); })
                .has_value());
    REQUIRE(originals.keep(sha256(paper), Bytes(500, 2)).has_value());
    REQUIRE(originals.erase_old().has_value());
    CHECK(originals.has(sha256(paper)));
    REQUIRE(
        node.write([&](Writer& writer) { return writer.erase("draft_file", "KTP"); }).has_value());
    REQUIRE(originals.erase_old().has_value());
    CHECK_FALSE(originals.has(sha256(paper)));
}

TEST_CASE("what could not travel is not kept") {
    disapa::testing::Office office;
    Node node = office.kiosk("kiosk", office.desa);
    CHECK_FALSE(Originals(node).keep(Digest{}, Bytes(limits::kBlobBytes + 1)).has_value());
    CHECK_FALSE(Originals(node).keep(Digest{}, {}).has_value());
}
