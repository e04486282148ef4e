#include "shared/log/act.h"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"

using namespace disapa;

namespace {

std::string digest_text(std::uint8_t fill) {
    Digest digest;
    digest.bytes.fill(fill);
    return to_base64url(digest.view());
}
const std::string kOf = digest_text(1);
const std::string kOther = digest_text(2);
const std::string kSalt = "AAAAAAAAAAE";
const std::string kKid = "AQIDBAUGBwg";

Json key_json() {
    return {{"at", 17},
            {"box", kOther},
            {"key", kOf},
            {"name", "Kios 1"},
            {"region", "64.02.12.2005"},
            {"role", "kiosk"},
            {"title", ""},
            {"type", "key_enrolled"}};
}

void add_case_acts(std::map<std::string, Json>& acts) {
    const Json papers = Json::array({{{"id", "KTP"}, {"how", "brought"}},
                                     {{"id", "KK"},
                                      {"how", "file"},
                                      {"blob", kOther},
                                      {"name", "kk.jpg"},
                                      {"size", 25000},
                                      {"mime", "image/jpeg"}},
                                     {{"id", "RUMAH"}, {"how", "missing"}}});
    const Json form = {{"nama", "Budi"}, {"rt", 4}};
    const Json judged = {{"at", 17}, {"of", kOf}, {"reason", "KTP buram"}, {"salt", kSalt}};
    const Json claims = {{"at", 17},
                         {"e", "2027-05-22"},
                         {"h", "BUDI"},
                         {"k", "0001"},
                         {"n", "400.9.14/012/UMD/XI/2026"},
                         {"of", kOf},
                         {"s", "SKTM"}};
    acts["submitted"] = {{"at", 17},         {"by", kKid},    {"form", form},
                         {"papers", papers}, {"salt", kSalt}, {"service", "SKTM-DIK"}};
    acts["amended"] = {
        {"at", 17}, {"form", form}, {"of", kOf}, {"papers", papers}, {"salt", kSalt}};
    acts["verified"] = {
        {"at", 17},
        {"salt", kSalt},
        {"items", Json::array({{{"of", kOf},
                                {"papers", Json::array({{{"id", "KTP"}, {"seen", true}},
                                                        {{"id", "KK"}, {"absent", "hilang"}}})}},
                               {{"of", kOther}, {"papers", Json::array()}}})}};
    acts["endorsed"] = claims;
    acts["approved"] = claims;
    acts["approved"]["g"] = "140/7/TBG/XI/2026";
    acts["approved"]["a"] = "plt";
    acts["approved"]["x"] = 1;
    acts["reissued"] = acts["approved"];
    acts["issued"] = {{"at", 17}, {"number", 12}, {"of", kOf}, {"series", "desa"}, {"year", 2026}};
    acts["checked"] = {{"at", 17}, {"of", kOf}};
    acts["initialled"] = acts["checked"];
    for (const char* type : {"rejected", "returned", "cancelled", "revoked"}) acts[type] = judged;
    acts["returned"]["reasons"] = Json::array({"ktp_buram"});
    acts["printed"] = {{"at", 17}, {"by", kKid}, {"copy", 2}, {"of", kOf}};
    acts["handed_over"] = {{"at", 17}, {"by", kKid}, {"of", kOf}, {"salt", kSalt}, {"to", "Siti"}};
    acts["erased"] = {
        {"at", 17},
        {"law", "UU 27/2022 pasal 8"},
        {"of", kOf},
        {"reason", "permintaan pemilik"},
        {"skeleton", {{"type", "submitted"}, {"of", Json::array()}, {"service", "SKU"}}}};
}

void add_other_acts(std::map<std::string, Json>& acts) {
    acts["key_enrolled"] = key_json();
    acts["key_revoked"] = {{"at", 17},
                           {"key", kKid},
                           {"reason", "hilang"},
                           {"suspect_from", {{"feed", kOf}, {"size", 7}}}};
    acts["role_granted"] = {
        {"at", 17},   {"from", 18}, {"key", kKid}, {"region", "64.02.12"}, {"role", "verifikator"},
        {"until", 99}};
    acts["delegated"] = {{"at", 17},      {"from", 18},      {"key", kKid},
                         {"kind", "plh"}, {"role", "camat"}, {"until", 99}};
    acts["admitted"] = {{"at", 17}, {"of", kOf}, {"reason", "sah"}};
    acts["received"] = {{"at", 17}, {"feed", kOf}, {"root", kOther}, {"size", 9}};
    acts["roster_at"] = {{"at", 17}, {"feed", kOf}, {"size", 9}};
    acts["numbers_granted"] = {{"at", 17},         {"feed", kOf}, {"from", 1},
                               {"series", "desa"}, {"to", 200},   {"year", 2026}};
    acts["office_published"] = {{"at", 17},
                                {"office",
                                 {{"region", "64.02.12.2005"},
                                  {"name", "Umaq Dian"},
                                  {"address", "Jalan Raya"},
                                  {"postcode", "75561"},
                                  {"phone", ""},
                                  {"email", ""},
                                  {"unit_code", "UMD"},
                                  {"letterhead", Json::array({"PEMERINTAH KABUPATEN"})},
                                  {"head_name", "Ana"},
                                  {"head_title", "Kepala Desa"},
                                  {"head_nip", ""}}}};
    acts["catalogue_published"] = {
        {"at", 17},
        {"services",
         Json::array({{{"service", "SKTM"}, {"flow", "mengetahui"}, {"checked", true}},
                      {{"service", "SKD"}, {"flow", "desa"}},
                      {{"service", "IUMK"}, {"flow", "camat"}, {"initialled", true}}})}};
    acts["question_asked"] = {{"at", 17},           {"code", "VB7J0WP0R4R"},
                              {"kind", "question"}, {"name", "SITI"},
                              {"phone", "0812"},    {"salt", "AAECAwQFBgc"},
                              {"text", "Kapan?"}};
    acts["answered"] = {{"at", 17}, {"of", kOf}, {"salt", "AAECAwQFBgc"}, {"text", "Besok."}};
    acts["notice"] = {{"at", 17}};
}

// One right act of every type.
std::map<std::string, Json> right_acts() {
    std::map<std::string, Json> acts;
    add_case_acts(acts);
    add_other_acts(acts);
    for (auto& [type, act] : acts) act["type"] = type;
    return acts;
}

Result<Act> decode(const Json& json) {
    const auto bytes = to_canonical(json);
    REQUIRE(bytes.has_value());
    return decode_act(*bytes);
}

// The right act of that type with one thing changed.
template <class Change>
bool is_taken(const char* type, Change change) {
    Json act = right_acts().at(type);
    change(act);
    const auto decoded = decode(act);
    if (!decoded) CHECK(decoded.error().code == ErrorCode::invalid);
    return decoded.has_value();
}

// The keys of a type without which it is still right.
std::set<std::string> optional_keys(const std::string& type) {
    if (type == "submitted" || type == "amended") return {"by"};
    if (type == "endorsed") return {"a", "e", "n", "x"};
    if (type == "approved" || type == "reissued") return {"a", "e", "n", "x"};
    if (type == "returned") return {"reasons"};
    if (type == "question_asked") return {"code", "name", "phone"};
    if (type == "key_revoked") return {"suspect_from"};
    if (type == "role_granted") return {"from", "until"};
    return {};
}

}  // namespace

TEST_CASE("act: every type and role has one word, and the word leads back") {
    for (int i = 0; i < static_cast<int>(ActType::unknown); ++i) {
        const auto type = static_cast<ActType>(i);
        CHECK_FALSE(to_text(type).empty());
        CHECK(act_type_from_text(to_text(type)) == type);
    }
    CHECK(to_text(ActType::unknown).empty());
    CHECK(act_type_from_text("") == ActType::unknown);
    CHECK(act_type_from_text("unknown") == ActType::unknown);
    for (int i = 1; i <= static_cast<int>(Role::hub); ++i) {
        CHECK(role_from_text(to_text(static_cast<Role>(i))) == static_cast<Role>(i));
    }
    CHECK(role_from_text("none") == Role::none);
    CHECK(to_text(Role::none).empty());
}

TEST_CASE("act: one right act of every type is taken, with or without unknown keys") {
    const auto acts = right_acts();
    CHECK(acts.size() == static_cast<std::size_t>(ActType::unknown));
    for (const auto& [type, json] : acts) {
        CAPTURE(type);
        const auto act = decode(json);
        REQUIRE_MESSAGE(act.has_value(), (act ? "" : act.error().log));
        CHECK(to_text(act->type) == type);
        CHECK(act->type_text == type);
        CHECK(act->at == 17);
        Json more = json;
        more["z_later"] = {{"a", 1}};
        const bool is_claims = json.contains("h");
        if (!is_claims || to_canonical(more).value().size() <= limits::kClaimsBytes) {
            CHECK(decode(more).has_value());
        }
    }
}

TEST_CASE("act: no needed key may lack, none may be of another kind") {
    for (const auto& [type, json] : right_acts()) {
        for (const auto& [key, value] : json.items()) {
            CAPTURE(type);
            CAPTURE(key);
            Json without = json;
            without.erase(key);
            if (key == "type" || optional_keys(type).count(key) == 0) {
                CHECK_FALSE(decode(without).has_value());
            } else {
                CHECK(decode(without).has_value());
            }
            for (const Json& wrong : {Json(true), Json(-1), Json::array({1}), Json::object()}) {
                // verified's items and the like are arrays of objects; form may be any object.
                if (wrong.type() == value.type()) continue;
                if (wrong.is_number() && value.is_number()) continue;
                Json other = json;
                other[key] = wrong;
                CHECK_FALSE(decode(other).has_value());
            }
        }
        for (const char* key : {"of", "feed", "root", "key", "box", "salt", "by"}) {
            if (!json.contains(key)) continue;
            CAPTURE(type);
            CAPTURE(key);
            Json other = json;
            other[key] = "abc";
            CHECK_FALSE(decode(other).has_value());
            other[key] = json[key].get<std::string>() + "=";
            CHECK_FALSE(decode(other).has_value());
        }
        Json negative = json;
        negative["at"] = -1;
        CHECK_FALSE(decode(negative).has_value());
    }
}

TEST_CASE("act: what is read of a case") {
    const auto acts = right_acts();
    CHECK(decode(acts.at("submitted"))->service == "SKTM-DIK");
    CHECK(decode(acts.at("submitted"))->of.empty());
    CHECK(to_text(decode(acts.at("submitted"))->by) == kKid);
    CHECK(decode(acts.at("amended"))->by.is_zero());
    const auto verified = decode(acts.at("verified"));
    REQUIRE(verified->of.size() == 2);
    CHECK(to_base64url(verified->of[0].view()) == kOf);
    CHECK(to_base64url(verified->of[1].view()) == kOther);
    const auto approved = decode(acts.at("approved"));
    CHECK(approved->service == "SKTM");
    CHECK(approved->number == "400.9.14/012/UMD/XI/2026");
    CHECK(approved->register_number == "140/7/TBG/XI/2026");
    CHECK(approved->delegation == "plt");
    CHECK(decode(acts.at("endorsed"))->register_number.empty());
    const auto issued = decode(acts.at("issued"));
    CHECK(issued->count == 12);
    CHECK(issued->series == "desa");
    CHECK(issued->year == 2026);
    CHECK(decode(acts.at("printed"))->count == 2);
}

TEST_CASE("act: what is read of roster, ledger and office") {
    const auto acts = right_acts();
    const auto key = decode(acts.at("key_enrolled"));
    CHECK(key->key == key_id_of(key->public_key));
    CHECK(key->role == Role::kiosk);
    CHECK(key->region.code() == "64.02.12.2005");
    CHECK(to_base64url(key->box_key.view()) == kOther);
    Json officer = key_json();
    officer.erase("box");
    officer["role"] = "petugas";
    officer["nip"] = "19800101";
    officer["devices"] = Json::array({kKid, "AQIDBAUGBwk"});
    CHECK(decode(officer)->devices.size() == 2);
    CHECK(decode(officer)->box_key.is_zero());
    CHECK(decode(officer)->nip == "19800101");
    officer["role"] = "hub";  // a machine needs a box key
    CHECK_FALSE(decode(officer).has_value());

    CHECK(decode(acts.at("key_revoked"))->size == 7);
    CHECK(decode(acts.at("delegated"))->from == 18);
    CHECK(decode(acts.at("delegated"))->until == 99);
    CHECK(decode(acts.at("delegated"))->delegation == "plh");
    CHECK(decode(acts.at("received"))->size == 9);
    CHECK(to_base64url(decode(acts.at("received"))->root.view()) == kOther);
    const auto granted = decode(acts.at("numbers_granted"));
    CHECK(granted->range.from == 1);
    CHECK(granted->range.to == 200);
    CHECK(granted->range.series == "desa");
    CHECK(granted->range.year == 2026);
    const auto services = decode(acts.at("catalogue_published"))->catalogue;
    REQUIRE(services.size() == 3);
    CHECK(services[0].flow == Flow::mengetahui);
    CHECK(services[0].needs_checked);
    CHECK(services[1].flow == Flow::desa);
    CHECK_FALSE(services[1].needs_checked);
    CHECK(services[2].flow == Flow::camat);
    CHECK(services[2].needs_initialled);
    CHECK(decode(acts.at("office_published"))->region.code() == "64.02.12.2005");
}

TEST_CASE("act: values out of bounds") {
    CHECK_FALSE(is_taken("issued", [](Json& act) { act["number"] = 0; }));
    CHECK_FALSE(is_taken("issued", [](Json& act) { act["year"] = 26; }));
    CHECK_FALSE(is_taken("issued", [](Json& act) { act["series"] = ""; }));
    CHECK_FALSE(is_taken("printed", [](Json& act) { act["copy"] = 0; }));
    CHECK_FALSE(is_taken("received", [](Json& act) { act["size"] = 0; }));
    CHECK_FALSE(is_taken("numbers_granted", [](Json& act) { act["from"] = 201; }));
    CHECK(is_taken("numbers_granted", [](Json& act) { act["from"] = 200; }));
    CHECK_FALSE(is_taken("delegated", [](Json& act) { act["until"] = 18; }));
    CHECK_FALSE(is_taken("delegated", [](Json& act) { act["kind"] = "pj"; }));
    CHECK_FALSE(is_taken("role_granted", [](Json& act) { act["role"] = "bupati"; }));
    CHECK_FALSE(is_taken("role_granted", [](Json& act) { act["region"] = "64.02.1"; }));
    CHECK_FALSE(is_taken("returned", [](Json& act) { act["reason"] = std::string(301, 'a'); }));
    CHECK(is_taken("returned", [](Json& act) {
        std::string reason;
        for (int i = 0; i < 300; ++i) reason += "\xC3\xA9";
        act["reason"] = reason;
    }));
    CHECK(is_taken("returned", [](Json& act) { act["reason"] = ""; }));  // its codes say why
    CHECK_FALSE(is_taken("rejected", [](Json& act) { act["reason"] = ""; }));
    CHECK_FALSE(is_taken("handed_over", [](Json& act) { act["to"] = ""; }));
    CHECK_FALSE(is_taken("submitted", [](Json& act) { act["service"] = "a b"; }));
    CHECK_FALSE(
        is_taken("catalogue_published", [](Json& act) { act["services"][1]["flow"] = "x"; }));
    CHECK_FALSE(
        is_taken("catalogue_published", [](Json& act) { act["services"][0]["checked"] = false; }));
    CHECK_FALSE(
        is_taken("catalogue_published", [](Json& act) { act["services"][1]["service"] = "SKTM"; }));
    CHECK_FALSE(is_taken("office_published", [](Json& act) { act["office"]["name"] = 5; }));
    CHECK_FALSE(is_taken("office_published", [](Json& act) { act["office"].erase("region"); }));
}

TEST_CASE("act: papers") {
    const auto first = [](Json& act) -> Json& { return act["papers"][0]; };
    CHECK_FALSE(is_taken("submitted", [&](Json& act) { first(act)["how"] = "lost"; }));
    CHECK_FALSE(is_taken("submitted", [&](Json& act) { first(act)["how"] = "file"; }));  // no blob
    CHECK_FALSE(is_taken("submitted", [&](Json& act) { first(act)["blob"] = 7; }));
    CHECK_FALSE(is_taken("submitted", [&](Json& act) { first(act)["id"] = "KK"; }));  // twice
    CHECK_FALSE(is_taken("submitted", [&](Json& act) { first(act).erase("id"); }));
    CHECK_FALSE(is_taken("submitted", [](Json& act) { act["papers"][1]["size"] = 262145; }));
    CHECK_FALSE(is_taken("submitted", [](Json& act) { act["papers"][1]["blob"] = "x"; }));
    CHECK_FALSE(is_taken("submitted", [](Json& act) {
        for (int i = 0; i < 10; ++i) {
            act["papers"].push_back({{"id", "P" + std::to_string(i)}, {"how", "brought"}});
        }
    }));
    CHECK(is_taken("submitted", [](Json& act) { act["papers"] = Json::array(); }));
    const auto seen = [](Json& act) -> Json& { return act["items"][0]["papers"][0]; };
    CHECK_FALSE(is_taken("verified", [&](Json& act) { seen(act)["seen"] = false; }));
    CHECK_FALSE(is_taken("verified", [&](Json& act) { seen(act).erase("seen"); }));
    CHECK_FALSE(is_taken("verified", [&](Json& act) { seen(act)["absent"] = "x"; }));
    CHECK_FALSE(is_taken("verified", [](Json& act) { act["items"][1]["of"] = kOf; }));
    CHECK_FALSE(is_taken("verified", [](Json& act) { act["items"] = Json::array(); }));
    const auto many = [](std::size_t count) {
        return [count](Json& act) {
            act["items"] = Json::array();
            for (std::size_t i = 0; i < count; ++i) {
                act["items"].push_back(
                    {{"of", digest_text(static_cast<std::uint8_t>(i))}, {"papers", Json::array()}});
            }
        };
    };
    CHECK(is_taken("verified", many(50)));
    CHECK_FALSE(is_taken("verified", many(51)));
}

TEST_CASE("act: claims fit into a QR code") {
    for (const char* type : {"endorsed", "approved", "reissued"}) {
        CAPTURE(type);
        Json act = right_acts().at(type);
        const std::size_t room = limits::kClaimsBytes - to_canonical(act).value().size();
        const std::string number = act["n"].get<std::string>();
        act["n"] = number + std::string(room, '0');
        CHECK(decode(act).has_value());
        act["n"] = number + std::string(room + 1, '0');
        CHECK_FALSE(decode(act).has_value());
    }
    CHECK_FALSE(is_taken("endorsed", [](Json& act) { act["h"] = std::string(41, 'A'); }));
    CHECK(is_taken("endorsed", [](Json& act) { act["h"] = std::string(40, 'A'); }));
    CHECK_FALSE(is_taken("endorsed", [](Json& act) { act["k"] = "12a4"; }));
    CHECK_FALSE(is_taken("endorsed", [](Json& act) { act["k"] = "64021"; }));
    CHECK_FALSE(is_taken("endorsed", [](Json& act) { act["e"] = "2027-02-29"; }));
    CHECK_FALSE(is_taken("approved", [](Json& act) { act["x"] = 0; }));
    CHECK_FALSE(is_taken("approved", [](Json& act) { act["a"] = "pj"; }));
    CHECK_FALSE(is_taken("approved", [](Json& act) { act["g"] = ""; }));
}

TEST_CASE("act: erasing keeps what the order needs") {
    const auto with = [](const Json& skeleton) {
        Json act = right_acts().at("erased");
        act["skeleton"] = skeleton;
        return decode(act);
    };
    const auto submitted = with({{"type", "submitted"}, {"of", Json::array()}, {"service", "SKU"}});
    REQUIRE(submitted.has_value());
    REQUIRE(submitted->skeleton.size() == 1);
    CHECK(submitted->skeleton[0].type == ActType::submitted);
    CHECK(submitted->skeleton[0].service == "SKU");
    CHECK(submitted->skeleton[0].by.is_zero());
    const auto by_clerk =
        with({{"type", "submitted"}, {"of", Json::array()}, {"service", "SKU"}, {"by", kKid}});
    CHECK(to_text(by_clerk->skeleton[0].by) == kKid);
    CHECK_FALSE(with({{"type", "submitted"}, {"of", Json::array()}}).has_value());
    CHECK_FALSE(with({{"type", "submitted"}, {"of", Json::array({kOf})}, {"service", "A"}}));

    const auto verified = with({{"type", "verified"}, {"of", Json::array({kOf, kOther})}});
    REQUIRE(verified.has_value());
    CHECK(verified->skeleton[0].of.size() == 2);
    CHECK_FALSE(with({{"type", "verified"}, {"of", Json::array()}}).has_value());
    CHECK_FALSE(with({{"type", "verified"}, {"of", Json::array({1})}}).has_value());
    CHECK_FALSE(with({{"type", "verified"}}).has_value());

    const Json approved = {{"type", "approved"},
                           {"of", Json::array({kOf})},
                           {"service", "SKU"},
                           {"n", "1/2/3"},
                           {"g", "4/5/6"}};
    REQUIRE(with(approved).has_value());
    CHECK(with(approved)->skeleton[0].number == "1/2/3");
    CHECK(with(approved)->skeleton[0].register_number == "4/5/6");
    CHECK_FALSE(with({{"type", "approved"}, {"of", Json::array({kOf})}, {"service", "SKU"}}));
    const auto issued = with({{"type", "issued"},
                              {"of", Json::array({kOf})},
                              {"number", 7},
                              {"series", "desa"},
                              {"year", 2026}});
    REQUIRE(issued.has_value());
    CHECK(issued->skeleton[0].count == 7);
    CHECK_FALSE(with({{"type", "issued"}, {"of", Json::array({kOf})}}).has_value());
    CHECK_FALSE(with({{"type", "cancelled"}, {"of", Json::array({kOf, kOther})}}).has_value());

    for (const char* type : {"erased", "received", "roster_at", "numbers_granted", "key_enrolled",
                             "key_revoked", "admitted", "office_published"}) {
        CAPTURE(type);
        CHECK_FALSE(with({{"type", type}, {"of", Json::array({kOf})}}).has_value());
    }
    CHECK(with({{"type", "of_a_newer_version"}, {"of", Json::array({kOf})}}).has_value());
}

TEST_CASE("act: an unknown type is kept by its word, and no act is no act") {
    const auto later = decode({{"at", 17}, {"of", 5}, {"type", "of_a_newer_version"}});
    REQUIRE(later.has_value());
    CHECK(later->type == ActType::unknown);
    CHECK(later->type_text == "of_a_newer_version");
    CHECK(later->of.empty());
    const auto naming = decode({{"at", 17}, {"of", kOf}, {"type", "of_a_newer_version"}});
    REQUIRE(naming.has_value());
    CHECK(naming->of.size() == 1);
    for (const char* no_act :
         {"[]", "true", "{}", R"({"at":1})", R"({"type":"notice"})", R"({"at":1,"type":""})",
          R"({"at":1,"type":"a b"})", R"({"at":1,"type":5})", R"({"at": 1,"type":"notice"})", ""}) {
        CAPTURE(no_act);
        const auto act = decode_act(as_bytes(no_act));
        REQUIRE_FALSE(act.has_value());
        CHECK(act.error().code == ErrorCode::invalid);
    }
    CHECK_FALSE(decode({{"at", 1}, {"type", std::string(33, 'a')}}).has_value());
}
