// The PIN of whoever may end the kiosk's program: DIR/keys/admin.json.
//
// The file is a key file of an officer (Argon2id, tries counted on the disk); its key signs
// nothing. Calls take as long as Argon2id does: never on the window's thread.
#pragma once

#include <filesystem>

#include "shared/crypto/key_file.h"

namespace disapa {

// Replaces an older one. Fails where `folder` is no node's, or the PIN is too simple.
[[nodiscard]] Status set_admin_pin(const std::filesystem::path& folder, std::string_view pin,
                                   Random& random, Argon2Cost cost = {});
// not_found: none was set; unauthentic: wrong; throttled: not even looked at.
[[nodiscard]] Status check_admin_pin(const std::filesystem::path& folder, std::string_view pin,
                                     const Clock& clock);

}  // namespace disapa
