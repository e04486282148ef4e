// Canonical JSON taken apart without copying: for the codec, which writes it again letter by
// letter.
//
// Strings stay as they stand in the text, with their escapes. Accepts a little more than
// canonical_json.h does: what it takes can be written again to the same bytes, no more is promised.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"

namespace disapa {

struct JsonValue {
    enum class Kind : std::uint8_t { object, array, yes, no, integer, negative, text };
    Kind kind = Kind::text;
    std::string_view text;               // of a text between its quotes; of an integer its digits
    std::vector<std::string_view> keys;  // of an object, beside items
    std::vector<JsonValue> items;
};

// An object at most limits::kPayloadDepth deep with keys of [a-z0-9_], without spaces; else
// nothing. The views point into `payload`.
[[nodiscard]] std::optional<JsonValue> scan_json(ByteView payload);

[[nodiscard]] bool is_codec_key(std::string_view key);

}  // namespace disapa
