// The kecamatan announces something to all its desas, or to one: `notice` (cases/notices.h).
#pragma once

#include "shared/cases/notices.h"
#include "shared/store/node.h"

namespace disapa {

// Signed by `key` into the hub's feed to all, at the hub's clock; every kiosk gets it with its next
// exchange. Refused by name where the key's roles do not allow it or the text cannot be shown.
[[nodiscard]] Result<Digest> post_notice(Node& hub, const NoticeWords& of, const SigningKey& key);

}  // namespace disapa
