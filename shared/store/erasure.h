// Erasure by law: the payload goes, the entry stays.
//
// From then on this store never keeps a payload of that digest again, in whatever feed it comes.
#pragma once

#include "shared/store/keyring.h"
#include "shared/store/tables.h"

namespace disapa {

// Takes the payload away wherever it is held, and the blobs that no other act names. Inside a write
// transaction. (decode_act refuses to erase acts that the order and the roster are made of.)
[[nodiscard]] Status erase_payload(Database& db, const Erasing& erasing);

// What this store may keep of an entry that arrives: the entry itself, or its bare row.
[[nodiscard]] Result<Entry> without_erased(Database& db, Entry entry);

}  // namespace disapa
