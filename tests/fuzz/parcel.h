// A bundle as an input says it: the plain texts of its chunks, sealed with the world's keys, so
// that what stands behind the encryption is reached; and how it gets hurt on its way.
//
//   how u8 | piece u8 | place u16 | raw: the bundle's own bytes; else texts, each length u16 |
//   bytes
//
// `piece` bytes arrive at once (0: all). Numbers are little-endian; a text that is cut is as long
// as what is left.
#pragma once

#include <functional>

#include "shared/base/result.h"
#include "sync/bundle.h"

namespace disapa::fuzz {

struct Parcel {
    bool raw = false;      // bit 0
    bool unknown = false;  // bit 1: the sender shows its box key
    bool damaged = false;  // bit 2: one bit at `place` is turned
    bool cut = false;      // bit 3: ends at `place`
    bool upwards = false;  // bit 4: to the hub; else to the kiosk
    std::uint8_t piece = 0;
    std::uint16_t place = 0;
    std::vector<Bytes> texts;  // raw: one
};
[[nodiscard]] Parcel read_parcel(ByteView input);
[[nodiscard]] Bytes to_bytes(const Parcel& parcel);

struct Ends {
    const BoxKey* from = nullptr;
    BoxPublicKey to;
    KeyId sender, recipient;
};
// What arrives. Nothing where no sender could make it.
[[nodiscard]] Bytes on_the_way(const Parcel& parcel, const Ends& ends);
// Piece by piece, until `take` gives an error.
[[nodiscard]] Status hand_over(const Parcel& parcel, ByteView bytes,
                               const std::function<Status(ByteView)>& take);

}  // namespace disapa::fuzz
