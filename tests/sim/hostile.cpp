#include "tests/sim/hostile.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/log/canonical_json.h"
#include "shared/log/merkle.h"
#include "sync/bundle.h"
#include "sync/outbox.h"

namespace disapa::sim {
namespace {

std::string text(const Digest& digest) {
    return to_base64url(digest.view());
}

// A case in one of these states, or any.
const Case* any_case(Node& node, Dice& dice, std::initializer_list<CaseState> states = {}) {
    auto book = node.book();
    if (!book) return nullptr;
    std::vector<const Case*> fit;
    for (const auto& [id, of] : (*book)->cases()) {
        const bool is_fit = std::find(states.begin(), states.end(), of.state) != states.end();
        if (states.size() == 0 || is_fit) fit.push_back(&of);
    }
    return fit.empty() ? nullptr : dice.any(fit);
}

}  // namespace

std::string Hostile::salt() {
    Bytes bytes(8);
    random_.fill(bytes);
    return to_base64url(bytes);
}

// A key that he can open: his own people's, or out of a copied file whose PIN he has seen.
std::optional<SigningKey> Hostile::key_of(Kiosk& kiosk, Role role) {
    for (const auto& officer : kiosk.officers) {
        if (officer.role != role) continue;
        auto session = kiosk.session_of(officer);
        if (!session) continue;
        auto key = SigningKey::from_seed((*session)->key().seed());
        if (key) return std::move(*key);
    }
    return std::nullopt;
}

// As the node's act, by nobody's key, or by a key of `owner`.
Result<Entry> Hostile::sign(const Json& act, Kiosk& owner, Role role) {
    auto payload = to_canonical(act);
    if (!payload) return pass(std::move(payload));
    if (act["type"] == "rejected")
        return person_entry(std::move(*payload), SigningKey::generate(random_));
    if (role == Role::none) return node_entry(std::move(*payload));
    const auto key = key_of(owner, role);
    if (!key) return fail(ErrorCode::not_found, "Tidak ada kunci.", "no such key to steal");
    return person_entry(std::move(*payload), *key);
}

Result<Entry> Hostile::make(Kiosk& thief, Kiosk& victim, const Case& of) {
    const auto of_revision = text(of.revision);
    const auto letter = text(of.letter.is_zero() ? of.revision : of.letter);
    Json act{{"at", now_}, {"of", of_revision}};
    Role role = Role::none;
    Kiosk* owner = &thief;
    // A case that nobody has looked at invites a verification by a copied key.
    const bool is_new = of.state == CaseState::submitted && dice_.chance(60);
    switch (is_new ? 2 : dice_.below(8)) {
        case 0:  // his clerk endorses
            role = Role::petugas;
            act = {{"at", now_},        {"h", "Palsu"},    {"k", "0000"},
                   {"of", of_revision}, {"s", of.service}, {"type", "endorsed"}};
            break;
        case 1:  // his kades approves
            role = Role::kades;
            act = {{"at", now_},
                   {"g", "400/999/TBG/XI/2026"},
                   {"h", "Palsu"},
                   {"k", "0000"},
                   {"of", text(of.endorsed.is_zero() ? of.revision : of.endorsed)},
                   {"s", of.service},
                   {"type", "approved"}};
            break;
        case 2:  // a copied key file verifies on his machine
            role = Role::petugas;
            owner = &victim;
            act = {{"at", now_},
                   {"items", Json::array({{{"of", of_revision}, {"papers", Json::array()}}})},
                   {"salt", salt()},
                   {"type", "verified"}};
            break;
        case 3:  // he grants himself numbers
            act = {{"at", now_},
                   {"feed", to_base64url(thief.node().open_feed(thief.region).id().view())},
                   {"from", 900},
                   {"series", "desa"},
                   {"to", 990},
                   {"type", "numbers_granted"},
                   {"year", wita_date(now_).year}};
            break;
        case 4:  // he prints a letter that is none
            act = {{"at", now_},
                   {"by", to_text(thief.node().id())},
                   {"copy", 1},
                   {"of", of_revision},
                   {"type", "printed"}};
            break;
        case 5:  // nobody's key rejects
            act = {{"at", now_},
                   {"of", of_revision},
                   {"reason", "Palsu"},
                   {"salt", salt()},
                   {"type", "rejected"}};
            break;
        case 6:  // a number of his own making
            act = {{"at", now_},       {"number", 7},      {"of", letter},
                   {"series", "desa"}, {"type", "issued"}, {"year", wita_date(now_).year + 1}};
            break;
        default:  // a key of his own for the roster
            role = Role::kades;
            act = {{"at", now_},
                   {"key", to_text(thief.node().id())},
                   {"region", thief.region.code()},
                   {"role", "camat"},
                   {"type", "role_granted"}};
    }
    return sign(act, *owner, role);
}

// Somebody's honest act once more, in the thief's own feed: printed letters before all others.
Result<Entry> Hostile::copy(Kiosk& thief, const Case& of) {
    const LifeAct* act = &of.life[dice_.below(of.life.size())];
    for (const auto& other : of.life) {
        if (other.type == ActType::printed) act = &other;
    }
    auto placed = thief.node().find_entry(act->digest);
    if (!placed) return pass(std::move(placed));
    if (!*placed) return fail(ErrorCode::not_found, "Tidak ada.", "no such entry");
    return std::move((*placed)->entry);
}

void Hostile::forge(Kiosk& thief, Kiosk& victim) {
    const bool is_copy = dice_.chance(40);
    const auto* of = is_copy ? any_case(thief.node(), dice_, {CaseState::printed})
                             : any_case(thief.node(), dice_,
                                        {CaseState::submitted, CaseState::endorsed,
                                         CaseState::verified, CaseState::approved});
    if (of == nullptr) of = any_case(thief.node(), dice_);
    if (of == nullptr) return;
    auto entry = is_copy ? copy(thief, *of) : make(thief, victim, *of);
    if (thief.is_dead() || victim.is_dead() || !entry) return;
    const auto digest = entry->digest;
    auto done = thief.node().write([&](Writer& writer) {
        std::vector<Entry> entries;
        entries.push_back(std::move(*entry));
        return writer.append(thief.region, std::move(entries));
    });
    if (!is_copy && (done || thief.is_dead())) truth_.forbidden.insert(digest);
    trace_.note(now_, thief.name(), done ? "forged an act" : "forging: " + done.error().log);
}

Result<Bytes> Hostile::forged_request(Kiosk& thief, Kiosk& victim) {
    auto& node = thief.node();
    const auto* of = any_case(node, dice_);
    if (of == nullptr) return fail(ErrorCode::not_found, "Tidak ada.", "no case to forge on");
    const bool is_foreign_feed = dice_.chance(60);
    auto& owner = is_foreign_feed ? victim.node() : node;
    const auto name = owner.open_feed(owner.setup().region);
    Segment segment;
    segment.feed = name.id();
    segment.from = owner.size_of(segment.feed);
    if (segment.from == 0) segment.name = name;
    std::string printed = R"({"at":)" + std::to_string(now_) + R"(,"reason":"Palsu","of":")" +
                          text(of->revision) + R"(","type":"cancelled"})";
    if (is_foreign_feed) {
        printed = R"({"at":)" + std::to_string(now_) + R"(,"form":{},"papers":[],"salt":")" +
                  salt() + R"(","service":")" + of->service + R"(","type":"submitted"})";
    }
    segment.entries.push_back(node_entry(Bytes(printed.begin(), printed.end())));
    truth_.forbidden.insert(segment.entries[0].digest);
    // In his own feed the head holds and the payload does not keep the order of its keys; in the
    // victim's the head is his own signature, which is not the victim's.
    MerkleEdge edge;
    auto before = owner.entries(segment.feed, 0, segment.from);
    if (!before) return pass(std::move(before));
    for (const auto& entry : *before) edge.append(entry.leaf_hash());
    edge.append(segment.entries[0].leaf_hash());
    segment.head_signature =
        sign_head(node.signing(), segment.feed, edge.size(), edge.root()).signature;
    auto body = encode_segment(segment);
    if (!body) return pass(std::move(body));
    auto mine = frontier_for(node, thief.region);
    if (!mine) return pass(std::move(mine));
    Packer packer(16 * 1024);
    packer.add(encode_frame(Hello{kProtocolVersion, node.birth(), 0, 0}));
    for (const Bytes& frame : encode_have(*mine)) packer.add(frame);
    packer.add(encode_frame(SegmentFrame{std::move(*body)}));
    BundleRoute route;
    route.from = &node.box();
    route.to = node.setup().hub_box;
    route.sender = node.id();
    route.recipient = key_id_of(node.setup().hub_key);
    auto sealed = seal_bundle(route, packer.take());
    if (!sealed) return pass(std::move(sealed));
    trace_.note(
        now_, thief.name(),
        is_foreign_feed ? "sends a segment of another's feed" : "sends what is not canonical");
    return std::move(sealed->bytes);
}

}  // namespace disapa::sim
