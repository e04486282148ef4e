#include "kiosk/devices/escpos.h"

#include <algorithm>

namespace disapa::devices {
namespace {

constexpr std::uint8_t kEsc = 0x1b, kGs = 0x1d, kDle = 0x10, kEot = 0x04;
// Cheap printers hold a whole GS v 0 in memory before they print it.
constexpr std::size_t kBandRows = 128;
constexpr std::uint8_t kFeedLines = 3;  // past the tear bar, where there is no cutter
constexpr std::uint8_t kCutFeed = 66;   // GS V 66: feed to the cutter, then cut
constexpr std::uint8_t kStatusFixed = 0x12, kStatusMask = 0x93;  // bits that every status has

void put_16(Bytes& bytes, std::size_t value) {
    bytes.push_back(static_cast<std::uint8_t>(value & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
}

}  // namespace

Bytes escpos_picture(int dots, ByteView rows) {
    const auto row_bytes = static_cast<std::size_t>(dots / 8);
    Bytes bytes{kEsc, '@'};
    for (auto left = rows; left.size() >= row_bytes && row_bytes > 0;) {
        const auto height = std::min(kBandRows, left.size() / row_bytes);
        append(bytes, Bytes{kGs, 'v', '0', 0});
        put_16(bytes, row_bytes);
        put_16(bytes, height);
        append(bytes, left.first(height * row_bytes));
        left = left.subspan(height * row_bytes);
    }
    append(bytes, Bytes{kEsc, 'd', kFeedLines, kGs, 'V', kCutFeed, 0});
    return bytes;
}

Bytes escpos_ask(StatusAsked what) {
    return {kDle, kEot, static_cast<std::uint8_t>(what)};
}

std::optional<PaperState> escpos_status(StatusAsked asked, std::uint8_t answer) {
    if ((answer & kStatusMask) != kStatusFixed) return std::nullopt;
    switch (asked) {
        case StatusAsked::printer:
            return (answer & 0x08) != 0 ? PaperState::offline : PaperState::ready;
        case StatusAsked::offline_cause:
            if ((answer & 0x04) != 0) return PaperState::cover_open;
            if ((answer & 0x20) != 0) return PaperState::paper_out;
            return (answer & 0x40) != 0 ? PaperState::offline : PaperState::ready;
        case StatusAsked::paper:
            if ((answer & 0x60) != 0) return PaperState::paper_out;
            return (answer & 0x0c) != 0 ? PaperState::paper_low : PaperState::ready;
    }
    return std::nullopt;
}

}  // namespace disapa::devices
