#include "sync/budget.h"

#include <algorithm>

#include "shared/log/varint.h"

namespace disapa {
namespace {

constexpr std::string_view kKind = "link";
constexpr std::string_view kKey = "budget";
constexpr Instant kDay = 24 * 3600;
constexpr Instant kWita = 8 * 3600;
constexpr Instant kLongestPutBack =
    2 * kDay;  // farther back: the record is the one from a wrong clock

}  // namespace

Budget::Spent Budget::spent(Instant at) {
    const Instant today = std::max<Instant>(0, (at + kWita) / kDay);
    const auto record = kiosk_.get(kKind, kKey);
    if (!record || !*record) return {today, 0};
    ByteReader reader(**record);
    const auto day = reader.varint();
    const auto bytes = reader.varint();
    if (!day || !bytes) return {today, 0};
    const auto known = static_cast<Instant>(*day);
    const bool is_same = today <= known && known - today <= kLongestPutBack / kDay;
    return is_same ? Spent{known, *bytes} : Spent{today, 0};
}

std::uint64_t Budget::left(Instant at) {
    if (!daily_bytes_) return UINT64_MAX;
    return *daily_bytes_ - std::min(*daily_bytes_, spent(at).bytes);
}

Status Budget::spend(Instant at, std::uint64_t bytes) {
    if (!daily_bytes_ || bytes == 0) return {};
    const Spent before = spent(at);
    Bytes record;
    put_varint(record, static_cast<std::uint64_t>(before.day));
    put_varint(record, before.bytes + bytes);
    return kiosk_.write([&](Writer& writer) { return writer.put(kKind, kKey, record); });
}

}  // namespace disapa
