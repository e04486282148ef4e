// The QR of a letter: byte segment "<public url>/v#", then alphanumeric
// base32(1 | key id 8 | signature 64 | payload).
//
// The host is ignored by every verifier, and the fragment never reaches a server.
#pragma once

#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/cases/book.h"
#include "shared/crypto/jws.h"
#include "shared/letter/claims.h"

namespace disapa {

[[nodiscard]] std::string qr_text(std::string_view public_url, const Jws& decision);

struct QrImage {
    int modules = 0;         // at most 77
    std::vector<bool> dark;  // modules * modules, rows from the top
    [[nodiscard]] bool at(int x, int y) const {
        return dark[static_cast<std::size_t>(y * modules + x)];
    }
};
// Level M, two segments. An error (limit) above 77 modules.
[[nodiscard]] Result<QrImage> qr_image(std::string_view text);
// Any short text, level M: receipts and invites.
[[nodiscard]] Result<QrImage> qr_image_plain(std::string_view text);

// The QR's text, or the compact JWS itself. An error when it is neither.
[[nodiscard]] Result<Jws> read_qr(std::string_view text);

enum class Verdict { genuine, changed, revoked, expired, key_revoked, unknown_key };
struct Verification {
    Verdict verdict = Verdict::changed;
    Claims claims;  // only meaningful unless `changed`
    std::string signer_name, signer_title;
    std::string sentence;  // Indonesian: the verdict and what to do
};
// Offline, against the roster and the book that this node holds (the book may be null).
[[nodiscard]] Verification verify_letter(std::string_view text, const Roster& roster,
                                         const Book* book, const Date& today);

}  // namespace disapa
