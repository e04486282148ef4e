#include "shared/store/enrolment.h"

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/crypto/jws.h"
#include "shared/log/canonical_json.h"

namespace disapa {

namespace {

constexpr std::string_view kPrefix = "disapa-undangan:";
constexpr std::size_t kInviteText = 2048;  // as a QR code it stays readable for a phone
constexpr std::size_t kUrlBytes = 200;
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kSecretBytes = 16;
constexpr std::size_t kDevices = 16;
constexpr std::size_t kEnrolBytes = 4096;

tl::unexpected<Error> bad_invite(const std::string& log) {
    return fail(
        ErrorCode::invalid,
        "Undangan ini tidak lengkap atau salah ketik. Salin seluruh teks undangan, atau minta "
        "undangan baru ke admin kecamatan.",
        "invite: " + log);
}

tl::unexpected<Error> bad_enrol(const std::string& log) {
    return fail(ErrorCode::invalid,
                "Permintaan pendaftaran tidak dapat dibaca. Minta komputer itu mendaftar lagi.",
                "enrol: " + log);
}

// Reads members one after the other and remembers the first that is wrong.
class Members {
  public:
    explicit Members(const Json& json) : json_(&json) {}

    std::string text(const char* key, std::size_t max, bool needed) {
        const auto at = json_->find(key);
        if (at == json_->end()) {
            if (needed) wrong_ = key;
            return {};
        }
        if (!at->is_string()) {
            wrong_ = key;
            return {};
        }
        auto value = at->get<std::string>();
        if (value.size() > max || !is_clean_text(value) || value.empty()) wrong_ = key;
        return value;
    }
    template <class F>
    F fixed(const char* key, bool needed = true) {
        const auto value = text(key, 100, needed);
        if (value.empty()) return F{};
        const auto made = fixed_from_base64url<F>(value);
        if (!made) wrong_ = key;
        return made.value_or(F{});
    }
    Region region(const char* key) {
        const auto made = Region::parse(text(key, limits::kRegionBytes, true));
        if (!made) wrong_ = key;
        return made.value_or(Region{});
    }
    std::int64_t integer(const char* key) {
        const auto at = json_->find(key);
        if (at == json_->end() || !at->is_number_integer()) {
            wrong_ = key;
            return 0;
        }
        return at->get<std::int64_t>();
    }
    bool flag(const char* key) {
        const auto at = json_->find(key);
        if (at == json_->end()) return false;
        if (!at->is_boolean()) wrong_ = key;
        return at->is_boolean() && at->get<bool>();
    }
    void refuse(const char* key) { wrong_ = key; }
    [[nodiscard]] const std::string& wrong() const { return wrong_; }

  private:
    const Json* json_;
    std::string wrong_;
};

Json to_json(const Invite& invite) {
    Json json = Json::object();
    json["id"] = invite.id;
    json["role"] = std::string(to_text(invite.role));
    json["region"] = invite.region.code();
    json["office"] = invite.office.code();
    json["hub_key"] = to_base64url(invite.hub_key.view());
    json["hub_box"] = to_base64url(invite.hub_box.view());
    json["root"] = to_base64url(invite.root_thumbprint.view());
    json["secret"] = to_base64url(invite.secret);
    json["expires"] = invite.expires;
    const auto put = [&json](const char* key, const std::string& value) {
        if (!value.empty()) json[key] = value;
    };
    put("name", invite.name);
    put("title", invite.title);
    put("nip", invite.nip);
    put("url", invite.hub_url);
    put("public_url", invite.public_url);
    if (invite.sample) json["sample"] = true;
    return json;
}

// JSON that is canonical, or nothing that is worth reading on.
Result<Json> object_from(ByteView bytes) {
    auto json = parse_canonical(bytes);
    if (!json) return json;
    if (!json->is_object()) return bad_invite("not an object");
    return json;
}

Result<std::vector<KeyId>> read_devices(const Json& json) {
    std::vector<KeyId> devices;
    const auto at = json.find("devices");
    if (at == json.end()) return devices;
    if (!at->is_array() || at->empty() || at->size() > kDevices) return bad_enrol("devices");
    for (const auto& one : *at) {
        if (!one.is_string()) return bad_enrol("devices");
        const auto id = key_id_from_text(one.get<std::string>());
        if (!id) return bad_enrol("devices");
        devices.push_back(*id);
    }
    return devices;
}

}  // namespace

std::string to_text(const Invite& invite) {
    const auto bytes = to_canonical(to_json(invite));
    // Only text that is no UTF-8 fails, and an invite's text was cleaned at the screen.
    if (!bytes) return {};
    return std::string(kPrefix) + to_base64url(*bytes);
}

Result<Invite> parse_invite(std::string_view text) {
    text = trim(text);
    if (text.size() > kInviteText) return bad_invite("too long");
    if (!text.starts_with(kPrefix)) return bad_invite("another prefix");
    const auto bytes = from_base64url(text.substr(kPrefix.size()));
    if (!bytes) return bad_invite("not base64url");
    const auto json = object_from(*bytes);
    if (!json) return bad_invite(json.error().log);
    Members members(*json);
    Invite invite;
    invite.id = members.text("id", 20, true);
    const auto id = from_base64url(invite.id);
    if (!id || id->size() != kIdBytes) members.refuse("id");
    invite.role = role_from_text(members.text("role", 20, true));
    if (invite.role == Role::none) members.refuse("role");
    invite.region = members.region("region");
    invite.office = members.region("office");
    if (!invite.office.contains(invite.region)) members.refuse("region");
    invite.name = members.text("name", limits::kNameBytes, false);
    invite.title = members.text("title", limits::kNameBytes, false);
    invite.nip = members.text("nip", 32, false);
    invite.hub_url = members.text("url", kUrlBytes, false);
    invite.public_url = members.text("public_url", kUrlBytes, false);
    invite.hub_key = members.fixed<PublicKey>("hub_key");
    invite.hub_box = members.fixed<BoxPublicKey>("hub_box");
    invite.root_thumbprint = members.fixed<Digest>("root");
    const auto secret = from_base64url(members.text("secret", 40, true));
    if (!secret || secret->size() != kSecretBytes) members.refuse("secret");
    invite.secret = secret.value_or(Bytes{});
    invite.expires = members.integer("expires");
    invite.sample = members.flag("sample");
    if (!members.wrong().empty()) return bad_invite(members.wrong());
    return invite;
}

Result<Bytes> make_enrol(const Invite& invite, const SigningKey& key, const BoxPublicKey& box,
                         const std::vector<KeyId>& devices) {
    Json json = Json::object();
    json["invite"] = invite.id;
    json["key"] = to_base64url(key.public_key().view());
    if (!box.is_zero()) json["box"] = to_base64url(box.view());
    for (const auto& device : devices) json["devices"].push_back(to_text(device));
    auto payload = to_canonical(json);
    if (!payload) return payload;
    const Signature signature = sign_jws(key, kTypEnrol, *payload);
    const std::string text = to_compact({key.id(), std::move(*payload), signature}, kTypEnrol);
    const Digest mac = hmac_sha256(invite.secret, as_bytes(text));
    Bytes body(mac.bytes.begin(), mac.bytes.end());
    append(body, as_bytes(text));
    if (body.size() > kEnrolBytes) return bad_enrol("too long");
    return body;
}

Result<ReceivedEnrol> parse_enrol(ByteView body) {
    if (body.size() <= Digest::kSize || body.size() > kEnrolBytes) return bad_enrol("length");
    ReceivedEnrol received;
    received.mac = *Digest::from(body.first(Digest::kSize));
    const ByteView text = body.subspan(Digest::kSize);
    received.signed_text.assign(text.begin(), text.end());
    const auto jws = parse_compact(as_text(text), kTypEnrol);
    if (!jws) return bad_enrol(jws.error().log);
    const auto json = object_from(jws->payload);
    if (!json) return bad_enrol(json.error().log);
    Members members(*json);
    received.request.invite = members.text("invite", 20, true);
    received.request.key = members.fixed<PublicKey>("key");
    received.request.box = members.fixed<BoxPublicKey>("box", false);
    if (!members.wrong().empty()) return bad_enrol(members.wrong());
    auto devices = read_devices(*json);
    if (!devices) return pass(std::move(devices));
    received.request.devices = std::move(*devices);
    if (key_id_of(received.request.key) != jws->signer ||
        !verify_jws(received.request.key, kTypEnrol, jws->payload, jws->signature)) {
        return fail(ErrorCode::unauthentic,
                    "Permintaan pendaftaran tidak sah. Minta komputer itu mendaftar lagi.",
                    "enrol: self-signature does not hold");
    }
    return received;
}

}  // namespace disapa
