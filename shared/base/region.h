// Region codes of the Ministry of Home Affairs: 64, 64.02, 64.02.12, 64.02.12.2005.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace disapa {

class Region {
  public:
    Region() = default;  // no region; `empty()`
    // Pattern ^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$
    [[nodiscard]] static std::optional<Region> parse(std::string_view code);

    [[nodiscard]] const std::string& code() const { return code_; }
    [[nodiscard]] bool empty() const { return code_.empty(); }
    [[nodiscard]] int level() const;          // 1 province, 2 kabupaten, 3 kecamatan, 4 desa; 0 none
    [[nodiscard]] Region parent() const;      // empty above a province
    // Compared by component: 64.02.1 is no part of 64.02.12 (and is no region at all).
    [[nodiscard]] bool contains(const Region& other) const;  // itself or below it
    [[nodiscard]] bool is_kelurahan() const;  // last part begins with 1: its head is a Lurah
    [[nodiscard]] std::string last_part() const;

    auto operator<=>(const Region&) const = default;

  private:
    std::string code_;
};

}  // namespace disapa
