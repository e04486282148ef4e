#include "shared/log/act_fields.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"

namespace disapa {

namespace {

bool is_word(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_other = [](char c) { return (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    return !text.empty() && text.size() <= limits::kWordBytes && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_letter(c) || is_other(c); });
}

}  // namespace

ActFields::ActFields(const Json& object) : object_(object) {
    if (!object.is_object()) mark("object");
}

void ActFields::mark(std::string_view key) {
    if (wrong_.empty()) wrong_ = key;
}

void ActFields::require(bool holds, std::string_view key) {
    if (!holds) mark(key);
}

void ActFields::join(const ActFields& inner) {
    if (!inner.ok()) mark(inner.wrong());
}

const Json* ActFields::find(std::string_view key) const {
    if (!object_.is_object()) return nullptr;
    const auto at = object_.find(key);
    return at == object_.end() ? nullptr : &*at;
}

bool ActFields::has(std::string_view key) const {
    return find(key) != nullptr;
}

std::string ActFields::text(std::string_view key, std::size_t max_bytes) {
    const Json* value = find(key);
    if (value == nullptr || !value->is_string()) {
        mark(key);
        return {};
    }
    const auto& text = value->get_ref<const std::string&>();
    if (text.size() > max_bytes) {
        mark(key);
        return {};
    }
    return text;
}

std::string ActFields::some_text(std::string_view key, std::size_t max_bytes) {
    std::string found = text(key, max_bytes);
    require(!found.empty(), key);
    return found;
}

std::string ActFields::word(std::string_view key) {
    std::string found = text(key, limits::kWordBytes);
    require(is_word(found), key);
    return found;
}

std::int64_t ActFields::integer(std::string_view key, std::int64_t min, std::int64_t max) {
    const Json* value = find(key);
    // Canonical JSON has no integer beyond 2^53-1, so get<int64_t> is exact.
    if (value == nullptr || !value->is_number_integer()) {
        mark(key);
        return 0;
    }
    const auto number = value->get<std::int64_t>();
    if (number < min || number > max) {
        mark(key);
        return 0;
    }
    return number;
}

std::int64_t ActFields::count(std::string_view key, std::int64_t min) {
    return integer(key, min, limits::kIntegerMax);
}

Instant ActFields::instant(std::string_view key) {
    return integer(key, 0, limits::kIntegerMax);
}

int ActFields::year(std::string_view key) {
    return static_cast<int>(integer(key, 1970, 9999));
}

bool ActFields::truth(std::string_view key) {
    const Json* value = find(key);
    if (value == nullptr) return false;
    require(value->is_boolean() && value->get<bool>(), key);
    return true;
}

Region ActFields::region(std::string_view key) {
    const auto region = Region::parse(text(key, limits::kRegionBytes));
    if (!region) mark(key);
    return region.value_or(Region());
}

KeyId ActFields::key_id(std::string_view key) {
    return fixed<KeyId>(key);
}

void ActFields::salt() {
    static_cast<void>(fixed<Fixed<struct SaltTag, 8>>("salt"));
}

const Json* ActFields::array(std::string_view key, std::size_t min, std::size_t max) {
    const Json* value = find(key);
    if (value == nullptr || !value->is_array() || value->size() < min || value->size() > max) {
        mark(key);
        return nullptr;
    }
    return value;
}

const Json* ActFields::object(std::string_view key) {
    const Json* value = find(key);
    if (value == nullptr || !value->is_object()) {
        mark(key);
        return nullptr;
    }
    return value;
}

std::vector<std::string> ActFields::texts(std::string_view key, std::size_t max_count,
                                          std::size_t max_bytes) {
    std::vector<std::string> texts;
    const Json* values = array(key, 0, max_count);
    if (values == nullptr) return texts;
    for (const Json& value : *values) {
        if (!value.is_string() || value.get_ref<const std::string&>().size() > max_bytes) {
            mark(key);
            return {};
        }
        texts.push_back(value.get<std::string>());
    }
    return texts;
}

}  // namespace disapa
