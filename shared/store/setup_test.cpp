#include "shared/store/setup.h"

#include "shared/store/store_world.h"

using namespace disapa;

namespace {

NodeSetup sample() {
    NodeSetup setup;
    setup.kind = NodeKind::kiosk;
    setup.region = testing::region("64.02.12.2005");
    setup.office = testing::region("64.02.12");
    setup.hub_key.bytes.fill(3);
    setup.hub_box.bytes.fill(4);
    setup.root_thumbprint.bytes.fill(5);
    setup.hub_urls = {"http://127.0.0.1:8420", "http://10.0.0.1"};
    setup.public_url = "https://disapa.example";
    setup.sample = true;
    return setup;
}

}  // namespace

TEST_CASE("a setup comes back as it was") {
    const auto bytes = to_bytes(sample());
    REQUIRE(bytes.has_value());
    const auto back = setup_from_bytes(*bytes);
    REQUIRE(back.has_value());
    CHECK(back->kind == NodeKind::kiosk);
    CHECK(back->region == sample().region);
    CHECK(back->office == sample().office);
    CHECK(back->hub_key == sample().hub_key);
    CHECK(back->hub_box == sample().hub_box);
    CHECK(back->root_thumbprint == sample().root_thumbprint);
    CHECK(back->hub_urls == sample().hub_urls);
    CHECK(back->public_url == sample().public_url);
    CHECK(back->sample);
}

TEST_CASE("every missing or wrong member of a setup is noticed") {
    const auto whole = parse_canonical(to_bytes(sample()).value()).value();
    for (const auto& [key, value] : whole.items()) {
        CAPTURE(key);
        Json less = whole;
        less.erase(key);
        CHECK_FALSE(setup_from_bytes(testing::payload(less)).has_value());
        Json wrong = whole;
        wrong[key] = 17;
        CHECK_FALSE(setup_from_bytes(testing::payload(wrong)).has_value());
    }
    CHECK_FALSE(setup_from_bytes({}).has_value());
}
