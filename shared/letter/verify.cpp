// Is a letter genuine: verify_letter of qr.h.
#include <algorithm>

#include "shared/crypto/keys.h"
#include "shared/letter/acting.h"
#include "shared/letter/qr.h"

namespace disapa {
namespace {

constexpr const char* kAsk = " Tanyakan nomor surat ini ke kecamatan.";

bool holds(const RosterKey& key, Role role) {
    const auto of_role = [&](const auto& item) { return item.role == role; };
    return std::any_of(key.grants.begin(), key.grants.end(), of_role) ||
           std::any_of(key.delegations.begin(), key.delegations.end(), of_role);
}

// The kades' endorsement is a letter only where the desa alone issues it; elsewhere it is a step.
bool is_letter(const Claims& claims, const Roster& roster) {
    if (claims.type == ActType::approved) return !claims.register_number.empty();
    const auto steps = roster.steps(claims.service);
    return !claims.number.empty() && (!steps || steps->flow == Flow::desa);
}

Verification judged(Verification made, Verdict verdict, std::string sentence) {
    made.verdict = verdict;
    made.sentence = std::move(sentence);
    return made;
}

// What this node's book says against the letter; nothing when it says nothing.
struct Objection {
    Verdict verdict;
    std::string sentence;
};
std::optional<Objection> objection(const Book& book, const Digest& act, const KeyId& signer,
                                   const Case& of) {
    const auto fate = book.outcome(act, signer).fate;
    if (fate == Fate::held_until_admitted) {
        return Objection{Verdict::key_revoked,
                         std::string("Kunci penanda tangan surat ini sudah dicabut.") + kAsk};
    }
    if (fate == Fate::held) {
        return Objection{
            Verdict::unknown_key,
            std::string("Surat ini belum dapat dipastikan dengan catatan perangkat ini.") + kAsk};
    }
    if (fate == Fate::inert) {
        return Objection{Verdict::revoked,
                         std::string("Surat ini tidak berlaku menurut catatan.") + kAsk};
    }
    if (of.state == CaseState::revoked) {
        return Objection{Verdict::revoked,
                         std::string("Surat ini sudah dicabut dan tidak berlaku lagi.") + kAsk};
    }
    if (!of.letter.is_zero() && of.letter != act) {
        return Objection{Verdict::revoked,
                         std::string("Surat ini sudah diganti dengan surat lain.") + kAsk};
    }
    return std::nullopt;
}

}  // namespace

Verification verify_letter(std::string_view text, const Roster& roster, const Book* book,
                           const Date& today) {
    Verification made;
    const auto changed = [&](const char* sentence) {
        made.claims = Claims();
        return judged(made, Verdict::changed, sentence);
    };
    const auto jws = read_qr(text);
    if (!jws) {
        return changed(
            "Ini bukan kode QR surat Disapa, atau isinya berubah. Pindai lagi dari surat asli.");
    }
    const auto claims = decode_claims(jws->payload);
    if (!claims) return changed("Isi surat ini berubah atau rusak. Minta surat aslinya.");
    made.claims = *claims;
    const RosterKey* key = roster.find(jws->signer);
    if (key == nullptr) {
        return judged(
            made, Verdict::unknown_key,
            std::string("Penanda tangan surat ini belum dikenal di perangkat ini.") + kAsk);
    }
    if (!verify_jws(key->key, kTypAct, jws->payload, jws->signature)) {
        return changed("Tanda tangan surat ini tidak cocok dengan isinya. Minta surat aslinya.");
    }
    made.signer_name = key->name;
    const bool of_camat = claims->type == ActType::approved;
    made.signer_title = claims->acting.empty()
                            ? key->title
                            : acting_title(claims->acting, of_camat ? "Camat" : "Kepala Desa") +
                                  " (" + key->title + ")";
    const auto needed = of_camat ? Role::camat : Role::kades;
    if (!holds(*key, needed) || !is_letter(*claims, roster)) {
        return changed("Ini bukan surat yang sudah disahkan. Tanyakan ke kantor penerbitnya.");
    }
    const auto act = sha256(jws->payload);
    const Case* known = book != nullptr ? book->case_of(act) : nullptr;
    if (known != nullptr) {
        if (auto against = objection(*book, act, jws->signer, *known)) {
            return judged(made, against->verdict, against->sentence);
        }
    } else if (key->revoked_at) {
        // Only the ledger knows whether it was signed before; this node does not hold it.
        return judged(made, Verdict::key_revoked,
                      std::string("Kunci penanda tangan surat ini sudah dicabut.") + kAsk);
    }
    if (claims->valid_until && *claims->valid_until < today) {
        return judged(made, Verdict::expired,
                      "Surat ini asli, tetapi masa berlakunya habis pada " +
                          to_words(*claims->valid_until) + ". Minta surat baru.");
    }
    if (claims->sample) {
        return judged(made, Verdict::genuine,
                      "Surat ini CONTOH dan TIDAK BERLAKU. Tanda tangannya cocok dengan isinya.");
    }
    return judged(made, Verdict::genuine,
                  "Surat ini asli. Cocokkan nama dan nomornya dengan surat di tangan Anda.");
}

}  // namespace disapa
