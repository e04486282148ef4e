// An office: what `office_published` says of a desa or a kecamatan.
#pragma once

#include <string>

#include "shared/base/date.h"
#include "shared/base/region.h"
#include "shared/base/result.h"
#include "shared/log/canonical_json.h"
#include "shared/store/node.h"

namespace disapa {

struct Office {
    Region region;
    std::string name;  // "Umaq Dian", "Tabang"
    std::string address, postcode, phone, email;
    std::string unit_code;                        // inside numbers: "UMD"; at most kUnitCodeBytes
    std::vector<std::string> letterhead;          // kop surat lines above the name
    std::string head_name, head_title, head_nip;  // "Kepala Desa Umaq Dian"
};
[[nodiscard]] Result<Office> parse_office(const Json& json);  // of a file or an act; checks limits
[[nodiscard]] Json to_json(const Office& office);
// The newest office_published of exactly this region with effect in the hub's feed.
[[nodiscard]] Result<std::optional<Office>> find_office(Node& node, const Region& region);

// "400.9.14/012/UMD/XI/2026": archive code / number of at least three digits / unit / month / year.
[[nodiscard]] std::string format_number(std::string_view archive_code, std::int64_t number,
                                        std::string_view unit_code, const Date& date);

}  // namespace disapa
