// Who is at the desk: one-time challenges and tokens, in memory only.
//
// An officer signs in by signing the hub's challenge and the page's host with his own key. Tokens
// are 256 bits, die after kSessionIdleMinutes without a call, and with the key. Owned by the hub's
// worker thread.
#pragma once

#include <map>
#include <string>

#include "shared/cases/roster.h"
#include "shared/crypto/jws.h"

namespace disapa {

class Sessions {
  public:
    Sessions(const Clock& clock, Random& random);

    struct Challenge {
        std::string text;  // base64url of 32 bytes
        Instant expires = 0;
    };
    // For an officer of the kecamatan whose key is good now; not_found otherwise.
    [[nodiscard]] Result<Challenge> challenge(const Roster& roster, const Region& office,
                                              const KeyId& officer);
    // `signed_text`: compact JWS over {"challenge":...,"host":...}. Gives the token.
    [[nodiscard]] Result<std::string> open(const Roster& roster, std::string_view signed_text,
                                           std::string_view host);
    // Whose token it is. `polling` calls do not prolong it. Unknown, idle or revoked: unauthentic.
    [[nodiscard]] Result<KeyId> officer(const Roster& roster, std::string_view authorization,
                                        bool polling);
    void close(std::string_view authorization);

  private:
    struct Session {
        KeyId officer;
        Instant used = 0;
    };
    void forget_old();
    [[nodiscard]] std::string challenge_text(ByteView nonce, Instant expires,
                                             const KeyId& officer) const;
    // Until when this challenge of mine for this officer holds; nothing when it is none.
    [[nodiscard]] std::optional<Instant> expiry_of(std::string_view text,
                                                   const KeyId& officer) const;

    const Clock& clock_;
    Random& random_;
    // A challenge carries its expiry and a MAC over it and the officer, so none has to be kept and
    // no flood of them takes another's away. Only what its officer has signed is kept until it
    // expires.
    Bytes secret_;
    std::map<std::string, Instant> used_;
    std::map<std::string, Session> sessions_;  // digest of the token in hex
};

}  // namespace disapa
