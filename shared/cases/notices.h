// What the kecamatan announces to its desas (`notice`): its act, and who may write it.
//
// Signed by a sekcam, camat or admin, in the hub's feed to all: every kiosk of the kecamatan holds
// it. `region` says where it is shown: the kecamatan, or one desa of it. Does nothing to a case.
// Rights are EFFECT's (effect.h, kNoticeEffect), by the roster of the act's own place in the feed.
//
// Thread rule: plain values and pure functions. Lengths are letters (code points); times are
// seconds since 1970 UTC.
#pragma once

#include <optional>
#include <string>

#include "shared/base/region.h"
#include "shared/cases/roster.h"
#include "shared/crypto/keys.h"
#include "shared/log/act.h"

namespace disapa {

// What is read from three steps away on the smallest screen.
inline constexpr std::size_t kNoticeHeadingLetters = 60;
inline constexpr std::size_t kNoticeLetters = 280;
// Whoever mistypes a year shall not stand on every screen for ever.
inline constexpr Instant kNoticeSecondsMost = 366 * 86400;

struct NoticeWords {
    Region region;
    std::string heading, words;  // cleaned (base/text.h); words may be empty
    Instant until = 0;           // shown while the clock is before it
    bool operator==(const NoticeWords&) const = default;
};
// The canonical payload. Refused with a sentence: no heading, too long, not cleaned, over already
// or shown for more than kNoticeSecondsMost, a region that is not of this office.
[[nodiscard]] Result<Bytes> notice_act(const NoticeWords& of, const Region& office, Instant at,
                                       Random& random);
// Nothing for a payload that is not such an act, or says nothing that can be shown.
[[nodiscard]] std::optional<NoticeWords> read_notice(ByteView payload);

// Why this key may not write one now, by name, or nothing. `at`: the writer's clock.
[[nodiscard]] Status may_notice(const Roster& roster, const KeyId& signer, Instant at,
                                const Region& office, bool admitted = false);

}  // namespace disapa
