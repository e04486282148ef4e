#include "kiosk/counter/officers.h"

#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/log/canonical_json.h"

namespace disapa {
namespace {

constexpr std::string_view kOfficerRecords = "officer";
constexpr std::string_view kEnrolRecords = "enrol";  // read by the agent, see sync/enrolment.h

std::filesystem::path key_file_of(const Node& node, const KeyId& officer) {
    return node.folder() / "keys" / "officers" / (to_text(officer) + ".json");
}

tl::unexpected<Error> wrong_invite(std::string sentence, std::string log) {
    return fail(ErrorCode::refused, std::move(sentence), std::move(log));
}

Status check_officer_invite(const Node& node, const Invite& invite) {
    if (invite.role != Role::petugas && invite.role != Role::kades) {
        return wrong_invite(
            "Undangan ini bukan untuk petugas atau kepala desa. Pejabat kecamatan "
            "mendaftar di hub.",
            "invite is not for a desa officer");
    }
    if (invite.region != node.setup().region ||
        invite.root_thumbprint != node.setup().root_thumbprint) {
        return wrong_invite(
            "Undangan ini untuk desa atau kecamatan lain. Mintalah undangan untuk desa ini.",
            "invite is for another desa or hub");
    }
    if (node.clock().now() > invite.expires) {
        return wrong_invite(
            "Undangan ini sudah lewat masanya. Mintalah undangan baru kepada admin.",
            "invite has expired");
    }
    return {};
}

Result<Json> record_of(Node& node, std::string_view kid) {
    auto record = node.get(kOfficerRecords, kid);
    if (!record) return pass(std::move(record));
    auto json = *record ? Json::parse(**record, nullptr, false) : Json();
    if (!json.is_object()) {
        return fail(ErrorCode::not_found, "Petugas itu tidak terdaftar di kios ini.",
                    "no such officer");
    }
    return json;
}

}  // namespace

Result<KeyId> enrol_device(const std::filesystem::path& folder, const Invite& invite,
                           const Clock& clock, Random& random) {
    if (invite.role != Role::kiosk) {
        return wrong_invite(
            "Undangan ini untuk orang. Daftarkan kiosnya dahulu dengan undangan kios.",
            "invite is not for a device");
    }
    if (clock.now() > invite.expires) {
        return wrong_invite(
            "Undangan ini sudah lewat masanya. Mintalah undangan baru kepada admin.",
            "invite has expired");
    }
    NodeSetup setup;
    setup.kind = NodeKind::kiosk;
    setup.region = invite.region;
    setup.office = invite.office;
    setup.hub_key = invite.hub_key;
    setup.hub_box = invite.hub_box;
    setup.root_thumbprint = invite.root_thumbprint;
    setup.hub_urls = {invite.hub_url};
    setup.public_url = invite.public_url;
    setup.sample = invite.sample;
    if (auto made = Node::create(folder, setup, random); !made) return pass(std::move(made));
    auto node = Node::open(folder, clock, random);
    if (!node) return pass(std::move(node));
    auto body = make_enrol(invite, node->signing(), node->box().public_key(), {});
    if (!body) return pass(std::move(body));
    auto kept = node->write(
        [&](Writer& writer) { return writer.put(kEnrolRecords, to_text(node->id()), *body); });
    if (!kept) return pass(std::move(kept));
    return node->id();
}

Result<KeyId> enrol_officer(Node& node, const Invite& invite, std::string_view pin,
                            Argon2Cost cost) {
    if (auto good = check_officer_invite(node, invite); !good) return pass(std::move(good));
    if (auto good = check_pin(pin); !good) return pass(std::move(good));
    auto there = node.list(kOfficerRecords);
    if (!there) return pass(std::move(there));
    for (const auto& [kid, record] : *there) {
        const auto json = Json::parse(record, nullptr, false);
        if (json.is_object() && json.value("invite", "") == invite.id) {
            return wrong_invite("Undangan ini sudah dipakai di kios ini. Masuklah dengan PIN Anda.",
                                "invite was used here");
        }
    }
    const auto key = SigningKey::generate(node.random());
    const auto kid = to_text(key.id());
    if (auto made = make_private_folder(node.folder() / "keys" / "officers"); !made) {
        return pass(std::move(made));
    }
    auto body = make_enrol(invite, key, BoxPublicKey{}, {node.id()});
    if (!body) return pass(std::move(body));
    // The key file first: a key that is enrolled and on no disk would be lost for ever.
    if (auto kept = write_pin_key(key_file_of(node, key.id()), key, pin, cost, node.random());
        !kept) {
        return pass(std::move(kept));
    }
    const auto record = Json{{"invite", invite.id},
                             {"key", to_base64url(key.public_key().view())},
                             {"name", invite.name},
                             {"nip", invite.nip},
                             {"role", std::string(to_text(invite.role))},
                             {"title", invite.title}}
                            .dump();
    auto done = node.write([&](Writer& writer) -> Status {
        if (auto put = writer.put(kOfficerRecords, kid, as_bytes(record)); !put) return put;
        return writer.put(kEnrolRecords, kid, *body);
    });
    if (!done) return pass(std::move(done));
    return key.id();
}

Result<std::vector<OfficerView>> officers_here(Node& node) {
    auto records = node.list(kOfficerRecords);
    if (!records) return pass(std::move(records));
    auto roster = node.roster();
    if (!roster) return pass(std::move(roster));
    std::vector<OfficerView> officers;
    for (const auto& [kid, record] : *records) {
        const auto id = key_id_from_text(kid);
        const auto json = Json::parse(record, nullptr, false);
        if (!id || !json.is_object()) continue;
        const auto* known = roster->find(*id);
        if (known && known->revoked_at) continue;
        // A store that was put back on another machine names officers who have no key here.
        if (std::error_code trouble; !std::filesystem::exists(key_file_of(node, *id), trouble)) {
            continue;
        }
        officers.push_back({*id, json.value("name", ""), json.value("title", ""),
                            role_from_text(json.value("role", "")), known == nullptr});
    }
    return officers;
}

Result<std::vector<RosterKey>> provisional_officers(Node& node) {
    auto officers = officers_here(node);
    if (!officers) return pass(std::move(officers));
    std::vector<RosterKey> keys;
    for (const auto& officer : *officers) {
        if (!officer.provisional) continue;
        auto record = record_of(node, to_text(officer.key));
        if (!record) return pass(std::move(record));
        const auto key = fixed_from_base64url<PublicKey>(record->value("key", ""));
        if (!key) continue;
        RosterKey made;
        made.id = officer.key;
        made.key = *key;
        made.name = officer.name;
        made.title = officer.title;
        made.nip = record->value("nip", "");
        made.grants.push_back({officer.role, node.setup().region, {}, {}});
        made.devices.push_back(node.id());
        keys.push_back(std::move(made));
    }
    return keys;
}

Result<SigningKey> open_officer_key(Node& node, const KeyId& officer, std::string_view pin) {
    auto record = record_of(node, to_text(officer));
    if (!record) return pass(std::move(record));
    auto roster = node.roster();
    if (!roster) return pass(std::move(roster));
    if (const auto* known = roster->find(officer); known && known->revoked_at) {
        return fail(ErrorCode::refused,
                    "Kunci Anda sudah dicabut. Hubungi admin kecamatan untuk undangan baru.",
                    "officer's key is revoked");
    }
    return open_pin_key(key_file_of(node, officer), pin, node.clock());
}

}  // namespace disapa
