#include "shared/log/columns.h"

#include <algorithm>
#include <charconv>

#include "shared/base/limits.h"

namespace disapa {

namespace {

using Kind = JsonValue::Kind;
// Kinds of JsonValue, and texts that are bytes in base64url.
constexpr std::uint32_t kBytesKind = 7;
constexpr std::uint32_t kKinds = 8;
constexpr std::uint32_t kBytesMax = 256;
constexpr std::uint32_t kArrayMax = 1 << 14;
constexpr std::size_t kShapesMax = 1024;

// How 32 bytes are told.
enum How : std::uint32_t { kRaw, kLinked, kPlace, kFeed, kRoot, kHows };

// Random bytes, not a word that could be read as such: then letters of both cases are mixed. Only
// the writer asks; a wrong guess costs bytes, no more.
std::optional<Bytes> bytes_of(std::string_view text) {
    constexpr std::size_t kLettersMin = 11;
    if (text.size() < kLettersMin || text.size() > kBytesMax) return std::nullopt;
    bool has_lower = false;
    bool has_mixed = false;
    for (const char letter : text) {
        const bool is_lower = letter >= 'a' && letter <= 'z';
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        if (!is_lower && !is_upper && letter != '_' && letter != '-' &&
            (letter < '0' || letter > '9')) {
            return std::nullopt;
        }
        has_mixed = has_mixed || (has_lower && !is_lower);
        has_lower = has_lower || is_lower;
    }
    if (!has_mixed) return std::nullopt;
    auto bytes = from_base64url(text);
    if (bytes && bytes->size() >= kBytesMax) return std::nullopt;
    return bytes;
}

std::uint64_t size_of(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::optional<EntryPlace> first_place(const JsonValue& node, References& references) {
    if (node.kind == Kind::text && node.text.size() == 43) {
        if (const auto digest = fixed_from_base64url<Digest>(node.text)) {
            if (const auto place = references.place_of(*digest)) return place;
        }
    }
    for (const JsonValue& item : node.items) {
        if (const auto place = first_place(item, references)) return place;
    }
    return std::nullopt;
}

}  // namespace

Columns::Columns(CodecParts& parts, References& references, const Plan* plan,
                 std::vector<Sight>* sights)
    : parts_(parts),
      references_(references),
      sights_(sights),
      digits_(parts, columns_, plan),
      texts_(parts, columns_, digits_) {
    (void)add_column();
    (void)add_column();  // of linked payloads
}

std::optional<EntryPlace> Columns::link_of(ByteView payload, References& references) {
    const auto node = scan_json(payload);
    if (!node) return std::nullopt;
    return first_place(*node, references);
}

ColumnId Columns::add_column() {
    if (columns_.size() >= kColumnsMax) {
        parts_.coder.fail();
        return 0;
    }
    Column& made = columns_.emplace_back();
    made.id = static_cast<ColumnId>(columns_.size() - 1);
    return made.id;
}

void Columns::note(const Column& column, Sight::Kind kind, std::string_view text) {
    if (sights_ != nullptr) sights_->push_back({column.id, kind, std::string(text)});
}

void Columns::put(std::string_view text) {
    if (out_.size() + text.size() > limits::kPayloadBytes) {
        parts_.coder.fail();
        return;
    }
    append(out_, as_bytes(text));
}

Bytes Columns::row(ByteView payload, const std::optional<Link>& link) {
    out_.clear();
    open_roots_.clear();
    roots_.clear();
    feed_.reset();
    link_ = &link;
    const auto node = scan_json(payload);
    if (is_json_.code(parts_.coder, node ? 1 : 0, 2) == 0) {
        const auto size = parts_.coder.uniform(static_cast<std::uint32_t>(payload.size()),
                                               limits::kPayloadBytes + 1);
        const ByteView whole = parts_.block(payload, size);
        return {whole.begin(), whole.end()};
    }
    if (link && link->payload) {
        if (const auto linked = scan_json(*link->payload)) link_values(1, *linked);
    }
    std::vector<std::string_view> open;
    if (node) find_roots(*node, open);
    feed_.reset();
    value(0, node ? &*node : nullptr, limits::kPayloadDepth);
    if (!open_roots_.empty()) parts_.coder.fail();
    return std::move(out_);
}

// The members of a linked payload become last values of columns of their own.
void Columns::link_values(ColumnId id, const JsonValue& node) {
    for (std::size_t i = 0; i < node.items.size() && !parts_.failed(); ++i) {
        std::string key = i < node.keys.size() ? std::string(node.keys[i]) : std::string();
        const auto [found, is_new] = members_.try_emplace({id, std::move(key)}, 0);
        if (is_new) found->second = add_column();
        link_values(found->second, node.items[i]);
    }
    if (node.kind != Kind::text && node.kind != Kind::integer) return;
    Column& column = columns_[id];
    column.text = node.text;
    column.digits.clear();
    for (const char letter : node.text) {
        if (letter >= '0' && letter <= '9') column.digits += letter;
    }
    note(column, Sight::Kind::linked, column.text);
}

// A text that is the root of the feed named before it, at the size that stands after it.
void Columns::find_roots(const JsonValue& node, std::vector<std::string_view>& open) {
    if (node.kind == Kind::text && node.text.size() == 43) {
        const auto feed = fixed_from_base64url<FeedId>(node.text);
        if (feed && references_.is_feed(*feed)) {
            feed_ = *feed;
        } else if (feed && feed_) {
            open.push_back(node.text);
        }
    } else if (node.kind == Kind::integer) {
        for (const std::string_view text : open) {
            const auto root = fixed_from_base64url<Digest>(text);
            if (feed_ && root && references_.is_root(*feed_, size_of(node.text), *root)) {
                roots_.push_back(text.data());
            }
        }
        open.clear();
        feed_.reset();
    }
    for (const JsonValue& item : node.items) find_roots(item, open);
}

void Columns::value(ColumnId id, const JsonValue* node, int depth) {
    if (parts_.failed()) return;
    Column& column = columns_[id];
    std::uint32_t kind = 0;
    if (node != nullptr) {
        kind = static_cast<std::uint32_t>(node->kind);
        if (node->kind == Kind::text && bytes_of(node->text)) kind = kBytesKind;
    }
    kind = column.kind.code(parts_.coder, kind, kKinds, &digits_.common.kind);
    if (kind == kBytesKind) return bytes(column, node);
    switch (static_cast<Kind>(kind)) {
        case Kind::object:
            return object(id, node, depth);
        case Kind::array:
            return array(id, node, depth);
        case Kind::yes:
            return put("true");
        case Kind::no:
            return put("false");
        case Kind::integer:
            return integer(column, node, false);
        case Kind::negative:
            return integer(column, node, true);
        case Kind::text:
            return text(column, node);
    }
}

void Columns::object(ColumnId id, const JsonValue* node, int depth) {
    if (depth == 0) parts_.coder.fail();
    const std::size_t symbol = code_shape(columns_[id], node);
    if (parts_.failed()) return;
    const std::vector<std::string>& keys = shapes_[columns_[id].shape_ids[symbol]];
    put("{");
    for (std::size_t i = 0; i < keys.size() && !parts_.failed(); ++i) {
        put(i == 0 ? "\"" : ",\"");
        put(keys[i]);
        put("\":");
        value(columns_[id].members[symbol][i], node != nullptr ? &node->items[i] : nullptr,
              depth - 1);
    }
    put("}");
}

std::size_t Columns::code_shape(Column& column, const JsonValue* node) {
    std::size_t symbol = column.shape_ids.size();
    if (node != nullptr) {
        const std::vector<std::string> keys(node->keys.begin(), node->keys.end());
        if (const auto known = shape_index_.find(keys); known != shape_index_.end()) {
            symbol = static_cast<std::size_t>(
                std::find(column.shape_ids.begin(), column.shape_ids.end(), known->second) -
                column.shape_ids.begin());
        }
    }
    symbol = column.shapes.code(parts_.coder, symbol);
    if (symbol < column.shape_ids.size()) return symbol;
    const std::size_t shape = code_new_shape(node);
    if (parts_.failed()) return 0;
    column.shape_ids.push_back(shape);
    // Members of the same name are one column, whatever else stands beside them.
    std::vector<ColumnId>& members = column.members.emplace_back();
    for (const std::string& key : shapes_[shape]) {
        const auto [found, is_new] = members_.try_emplace({column.id, key}, 0);
        if (is_new) found->second = add_column();
        members.push_back(found->second);
    }
    return symbol;
}

std::size_t Columns::code_new_shape(const JsonValue* node) {
    RangeCoder& coder = parts_.coder;
    std::string keys;
    std::size_t known = shapes_.size();
    if (node != nullptr) {
        for (const std::string_view key : node->keys) {
            if (!keys.empty()) keys += ',';
            keys += key;
        }
        const auto found = shape_index_.find({node->keys.begin(), node->keys.end()});
        if (found != shape_index_.end()) known = found->second;
    }
    if (is_known_shape_.code(coder, known < shapes_.size() ? 1 : 0, 2) != 0) {
        if (shapes_.empty()) coder.fail();
        if (coder.failed()) return 0;
        return coder.uniform(static_cast<std::uint32_t>(known),
                             static_cast<std::uint32_t>(shapes_.size()));
    }
    std::vector<std::string> shape;
    std::string_view rest = parts_.line(keys);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        if (!is_codec_key(rest.substr(0, end))) coder.fail();
        shape.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (shapes_.size() >= kShapesMax) coder.fail();
    if (node != nullptr) shape_index_.emplace(shape, shapes_.size());
    shapes_.push_back(std::move(shape));
    return shapes_.size() - 1;
}

void Columns::array(ColumnId id, const JsonValue* node, int depth) {
    if (depth == 0) parts_.coder.fail();
    const std::uint32_t count = columns_[id].length.code(
        parts_.coder, node != nullptr ? static_cast<std::uint32_t>(node->items.size()) : 0,
        kArrayMax, &digits_.common.length);
    if (!columns_[id].element && count > 0) columns_[id].element = add_column();
    put("[");
    for (std::uint32_t i = 0; i < count && !parts_.failed(); ++i) {
        if (i > 0) put(",");
        value(*columns_[id].element, node != nullptr ? &node->items[i] : nullptr, depth - 1);
    }
    put("]");
}

void Columns::integer(Column& column, const JsonValue* node, bool is_negative) {
    const std::string_view given = node != nullptr ? node->text : std::string_view();
    std::string made = digits_.integer(column, given);
    if (is_negative) put("-");
    put(made);
    if (!is_negative && !parts_.failed()) {
        for (const Root& root : open_roots_) {
            const std::string text =
                to_base64url(references_.root_at(root.feed, size_of(made)).view());
            std::copy(text.begin(), text.end(),
                      out_.begin() + static_cast<std::ptrdiff_t>(root.at));
        }
        open_roots_.clear();
        feed_.reset();
    }
    note(column, Sight::Kind::integer, made);
    column.digits = made;
    column.text = std::move(made);
}

void Columns::text(Column& column, const JsonValue* node) {
    std::string made = texts_.text(column, node != nullptr ? node->text : std::string_view());
    put("\"");
    put(made);
    put("\"");
    note(column, Sight::Kind::text, made);
    column.digits = texts_.digits();
    column.text = std::move(made);
}

void Columns::bytes(Column& column, const JsonValue* node) {
    const auto given = node != nullptr ? bytes_of(node->text) : std::nullopt;
    const std::uint32_t size =
        column.size.code(parts_.coder, given ? static_cast<std::uint32_t>(given->size()) : 0,
                         kBytesMax, &digits_.common.size);
    put("\"");
    if (size == Digest::kSize) {
        const Digest value = digest(column, given ? *Digest::from(*given) : Digest{}, node);
        put(to_base64url(value.view()));
    } else {
        const std::string value(given ? as_text(*given) : std::string_view());
        put(to_base64url(as_bytes(again_or_raw(column, value, size))));
    }
    put("\"");
}

// Bytes that the column had before, else as they are.
std::string Columns::again_or_raw(Column& column, const std::string& value, std::size_t size) {
    Values& known = column.bytes;
    const bool is_writing = parts_.is_writing();
    const std::size_t symbol = known.tally.code(parts_.coder, is_writing ? known.find(value) : 0);
    if (symbol == known.seen.size()) {
        known.add(std::string(as_text(parts_.raw(as_bytes(value), size))), is_writing);
    }
    return known.seen[symbol];
}

// Writing: the shortest way to tell 32 bytes.
std::uint32_t Columns::how_of(const Digest& value, const JsonValue& node, EntryPlace& place) {
    if (*link_ && (*link_)->digest == value) return kLinked;
    if (feed_ && std::find(roots_.begin(), roots_.end(), node.text.data()) != roots_.end()) {
        return kRoot;
    }
    if (references_.is_feed(*FeedId::from(value.view()))) return kFeed;
    const auto found = references_.place_of(value);
    if (found) place = *found;
    return found ? kPlace : kRaw;
}

Digest Columns::digest(Column& column, const Digest& value, const JsonValue* node) {
    EntryPlace place;
    const std::uint32_t how =
        column.how.code(parts_.coder, node != nullptr ? how_of(value, *node, place) : kRaw, kHows);
    switch (how) {
        case kLinked:
            if (!*link_) parts_.coder.fail();
            return *link_ ? (*link_)->digest : Digest{};
        case kPlace:
            return references_.digest_at(references_.code_place(place));
        case kFeed:
            feed_ = references_.code_feed(*FeedId::from(value.view()));
            return *Digest::from(feed_->view());
        case kRoot:
            if (!feed_) parts_.coder.fail();
            // Known when the size has been read: it stands after the root.
            if (feed_ && node == nullptr) open_roots_.push_back({out_.size(), *feed_});
            return value;
        default: {
            const std::string bytes =
                again_or_raw(column, std::string(as_text(value.view())), Digest::kSize);
            const auto made = Digest::from(as_bytes(bytes));
            if (!made) parts_.coder.fail();
            return made.value_or(Digest{});
        }
    }
}

}  // namespace disapa
