// Copies of a kiosk's two databases for a bad day, and how they are put back.
//
// A copy is a folder with disapa.db and, where the desa has a register, residents.db: whole, never
// the keys. It is not sealed (the key that would open it dies with the machine): files of 0600.
// Thread rule: as of Database.
#pragma once

#include <filesystem>

#include "shared/store/database.h"

namespace disapa {

// The newest committed state as one new file, 0600, on the disk when this returns (VACUUM INTO:
// one read transaction, and nothing of what was erased). Refused where `to` is there already.
[[nodiscard]] Status copy_database(Database& from, const std::filesystem::path& to);

// Puts a copy back into the folder of a kiosk that has its keys; nobody else has it open. The
// copy is proved sound and of this desa before anything is touched; each database is replaced
// whole, and what stood there stays beside it as FILE.lama. Without a register in the copy, the one
// that is there stays. The next Node::open draws a new birth and says so (opening.h).
[[nodiscard]] Status put_back(const std::filesystem::path& folder,
                              const std::filesystem::path& copy);

}  // namespace disapa
