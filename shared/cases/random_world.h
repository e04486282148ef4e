// A kecamatan at random, by seed: a hub and three kiosks of desa A, one of them hostile, links that
// are cut anywhere, keys revoked and admitted, numbers running out, a hub and a kiosk born again.
//
// Every node keeps a Book that is refreshed as things come. The tests compare it with a Book read
// at once, with those of the other nodes, and with what the node has shown before.
#pragma once

#include <set>
#include <utility>

#include "shared/cases/test_world.h"

namespace disapa::test {

class RandomWorld : public TestWorld {
  public:
    struct Node {
        std::string name;
        HeldFeeds held;
        Book book;
        FeedId feed;                       // a kiosk's open feed
        std::map<Digest, Digest> decided;  // shown as counted: case and decision
    };

    explicit RandomWorld(std::uint64_t seed) : random_(seed) {
        people();
        enrol("C2b", Role::petugas, kDesaA, {key_of("K1"), key_of("K2")});
        enrol("X", Role::petugas, kDesaA, {key_of("K4")});
        enrol("K4", Role::kiosk, kDesaA);
        delegate("sekcam", Role::camat, now, now + 20'000);
        roster_now();
        for (const char* name : {"H", "K1", "K2", "K4"}) {
            nodes.push_back({name,
                             HeldFeeds(feeds),
                             Book(setup()),
                             name == std::string("H") ? ledger_a : feeds.open(name, kDesaA),
                             {}});
        }
        for (std::size_t i = 1; i < nodes.size(); ++i) grant_block(nodes[i].feed);
    }

    std::vector<Node> nodes;  // the hub first
    std::set<Digest> forged;  // by the hostile kiosk
    int reborn = 0;           // hubs

    std::uint64_t pick(std::uint64_t below) {
        std::array<std::uint8_t, 8> bytes{};
        random_.fill(bytes);
        std::uint64_t value = 0;
        for (const auto byte : bytes) value = value << 8 | byte;
        return value % below;
    }

    void step() {
        now += static_cast<Instant>(pick(400));
        const auto kiosk = 1 + pick(3);
        switch (pick(14)) {
            case 0:
            case 1:
            case 2:
            case 3:
                return kiosk == 3 ? forge(nodes[3]) : act_at(nodes[kiosk]);
            case 4:
            case 5:
                return send_up(nodes[kiosk]);
            case 6:
            case 7:
            case 8:
                return send_down(nodes[kiosk]);
            case 9:
            case 10:
            case 11:
                return decide_something();
            case 12:
                return administer();
            default:
                return pick(12) == 0 ? hub_is_reborn() : act_at(nodes[kiosk == 3 ? 1 : kiosk]);
        }
    }
    // Everything reaches everyone.
    void settle() {
        for (std::size_t i = 1; i < nodes.size(); ++i) take_at_hub(nodes[i].feed, ~0ULL);
        for (const FeedId& feed : closed_) take_at_hub(feed, ~0ULL);
        roster_now(ledger_a, roster_feed);
        for (Node& node : nodes) {
            node.held.hold_all();
            refresh(node);
        }
    }
    void refresh(Node& node) {
        if (node.name == "H") hold_own();
        node.held.backwards = pick(2) == 0;
        node.book.refresh(node.held, now);
    }

  private:
    void hold_own() {
        for (const FeedId& feed : feeds.ids()) {
            if (feeds.name_of(feed)->node == public_key("H")) {
                nodes[0].held.hold(feed, feeds.size_of(feed));
            }
        }
    }
    void grant_block(const FeedId& feed) {
        grant(feed, next_number_, next_number_ + 3);
        next_number_ += 4;
    }

    // --- a kiosk
    std::optional<Case> any_case(Node& node) {
        refresh(node);
        const auto& cases = node.book.cases();
        if (cases.empty()) return std::nullopt;
        return std::next(cases.begin(), static_cast<std::ptrdiff_t>(pick(cases.size())))->second;
    }
    KeyId clerk_of(const Node& node) {
        if (pick(4) == 0) return key_of("C2b");
        return key_of(node.name == "K1" ? "C1" : "C2");
    }
    void act_at(Node& node) {
        const auto of = any_case(node);
        if (pick(8) == 0) {
            ask_something(node.feed);
            return;
        }
        if (!of || pick(4) == 0) {
            const char* services[] = {"T", "M", "R", "V"};
            submit(node.feed, services[pick(4)]);
            return;
        }
        const ActType type = next_of(*of);
        const bool by_person = effect_of(type)->by == By::person;
        const KeyId signer = !by_person                  ? KeyId{}
                             : type == ActType::endorsed ? key_of("P")
                                                         : clerk_of(node);
        const bool asks = pick(5) != 0;  // and sometimes acts anyway
        if (asks && !may_act(node.book, *of, type, signer, key_of(node.name))) return;
        Act made = act(type, named(*of, type));
        if (made.of.front().is_zero()) return;
        const auto free = node.book.free_numbers(node.feed, "desa", 2027, 1);
        const bool numbered = type == ActType::endorsed && of->steps.flow != Flow::camat;
        if (numbered && free.empty()) return;
        if (numbered) made.number = "400/" + std::to_string(free[0]) + "/x";
        const Digest digest = put(node.feed, made, signer);
        if (numbered) issue(node.feed, digest, free[0]);
    }
    ActType next_of(const Case& of) {
        if (pick(8) == 0) return ActType::cancelled;
        if (pick(8) == 0) return ActType::returned;
        switch (of.state) {
            case CaseState::submitted:
            case CaseState::amended:
                return ActType::verified;
            case CaseState::verified:
                return ActType::endorsed;
            case CaseState::returned:
                return ActType::amended;
            case CaseState::printed:
                return ActType::handed_over;
            default:
                return ActType::printed;
        }
    }
    static Digest named(const Case& of, ActType type) {
        switch (effect_of(type)->names) {
            case Names::endorsement:
                return of.endorsed;
            case Names::letter:
                return of.letter;
            default:
                return of.revision;
        }
    }

    // --- the hostile kiosk: nine kinds of forgery, and copies of what others signed
    void forge(Node& node) {
        const auto of = any_case(node);
        const Digest revision = of ? of->revision : symbol("x");
        const Digest endorsed = of ? of->endorsed : symbol("x");
        const auto write = [&](Act made, const KeyId& signer) {
            forged.insert(put(node.feed, std::move(made), signer));
        };
        Act grant_itself;
        grant_itself.type = ActType::numbers_granted;
        grant_itself.feed = node.feed;
        grant_itself.range = {"desa", 2027, 900, 990};
        const auto& asked = node.book.inquiries();
        switch (pick(10)) {
            case 8:
                if (asked.empty()) break;
                return write(act(ActType::answered, asked.begin()->first), key_of("camat"));
            case 0:
                return write(approval(endorsed, "99"), {});
            case 1:
                return write(approval(endorsed, "99"), key_of("camat"));
            case 2:
                return write(act(ActType::verified, revision), key_of("C1"));
            case 3:
                return write(grant_itself, {});
            case 4:
                return write(act(ActType::erased, revision), {});
            case 5:
                return write(act(ActType::verified, revision), key_of("C3"));
            case 6:
                return write(act(ActType::cancelled, revision), key_of("C2"));
            case 7:
                return write(act(ActType::unknown, revision), {});
            default:
                break;
        }
        const auto& other = nodes[1 + pick(2)];
        const std::uint64_t size = feeds.size_of(other.feed);
        if (size != 0) feeds.append(node.feed, Deed(feeds.deed(other.feed, pick(size))));
    }

    // --- the link
    void take_at_hub(const FeedId& feed, std::uint64_t size) {
        Node& hub = nodes[0];
        hub.held.hold(feed, size);
        refresh(hub);
        const std::uint64_t now_held = hub.held.size_of(feed);
        if (now_held <= hub.book.counted(feed)) return;
        roster_now(ledger_a, roster_feed);
        receive(ledger_a, feed, now_held);
        refresh(hub);
    }
    void send_up(Node& node) {
        const std::uint64_t size = feeds.size_of(node.feed);
        if (size == 0) return;
        const bool cut = pick(3) == 0;
        take_at_hub(node.feed, cut ? pick(size + 1) : size);
        if (nodes[0].book.free_numbers(node.feed, "desa", 2027, 2).size() < 2) {
            grant_block(node.feed);
        }
    }
    void send_down(Node& node) {
        auto all = feeds.ids();
        for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[pick(i)]);
        for (const FeedId& feed : all) {
            const std::uint64_t size = nodes[0].held.size_of(feed);
            if (size == 0 || feed == node.feed) continue;
            const bool cut = pick(4) == 0;
            node.held.hold(feed, cut ? pick(size + 1) : size);
            if (pick(6) == 0) break;
        }
        node.held.hold(node.feed, feeds.size_of(node.feed));
        refresh(node);
    }

    // --- the kecamatan
    void answer_something() {
        refresh(nodes[0]);
        const auto& asked = nodes[0].book.inquiries();
        if (asked.empty()) return;
        const char* officers[] = {"camat", "sekcam", "verifikator", "P"};
        const auto chosen =
            std::next(asked.begin(), static_cast<std::ptrdiff_t>(pick(asked.size())));
        answer(chosen->first, officers[pick(std::size(officers))]);
    }
    void decide_something() {
        if (pick(6) == 0) return answer_something();
        const auto of = any_case(nodes[0]);
        if (!of) return;
        const std::pair<ActType, const char*> ways[] = {
            {ActType::approved, "camat"},      {ActType::approved, "sekcam"},
            {ActType::checked, "verifikator"}, {ActType::initialled, "sekcam"},
            {ActType::approved, "camat"},      {ActType::rejected, "camat"},
            {ActType::returned, "camat"}};
        const auto& [type, who] = ways[pick(std::size(ways))];
        const bool asks = pick(6) != 0;
        if (asks && !may_act(nodes[0].book, *of, type, key_of(who), key_of("H"))) return;
        Act made = act(type, named(*of, type));
        if (made.of.front().is_zero()) return;
        made.register_number = std::to_string(++register_);
        decide(made, who);
    }
    void administer() {
        const char* keys[] = {"C1", "C2", "C2b", "sekcam", "K2"};
        const auto held = nodes[0].book.without_effect();
        switch (pick(6)) {
            case 0:
                if (pick(3) == 0) revoke_key(keys[pick(std::size(keys))]);
                break;
            case 1:
                enrol("C1", Role::petugas, kDesaA, {key_of("K" + std::to_string(1 + pick(2)))});
                break;
            case 2:
            case 3:
                for (const LifeAct& one : held) {
                    if (one.outcome.fate == Fate::held_until_admitted &&
                        !forged.contains(one.digest)) {
                        admit(one.digest);
                        break;
                    }
                }
                break;
            case 4:
                kiosk_is_reborn(nodes[1]);
                break;
            default:
                roster_now(ledger_a, roster_feed);
        }
    }
    void kiosk_is_reborn(Node& node) {
        if (births_ > 3) return;
        closed_.push_back(node.feed);
        node.feed = feeds.open(node.name, kDesaA, static_cast<std::uint8_t>(++births_));
        grant_block(node.feed);
    }
    // A hub that keeps what it has counted: the new ledger begins by receiving the old one.
    void hub_is_reborn() {
        if (reborn > 1) return;
        ++reborn;
        refresh(nodes[0]);
        const FeedId next = feeds.open("H", kDesaA, static_cast<std::uint8_t>(1 + reborn));
        receive(next, ledger_a, feeds.size_of(ledger_a));
        ledger_a = next;
        refresh(nodes[0]);
    }

    SeededRandom random_;
    std::int64_t next_number_ = 1;
    int register_ = 0;
    int births_ = 1;
    std::vector<FeedId> closed_;
};

}  // namespace disapa::test
