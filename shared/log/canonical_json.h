// Canonical JSON: RFC 8785 restricted to what an act needs.
//
// Objects, arrays, strings, true/false and integers of at most 2^53-1 in size, no -0; no null, no
// floats; keys match [a-z][a-z0-9_]*; depth at most 6; at most 16 KiB; well-formed UTF-8. Bytes are
// accepted when parsing and serialising them again gives the same bytes, which also catches
// duplicate keys. tests/vectors/canonical_json.json is run by C++, browser and Node.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

using Json = nlohmann::json;

[[nodiscard]] Result<Json> parse_canonical(ByteView payload);
// The value must already obey the rules above; an error says which rule it breaks.
[[nodiscard]] Result<Bytes> to_canonical(const Json& value);

}  // namespace disapa
