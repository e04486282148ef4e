// The tables of a store, and how its file is opened. The file's user_version is the schema's
// version.
//
//   feed      one row a feed held: its name, how many entries, the right edge of its tree
//
//   entry     one row an entry, with the complete Merkle tree that ends there, so that any old root
//             is a few reads
//
//   head      signed heads that are kept, with their roots: where a segment may end
//
//   erasure   acts that an admin erased by law: their payload is never kept again
//
//   blob      attachments by their SHA-256
//
//   record    small facts of this node that are no acts (see Writer::put)
#pragma once

#include "shared/store/database.h"
#include "shared/store/node.h"

namespace disapa {

// Makes the tables in an empty file.
[[nodiscard]] Status create_schema(Database& db);
// Refuses a file of another program or of a newer version.
[[nodiscard]] Status check_schema(Database& db);
// Journal and durability of a kiosk's or a hub's file (design: kiosk DELETE and EXTRA, hub WAL and
// FULL).
[[nodiscard]] Status set_durability(Database& db, NodeKind kind, bool checkpointer);
// PRAGMA quick_check, or integrity_check when `full`: what it complains of; empty when sound.
[[nodiscard]] Result<std::vector<std::string>> check_pages(Database& db, bool full);

}  // namespace disapa
