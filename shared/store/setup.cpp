#include "shared/store/setup.h"

#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"

namespace disapa {

namespace {

template <class F>
std::optional<F> fixed_at(const Json& json, const char* key) {
    const auto at = json.find(key);
    if (at == json.end() || !at->is_string()) return std::nullopt;
    return fixed_from_base64url<F>(at->get<std::string>());
}

std::optional<std::string> text_at(const Json& json, const char* key) {
    const auto at = json.find(key);
    if (at == json.end() || !at->is_string()) return std::nullopt;
    return at->get<std::string>();
}

std::optional<Region> region_at(const Json& json, const char* key) {
    const auto text = text_at(json, key);
    return text ? Region::parse(*text) : std::nullopt;
}

}  // namespace

Result<Bytes> to_bytes(const NodeSetup& setup) {
    Json json = Json::object();
    json["kind"] = setup.kind == NodeKind::hub ? "hub" : "kiosk";
    json["region"] = setup.region.code();
    json["office"] = setup.office.code();
    json["hub_key"] = to_base64url(setup.hub_key.view());
    json["hub_box"] = to_base64url(setup.hub_box.view());
    json["root"] = to_base64url(setup.root_thumbprint.view());
    json["hub_urls"] = setup.hub_urls;
    json["public_url"] = setup.public_url;
    json["sample"] = setup.sample;
    return to_canonical(json);
}

Result<NodeSetup> setup_from_bytes(ByteView bytes) {
    const auto wrong = [] {
        return fail(ErrorCode::corrupt,
                    "Catatan pendaftaran komputer ini rusak. Hubungi admin kecamatan.",
                    "the setup record is none of ours");
    };
    const auto json = parse_canonical(bytes);
    if (!json || !json->is_object()) return wrong();
    const auto kind = text_at(*json, "kind");
    const auto region = region_at(*json, "region");
    const auto office = region_at(*json, "office");
    const auto hub_key = fixed_at<PublicKey>(*json, "hub_key");
    const auto hub_box = fixed_at<BoxPublicKey>(*json, "hub_box");
    const auto root = fixed_at<Digest>(*json, "root");
    const auto public_url = text_at(*json, "public_url");
    const auto urls = json->find("hub_urls");
    const auto sample = json->find("sample");
    if (!kind || (*kind != "hub" && *kind != "kiosk") || !region || !office || !hub_key ||
        !hub_box || !root || !public_url || urls == json->end() || !urls->is_array() ||
        sample == json->end() || !sample->is_boolean()) {
        return wrong();
    }
    NodeSetup setup;
    setup.kind = *kind == "hub" ? NodeKind::hub : NodeKind::kiosk;
    setup.region = *region;
    setup.office = *office;
    setup.hub_key = *hub_key;
    setup.hub_box = *hub_box;
    setup.root_thumbprint = *root;
    setup.public_url = *public_url;
    setup.sample = sample->get<bool>();
    for (const auto& url : *urls) {
        if (!url.is_string()) return wrong();
        setup.hub_urls.push_back(url.get<std::string>());
    }
    return setup;
}

}  // namespace disapa
