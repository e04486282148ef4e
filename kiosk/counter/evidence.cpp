#include "kiosk/counter/evidence.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/crypto/jws.h"
#include "shared/log/canonical_json.h"
#include "shared/log/merkle.h"

namespace disapa {
namespace {

// The tree of one feed at its newest kept head: proofs of all its acts come from it.
struct Tree {
    FeedName name;
    Head head;
    std::vector<Digest> leaves;
};

Result<Tree> tree_of(Node& node, const FeedId& feed) {
    Tree tree;
    for (const auto& name : node.feeds()) {
        if (name.id() == feed) tree.name = name;
    }
    const auto size = node.size_of(feed);
    auto heads = node.heads(feed, 0, size);
    if (!heads) return pass(std::move(heads));
    if (heads->empty()) {
        return fail(ErrorCode::corrupt, "Buku di kios ini rusak. Hubungi Diskominfo.",
                    "feed without head");
    }
    tree.head = heads->back();
    auto entries = node.entries(feed, 0, tree.head.size);
    if (!entries) return pass(std::move(entries));
    for (const auto& entry : *entries) tree.leaves.push_back(entry.leaf_hash());
    return tree;
}

Json act_json(const Placed& placed, const Tree& tree) {
    const auto& entry = placed.entry;
    Json proof = Json::array();
    for (const auto& hash : inclusion_proof(tree.leaves, placed.index)) {
        proof.push_back(to_base64url(hash.view()));
    }
    Json act{{"digest", to_base64url(entry.digest.view())},
             {"feed", to_base64url(placed.feed.view())},
             {"index", placed.index},
             {"jws", nullptr},
             {"payload", to_base64url(entry.payload)},
             {"proof", proof},
             {"root", to_base64url(tree.head.root.view())},
             {"size", tree.head.size},
             {"head", to_compact({key_id_of(tree.name.node),
                                  head_payload(placed.feed, tree.head.size, tree.head.root),
                                  tree.head.signature},
                                 kTypHead)}};
    if (entry.signature && !entry.is_bare()) {
        act["jws"] = to_compact({entry.signer, entry.payload, *entry.signature}, kTypAct);
    }
    return act;
}

Json key_json(const RosterKey& key) {
    Json roles = Json::array();
    for (const auto& grant : key.grants) {
        roles.push_back(
            {{"role", std::string(to_text(grant.role))}, {"region", grant.region.code()}});
    }
    return {{"kty", "OKP"},
            {"crv", "Ed25519"},
            {"alg", "EdDSA"},
            {"kid", to_text(key.id)},
            {"x", to_base64url(key.key.view())},
            {"name", key.name},
            {"title", key.title},
            {"roles", roles}};
}

// The roster acts that brought these keys in, with those of the keys that signed them, up to the
// root.
Result<Json> roster_acts(Node& node, std::set<KeyId> named) {
    Json acts = Json::array();
    FeedId roster_feed{};
    for (const auto& name : node.feeds()) {
        if (name.region == node.setup().office && name.node == node.setup().hub_key) {
            roster_feed = name.id();
        }
    }
    auto entries = node.entries(roster_feed, 0, node.size_of(roster_feed));
    if (!entries) return pass(std::move(entries));
    // From the newest to the oldest, so that a signer's own enrolment is met after what he signed.
    for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) {
        auto act = entry->is_bare() ? Result<Act>(Act{}) : decode_act(entry->payload);
        if (!act || !named.contains(act->key) || !entry->signature) continue;
        named.insert(entry->signer);
        acts.push_back(to_compact({entry->signer, entry->payload, *entry->signature}, kTypAct));
    }
    std::reverse(acts.begin(), acts.end());
    return acts;
}

}  // namespace

Result<std::string> evidence_of(Node& node, const Book& book, const Case& of) {
    std::map<FeedId, Tree> trees;
    std::set<KeyId> named{key_id_of(node.setup().hub_key)};
    Json acts = Json::array();
    for (const auto& done : of.life) {
        auto placed = node.find_entry(done.digest);
        if (!placed) return pass(std::move(placed));
        if (!*placed) continue;
        const auto& feed = (*placed)->feed;
        if (!trees.contains(feed)) {
            auto tree = tree_of(node, feed);
            if (!tree) return pass(std::move(tree));
            trees.emplace(feed, std::move(*tree));
        }
        named.insert(key_id_of(trees.at(feed).name.node));
        if (!done.signer.is_zero()) named.insert(done.signer);
        acts.push_back(act_json(**placed, trees.at(feed)));
    }
    auto roster = roster_acts(node, named);
    if (!roster) return pass(std::move(roster));
    Json keys = Json::array();
    for (const auto& [id, key] : book.roster().keys()) {
        if (named.contains(id) || key.has_role(Role::admin, node.setup().office)) {
            keys.push_back(key_json(key));
        }
    }
    return Json{{"acts", acts},
                {"case", to_base64url(of.id.view())},
                {"code", show_code(of.code)},
                {"keys", {{"keys", keys}}},
                {"roster", *roster}}
        .dump();
}

}  // namespace disapa
