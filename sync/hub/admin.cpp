#include "sync/hub/admin.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/program.h"
#include "shared/base/text.h"
#include "shared/crypto/key_file.h"
#include "shared/log/canonical_json.h"
#include "sync/hub/ledger.h"

namespace disapa::admin {
namespace {

Result<Entry> signed_act(const Json& act, const SigningKey& by) {
    auto payload = to_canonical(act);
    if (!payload) return pass(std::move(payload));
    return person_entry(std::move(*payload), by);
}

// Signs `acts` and puts them into the roster; the ledgers of `concerned` say so at once.
Status publish(Node& hub, const std::vector<Json>& acts, const std::vector<Region>& concerned,
               const SigningKey& by) {
    std::vector<Entry> entries;
    for (const auto& act : acts) {
        auto entry = signed_act(act, by);
        if (!entry) return pass(std::move(entry));
        entries.push_back(std::move(*entry));
    }
    return hub.write([&](Writer& writer) {
        return ledger::append_roster(hub, writer, std::move(entries), concerned);
    });
}

Json enrolment(const PublicKey& key, Role role, const Region& region, std::string_view name,
               std::string_view title, Instant at) {
    return {{"type", "key_enrolled"},
            {"at", at},
            {"key", to_base64url(key.view())},
            {"name", name},
            {"region", region.code()},
            {"role", std::string(to_text(role))},
            {"title", title}};
}

std::string_view flow_word(Flow flow) {
    switch (flow) {
        case Flow::desa:
            return "desa";
        case Flow::mengetahui:
            return "mengetahui";
        case Flow::camat:
            return "camat";
    }
    return "";
}

Json catalogue_act(const Catalogue& catalogue, Instant at) {
    Json services = Json::array();
    for (const auto& service : catalogue.services()) {
        Json steps{{"service", service.code}, {"flow", flow_word(service.steps.flow)}};
        if (service.steps.needs_checked) steps["checked"] = true;
        if (service.steps.needs_initialled) steps["initialled"] = true;
        services.push_back(std::move(steps));
    }
    return {{"type", "catalogue_published"}, {"at", at}, {"services", services}};
}

Json office_act(const Office& office, Instant at) {
    return {{"type", "office_published"}, {"at", at}, {"office", to_json(office)}};
}

// "Tabang" -> "TBN": the first letter and the next consonants; the office file says it better.
std::string unit_code_of(std::string_view name) {
    std::string code;
    for (const char letter : upper(name)) {
        const bool vowel = std::string_view("AEIOU").find(letter) != std::string_view::npos;
        if (letter < 'A' || letter > 'Z' || (vowel && !code.empty())) continue;
        code += letter;
        if (code.size() == 3) break;
    }
    return code;
}

}  // namespace

Status init(const std::filesystem::path& folder, const HubSetup& wish, const Catalogue& catalogue,
            const Clock& clock, Random& random) {
    if (wish.region.level() != 3) {
        return fail(ErrorCode::invalid,
                    "Hub ini milik sebuah kecamatan. Tulis kodenya seperti 64.02.12.",
                    "region of a hub must be a kecamatan");
    }
    const auto root = SigningKey::generate(random);
    NodeSetup setup;
    setup.kind = NodeKind::hub;
    setup.region = wish.region;
    setup.office = wish.region;
    setup.root_thumbprint = thumbprint_of(root.public_key());
    setup.public_url = wish.public_url;
    setup.sample = wish.sample;
    if (auto made = Node::create(folder, setup, random); !made) return made;
    if (auto kept = write_node_key(folder / "keys" / "root.key", root); !kept) return kept;
    auto hub = Node::open(folder, clock, random);
    if (!hub) return pass(std::move(hub));

    const auto at = clock.now();
    auto node =
        enrolment(hub->signing().public_key(), Role::hub, wish.region, wish.name, "Hub", at);
    node["box"] = to_base64url(hub->box().public_key().view());
    Office office;
    office.region = wish.region;
    office.name = clean_text(wish.name);
    office.unit_code = unit_code_of(wish.name);
    office.head_title = "Camat " + office.name;
    return publish(
        *hub,
        {enrolment(root.public_key(), Role::admin, wish.region, "Kunci akar", "Admin", at), node,
         catalogue_act(catalogue, at), office_act(office, at)},
        {}, root);
}

Result<SigningKey> open_key(const Node& hub, const std::string& file,
                            const std::string& passphrase_file) {
    if (file.empty()) return resident_admin(hub);
    if (passphrase_file.empty()) return read_node_key(file);
    auto jwe = read_file(file, 64 * 1024);
    if (!jwe) return pass(std::move(jwe));
    auto passphrase = read_secret_line(passphrase_file);
    if (!passphrase) return pass(std::move(passphrase));
    return open_jwe_key(trim(as_text(*jwe)), *passphrase);
}

Status publish_catalogue(Node& hub, const Catalogue& catalogue, const SigningKey& key) {
    return publish(hub, {catalogue_act(catalogue, hub.clock().now())}, hub.desa_regions(), key);
}

Status publish_office(Node& hub, const Office& office, const SigningKey& key) {
    const auto& here = hub.setup().office;
    if (!here.contains(office.region)) {
        return fail(ErrorCode::invalid,
                    "Kantor itu bukan di kecamatan " + here.code() + ". Periksa --region.",
                    "office outside of this kecamatan");
    }
    return publish(hub, {office_act(office, hub.clock().now())}, {}, key);
}

Status revoke(Node& hub, const KeyId& key, std::string_view reason, const SigningKey& by) {
    auto roster = hub.roster();
    if (!roster) return pass(std::move(roster));
    const auto* known = roster->find(key);
    if (!known) {
        return fail(ErrorCode::not_found,
                    "Kunci itu tidak ada di daftar. Lihat kuncinya di /keys.json pada hub.",
                    "no such key");
    }
    if (known->revoked_at) {
        return fail(ErrorCode::refused, "Kunci itu sudah dicabut.", "key is revoked already");
    }
    std::vector<Region> concerned;
    for (const auto& grant : known->grants) concerned.push_back(grant.region);
    return publish(hub,
                   {{{"type", "key_revoked"},
                     {"at", hub.clock().now()},
                     {"key", to_text(key)},
                     {"reason", clean_text(reason)}}},
                   concerned, by);
}

Result<KeyId> make_officer(Node& hub, const Invite& invite, const std::filesystem::path& key_file,
                           std::string_view passphrase, const SigningKey& admin) {
    if (passphrase.size() < 12) {
        return fail(ErrorCode::invalid,
                    "Frasa sandi terlalu pendek. Pakailah lima kata, misalnya: " +
                        suggest_passphrase(hub.random()) + ".",
                    "passphrase under 12 characters");
    }
    if (std::filesystem::exists(key_file)) {
        return fail(
            ErrorCode::refused,
            "Berkas " + key_file.string() + " sudah ada dan tidak ditimpa. Pilih nama lain.",
            "key file exists");
    }
    const auto key = SigningKey::generate(hub.random());
    auto jwe = seal_jwe_key(key, passphrase, hub.random());
    if (!jwe) return pass(std::move(jwe));
    // The file first: a key that is enrolled and on no disk would be lost for ever.
    if (auto kept = write_file_durably(key_file, as_bytes(*jwe)); !kept)
        return pass(std::move(kept));
    auto body = make_enrol(invite, key, BoxPublicKey{}, {});
    if (!body) return pass(std::move(body));
    auto enrol = parse_enrol(*body);
    if (!enrol) return pass(std::move(enrol));
    Keeper::Enrolled enrolled;
    auto done = hub.write([&](Writer& writer) -> Status {
        auto judged = accept_enrol(hub, writer, *enrol, admin);
        if (!judged) return pass(std::move(judged));
        enrolled = std::move(*judged);
        if (enrolled.accepted) return {};
        return fail(ErrorCode::refused, enrolled.sentence, "enrolment refused");
    });
    if (!done) {
        std::error_code ignored;
        std::filesystem::remove(key_file, ignored);
        return pass(std::move(done));
    }
    return key.id();
}

Status note_url(Node& hub, std::string_view url) {
    return hub.write([&](Writer& writer) { return writer.put("server", "url", as_bytes(url)); });
}

Result<std::string> known_url(Node& hub) {
    auto url = hub.get("server", "url");
    if (!url) return pass(std::move(url));
    if (!*url) {
        return fail(
            ErrorCode::not_found,
            "Alamat hub belum diketahui. Jalankan disapa-hub serve dahulu, atau tulis --url.",
            "no server has run yet");
    }
    return std::string(as_text(**url));
}

}  // namespace disapa::admin
