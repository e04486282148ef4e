// EFFECT: which act does what to a case. The table below is the whole of it; the functions read it.
//
// Read a row as: this act, made by a node or signed by a person with one of these roles, standing
// in the feed of a kiosk of the case's desa or of its hub, naming this, finds the case in one of
// these states and leaves it in that one. Judge (judge.h) finds the case and keeps what came of it;
// may_act asks the same questions before a person signs.
#pragma once

#include <array>
#include <initializer_list>

#include "shared/cases/book.h"

namespace disapa {

// A set of values of an enum with fewer than 32 values.
template <class E>
class EnumSet {
  public:
    constexpr EnumSet() = default;
    constexpr EnumSet(std::initializer_list<E> values) {
        for (const E value : values) bits_ |= 1U << static_cast<unsigned>(value);
    }
    [[nodiscard]] constexpr bool has(E value) const {
        return (bits_ >> static_cast<unsigned>(value) & 1U) != 0;
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr EnumSet operator|(const EnumSet& other) const {
        EnumSet both{};
        both.bits_ = bits_ | other.bits_;
        return both;
    }
    [[nodiscard]] constexpr EnumSet operator&(const EnumSet& other) const {
        EnumSet both{};
        both.bits_ = bits_ & other.bits_;
        return both;
    }

  private:
    std::uint32_t bits_ = 0;
};
using Roles = EnumSet<Role>;
using States = EnumSet<CaseState>;

enum class By {
    node,    // no signature of its own; the head of its feed proves it
    person,  // a JWS
};
enum class Names {
    nothing,      // submitted: it is the case
    revision,     // the newest submitted or amended
    endorsement,  // the endorsed with effect of that revision
    letter,       // the act whose signature is the letter's QR
};

enum class Where { kiosk, hub, either };  // in whose feed
struct EffectRule {
    ActType type;
    By by;
    Where where;
    // Of the person who signs. Officers of a desa act in their own desa at the kiosks named with
    // their key; officers of the kecamatan act in the hub's feed.
    Roles roles;
    Names names;
    States from;
    CaseState to;
};
inline constexpr Roles kDesaRoles = {Role::petugas, Role::kades};
inline constexpr Roles kOfficeRoles = {Role::verifikator, Role::sekcam, Role::camat};
inline constexpr Roles kHubRoles = kOfficeRoles | Roles{Role::admin};  // those that act in its feed

// clang-format off
inline constexpr auto kEffects = [] {
    using A = ActType;
    using R = Role;
    using S = CaseState;
    const By node = By::node, person = By::person;
    const Where kiosk = Where::kiosk, hub = Where::hub, either = Where::either;
    const Roles no_one{}, any_officer{R::petugas, R::kades, R::verifikator, R::sekcam, R::camat};
    const Names nothing = Names::nothing, revision = Names::revision,
                    endorsement = Names::endorsement, letter = Names::letter;
    const States nowhere{}, asked{S::submitted, S::amended}, returned{S::returned}, revoked{S::revoked},
        verified{S::verified}, endorsed{S::endorsed}, looked_at{S::endorsed, S::checked},
        at_camat{S::endorsed, S::checked, S::initialled}, open = asked | verified | at_camat,
        undecided = open | returned, may_print{S::issued, S::approved, S::printed},
        on_paper{S::printed, S::handed_over}, valid = may_print | on_paper;
    return std::to_array<EffectRule>({
        // act           by      where   roles                 names        from       to
        {A::submitted,   node,   kiosk,  no_one,               nothing,     nowhere,   S::submitted},
        {A::amended,     node,   kiosk,  no_one,               revision,    returned,  S::amended},
        {A::verified,    person, kiosk,  {R::petugas},         revision,    asked,     S::verified},
        {A::endorsed,    person, kiosk,  {R::kades},           revision,    verified,  S::endorsed},
        // Sets the desa's number. It changes the state in Flow desa alone: there the letter now exists.
        {A::issued,      node,   kiosk,  no_one,               endorsement, endorsed,  S::issued},
        {A::checked,     person, hub,    {R::verifikator},     endorsement, endorsed,  S::checked},
        {A::initialled,  person, hub,    {R::sekcam},          endorsement, looked_at, S::initialled},
        {A::approved,    person, hub,    {R::camat},           endorsement, at_camat,  S::approved},
        {A::rejected,    person, hub,    {R::camat},           revision,    at_camat,  S::rejected},
        {A::returned,    person, either, any_officer,          revision,    open,      S::returned},
        {A::cancelled,   person, kiosk,  {R::petugas},         revision,    undecided, S::cancelled},
        {A::printed,     node,   kiosk,  no_one,               letter,      may_print, S::printed},
        {A::handed_over, node,   kiosk,  no_one,               letter,      on_paper,  S::handed_over},
        // The kades revokes only what he alone has signed (Flow desa).
        {A::revoked,     person, either, {R::kades, R::camat}, letter,      valid,     S::revoked},
        {A::reissued,    person, hub,    {R::camat},           endorsement, revoked,   S::approved},
    });
}();
// Acts that change no case, by the same columns: `from` and `to` say nothing here. An answer names
// the question, whatever was answered before: both stand.
inline constexpr std::array kQuestionEffects{
    EffectRule{ActType::question_asked, By::node, Where::kiosk, {}, Names::nothing, {}, {}},
    EffectRule{ActType::answered, By::person, Where::hub, kOfficeRoles, Names::nothing, {}, {}},
};
// In the hub's feed to all, where no book looks: notices.h.
inline constexpr EffectRule kNoticeEffect{ActType::notice, By::person, Where::hub,
    {Role::sekcam, Role::camat, Role::admin}, Names::nothing, {}, {}};
// clang-format on

// Nothing for an act that does nothing to a case.
[[nodiscard]] const EffectRule* effect_of(ActType type);
// Nothing for an act that has nothing to do with questions.
[[nodiscard]] const EffectRule* question_effect_of(ActType type);

// Why an act has no effect (yet): keys of the words file. README.md of this room has the sentences.
namespace fate {
// held: tried again when something has come
inline constexpr std::string_view kUnknownKey = "fate.unknown_key";
inline constexpr std::string_view kUnknownDevice = "fate.unknown_device";
inline constexpr std::string_view kUnknownAct = "fate.unknown_act";
inline constexpr std::string_view kUnknownService = "fate.unknown_service";
inline constexpr std::string_view kNeedsVerified = "fate.needs_verified";
inline constexpr std::string_view kNeedsEndorsed = "fate.needs_endorsed";
inline constexpr std::string_view kNeedsNumber = "fate.needs_number";
inline constexpr std::string_view kNeedsChecked = "fate.needs_checked";
inline constexpr std::string_view kNeedsInitialled = "fate.needs_initialled";
inline constexpr std::string_view kNeedsReturned = "fate.needs_returned";
inline constexpr std::string_view kNeedsLetter = "fate.needs_letter";
inline constexpr std::string_view kNeedsPrinted = "fate.needs_printed";
inline constexpr std::string_view kNotGranted = "fate.number_not_granted";
// held until an admin's `admitted`
inline constexpr std::string_view kRevoked = "fate.revoked";
inline constexpr std::string_view kDeviceRevoked = "fate.device_revoked";
inline constexpr std::string_view kExpired = "fate.expired";
// inert
inline constexpr std::string_view kNoRight = "fate.no_right";
inline constexpr std::string_view kOtherDevice = "fate.other_device";
inline constexpr std::string_view kOtherRegion = "fate.other_region";
inline constexpr std::string_view kWrongFeed = "fate.wrong_feed";
inline constexpr std::string_view kNotSigned = "fate.not_signed";
inline constexpr std::string_view kUnknownType = "fate.unknown_type";
inline constexpr std::string_view kLate = "fate.late";
inline constexpr std::string_view kOldRevision = "fate.old_revision";
inline constexpr std::string_view kWrongOf = "fate.wrong_of";
inline constexpr std::string_view kOtherFlow = "fate.other_flow";
inline constexpr std::string_view kOwnCase = "fate.own_case";
inline constexpr std::string_view kOtherKiosk = "fate.other_kiosk";
inline constexpr std::string_view kNumberDiffers = "fate.number_differs";
inline constexpr std::string_view kNumberUsed = "fate.number_used";
inline constexpr std::string_view kNumberOfOther = "fate.number_of_other";
inline constexpr std::string_view kGrantOverlaps = "fate.grant_overlaps";

inline constexpr std::array kAll{kUnknownKey,      kUnknownDevice, kUnknownAct,    kUnknownService,
                                 kNeedsVerified,   kNeedsEndorsed, kNeedsNumber,   kNeedsChecked,
                                 kNeedsInitialled, kNeedsReturned, kNeedsLetter,   kNeedsPrinted,
                                 kNotGranted,      kRevoked,       kDeviceRevoked, kExpired,
                                 kNoRight,         kOtherDevice,   kOtherRegion,   kWrongFeed,
                                 kNotSigned,       kUnknownType,   kLate,          kOldRevision,
                                 kWrongOf,         kOtherFlow,     kOwnCase,       kOtherKiosk,
                                 kNumberDiffers,   kNumberUsed,    kNumberOfOther, kGrantOverlaps};
}  // namespace fate

// An outcome before it is written down.
struct Judgement {
    Fate fate = Fate::effect;
    std::string_view reason{};
    [[nodiscard]] bool ok() const { return fate == Fate::effect; }
};

// Who made an act, and where.
struct Maker {
    KeyId signer;  // zeros: the node
    KeyId node;
    bool in_hub = false;
};

// Dates that were asked about: how long an answer stays true.
struct DateWatch {
    std::optional<Instant> next;  // the first such date not before the time asked for
    void saw(const std::optional<Instant>& date, Instant asked_at);
};

// May this maker make such an act here, by this roster at this time? `admitted`: an admin has let
// the act pass whose key was revoked or whose time was over.
struct RightsQuestion {
    const EffectRule& rule;
    const Maker& maker;
    const Roster& roster;
    Instant at;
    bool admitted;
    const Region& region;  // the desa
    const Region& office;
};
[[nodiscard]] Judgement judge_rights(const RightsQuestion& question, DateWatch& dates);

// Does the case stand where this act finds it? Numbers are Judge's.
[[nodiscard]] Judgement judge_step(const EffectRule& rule, const Case& of, const Maker& maker);

}  // namespace disapa
