#include "shared/log/varint.h"

namespace disapa {

namespace {

tl::unexpected<Error> broken(std::string_view what) {
    return fail(ErrorCode::corrupt,
                "Data yang diterima rusak atau terpotong. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "packed bytes: " + std::string(what));
}

}  // namespace

void put_varint(Bytes& to, std::uint64_t value) {
    while (value >= 0x80) {
        to.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    to.push_back(static_cast<std::uint8_t>(value));
}

void put_piece(Bytes& to, ByteView piece) {
    put_varint(to, piece.size());
    append(to, piece);
}

Result<std::uint64_t> ByteReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        auto next = byte();
        if (!next) return pass(std::move(next));
        const std::uint64_t bits = *next & 0x7F;
        if (shift == 63 && bits > 1) return broken("varint above 64 bits");
        value |= bits << shift;
        if ((*next & 0x80) == 0) {
            if (shift > 0 && bits == 0) return broken("varint longer than needed");
            return value;
        }
    }
    return broken("varint above 64 bits");
}

Result<std::uint8_t> ByteReader::byte() {
    auto bytes = take(1);
    if (!bytes) return pass(std::move(bytes));
    return bytes->front();
}

Result<ByteView> ByteReader::take(std::size_t count) {
    if (count > rest_.size()) return broken("ends too early");
    const ByteView taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
}

Result<ByteView> ByteReader::piece(std::size_t max) {
    auto size = varint();
    if (!size) return pass(std::move(size));
    if (*size > max) return broken("piece above its limit");
    return take(static_cast<std::size_t>(*size));
}

}  // namespace disapa
