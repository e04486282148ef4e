#include "shared/cases/effect.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "shared/cases/test_world.h"

namespace disapa::test {
namespace {

TEST_CASE("effect: every act of a case has one row, no other act has any") {
    std::set<ActType> seen;
    for (const EffectRule& rule : kEffects) CHECK(seen.insert(rule.type).second);
    for (int i = 0; i <= static_cast<int>(ActType::unknown); ++i) {
        const auto type = static_cast<ActType>(i);
        CHECK((effect_of(type) != nullptr) == (i <= static_cast<int>(ActType::reissued)));
    }
    for (const EffectRule& rule : kEffects) {
        CAPTURE(to_text(rule.type));
        CHECK((rule.by == By::person) == !rule.roles.empty());
        // Nobody of the kecamatan signs at a kiosk, nobody of a desa at the hub.
        if (rule.where == Where::kiosk) CHECK((rule.roles & kOfficeRoles).empty());
        if (rule.where == Where::hub) CHECK((rule.roles & kDesaRoles).empty());
    }
}

TEST_CASE("effect: a reason has one key, and each key its sentence in the README") {
    std::ifstream file(std::string(DISAPA_SOURCE_DIR) + "/shared/cases/README.md");
    std::stringstream text;
    text << file.rdbuf();
    std::set<std::string_view> seen;
    for (const std::string_view reason : fate::kAll) {
        CAPTURE(reason);
        CHECK(seen.insert(reason).second);
        CHECK(text.str().find("`" + std::string(reason.substr(5)) + "`") != std::string::npos);
    }
}

// Who may: each role at each place, for each act that a person signs.
TEST_CASE("effect: a person acts by his role, in his region, at his devices, in time") {
    TestWorld world;
    world.people();
    const KeyId k1 = key_of("K1"), k2 = key_of("K2"), hub = key_of("H");
    world.enrol("camat elsewhere", Role::camat, region("64.02.13"));
    world.enrol("kades elsewhere", Role::kades, kDesaB, {k1});
    const auto roster = [&world] { return world.book().roster(); };
    const auto ask = [&](ActType type, std::string_view who, const KeyId& node,
                         bool admitted = false) {
        const Maker maker{key_of(who), node, node == hub};
        DateWatch dates;
        return judge_rights(
            {*effect_of(type), maker, roster(), world.now, admitted, kDesaA, kOffice}, dates);
    };
    CHECK(ask(ActType::verified, "C1", k1).ok());
    CHECK(ask(ActType::verified, "C1", k2).reason == fate::kOtherDevice);
    CHECK(ask(ActType::verified, "P", k1).reason == fate::kNoRight);
    CHECK(ask(ActType::verified, "C3", k1).reason == fate::kNoRight);
    CHECK(ask(ActType::verified, "C1", hub).reason == fate::kWrongFeed);
    CHECK(ask(ActType::verified, "nobody", k1).reason == fate::kUnknownKey);
    CHECK(ask(ActType::verified, "C1", key_of("K9")).reason == fate::kUnknownDevice);
    CHECK(ask(ActType::verified, "C1", key_of("K3")).reason == fate::kOtherDevice);
    CHECK(ask(ActType::endorsed, "P", k2).ok());
    CHECK(ask(ActType::endorsed, "kades elsewhere", k1).reason == fate::kNoRight);
    CHECK(ask(ActType::approved, "camat", hub).ok());
    CHECK(ask(ActType::approved, "camat elsewhere", hub).reason == fate::kNoRight);
    CHECK(ask(ActType::approved, "camat", k1).reason == fate::kWrongFeed);
    CHECK(ask(ActType::approved, "sekcam", hub).reason == fate::kNoRight);
    CHECK(ask(ActType::returned, "P", k1).ok());
    CHECK(ask(ActType::returned, "camat", hub).ok());
    CHECK(ask(ActType::returned, "camat", k1).reason == fate::kNoRight);
    CHECK(ask(ActType::returned, "P", hub).reason == fate::kNoRight);

    const Maker unsigned_act{{}, hub, true};
    DateWatch dates;
    CHECK(judge_rights({*effect_of(ActType::approved), unsigned_act, roster(), world.now, false,
                        kDesaA, kOffice},
                       dates)
              .reason == fate::kNotSigned);
    CHECK(ask(ActType::printed, "C1", k1).reason == fate::kNotSigned);

    world.delegate("sekcam", Role::camat, world.now + 1, world.now + 2);
    CHECK(ask(ActType::approved, "sekcam", hub).reason == fate::kExpired);
    CHECK(ask(ActType::approved, "sekcam", hub, true).ok());
    world.now += 1;
    CHECK(ask(ActType::approved, "sekcam", hub).ok());
    world.revoke_key("sekcam");
    CHECK(ask(ActType::approved, "sekcam", hub).reason == fate::kRevoked);
    CHECK(ask(ActType::approved, "sekcam", hub).fate == Fate::held_until_admitted);
    CHECK(ask(ActType::approved, "sekcam", hub, true).ok());
}

TEST_CASE("effect: dates that were asked about are remembered, the nearest first") {
    DateWatch dates;
    dates.saw(std::nullopt, 10);
    CHECK_FALSE(dates.next);
    dates.saw(9, 10);
    CHECK_FALSE(dates.next);
    dates.saw(30, 10);
    dates.saw(20, 10);
    dates.saw(40, 10);
    CHECK(dates.next == 20);
}

// What the act does in each state, by the words of the rules: h held, e effect, l late.
TEST_CASE("effect: too early waits, too late never counts") {
    using S = CaseState;
    const std::vector<S> states{S::submitted, S::amended,     S::verified, S::endorsed,
                                S::checked,   S::initialled,  S::returned, S::approved,
                                S::printed,   S::handed_over, S::rejected, S::cancelled,
                                S::revoked};
    const std::vector<std::pair<ActType, std::string>> expected{
        {ActType::verified, "eelllllllllll"},    {ActType::endorsed, "hhellllllllll"},
        {ActType::checked, "hhhelllllllll"},     {ActType::initialled, "hhheellllllll"},
        {ActType::approved, "hhheeelllllll"},    {ActType::rejected, "hhheeelllllll"},
        {ActType::returned, "eeeeeelllllll"},    {ActType::cancelled, "eeeeeeellllll"},
        {ActType::amended, "hhhhhhellllll"},     {ActType::printed, "hhhhhhheellll"},
        {ActType::handed_over, "hhhhhhhheelll"}, {ActType::revoked, "hhhhhhheeelll"},
        {ActType::reissued, "lllllllllllle"},
    };
    for (const auto& [type, letters] : expected) {
        for (std::size_t i = 0; i < states.size(); ++i) {
            Case of;
            of.steps = {"M", Flow::mengetahui, false, false};
            of.number = "400/1/KD/2027";
            of.state = states[i];
            const auto* rule = effect_of(type);
            const Maker maker{key_of("x"), key_of("H"), rule->where != Where::kiosk};
            const Judgement judgement = judge_step(*rule, of, maker);
            CAPTURE(to_text(type));
            CAPTURE(to_text(states[i]));
            CAPTURE(judgement.reason);
            const char is = judgement.ok() ? 'e' : judgement.fate == Fate::held ? 'h' : 'l';
            CHECK(is == letters[i]);
            if (is == 'l') CHECK(judgement.reason == fate::kLate);
        }
    }
}

}  // namespace
}  // namespace disapa::test
