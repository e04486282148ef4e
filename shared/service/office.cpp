#include "shared/service/office.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

constexpr std::size_t kLetterheadLines = 6;
constexpr std::size_t kAddressBytes = 240;

tl::unexpected<Error> wrong(const std::string& sentence, const std::string& log) {
    return fail(ErrorCode::invalid, "Data kantor: " + sentence, "office: " + log);
}

bool is_unit_code(std::string_view code) {
    return !code.empty() && code.size() <= limits::kUnitCodeBytes &&
           std::all_of(code.begin(), code.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// The text of one key; "" when it is not there.
Result<std::string> read_text(const Json& json, const char* key, std::size_t max_bytes) {
    if (!json.contains(key)) return std::string();
    if (!json.at(key).is_string()) {
        return wrong(std::string("isian \"") + key + "\" harus berupa teks.",
                     std::string(key) + " is no text");
    }
    auto text = clean_text(json.at(key).get_ref<const std::string&>());
    if (text.size() > max_bytes) {
        return wrong(std::string("isian \"") + key + "\" terlalu panjang. Tulis lebih singkat.",
                     std::string(key) + " is too long");
    }
    return text;
}

Result<std::vector<std::string>> read_letterhead(const Json& json) {
    std::vector<std::string> lines;
    if (!json.contains("letterhead")) return lines;
    const Json& given = json.at("letterhead");
    if (!given.is_array() || given.size() > kLetterheadLines) {
        return wrong("kop surat paling banyak 6 baris.", "letterhead is no list of at most 6");
    }
    for (const Json& line : given) {
        if (!line.is_string() || line.get_ref<const std::string&>().size() > limits::kNameBytes) {
            return wrong("baris kop surat harus berupa teks pendek.",
                         "a letterhead line is no short text");
        }
        lines.push_back(clean_text(line.get_ref<const std::string&>()));
    }
    return lines;
}

// May this key publish offices of the region, as far as this roster knows?
bool may_publish(const Roster& roster, const KeyId& signer, const Region& region) {
    const RosterKey* key = roster.find(signer);
    if (key == nullptr || key->revoked_at) return false;
    return std::any_of(key->grants.begin(), key->grants.end(), [&](const RosterKey::Grant& grant) {
        return grant.role == Role::admin && grant.region.contains(region);
    });
}

struct Published {
    Instant at;
    Office office;
};

// The last office_published of the region in one feed of the hub.
Result<std::optional<Published>> last_in(Node& node, const FeedId& feed, const Region& region,
                                         const Roster& newest) {
    constexpr std::uint64_t kAtOnce = 256;
    std::optional<Published> last;
    Roster then;  // grows along the feed, so who might publish is known at each place
    const auto size = node.size_of(feed);
    for (std::uint64_t from = 0; from < size; from += kAtOnce) {
        auto entries = node.entries(feed, from, std::min(size, from + kAtOnce));
        if (!entries) return pass(std::move(entries));
        for (const Entry& entry : *entries) {
            if (entry.is_bare()) continue;
            auto act = decode_act(entry.payload);
            if (!act) continue;
            const auto type = act->type;
            const auto at = act->at;
            (void)then.apply({entry.digest, entry.signer, std::move(*act), false},
                             node.setup().root_thumbprint);
            // The newest roster knows the admins of an earlier birth of this feed.
            if (type != ActType::office_published || (!may_publish(then, entry.signer, region) &&
                                                      !may_publish(newest, entry.signer, region))) {
                continue;
            }
            const auto json = Json::parse(as_text(entry.payload), nullptr, false);
            if (!json.is_object() || !json.contains("office")) continue;
            auto office = parse_office(json.at("office"));
            if (office && office->region == region) last = Published{at, std::move(*office)};
        }
    }
    return last;
}

}  // namespace

Result<Office> parse_office(const Json& json) {
    if (!json.is_object()) return wrong("berkasnya tidak terbaca.", "no object");
    Office office;
    struct Line {
        const char* key;
        std::string* to;
        std::size_t max_bytes;
    };
    std::string region;
    const Line lines[] = {{"region", &region, limits::kRegionBytes},
                          {"name", &office.name, limits::kNameBytes},
                          {"address", &office.address, kAddressBytes},
                          {"postcode", &office.postcode, 10},
                          {"phone", &office.phone, 30},
                          {"email", &office.email, limits::kNameBytes},
                          {"unit_code", &office.unit_code, 30},
                          {"head_name", &office.head_name, limits::kNameBytes},
                          {"head_title", &office.head_title, limits::kNameBytes},
                          {"head_nip", &office.head_nip, 30}};
    for (const Line& line : lines) {
        auto text = read_text(json, line.key, line.max_bytes);
        if (!text) return pass(std::move(text));
        *line.to = std::move(*text);
    }
    auto letterhead = read_letterhead(json);
    if (!letterhead) return pass(std::move(letterhead));
    office.letterhead = std::move(*letterhead);
    const auto parsed = Region::parse(region);
    if (!parsed) return wrong("kode wilayah tidak benar. Contoh: 64.02.12.2005.", "bad region");
    office.region = *parsed;
    if (office.name.empty()) return wrong("nama kantor belum diisi.", "no name");
    office.unit_code = upper(office.unit_code);
    if (!is_unit_code(office.unit_code)) {
        return wrong("kode unit harus 1 sampai 5 huruf atau angka, misalnya UMD.", "bad unit_code");
    }
    return office;
}

Json to_json(const Office& office) {
    return {{"region", office.region.code()}, {"name", office.name},
            {"address", office.address},      {"postcode", office.postcode},
            {"phone", office.phone},          {"email", office.email},
            {"unit_code", office.unit_code},  {"letterhead", office.letterhead},
            {"head_name", office.head_name},  {"head_title", office.head_title},
            {"head_nip", office.head_nip}};
}

Result<std::optional<Office>> find_office(Node& node, const Region& region) {
    auto newest = node.roster();
    if (!newest) return pass(std::move(newest));
    std::optional<Published> last;
    for (const FeedName& feed : node.feeds()) {
        if (feed.region != node.setup().office || feed.node != node.setup().hub_key) continue;
        auto found = last_in(node, feed.id(), region, *newest);
        if (!found) return pass(std::move(found));
        // Only a hub's births have several feeds; among those the writer's clock must do.
        if (*found && (!last || last->at <= (*found)->at)) last = std::move(*found);
    }
    if (!last) return std::nullopt;
    return std::move(last->office);
}

std::string format_number(std::string_view archive_code, std::int64_t number,
                          std::string_view unit_code, const Date& date) {
    auto digits = std::to_string(number);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    std::string out(archive_code);
    out += '/';
    out += digits;
    out += '/';
    out += unit_code;
    out += '/';
    out += roman_month(date.month);
    return out + "/" + std::to_string(date.year);
}

}  // namespace disapa
