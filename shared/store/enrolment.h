// Enrolment by invite: what an invite says, and what a new key answers.
//
// An invite is "disapa-undangan:" and base64url of its canonical JSON: short enough for a QR code.
// ENROL = compact JWS (typ disapa-enrol) by the new key over {box?, devices?, invite, key} and
// HMAC-SHA-256(secret, that JWS). Role and region come from the invite, never from ENROL.
#pragma once

#include <string>

#include "shared/log/act.h"
#include "shared/store/node.h"

namespace disapa {

struct Invite {
    std::string id;  // 8 random bytes, base64url
    Role role = Role::none;
    Region region;  // where the role holds
    Region office;  // the kecamatan
    std::string name, title, nip;
    std::string hub_url;
    std::string public_url;
    PublicKey hub_key;
    BoxPublicKey hub_box;
    Digest root_thumbprint;
    Bytes secret;  // 16 bytes
    Instant expires = 0;
    bool sample = false;
};
[[nodiscard]] std::string to_text(const Invite& invite);
[[nodiscard]] Result<Invite> parse_invite(std::string_view text);

struct EnrolRequest {
    std::string invite;
    PublicKey key;
    BoxPublicKey box;            // nodes only; zeros for people
    std::vector<KeyId> devices;  // of a desa officer: the kiosk he enrolled on
};
// The body of an ENROL frame.
[[nodiscard]] Result<Bytes> make_enrol(const Invite& invite, const SigningKey& key,
                                       const BoxPublicKey& box, const std::vector<KeyId>& devices);
// Parses and checks the self-signature; the caller finds the invite's secret and checks the HMAC.
struct ReceivedEnrol {
    EnrolRequest request;
    Bytes signed_text;  // what the HMAC covers
    Digest mac;
};
[[nodiscard]] Result<ReceivedEnrol> parse_enrol(ByteView body);

}  // namespace disapa
