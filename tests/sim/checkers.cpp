#include "tests/sim/checkers.h"

#include <algorithm>

#include "shared/base/text.h"
#include "sync/outbox.h"

namespace disapa::sim {
namespace {

// FNV-1a over whatever is put in.
class Print {
  public:
    void add(ByteView bytes) {
        for (const auto byte : bytes) {
            hash_ ^= byte;
            hash_ *= 0x100000001B3U;
        }
    }
    void add(std::string_view text) {
        add(as_bytes(text));
        add(text.size());
    }
    void add(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) {
            hash_ ^= number >> (8 * i) & 0xffU;
            hash_ *= 0x100000001B3U;
        }
    }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

  private:
    std::uint64_t hash_ = 0xCBF29CE484222325U;
};

std::uint64_t fingerprint(const Case& of) {
    Print print;
    print.add(of.id.view());
    print.add(of.service);
    print.add(static_cast<std::uint64_t>(of.state));
    print.add(of.revision.view());
    print.add(static_cast<std::uint64_t>(of.revision_count));
    print.add(static_cast<std::uint64_t>(of.arrived));
    print.add(static_cast<std::uint64_t>(of.received_at));
    print.add(of.number);
    print.add(of.register_number);
    print.add(of.decision.view());
    print.add(of.letter.view());
    print.add(static_cast<std::uint64_t>(of.copies));
    for (const auto& act : of.life) {
        print.add(act.digest.view());
        print.add(act.signer.view());
        print.add(act.node.view());
        print.add(static_cast<std::uint64_t>(act.at));
        print.add(static_cast<std::uint64_t>(act.counted) * 8 +
                  static_cast<std::uint64_t>(act.outcome.fate));
        print.add(act.outcome.reason);
    }
    return print.hash();
}

[[noreturn]] void broken(const char* checker, const Machine& machine, const std::string& what) {
    throw Violation(checker, machine.name() + ": " + what);
}

std::string short_text(const Digest& digest) {
    return to_base64url(digest.view()).substr(0, 10);
}

// Who may do what, written down a second time on purpose (the first is shared/cases/effect.h).
bool may_ever(ActType type, Role role) {
    switch (type) {
        case ActType::verified:
        case ActType::cancelled:
            return role == Role::petugas;
        case ActType::endorsed:
            return role == Role::kades;
        case ActType::checked:
            return role == Role::verifikator;
        case ActType::initialled:
            return role == Role::sekcam;
        case ActType::approved:
        case ActType::rejected:
            return role == Role::camat;
        case ActType::returned:
            return role == Role::petugas || role == Role::kades || role == Role::verifikator ||
                   role == Role::sekcam || role == Role::camat;
        default:
            return false;
    }
}

bool is_desa_role(Role role) {
    return role == Role::petugas || role == Role::kades;
}

}  // namespace

std::optional<NumberKey> number_key(const std::string& series, const std::string& shown) {
    std::vector<std::string> parts(1);
    for (const char letter : shown) {
        if (letter == '/') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    if (parts.size() < 3) return std::nullopt;
    return NumberKey{series, parts.back(), parts[1]};
}

std::uint64_t picture_of(const Book& book) {
    Print print;
    for (const auto& [id, of] : book.cases()) print.add(fingerprint(of));
    return print.hash();
}

void Checkers::after(Machine& machine, const std::vector<Region>& regions) {
    auto& view = views_[machine.name()];
    const auto version = machine.node().version();
    if (view.version == version) return;
    look_at_feeds(machine, view);
    for (const auto& region : regions) {
        look_at_cases(machine, view, region, false);
        check_agreed(machine, region);
    }
    view.version = machine.node().version();
}

void Checkers::everything(Machine& machine, const std::vector<Region>& regions) {
    auto& view = views_[machine.name()];
    look_at_feeds(machine, view);
    for (const auto& region : regions) {
        look_at_cases(machine, view, region, true);
        check_agreed(machine, region);
    }
    check_receipts(machine);
    for (const auto& act : truth_.said[machine.name()]) {
        if (!view.acts.contains(act))
            broken("Kept", machine, "a step said to be done is not here: " + short_text(act));
    }
    view.version = machine.node().version();
}

bool Checkers::holds(const Machine& machine, const Digest& act) const {
    const auto view = views_.find(machine.name());
    return view != views_.end() && view->second.acts.contains(act);
}

void Checkers::look_at_feeds(Machine& machine, View& view) {
    auto& node = machine.node();
    std::set<FeedId> seen;
    for (const auto& name : node.feeds()) {
        const auto id = name.id();
        seen.insert(id);
        auto& held = view.feeds[id];
        const auto size = node.size_of(id);
        if (size < held.size) {
            broken("Kept", machine,
                   "a feed of " + name.region.code() + " shrank from " + std::to_string(held.size) +
                       " to " + std::to_string(size));
        }
        const auto past = node.root_at(id, held.size);
        if (held.size > 0 && past != held.root)
            broken("Kept", machine, "a feed of " + name.region.code() + " has another past");
        if (size > held.size) look_at_entries(machine, view, name, held.size, size);
        held = {name, size, size == held.size ? past : node.root_at(id, size)};
    }
    for (const auto& [id, held] : view.feeds) {
        if (!seen.contains(id) && held.size > 0)
            broken("Kept", machine, "a feed of " + held.name.region.code() + " is gone");
    }
}

void Checkers::look_at_entries(Machine& machine, View& view, const FeedName& name,
                               std::uint64_t from, std::uint64_t to) {
    auto& node = machine.node();
    const auto& setup = node.setup();
    const bool is_hub = setup.kind == NodeKind::hub;
    if (!is_hub && name.region != setup.region && name.region != setup.office)
        broken("Private", machine, "holds a feed of " + name.region.code());
    auto entries = node.entries(name.id(), from, to);
    if (!entries) broken("Kept", machine, "entries cannot be read: " + entries.error().log);
    if (entries->size() != to - from) broken("Kept", machine, "entries are missing");
    ++truth_.index;
    const bool is_own = key_id_of(name.node) == node.id();
    for (const auto& entry : *entries) {
        if (!entry.is_bare() && sha256(entry.payload) != entry.digest)
            broken("Kept", machine, "an entry is not its digest: " + short_text(entry.digest));
        view.acts.insert(entry.digest);
        // The ledger's own acts bear no salt: two desa may have the same `roster_at`.
        const bool is_somebodys = !is_hub || !entry.signer.is_zero();
        if (is_own && !is_somebodys) check_ledger_time(machine, view, name, entry);
        if (is_own && is_somebodys) truth_.origin.emplace(entry.digest, name.region);
        if (is_hub) truth_.at_hub.emplace(entry.digest, truth_.index);
        const auto origin = truth_.origin.find(entry.digest);
        if (!is_hub && origin != truth_.origin.end() && origin->second != setup.region &&
            origin->second != setup.office) {
            broken("Private", machine, "holds an act of " + origin->second.code());
        }
    }
}

// The order of everything has a time that never goes back, whatever the hub's clock does.
void Checkers::check_ledger_time(const Machine& machine, View& view, const FeedName& name,
                                 const Entry& entry) {
    const auto act = decode_act(entry.payload);
    auto& time = view.ledger_time[name.id()];
    if (!act || act->at < time) broken("Agreed", machine, "the ledger's time went back");
    time = act->at;
}

void Checkers::look_at_cases(Machine& machine, View& view, const Region& region, bool all) {
    auto book = machine.node().book(region);
    if (!book) broken("Kept", machine, "no book: " + book.error().log);
    for (const auto& [id, of] : (*book)->cases()) {
        const auto print = fingerprint(of);
        auto& known = view.cases[id];
        if (known == print && !all) continue;
        known = print;
        ++cases_seen_;
        look_at_case(machine, region, **book, of);
    }
    if (!(*book)->changed_decisions().empty())
        broken("Once", machine, "a decision that was shown as counted changed");
}

void Checkers::look_at_case(Machine& machine, const Region& region, const Book& book,
                            const Case& of) {
    check_numbers(region, of);
    check_life(machine, region, book, of);
    if (of.arrived) {
        for (const auto& act : {of.id, of.revision}) {
            if (!truth_.at_hub.contains(act))
                broken("Kept", machine, of.code + " shows as arrived, but is not at the hub");
            truth_.arrived.insert(act);
        }
    }
    if (of.decision.is_zero()) return;
    if (of.steps.flow == Flow::desa) return;  // the kades' endorsement is the decision
    if (!truth_.signed_decisions.contains(of.decision))
        broken("Closed", machine, of.code + " shows a decision that no officer signed");
    const auto told = truth_.told_decisions.find(of.code);
    if (told != truth_.told_decisions.end() && told->second != of.decision)
        broken("Once", machine, of.code + " shows another decision than the officer was told");
}

void Checkers::check_numbers(const Region& region, const Case& of) {
    const auto claim = [&](const std::string& series, const std::string& shown) {
        if (shown.empty()) return;
        const auto key = number_key(series, shown);
        if (!key) throw Violation("Once", "a number that is none: " + shown);
        const auto [at, is_new] = truth_.numbers.emplace(*key, of.code);
        if (!is_new && at->second != of.code) {
            throw Violation("Once", "number " + shown + " of " + series + " stands on " +
                                        at->second + " and on " + of.code);
        }
    };
    claim(region.code(), of.number);
    claim("register", of.register_number);
}

void Checkers::check_life(Machine& machine, const Region& region, const Book& book,
                          const Case& of) {
    int decisions = 0;
    int issued = 0;
    std::int64_t printed = 0;
    for (const auto& act : of.life) {
        if (act.outcome.fate != Fate::effect) continue;
        if (truth_.forbidden.contains(act.digest))
            broken("Closed", machine, "a forged act has effect on " + of.code);
        const bool decides = act.type == ActType::approved || act.type == ActType::rejected;
        if (decides) ++decisions;
        if (act.type == ActType::issued) ++issued;
        if (act.type == ActType::printed) ++printed;
        if (!act.signer.is_zero()) check_right(machine, region, of, act);
        // Only a kiosk of this desa or the hub may have made it.
        const auto maker = truth_.keys.find(act.node);
        if (act.node != book.setup().hub &&
            (maker == truth_.keys.end() || maker->second.region != region))
            broken("Closed", machine, "an act of a stranger's feed has effect on " + of.code);
    }
    if (decisions > 1) broken("Once", machine, of.code + " has two decisions with effect");
    if (of.copies != printed) broken("Once", machine, of.code + " counts a printed letter twice");
    if (issued > 1 + of.revision_count) broken("Once", machine, of.code + " has too many numbers");
}

void Checkers::check_right(const Machine& machine, const Region& region, const Case& of,
                           const LifeAct& act) {
    const auto key = truth_.keys.find(act.signer);
    const std::string what = std::string(to_text(act.type)) + " of " + of.code;
    if (key == truth_.keys.end()) broken("Closed", machine, what + " by a key that nobody holds");
    const auto& holder = key->second;
    if (!may_ever(act.type, holder.role))
        broken("Closed", machine, what + " by " + std::string(to_text(holder.role)));
    if (is_desa_role(holder.role) && (holder.region != region || holder.device != act.node))
        broken("Closed", machine, what + " by an officer of another desa or kiosk");
    if (!act.counted || !holder.revoked) return;
    const auto came = truth_.at_hub.find(act.digest);
    if (came == truth_.at_hub.end() || came->second > *holder.revoked)
        broken("Closed", machine, what + " reached the hub after its key was revoked");
}

void Checkers::check_agreed(Machine& machine, const Region& region) {
    auto& node = machine.node();
    auto book = node.book(region);
    if (!book || !(*book)->complete()) return;
    for (const auto& name : node.feeds()) {
        const bool is_ledger = key_id_of(name.node) == (*book)->setup().hub;
        if (name.region != region || is_ledger) continue;
        // What nobody ordered yet is judged by the kiosk itself, and may be judged otherwise.
        if ((*book)->counted(name.id()) < node.size_of(name.id())) return;
    }
    auto frontier = frontier_for(node, region);
    if (!frontier) broken("Agreed", machine, "no frontier: " + frontier.error().log);
    Bytes key;
    put_frontier(key, *frontier);
    const auto name = region.code() + to_base64url(sha256(key).view());
    const auto picture = picture_of(**book);
    const auto [at, is_new] = pictures_.emplace(name, picture);
    if (!is_new && at->second != picture)
        broken("Agreed", machine, "shows other cases of " + region.code() + " by the same feeds");
}

void Checkers::check_receipts(Machine& machine) {
    auto& node = machine.node();
    const auto& setup = node.setup();
    if (setup.kind != NodeKind::kiosk) return;
    auto book = node.book();
    if (!book) broken("Kept", machine, "no book: " + book.error().log);
    for (const auto& [code, receipt] : truth_.receipts) {
        if (receipt.kiosk != machine.name()) continue;
        const auto* of = (*book)->find_code(code);
        if (of == nullptr) broken("Kept", machine, "receipt " + code + " finds no case");
        const auto payload = node.payload(of->id);
        if (!payload || !*payload)
            broken("Kept", machine, "the request of receipt " + code + " cannot be read");
        if (as_text(**payload).find(receipt.person) == std::string_view::npos)
            broken("Kept", machine, "the request of receipt " + code + " is another's");
    }
}

void Checkers::afresh(Machine& machine, Node& fresh, const std::vector<Region>& regions) {
    for (const auto& region : regions) {
        auto shown = machine.node().book(region);
        auto anew = fresh.book(region);
        if (!shown || !anew) broken("Kept", machine, "a book cannot be computed");
        if (picture_of(**shown) == picture_of(**anew)) continue;
        for (const auto& [id, of] : (*anew)->cases()) {
            const auto* other = (*shown)->find(id);
            if (other != nullptr && fingerprint(*other) == fingerprint(of)) continue;
            broken("Agreed", machine, "shows " + of.code + " otherwise than its store says");
        }
        broken("Agreed", machine, "shows a case that its store does not hold");
    }
}

}  // namespace disapa::sim
