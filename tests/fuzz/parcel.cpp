#include "tests/fuzz/parcel.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace disapa::fuzz {

namespace {

constexpr std::size_t kFront = 4;
constexpr std::size_t kTexts = 64;

void put_u16(Bytes& to, std::size_t value) {
    to.push_back(static_cast<std::uint8_t>(value & 0xffU));
    to.push_back(static_cast<std::uint8_t>(value >> 8U & 0xffU));
}

std::size_t u16(ByteView from, std::size_t at) {
    return from[at] | static_cast<std::size_t>(from[at + 1]) << 8U;
}

}  // namespace

Parcel read_parcel(ByteView input) {
    Parcel parcel;
    if (input.size() < kFront) return parcel;
    const std::uint8_t how = input[0];
    parcel.raw = (how & 1U) != 0;
    parcel.unknown = (how & 2U) != 0;
    parcel.damaged = (how & 4U) != 0;
    parcel.cut = (how & 8U) != 0;
    parcel.upwards = (how & 16U) != 0;
    parcel.piece = input[1];
    parcel.place = static_cast<std::uint16_t>(u16(input, 2));
    ByteView rest = input.subspan(kFront);
    if (parcel.raw) {
        parcel.texts.emplace_back(rest.begin(), rest.end());
        return parcel;
    }
    while (rest.size() >= 2 && parcel.texts.size() < kTexts) {
        const std::size_t size = std::min({u16(rest, 0), rest.size() - 2, limits::kChunkBytes});
        const ByteView text = rest.subspan(2, size);
        parcel.texts.emplace_back(text.begin(), text.end());
        rest = rest.subspan(2 + size);
    }
    return parcel;
}

Bytes to_bytes(const Parcel& parcel) {
    Bytes bytes;
    bytes.push_back(static_cast<std::uint8_t>((parcel.raw ? 1U : 0U) | (parcel.unknown ? 2U : 0U) |
                                              (parcel.damaged ? 4U : 0U) | (parcel.cut ? 8U : 0U) |
                                              (parcel.upwards ? 16U : 0U)));
    bytes.push_back(parcel.piece);
    put_u16(bytes, parcel.place);
    for (const Bytes& text : parcel.texts) {
        if (!parcel.raw) put_u16(bytes, text.size());
        append(bytes, text);
    }
    return bytes;
}

Bytes on_the_way(const Parcel& parcel, const Ends& ends) {
    Bytes bytes;
    if (parcel.raw) {
        bytes = parcel.texts.front();
    } else {
        std::vector<Bytes> texts = parcel.texts;
        if (texts.empty()) texts.emplace_back();
        const BundleRoute route{ends.from,      ends.to,        ends.sender,
                                ends.recipient, parcel.unknown, {}};
        auto sealed = seal_bundle(route, texts);
        if (sealed) bytes = std::move(sealed->bytes);
    }
    if (parcel.cut) bytes.resize(std::min<std::size_t>(bytes.size(), parcel.place));
    if (parcel.damaged && !bytes.empty()) bytes[parcel.place % bytes.size()] ^= 1U;
    return bytes;
}

Status hand_over(const Parcel& parcel, ByteView bytes,
                 const std::function<Status(ByteView)>& take) {
    const std::size_t step = parcel.piece == 0 ? bytes.size() : parcel.piece;
    while (!bytes.empty()) {
        const std::size_t size = std::min(step, bytes.size());
        if (auto taken = take(bytes.first(size)); !taken) return taken;
        bytes = bytes.subspan(size);
    }
    return {};
}

}  // namespace disapa::fuzz
