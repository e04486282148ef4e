// The states and steps of a case as a person reads them, in one place. Indonesian; the screens hand
// them to Words::said. Pure functions, any thread.
#pragma once

#include <string>

#include "shared/cases/book.h"

namespace disapa {

// To citizens and the desa: what is to be done next. The desk of the kecamatan has a table of its
// own (sync/hub/desk_view.h): "returned" is "Perlu diperbaiki" here, "Dikembalikan ke desa" there.
[[nodiscard]] std::string state_words(CaseState state, bool kelurahan);
// Who must act next: "petugas", "kades", "kecamatan", "cetak", "serahkan", "warga" or "".
[[nodiscard]] std::string waits_for(const Case& of);
// What an act did: "Diverifikasi petugas".
[[nodiscard]] std::string act_sentence(ActType type, bool kelurahan);
// Where a case is now, and what the citizen should expect or do.
struct Whereabouts {
    std::string where, next;
};
[[nodiscard]] Whereabouts place_of(const Case& of);

}  // namespace disapa
