#include "sync/hub/invites.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/mutant.h"
#include "shared/base/text.h"
#include "shared/crypto/key_file.h"
#include "shared/log/canonical_json.h"
#include "sync/hub/ledger.h"

namespace disapa {
namespace {

constexpr std::string_view kInviteRecords = "invite";

struct Kept {
    Invite invite;
    std::string used_by;  // key id in text; empty while open
};

Result<std::optional<Kept>> find_invite(Writer& writer, std::string_view id) {
    auto record = writer.get(kInviteRecords, id);
    if (!record) return pass(std::move(record));
    if (!*record) return std::optional<Kept>();
    const auto json = Json::parse(**record, nullptr, false);
    auto invite = json.is_object() ? parse_invite(json.value("text", "")) : parse_invite("");
    if (!invite) return pass(std::move(invite));
    return Kept{std::move(*invite), json.value("used_by", "")};
}

Status keep_invite(Writer& writer, const Invite& invite, std::string_view used_by) {
    const auto text = Json{{"text", to_text(invite)}, {"used_by", used_by}}.dump();
    return writer.put(kInviteRecords, invite.id, as_bytes(text));
}

bool belongs_to_desa(Role role) {
    return role == Role::kiosk || role == Role::petugas || role == Role::kades;
}

Status check_request(const Node& hub, const InviteRequest& request) {
    const auto& office = hub.setup().office;
    if (request.role == Role::none || request.role == Role::hub) {
        return fail(
            ErrorCode::invalid,
            "Peran itu tidak dikenal. Pilih: kiosk, petugas, kades, verifikator, sekcam, camat, "
            "admin.",
            "unknown role");
    }
    const bool desa = belongs_to_desa(request.role);
    if (desa && (request.region.level() != 4 || !office.contains(request.region))) {
        return fail(ErrorCode::invalid,
                    "Peran ini milik sebuah desa di kecamatan " + office.code() +
                        ". Tulis kode desanya, misalnya " + office.code() + ".2005.",
                    "role needs a desa of this kecamatan");
    }
    if (!desa && request.region != office) {
        return fail(ErrorCode::invalid,
                    "Peran ini milik kecamatan. Tulis --region " + office.code() + ".",
                    "role needs the kecamatan");
    }
    if (request.role != Role::kiosk && trim(request.name).empty()) {
        return fail(ErrorCode::invalid, "Tulis nama orangnya dengan --name.", "name missing");
    }
    return {};
}

Json act_of(const Invite& invite, const EnrolRequest& request, Instant at) {
    Json act{{"type", "key_enrolled"},
             {"at", at},
             {"key", to_base64url(request.key.view())},
             {"name", invite.name},
             {"region", invite.region.code()},
             {"role", std::string(to_text(invite.role))},
             {"title", invite.title}};
    if (!invite.nip.empty()) act["nip"] = invite.nip;
    if (invite.role == Role::kiosk) {
        act["box"] = to_base64url(request.box.view());
    } else if (belongs_to_desa(invite.role)) {
        auto devices = Json::array();
        for (const auto& device : request.devices) devices.push_back(to_text(device));
        act["devices"] = std::move(devices);
    }
    return act;
}

Keeper::Enrolled refused(std::string sentence) {
    Keeper::Enrolled answer;
    answer.sentence = std::move(sentence);
    return answer;
}

}  // namespace

Result<Invite> make_invite(Node& hub, const InviteRequest& request) {
    if (auto good = check_request(hub, request); !good) return pass(std::move(good));
    const auto& setup = hub.setup();
    Invite invite;
    Bytes id(8);
    hub.random().fill(id);
    invite.id = to_base64url(id);
    invite.role = request.role;
    invite.region = request.region;
    invite.office = setup.office;
    invite.name = clean_text(request.name);
    invite.title = clean_text(request.title);
    invite.nip = clean_text(request.nip);
    invite.hub_url = request.url;
    invite.public_url = setup.public_url;
    invite.hub_key = hub.signing().public_key();
    invite.hub_box = hub.box().public_key();
    invite.root_thumbprint = setup.root_thumbprint;
    invite.secret.resize(16);
    hub.random().fill(invite.secret);
    invite.expires = hub.clock().now() + kInviteDays * 86400;
    invite.sample = setup.sample;
    // What its reader would refuse must not be given away: a name too long, a URL with a space.
    if (auto readable = parse_invite(to_text(invite)); !readable) {
        return fail(ErrorCode::invalid,
                    "Nama, jabatan, NIP, atau alamat hub terlalu panjang atau memuat huruf yang "
                    "tidak dapat dipakai. Perpendek, lalu ulangi.",
                    "unreadable " + readable.error().log);
    }
    auto kept = hub.write([&](Writer& writer) { return keep_invite(writer, invite, ""); });
    if (!kept) return pass(std::move(kept));
    return invite;
}

Result<SigningKey> resident_admin(const Node& hub) {
    auto key = read_node_key(hub.folder() / "keys" / "root.key");
    if (key) return key;
    return fail(
        ErrorCode::refused,
        "Kunci akar tidak ada di folder hub. Pasang stik kunci akar, lalu ulangi dengan --key.",
        "root.key is not in the hub's folder: " + key.error().log);
}

Result<Keeper::Enrolled> accept_enrol(Node& hub, Writer& writer, const ReceivedEnrol& enrol,
                                      const SigningKey& admin) {
    const auto& request = enrol.request;
    auto kept = find_invite(writer, request.invite);
    if (!kept) return pass(std::move(kept));
    if (!*kept)
        return refused("Undangan ini tidak dikenal hub. Mintalah undangan baru kepada admin.");
    const auto& invite = (*kept)->invite;
    if (!equal_constant_time(hmac_sha256(invite.secret, enrol.signed_text).view(),
                             enrol.mac.view())) {
        return refused("Undangan ini tidak cocok. Salin lagi undangannya dengan lengkap.");
    }
    const auto key = key_id_of(request.key);
    const Keeper::Enrolled accepted{true, {}, key, invite.role, invite.region, request.box};
    if ((*kept)->used_by == to_text(key)) return accepted;
    if (!(*kept)->used_by.empty()) {
        return refused("Undangan ini sudah dipakai kunci lain. Hubungi admin kecamatan sekarang.");
    }
    const auto now = hub.clock().now();
    if (now > invite.expires) {
        return refused("Undangan ini sudah lewat masanya. Mintalah undangan baru kepada admin.");
    }
    if (invite.role == Role::kiosk && request.box.is_zero()) {
        return refused("Pendaftaran kios ini tidak lengkap. Ulangi pendaftarannya.");
    }
    if ((invite.role == Role::petugas || invite.role == Role::kades) && request.devices.empty()) {
        return refused("Petugas desa mendaftar di kios desanya. Ulangi di kios itu.");
    }
    auto payload = to_canonical(act_of(invite, request, now));
    if (!payload) return pass(std::move(payload));
    std::vector<Entry> acts;
    acts.push_back(person_entry(std::move(*payload), admin));
    auto roster = hub.roster();
    if (!roster) return pass(std::move(roster));
    auto after = *roster;
    if (ledger::has_effect(after, acts.front(), hub.setup().root_thumbprint)) {
        auto done = ledger::append_roster(hub, writer, std::move(acts), {invite.region});
        if (!done) return pass(std::move(done));
    } else if (const auto* known = roster->find(key);
               !known || known->revoked_at || !known->has_role(invite.role, invite.region)) {
        return refused(
            "Kunci ini sudah dicabut atau sudah punya peran lain, atau kunci yang menerima "
            "pendaftaran bukan kunci admin. Hubungi admin kecamatan.");
    }
    if (auto done = keep_invite(writer, invite, to_text(key)); !done) return pass(std::move(done));
    return accepted;
}

Status HubKeeper::after_store(Writer& writer, const std::vector<FeedId>& grown) {
    if (is_mutant(Mutant::no_receipts)) return {};
    const auto is_named = [this](const FeedId& id) { return names_.contains(id); };
    if (!std::all_of(grown.begin(), grown.end(), is_named)) {
        for (const auto& name : hub_.feeds()) names_.emplace(name.id(), name);
    }
    std::vector<FeedName> names;
    for (const FeedId& id : grown) {
        if (const auto found = names_.find(id); found != names_.end())
            names.push_back(found->second);
    }
    return ledger::receive(hub_, writer, names);
}

Result<Keeper::Enrolled> HubKeeper::enrol(Writer& writer, const ReceivedEnrol& enrol) {
    auto admin = resident_admin(hub_);
    if (!admin) {
        return refused(
            "Pendaftaran menunggu admin kecamatan memasang kunci akar. Coba lagi nanti.");
    }
    return accept_enrol(hub_, writer, enrol, *admin);
}

Status HubKeeper::greet(Writer& writer, const KeyId& kiosk, const Birth& open) {
    const auto text = std::to_string(hub_.clock().now());
    if (auto done = writer.put(kContactRecords, to_text(kiosk), as_bytes(text)); !done) return done;
    auto roster = hub_.roster();
    if (!roster) return pass(std::move(roster));
    const auto* key = roster->find(kiosk);
    if (!key || key->revoked_at || key->grants.empty()) return {};
    const auto& grant = key->grants.front();
    if (grant.role != Role::kiosk) return {};
    return ledger::grant_numbers(hub_, writer, {key->key, open, grant.region});
}

}  // namespace disapa
