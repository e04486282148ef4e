// What the admin does from the command line: make a hub, publish offices, enrol and revoke keys.
#pragma once

#include <filesystem>

#include "shared/service/office.h"
#include "shared/service/service.h"
#include "shared/store/node.h"
#include "sync/hub/invites.h"

namespace disapa::admin {

struct HubSetup {
    Region region;           // the kecamatan
    std::string name;        // "Tabang"
    std::string public_url;  // what QR codes begin with
    bool sample = false;     // every letter says "CONTOH - TIDAK BERLAKU"
};
// Makes folder, node keys, the root key (DIR/keys/root.key), the first roster acts, the catalogue
// of steps and a first office. Refused where a hub is already.
[[nodiscard]] Status init(const std::filesystem::path& folder, const HubSetup& setup,
                          const Catalogue& catalogue, const Clock& clock, Random& random);

// The root key in the hub's folder, or the one in `file`: a node key file, or with a passphrase a
// JWE.
[[nodiscard]] Result<SigningKey> open_key(const Node& hub, const std::string& file,
                                          const std::string& passphrase_file);

// The steps of this program's services, to all desa: after a service was added or changed.
[[nodiscard]] Status publish_catalogue(Node& hub, const Catalogue& catalogue,
                                       const SigningKey& key);
[[nodiscard]] Status publish_office(Node& hub, const Office& office, const SigningKey& key);
[[nodiscard]] Status revoke(Node& hub, const KeyId& key, std::string_view reason,
                            const SigningKey& by);
// Makes an officer's key file (JWE) and enrols it at this hub at once.
[[nodiscard]] Result<KeyId> make_officer(Node& hub, const Invite& invite,
                                         const std::filesystem::path& key_file,
                                         std::string_view passphrase, const SigningKey& admin);

// The address under which devices reach this hub: the server writes it when it starts.
[[nodiscard]] Status note_url(Node& hub, std::string_view url);
[[nodiscard]] Result<std::string> known_url(Node& hub);

}  // namespace disapa::admin
