// A small world for tests of this room: feeds made of acts, with symbolic digests and no
// signatures.
//
// One kecamatan (64.02.12) with desa A (64.02.12.2001) and B (64.02.12.2002); the hub "H"; the root
// is an admin. `TestFeeds` holds everything; `HeldFeeds` is what one node holds of it.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <sstream>

#include "shared/cases/effect.h"
#include "shared/crypto/keys.h"

namespace disapa::test {

inline Digest symbol(std::string_view text) {
    return sha256(as_bytes(text));
}
inline PublicKey public_key(std::string_view name) {
    PublicKey key;
    key.bytes = symbol(name).bytes;
    return key;
}
inline KeyId key_of(std::string_view name) {
    return key_id_of(public_key(name));
}
inline Region region(std::string_view code) {
    return Region::parse(code).value();
}
inline const Region kOffice = region("64.02.12");
inline const Region kDesaA = region("64.02.12.2001");
inline const Region kDesaB = region("64.02.12.2002");

// Everything that was ever written.
class TestFeeds final : public FeedSource {
  public:
    FeedId open(std::string_view node, const Region& of, std::uint8_t birth = 1) {
        FeedName name{public_key(node), {}, of};
        name.birth.bytes[0] = birth;
        const FeedId id = name.id();
        if (!feeds_.contains(id)) feeds_[id] = {name, {}, {Digest{}}};
        return id;
    }
    void append(const FeedId& to, Deed deed) {
        Feed& feed = feeds_.at(to);
        feed.roots.push_back(
            sha256({feed.roots.back().view(), deed.digest.view(), deed.signer.view()}));
        feed.deeds.push_back(std::move(deed));
    }
    // Takes an act away everywhere, leaving what the order needs of it.
    void erase(const Digest& digest) {
        for (auto& [id, feed] : feeds_) {
            for (Deed& deed : feed.deeds) {
                if (deed.digest != digest || deed.bare) continue;
                Act skeleton;
                skeleton.type = deed.act.type;
                skeleton.of = deed.act.of;
                skeleton.service = deed.act.service;
                skeleton.by = deed.act.by;
                skeleton.number = deed.act.number;
                skeleton.register_number = deed.act.register_number;
                skeleton.series = deed.act.series;
                skeleton.year = deed.act.year;
                skeleton.count = deed.act.count;
                deed.act = skeleton;
                deed.bare = true;
            }
        }
    }
    std::vector<FeedId> ids() const {
        std::vector<FeedId> all;
        for (const auto& [id, feed] : feeds_) all.push_back(id);
        return all;
    }

    std::vector<FeedName> feeds_of(const Region& of) const override {
        std::vector<FeedName> found;
        for (const auto& [id, feed] : feeds_) {
            if (feed.name.region == of) found.push_back(feed.name);
        }
        return found;
    }
    std::optional<FeedName> name_of(const FeedId& id) const override {
        const auto found = feeds_.find(id);
        if (found == feeds_.end()) return std::nullopt;
        return found->second.name;
    }
    std::uint64_t size_of(const FeedId& id) const override {
        const auto found = feeds_.find(id);
        return found == feeds_.end() ? 0 : found->second.deeds.size();
    }
    Digest root_at(const FeedId& id, std::uint64_t size) const override {
        return size <= size_of(id) && feeds_.contains(id) ? feeds_.at(id).roots[size] : Digest{};
    }
    const Deed& deed(const FeedId& id, std::uint64_t index) const override {
        return feeds_.at(id).deeds.at(index);
    }

  private:
    struct Feed {
        FeedName name;
        std::deque<Deed> deeds;
        std::vector<Digest> roots;
    };
    std::map<FeedId, Feed> feeds_;
};

// What one node holds: the beginning of some of the feeds.
class HeldFeeds final : public FeedSource {
  public:
    explicit HeldFeeds(const TestFeeds& all) : all_(&all) {}
    void hold(const FeedId& feed, std::uint64_t size) {
        held_[feed] = std::max(held_[feed], std::min(size, all_->size_of(feed)));
    }
    void hold_all() {
        for (const FeedId& feed : all_->ids()) hold(feed, all_->size_of(feed));
    }
    void drop(const FeedId& feed, std::uint64_t size) { held_[feed] = size; }

    std::vector<FeedName> feeds_of(const Region& of) const override {
        auto names = all_->feeds_of(of);
        std::erase_if(names, [this](const FeedName& name) { return !held_.contains(name.id()); });
        if (backwards) std::reverse(names.begin(), names.end());
        return names;
    }
    std::optional<FeedName> name_of(const FeedId& feed) const override {
        return held_.contains(feed) ? all_->name_of(feed) : std::nullopt;
    }
    std::uint64_t size_of(const FeedId& feed) const override {
        const auto found = held_.find(feed);
        return found == held_.end() ? 0 : found->second;
    }
    Digest root_at(const FeedId& feed, std::uint64_t size) const override {
        return size <= size_of(feed) ? all_->root_at(feed, size) : Digest{};
    }
    const Deed& deed(const FeedId& feed, std::uint64_t index) const override {
        if (index >= size_of(feed)) throw std::out_of_range("entry that is not held");
        return all_->deed(feed, index);
    }

    bool backwards = false;  // feeds come in any order

  private:
    const TestFeeds* all_;
    std::map<FeedId, std::uint64_t> held_;
};

inline Act act(ActType type, const Digest& of) {
    Act made;
    made.type = type;
    made.type_text = to_text(type);
    made.of = {of};
    return made;
}

class TestWorld {
  public:
    TestWorld() {
        roster_feed = feeds.open("H", kOffice);
        ledger_a = feeds.open("H", kDesaA);
        root_key = enrol("root", Role::admin, kOffice);
    }

    Instant now = 1'800'000'000;
    TestFeeds feeds;
    FeedId roster_feed, ledger_a;
    KeyId root_key;

    // A clock of the writers, a new digest for every act.
    Digest put(const FeedId& to, Act made, const KeyId& signer = {}) {
        if (made.at == 0) made.at = now;
        const Digest digest = symbol("act " + std::to_string(++acts_));
        feeds.append(to, {digest, signer, std::move(made), false});
        return digest;
    }
    void copy(const Digest& digest, const FeedId& to) {
        for (const FeedId& feed : feeds.ids()) {
            for (std::uint64_t i = 0; i < feeds.size_of(feed); ++i) {
                if (feeds.deed(feed, i).digest != digest) continue;
                const Deed found = feeds.deed(feed, i);
                return feeds.append(to, found);
            }
        }
    }

    // --- the roster, by the root
    Digest roster(Act made) { return put(roster_feed, std::move(made), key_of("root")); }
    KeyId enrol(std::string_view name, Role role, const Region& where,
                std::vector<KeyId> devices = {}) {
        Act made;
        made.type = ActType::key_enrolled;
        made.public_key = public_key(name);
        made.key = key_of(name);
        made.role = role;
        made.region = where;
        made.name = std::string(name);
        made.devices = std::move(devices);
        roster(made);
        return made.key;
    }
    void revoke_key(std::string_view name) {
        Act made;
        made.type = ActType::key_revoked;
        made.key = key_of(name);
        roster(made);
    }
    void delegate(std::string_view name, Role role, Instant from, Instant until) {
        Act made;
        made.type = ActType::delegated;
        made.key = key_of(name);
        made.role = role;
        made.delegation = "plt";
        made.from = from;
        made.until = until;
        roster(made);
    }
    void admit(const Digest& digest) { roster(act(ActType::admitted, digest)); }
    void publish(std::vector<ServiceSteps> services) {
        Act made;
        made.type = ActType::catalogue_published;
        made.catalogue = std::move(services);
        roster(made);
    }
    // Kiosks K1 and K2 of desa A, clerk C1 and C2 on one each, kades P on both, the camat,
    // verifikator and sekcam; services T (desa), M (mengetahui), R (camat), V (mengetahui with both
    // steps).
    void people() {
        const KeyId k1 = enrol("K1", Role::kiosk, kDesaA), k2 = enrol("K2", Role::kiosk, kDesaA);
        const KeyId k3 = enrol("K3", Role::kiosk, kDesaB);
        enrol("C1", Role::petugas, kDesaA, {k1});
        enrol("C2", Role::petugas, kDesaA, {k2});
        enrol("C3", Role::petugas, kDesaB, {k3});
        enrol("P", Role::kades, kDesaA, {k1, k2});
        enrol("camat", Role::camat, kOffice);
        enrol("verifikator", Role::verifikator, kOffice);
        enrol("sekcam", Role::sekcam, kOffice);
        publish({{"T", Flow::desa, false, false},
                 {"M", Flow::mengetahui, false, false},
                 {"R", Flow::camat, false, false},
                 {"V", Flow::mengetahui, true, true}});
    }

    // --- the ledger of desa A
    void roster_now(const FeedId& ledger, const FeedId& of_roster) {
        Act made;
        made.type = ActType::roster_at;
        made.feed = of_roster;
        made.size = feeds.size_of(of_roster);
        put(ledger, made);
    }
    void roster_now() { roster_now(ledger_a, roster_feed); }
    void receive(const FeedId& ledger, const FeedId& from, std::uint64_t size) {
        Act made;
        made.type = ActType::received;
        made.feed = from;
        made.size = size;
        made.root = feeds.root_at(from, size);
        put(ledger, made);
    }
    void receive(const FeedId& from) {
        roster_now();
        receive(ledger_a, from, feeds.size_of(from));
    }
    Digest decide(Act made, std::string_view officer) {
        roster_now();
        return put(ledger_a, std::move(made), key_of(officer));
    }
    void grant(const FeedId& to, std::int64_t from, std::int64_t last, int year = 2027) {
        Act made;
        made.type = ActType::numbers_granted;
        made.feed = to;
        made.range = {"desa", year, from, last};
        put(ledger_a, made);
    }

    // --- a kiosk
    Digest submit(const FeedId& to, std::string_view service, std::string_view clerk = {}) {
        Act made;
        made.type = ActType::submitted;
        made.service = std::string(service);
        if (!clerk.empty()) made.by = key_of(clerk);
        return put(to, made);
    }
    // A citizen's question; an officer's answer in the ledger.
    Digest ask_something(const FeedId& to) { return put(to, question()); }
    Digest answer(const Digest& of, std::string_view officer) {
        return decide(act(ActType::answered, of), officer);
    }
    static Act question() {
        Act made;
        made.type = ActType::question_asked;
        made.type_text = to_text(made.type);
        return made;
    }
    Digest verify(const FeedId& to, std::vector<Digest> revisions, std::string_view clerk) {
        Act made = act(ActType::verified, revisions.front());
        made.of = std::move(revisions);
        return put(to, made, key_of(clerk));
    }
    Digest endorse(const FeedId& to, const Digest& revision, std::int64_t number = 0,
                   std::string_view kades = "P") {
        Act made = act(ActType::endorsed, revision);
        if (number != 0) made.number = "400/" + std::to_string(number) + "/KD/2027";
        return put(to, made, key_of(kades));
    }
    Digest issue(const FeedId& to, const Digest& endorsed, std::int64_t number, int year = 2027) {
        Act made = act(ActType::issued, endorsed);
        made.series = "desa";
        made.year = year;
        made.count = number;
        return put(to, made);
    }
    Act approval(const Digest& endorsed, std::string number = "1") {
        Act made = act(ActType::approved, endorsed);
        made.register_number = std::move(number);
        return made;
    }
    // A case of service M, verified by C1, endorsed by P with this number, in this feed.
    struct Asked {
        Digest id, endorsed;
    };
    Asked ask(const FeedId& to, std::int64_t number, std::string_view service = "M",
              std::string_view clerk = "C1") {
        Asked made;
        made.id = submit(to, service);
        verify(to, {made.id}, clerk);
        made.endorsed = endorse(to, made.id, number);
        if (number != 0) issue(to, made.endorsed, number);
        return made;
    }

    Book::Setup setup() const {
        return {kDesaA, kOffice, key_of("H"), thumbprint_of(public_key("root")), {}};
    }
    Book book() const { return book(feeds); }
    Book book(const FeedSource& held) const {
        Book made(setup());
        made.refresh(held, now);
        return made;
    }

  private:
    int acts_ = 0;
};

// With people, two kiosks, and numbers 1 to 9 for K1, 11 to 19 for K2.
struct TwoKiosks : TestWorld {
    TwoKiosks() {
        people();
        k1 = feeds.open("K1", kDesaA);
        k2 = feeds.open("K2", kDesaA);
        roster_now();
        grant(k1, 1, 9);
        grant(k2, 11, 19);
    }
    [[nodiscard]] CaseState state(const Digest& id) const { return book().find(id)->state; }
    [[nodiscard]] Outcome outcome(const Digest& digest, std::string_view signer = {}) const {
        return book().outcome(digest, signer.empty() ? KeyId{} : key_of(signer));
    }
    FeedId k1, k2;
};

inline std::string short_text(ByteView bytes) {
    return to_hex(bytes.first(4));
}
// All that a book says, for comparing.
inline std::string picture(const Book& book, const std::vector<FeedId>& feeds) {
    std::ostringstream out;
    const auto life = [&out](const LifeAct& one) {
        out << "  " << to_text(one.type) << ' ' << short_text(one.digest.view()) << ' '
            << short_text(one.signer.view()) << ' ' << short_text(one.node.view()) << ' ' << one.at
            << (one.counted ? " counted " : " - ") << static_cast<int>(one.outcome.fate) << ' '
            << one.outcome.reason << '\n';
    };
    for (const auto& [id, of] : book.cases()) {
        out << of.code << ' ' << of.service << ' ' << to_text(of.state) << ' ' << of.revision_count
            << ' ' << of.number << ' ' << of.register_number << ' ' << of.copies << of.arrived
            << of.has_unknown << ' ' << of.submitted_at << ' ' << of.received_at;
        for (const Digest* one : {&of.revision, &of.verified, &of.endorsed, &of.decision,
                                  &of.letter, &of.last_judgement}) {
            out << ' ' << short_text(one->view());
        }
        for (const KeyId& signer : of.signers) out << ' ' << short_text(signer.view());
        out << '\n';
        for (const LifeAct& one : of.life) life(one);
    }
    for (const auto& [id, of] : book.inquiries()) {
        out << of.code << ' ' << short_text(of.home.view()) << ' ' << of.asked_at << ' '
            << of.received_at << of.arrived;
        for (const InquiryAnswer& one : of.answers) {
            out << ' ' << short_text(one.digest.view()) << short_text(one.signer.view()) << one.at
                << one.counted;
        }
        out << '\n';
    }
    out << "without effect\n";
    for (const LifeAct& one : book.without_effect()) life(one);
    out << book.complete() << ' ' << book.hub_time() << ' ' << book.roster().keys().size() << '\n';
    for (const FeedId& feed : feeds) {
        out << short_text(feed.view()) << ' ' << book.counted(feed) << ':';
        for (const auto number : book.free_numbers(feed, "desa", 2027, 1000)) out << ' ' << number;
        out << '\n';
    }
    return out.str();
}

}  // namespace disapa::test
