// An act: one thing that somebody did, decoded from its canonical JSON.
//
// `Act` holds what the order of things and the judgement need (shared/cases). What only a letter or a
// screen needs (form, papers, reasons, office) is read from the payload where it is used.
// The fields of every type, with an example each, stand in shared/log/FORMAT.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/region.h"
#include "shared/base/result.h"

namespace disapa {

enum class ActType {
    // of a case
    submitted, verified, endorsed, checked, initialled, approved, rejected, returned, amended,
    cancelled, issued, printed, handed_over, revoked, reissued, erased,
    // of the roster
    key_enrolled, key_revoked, role_granted, delegated, admitted,
    // of the ledger
    received, roster_at, numbers_granted,
    // of the office
    office_published, catalogue_published, question_asked, answered, notice,
    // of a newer version: stored, passed on, shown as "versi baru"
    unknown,
};
[[nodiscard]] std::string_view to_text(ActType type);        // "submitted"; "" for unknown
[[nodiscard]] ActType act_type_from_text(std::string_view text);

enum class Role { none, kiosk, petugas, kades, verifikator, sekcam, camat, admin, hub };
[[nodiscard]] std::string_view to_text(Role role);           // "" for none
[[nodiscard]] Role role_from_text(std::string_view text);

// Which steps a service needs, from `peran_camat` of its file.
enum class Flow {
    desa,        // TIDAK: verified, endorsed, issued; the kades' endorsed is the letter
    mengetahui,  // MENGETAHUI, REGISTER: desa number, then the camat's register number
    camat,       // REKOMENDASI, MENANDATANGANI: the camat's own letter on the kades' endorsement
};
struct ServiceSteps {
    std::string service;
    Flow flow = Flow::mengetahui;
    bool needs_checked = false;
    bool needs_initialled = false;
};

struct NumberRange {
    std::string series;
    int year = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
};

// One judged act of a person's act; `verified` may hold several, the others hold one.
struct Act {
    ActType type = ActType::unknown;
    std::string type_text;       // as written, for unknown types too
    Instant at = 0;              // the writer's clock; never decides anything
    std::vector<Digest> of;      // what it judges or names; see FORMAT.md for each type
    std::string service;         // submitted: `service`; endorsed and approved: claim `s`
    KeyId by;                    // submitted, amended: the clerk who entered it; zeros: the citizen
    std::string number;          // claim `n`: the desa's number as printed
    std::string register_number; // claim `g`: the kecamatan's register number as printed
    std::string series;          // issued
    int year = 0;                // issued
    std::int64_t count = 0;      // issued: the number; printed: which copy
    // of the roster
    // key_enrolled (computed from `public_key`), key_revoked, role_granted, delegated
    KeyId key;
    PublicKey public_key;
    BoxPublicKey box_key;        // kiosk and hub; zeros for people
    Role role = Role::none;      // key_enrolled, role_granted; delegated: the role acted for
    Region region;
    std::string name, title, nip;
    std::vector<KeyId> devices;  // key_enrolled of a desa officer: the kiosks where the key takes effect
    std::string delegation;      // "plt", "plh", "an", "ub"
    std::optional<Instant> from, until;
    // of the ledger
    FeedId feed;                 // received, roster_at, numbers_granted; key_revoked: suspect_from
    std::uint64_t size = 0;      // received, roster_at; key_revoked: suspect_from, else 0
    Digest root;                 // received
    NumberRange range;           // numbers_granted
    std::vector<ServiceSteps> catalogue;  // catalogue_published
    // erased: what the order needs of the act that is gone (its own type, of, service, numbers)
    std::vector<Act> skeleton;   // none, or one
};

// Refuses what FORMAT.md does not allow for the act's type (a missing field, a wrong kind of value, a
// claims payload over 230 bytes); keys it does not know are ignored. An unknown type gives
// ActType::unknown, not an error.
[[nodiscard]] Result<Act> decode_act(ByteView payload);

}  // namespace disapa
