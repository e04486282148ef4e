// Payloads, coded value by value: each value by the model of its column (column.h).
#pragma once

#include "shared/log/column_text.h"
#include "shared/log/json_scan.h"
#include "shared/log/references.h"

namespace disapa {

// A value as it went by, for who makes a plan (column_plan.h).
struct Sight {
    enum class Kind : std::uint8_t { text, integer, linked };
    ColumnId column = 0;
    Kind kind = Kind::text;
    std::string text;
};

class Columns {
  public:
    // `plan`: the writer's, else null. `sights`: where to note what goes by, or null.
    Columns(CodecParts& parts, References& references, const Plan* plan,
            std::vector<Sight>* sights);

    // The entry that this payload judges: its digest, and its payload where both ends hold it.
    struct Link {
        Digest digest;
        std::optional<Bytes> payload;
    };
    // A payload; in reading the argument is empty. Where parts.failed() the result means nothing.
    [[nodiscard]] Bytes row(ByteView payload, const std::optional<Link>& link);

    // The first digest of the payload that stands where the reader finds it.
    [[nodiscard]] static std::optional<EntryPlace> link_of(ByteView payload,
                                                           References& references);

  private:
    void value(ColumnId id, const JsonValue* node, int depth);
    void object(ColumnId id, const JsonValue* node, int depth);
    void array(ColumnId id, const JsonValue* node, int depth);
    void integer(Column& column, const JsonValue* node, bool is_negative);
    void text(Column& column, const JsonValue* node);
    void bytes(Column& column, const JsonValue* node);
    [[nodiscard]] std::string again_or_raw(Column& column, const std::string& value,
                                           std::size_t size);
    [[nodiscard]] std::uint32_t how_of(const Digest& value, const JsonValue& node,
                                       EntryPlace& place);
    [[nodiscard]] Digest digest(Column& column, const Digest& value, const JsonValue* node);
    [[nodiscard]] std::size_t code_shape(Column& column, const JsonValue* node);
    [[nodiscard]] std::size_t code_new_shape(const JsonValue* node);
    [[nodiscard]] ColumnId add_column();
    void note(const Column& column, Sight::Kind kind, std::string_view text);
    void link_values(ColumnId id, const JsonValue& node);
    void find_roots(const JsonValue& node, std::vector<std::string_view>& open);
    void put(std::string_view text);

    CodecParts& parts_;
    References& references_;
    std::vector<Sight>* sights_;
    std::deque<Column> columns_;
    DigitCoder digits_;
    TextCoder texts_;
    std::deque<std::vector<std::string>> shapes_;
    std::map<std::vector<std::string>, std::size_t> shape_index_;  // writing
    std::map<std::pair<ColumnId, std::string>, ColumnId> members_;
    Sparse is_json_, is_known_shape_;
    // Of the payload at hand.
    Bytes out_;
    const std::optional<Link>* link_ = nullptr;
    std::optional<FeedId> feed_;  // the last one named
    struct Root {
        std::size_t at = 0;  // in out_
        FeedId feed;
    };
    std::vector<Root> open_roots_;    // reading: wait for the size that follows
    std::vector<const char*> roots_;  // writing: texts that are roots
};

}  // namespace disapa
