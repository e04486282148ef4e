// Desa officers on this device: enrolling them, listing them, opening their keys with a PIN.
//
// Key files stand in DIR/keys/officers/<key id>.json; who they are in records of kind "officer". A
// key file copied to another device is useless: a key takes effect only in the feeds of the devices
// it names.
#pragma once

#include "kiosk/counter/views.h"
#include "shared/crypto/key_file.h"
#include "shared/store/enrolment.h"
#include "shared/store/node.h"

namespace disapa {

// This device, from an invite with role kiosk: makes the folder and the node.
[[nodiscard]] Result<KeyId> enrol_device(const std::filesystem::path& folder, const Invite& invite,
                                         const Clock& clock, Random& random);
// A petugas or kades on this device. Provisional until the hub answers.
[[nodiscard]] Result<KeyId> enrol_officer(Node& node, const Invite& invite, std::string_view pin,
                                          Argon2Cost cost);

[[nodiscard]] Result<std::vector<OfficerView>> officers_here(Node& node);
// Officers of this device whom the roster does not know yet, for Node::set_provisional.
[[nodiscard]] Result<std::vector<RosterKey>> provisional_officers(Node& node);
[[nodiscard]] Result<SigningKey> open_officer_key(Node& node, const KeyId& officer,
                                                  std::string_view pin);

}  // namespace disapa
