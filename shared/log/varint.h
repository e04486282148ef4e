// Little-endian base-128 integers and length-prefixed pieces: how bundles and segments are written.
#pragma once

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa {

void put_varint(Bytes& to, std::uint64_t value);
void put_piece(Bytes& to, ByteView piece);  // varint length, then the bytes

// Reads from the front of a view; every call fails (corrupt) rather than pass the end.
// A varint longer than needed is refused, so that every value has one form.
class ByteReader {
  public:
    explicit ByteReader(ByteView bytes) : rest_(bytes) {}
    [[nodiscard]] Result<std::uint64_t> varint();
    [[nodiscard]] Result<std::uint8_t> byte();
    [[nodiscard]] Result<ByteView> take(std::size_t count);
    [[nodiscard]] Result<ByteView> piece(std::size_t max);
    template <class F>
    [[nodiscard]] Result<F> fixed() {
        auto bytes = take(F::kSize);
        if (!bytes) return pass(std::move(bytes));
        return *F::from(*bytes);
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] ByteView rest() const { return rest_; }

  private:
    ByteView rest_;
};

}  // namespace disapa
