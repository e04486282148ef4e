// Reads the fields of an act's JSON object, strictly, and remembers the first one that is wrong.
//
// Every call names the key and what the value must be. A wrong or missing value gives an empty
// result and marks the reader; so a decoder reads all its fields and asks once, `ok()`, at its end.
// Only this room includes it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/region.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"

namespace disapa {

class ActFields {
  public:
    // `object` must outlive the reader. Anything but an object marks it at once.
    explicit ActFields(const Json& object);

    [[nodiscard]] bool ok() const { return wrong_.empty(); }
    [[nodiscard]] const std::string& wrong() const { return wrong_; }  // the first wrong key
    void mark(std::string_view key);
    void require(bool holds, std::string_view key);
    // Takes over the mark of a reader of an inner object.
    void join(const ActFields& inner);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key, std::size_t max_bytes);  // may be empty
    [[nodiscard]] std::string some_text(std::string_view key, std::size_t max_bytes);  // not empty
    // A type, service code, paper id or series: [A-Za-z][A-Za-z0-9_-]*.
    [[nodiscard]] std::string word(std::string_view key);
    [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
    [[nodiscard]] std::int64_t count(std::string_view key, std::int64_t min);  // up to 2^53-1
    [[nodiscard]] Instant instant(std::string_view key);
    [[nodiscard]] int year(std::string_view key);
    [[nodiscard]] bool truth(std::string_view key);  // `true` is the only value; absent is false
    [[nodiscard]] Region region(std::string_view key);
    [[nodiscard]] KeyId key_id(std::string_view key);
    void salt();

    template <class F>
    [[nodiscard]] F fixed(std::string_view key) {
        const auto value = fixed_from_base64url<F>(text(key, 128));
        if (!value) mark(key);
        return value.value_or(F{});
    }
    // The value as it is, an array or object; nullptr (and a mark) when it is not.
    [[nodiscard]] const Json* array(std::string_view key, std::size_t min, std::size_t max);
    [[nodiscard]] const Json* object(std::string_view key);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::size_t max_count,
                                                 std::size_t max_bytes);

  private:
    [[nodiscard]] const Json* find(std::string_view key) const;

    const Json& object_;
    std::string wrong_;
};

}  // namespace disapa
