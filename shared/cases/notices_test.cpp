#include "shared/cases/notices.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

const Instant kNow = 1795312800;
const Region kTabang = Region::parse("64.02.12").value();
const Region kDesa = Region::parse("64.02.12.2005").value();

NoticeWords meeting() {
    return {kTabang, "Musrenbang kecamatan", "Rabu pukul 09.00 WITA di pendopo.", kNow + 86400};
}
std::string refusal(const NoticeWords& of) {
    SeededRandom random(1);
    const auto made = notice_act(of, kTabang, kNow, random);
    return made ? "" : made.error().sentence;
}
Json json_of(const NoticeWords& of) {
    SeededRandom random(1);
    return Json::parse(notice_act(of, kTabang, kNow, random).value());
}
std::optional<NoticeWords> read(const Json& json) {
    return read_notice(to_canonical(json).value());
}

TEST_CASE("notice: what is written is read again") {
    for (auto of : {meeting(), NoticeWords{kDesa, "Rapat", "", kNow + 60}}) {
        SeededRandom random(1);
        const auto payload = notice_act(of, kTabang, kNow, random);
        REQUIRE(payload.has_value());
        CHECK(read_notice(*payload) == of);
        CHECK(decode_act(*payload)->type == ActType::notice);
    }
    // Two of the same words at the same time are two acts.
    SeededRandom random(1);
    CHECK(notice_act(meeting(), kTabang, kNow, random).value() !=
          notice_act(meeting(), kTabang, kNow, random).value());
}

TEST_CASE("notice: what cannot be shown is refused by sentence") {
    CHECK(refusal(meeting()).empty());
    const auto with = [](auto change) {
        auto of = meeting();
        change(of);
        return refusal(of);
    };
    CHECK(with([](auto& of) { of.heading.clear(); }) == "Tulis judul pengumuman.");
    CHECK(with([](auto& of) { of.heading = std::string(kNoticeHeadingLetters, 'a'); }).empty());
    CHECK_FALSE(
        with([](auto& of) { of.heading = std::string(kNoticeHeadingLetters + 1, 'a'); }).empty());
    CHECK(with([](auto& of) { of.words = std::string(kNoticeLetters, 'a'); }).empty());
    CHECK_FALSE(with([](auto& of) { of.words = std::string(kNoticeLetters + 1, 'a'); }).empty());
    CHECK_FALSE(with([](auto& of) { of.words = "a\nb"; }).empty());
    CHECK_FALSE(with([](auto& of) { of.heading = "a\xe2\x80\xae"; }).empty());
    CHECK_FALSE(with([](auto& of) { of.until = kNow; }).empty());
    CHECK(with([](auto& of) { of.until = kNow + kNoticeSecondsMost; }).empty());
    CHECK_FALSE(with([](auto& of) { of.until = kNow + kNoticeSecondsMost + 1; }).empty());
    CHECK_FALSE(with([](auto& of) { of.region = Region::parse("64.02.13").value(); }).empty());
    CHECK_FALSE(with([](auto& of) { of.region = Region::parse("64.02").value(); }).empty());
}

TEST_CASE("notice: an act that says nothing to be shown is no notice, and never a fault") {
    REQUIRE(read(json_of(meeting())).has_value());
    CHECK_FALSE(read({{"at", kNow}, {"type", "notice"}}).has_value());
    for (const char* key : {"heading", "region", "until"}) {
        auto json = json_of(meeting());
        json.erase(key);
        CHECK_MESSAGE(!read(json).has_value(), key);
        json[key] = true;
        CHECK_MESSAGE(!read(json).has_value(), key);
    }
    const auto with = [](const char* key, const Json& value) {
        auto json = json_of(meeting());
        json[key] = value;
        return read(json);
    };
    CHECK(with("a_newer_key", 1).has_value());
    CHECK_FALSE(with("heading", "").has_value());
    CHECK_FALSE(with("heading", std::string(61, 'a')).has_value());
    CHECK_FALSE(with("heading",
                     "a\xe2\x80\xae"
                     "b")
                    .has_value());
    CHECK_FALSE(with("text", std::string(281, 'a')).has_value());
    CHECK_FALSE(with("text", "a\nb").has_value());
    CHECK_FALSE(with("region", "Tabang").has_value());
    CHECK_FALSE(with("until", kNow + kNoticeSecondsMost + 1).has_value());
    CHECK_FALSE(with("type", "notices").has_value());
    CHECK_FALSE(read_notice({}).has_value());
}

}  // namespace
}  // namespace disapa
