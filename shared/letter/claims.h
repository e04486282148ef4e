// The claims of a letter: the payload of `endorsed` (desa letters) or `approved`, at most 230
// bytes.
//
//   type at of  as every act          s service code      h holder, at most 40 letters, fewer where
//   n desa number  g register number  k last 4 of NIK     the payload would pass 230 bytes
//   e valid until (YYYY-MM-DD)        x 1: sample         a "plt", "plh", "an", "ub"
#pragma once

#include <string>

#include "shared/base/date.h"
#include "shared/log/act.h"
#include "shared/log/canonical_json.h"

namespace disapa {

struct Claims {
    ActType type = ActType::approved;  // endorsed or approved
    Instant at = 0;
    Digest of;
    std::string service, number, register_number, holder, nik_tail;
    std::optional<Date> valid_until;
    std::string acting;
    bool sample = false;
};
[[nodiscard]] Result<Bytes> encode_claims(Claims claims);  // cuts the holder; an error beyond that
[[nodiscard]] Result<Claims> decode_claims(ByteView payload);

}  // namespace disapa
