// Invites of a hub, and what becomes of the ENROL that answers one.
//
// Kept as records of kind "invite": the invite's text, its expiry, and the key that used it. The
// first valid ENROL wins; the same key again gets the same answer for ever; another key is refused
// and its owner told to call the admin.
#pragma once

#include <map>

#include "shared/store/enrolment.h"
#include "shared/store/node.h"
#include "sync/answer.h"

namespace disapa {

inline constexpr Instant kInviteDays = 30;

struct InviteRequest {
    Region region;
    Role role = Role::none;
    std::string name, title, nip;  // of a person; a kiosk's name may be empty
    std::string url;               // of this hub, as the device reaches it
};
// Checks that the role fits the region (kiosk, petugas, kades: a desa of this kecamatan; the
// others: the kecamatan) and that a person has a name.
[[nodiscard]] Result<Invite> make_invite(Node& hub, const InviteRequest& request);

// The admin's key in the hub's own folder, or an error that says where the root key should be.
[[nodiscard]] Result<SigningKey> resident_admin(const Node& hub);

// Judges an ENROL and, when it holds, appends key_enrolled signed by `admin`.
[[nodiscard]] Result<Keeper::Enrolled> accept_enrol(Node& hub, Writer& writer,
                                                    const ReceivedEnrol& enrol,
                                                    const SigningKey& admin);

// When each device was last heard of: records of this kind, key = key id, value = the hub's time.
inline constexpr std::string_view kContactRecords = "contact";

// What the server does inside its transactions.
class HubKeeper final : public Keeper {
  public:
    explicit HubKeeper(Node& hub) : hub_(hub) {}
    [[nodiscard]] Status after_store(Writer& writer, const std::vector<FeedId>& grown) override;
    [[nodiscard]] Result<Enrolled> enrol(Writer& writer, const ReceivedEnrol& enrol) override;
    // Notes that it was heard of, and grants it numbers where it runs short.
    [[nodiscard]] Status greet(Writer& writer, const KeyId& kiosk, const Birth& open) override;

  private:
    Node& hub_;
    std::map<FeedId, FeedName> names_;  // of feeds that grew: an id stands for one name for ever
};

}  // namespace disapa
