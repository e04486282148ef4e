// The kecamatan's notices (`notice`, cases/notices.h) as a kiosk shows them.
#pragma once

#include <string>
#include <vector>

#include "shared/cases/notices.h"
#include "shared/store/node.h"

namespace disapa {

// More at once are nobody's reading: the newest are shown.
inline constexpr std::size_t kOfficeNoticesMost = 6;

struct OfficeNotice : NoticeWords {
    Digest id;
    Instant at = 0;
    std::string name, title;  // of who signed it, by the newest roster
};
// Those with effect that are shown at `now` in `region`, a desa or all of an office, the newest
// first. An erased one, one by a key that had no right to it at its place, and one of a newer kind
// are left out.
[[nodiscard]] Result<std::vector<OfficeNotice>> find_notices(Node& node, const Region& region,
                                                             Instant now);

}  // namespace disapa
