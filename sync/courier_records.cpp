#include "sync/courier_records.h"

#include <algorithm>

#include "shared/crypto/keys.h"
#include "shared/log/varint.h"
#include "sync/courier.h"

namespace disapa::courier {
namespace {

constexpr std::string_view kKind = "courier";
constexpr std::string_view kCounterKey = "counter";
constexpr std::string_view kRunKey = "run";
constexpr std::string_view kWantedKey = "wanted";
constexpr std::string_view kHeardKey = "heard:";
constexpr std::string_view kDueKind = "courier_due";
constexpr std::size_t kMostBirths = 8;  // a store that is put back more often is thrown away
constexpr std::size_t kMostNotes = 16;

std::string heard_key(const KeyId& peer) {
    return std::string(kHeardKey) + to_text(peer);
}

Result<std::uint64_t> raise(Node& node, std::string_view key, std::uint64_t at_least) {
    std::uint64_t next = at_least;
    auto written = node.write([&](Writer& writer) -> Status {
        auto record = writer.get(kKind, key);
        if (!record) return pass(std::move(record));
        if (*record) {
            ByteReader reader(**record);
            next = std::max(next, reader.varint().value_or(0) + 1);
        }
        Bytes made;
        put_varint(made, next);
        return writer.put(kKind, key, made);
    });
    if (!written) return pass(std::move(written));
    return next;
}

std::optional<Due> decode_due(ByteView bytes) {
    ByteReader reader(bytes);
    const auto box = reader.fixed<BoxPublicKey>();
    const auto count = reader.varint();
    if (!box || !count || *count > kMostNotes) return std::nullopt;
    Due due{*box, {}};
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto kind = reader.byte();
        const auto number = reader.varint();
        const auto text = reader.piece(kNoteBytes);
        if (!kind || !number || !text) return std::nullopt;
        due.notes.push_back({static_cast<NoteKind>(*kind), *number, std::string(as_text(*text))});
    }
    return due;
}

}  // namespace

Result<std::uint64_t> next_counter(Node& node) {
    return raise(node, kCounterKey,
                 static_cast<std::uint64_t>(std::max<Instant>(node.clock().now(), 1)));
}

Result<std::uint64_t> next_run(Node& node) {
    return raise(node, kRunKey, 1);
}

bool Heard::hear(const Birth& birth, std::uint64_t counter) {
    if (counter == 0) return false;
    const auto known = std::find_if(births.begin(), births.end(),
                                    [&](const auto& one) { return one.first == birth; });
    if (known != births.end()) {
        if (known->second >= counter) return false;
        births.erase(known);
    }
    births.insert(births.begin(), {birth, counter});
    if (births.size() > kMostBirths) births.pop_back();
    return true;
}

// A record that does not decode is forgotten.
Result<Heard> load_heard(Writer& writer, const KeyId& peer) {
    auto record = writer.get(kKind, heard_key(peer));
    if (!record) return pass(std::move(record));
    Heard heard;
    if (!*record) return heard;
    ByteReader reader(**record);
    while (!reader.at_end()) {
        const auto birth = reader.fixed<Birth>();
        const auto counter = reader.varint();
        if (!birth || !counter) return Heard{};
        heard.births.emplace_back(*birth, *counter);
    }
    return heard;
}

Status save_heard(Writer& writer, const KeyId& peer, const Heard& heard) {
    Bytes made;
    for (const auto& [birth, counter] : heard.births) {
        append(made, birth.view());
        put_varint(made, counter);
    }
    return writer.put(kKind, heard_key(peer), made);
}

Result<std::map<KeyId, Due>> all_due(Node& hub) {
    auto records = hub.list(kDueKind);
    if (!records) return pass(std::move(records));
    std::map<KeyId, Due> found;
    for (const auto& [key, bytes] : *records) {
        const auto peer = key_id_from_text(key);
        auto due = decode_due(bytes);
        if (peer && due) found[*peer] = std::move(*due);
    }
    return found;
}

Status save_due(Writer& writer, const KeyId& peer, const Due& due) {
    Bytes made(due.box.bytes.begin(), due.box.bytes.end());
    const std::size_t count = std::min(due.notes.size(), kMostNotes);
    put_varint(made, count);
    for (std::size_t i = 0; i < count; ++i) {
        const Note& note = due.notes[i];
        made.push_back(static_cast<std::uint8_t>(note.kind));
        put_varint(made, note.number);
        put_piece(made, as_bytes(note.text));
    }
    return writer.put(kDueKind, to_text(peer), made);
}

Status drop_due(Writer& writer, const KeyId& peer) {
    return writer.erase(kDueKind, to_text(peer));
}

Result<std::vector<WantedBlob>> load_wanted(Node& kiosk) {
    auto record = kiosk.get(kKind, kWantedKey);
    if (!record) return pass(std::move(record));
    std::vector<WantedBlob> wanted;
    if (!*record) return wanted;
    ByteReader reader(**record);
    while (!reader.at_end() && wanted.size() < kStickWanted) {
        const auto hash = reader.fixed<Digest>();
        const auto offset = reader.varint();
        if (!hash || !offset) break;
        wanted.push_back({*hash, *offset});
    }
    return wanted;
}

Status save_wanted(Writer& writer, const std::vector<WantedBlob>& wanted) {
    Bytes made;
    for (const WantedBlob& blob : std::span(wanted).first(std::min(wanted.size(), kStickWanted))) {
        append(made, blob.hash.view());
        put_varint(made, blob.offset);
    }
    return writer.put(kKind, kWantedKey, made);
}

}  // namespace disapa::courier
