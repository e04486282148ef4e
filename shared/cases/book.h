// The book of a region: every case of its feeds, computed in the ledger's order.
//
// This is the second step of ingest, EFFECT (see effect.h for its one table): STORE has already
// taken the entries in. The book is a pure function of the feeds: any order of arrival and any
// duplication of the same entries gives the same book. It is not kept on disk.
//
// Order (FORMAT.md, "The order of everything"): the hub's feed of the region is the ledger.
// `received` gives the entries of a kiosk's feed their place, `roster_at` says by which roster they
// are judged and at what time of the hub; the hub's own entries count from their place. Where the
// node lacks what the ledger names, the order ends; acts beyond it do not count yet there. Acts of
// the kiosks that no `received` covers come last, judged by the newest roster, and show as "belum
// diterima kecamatan".
#pragma once

#include <map>
#include <memory>
#include <string>

#include "shared/cases/questions.h"
#include "shared/cases/roster.h"

namespace disapa {

enum class CaseState {
    submitted,
    verified,
    endorsed,
    issued,
    checked,
    initialled,
    approved,
    rejected,
    returned,
    amended,
    printed,
    handed_over,
    cancelled,
    revoked,
};
[[nodiscard]] std::string_view to_text(CaseState state);
[[nodiscard]] std::optional<CaseState> case_state_from_text(std::string_view text);

// What became of an act at its place.
enum class Fate { effect, held, held_until_admitted, inert };
struct Outcome {
    Fate fate = Fate::held;
    std::string reason;  // a key of the words file, e.g. "fate.unknown_key"; empty for effect
};

// One act in the life of a case, in order.
struct LifeAct {
    Digest digest;
    ActType type;
    KeyId signer;  // zeros: the node's
    KeyId node;    // in whose feed
    Instant at;    // hub's time where it counted, else the writer's clock
    bool counted;  // by the ledger
    Outcome outcome;
};

struct Case {
    Digest id;         // digest of its `submitted`
    std::string code;  // receipt_code(id)
    std::string service;
    ServiceSteps steps;
    CaseState state = CaseState::submitted;
    Digest revision;         // newest submitted or amended with effect: where the form is read
    int revision_count = 0;  // 0 for the first
    KeyId home;              // node of its submitted
    bool arrived = false;    // a `received` under the hub's signed head covers its newest revision
    Instant submitted_at = 0;  // the kiosk's clock
    Instant received_at = 0;   // the hub's time; 0 until arrived
    std::string number;        // the desa's number as printed; empty until issued
    std::string register_number;
    Digest verified, endorsed, decision;  // acts with effect; zeros where none
    Digest letter;          // the act whose signature is the letter's QR: endorsed or approved
    Digest last_judgement;  // newest returned, rejected, cancelled or revoked: where the reason is
                            // read
    std::int64_t copies = 0;     // printed
    bool has_unknown = false;    // the hub added an act of a newer version: no new act here
    std::vector<KeyId> signers;  // who signed a step of this revision: none of them may approve
    std::vector<LifeAct> life;

    [[nodiscard]] bool is_decided() const;
};

class Book {
  public:
    struct Setup {
        Region region;  // the desa
        Region office;  // its kecamatan: where roster and catalogue are
        KeyId hub;      // the hub's node key
        Digest root_thumbprint;
        // Officers whose ENROL has not come back yet: judged as if enrolled, on this device, for
        // acts that are not counted. Empty at a hub.
        std::vector<RosterKey> provisional;
    };
    explicit Book(Setup setup);
    Book(Book&&) noexcept;
    Book& operator=(Book&&) noexcept;
    ~Book();

    // Takes in what has been added to the feeds since the last call. Counted places are kept (the
    // order only ever grows); the uncounted rest is judged anew where it may have changed. `now`
    // judges delegations of uncounted acts. A node that drops entries it held has to make a new
    // Book.
    void refresh(const FeedSource& feeds, Instant now);
    void set_provisional(std::vector<RosterKey> provisional);

    [[nodiscard]] const Setup& setup() const;
    [[nodiscard]] Instant now() const;  // as the last refresh was told

    [[nodiscard]] const std::map<Digest, Case>& cases() const;
    [[nodiscard]] const Case* find(const Digest& id) const;
    [[nodiscard]] const Case* find_code(std::string_view code) const;
    // The case that an act belongs to; nothing while unknown.
    [[nodiscard]] const Case* case_of(const Digest& act) const;
    [[nodiscard]] Outcome outcome(const Digest& act, const KeyId& signer) const;
    // Questions and complaints with their answers (questions.h).
    [[nodiscard]] const std::map<Digest, Inquiry>& inquiries() const;
    [[nodiscard]] const Inquiry* find_inquiry(std::string_view code) const;
    [[nodiscard]] const Roster& roster() const;       // the newest held
    [[nodiscard]] const Roster& roster_here() const;  // with the provisional officers
    [[nodiscard]] bool complete() const;              // nothing the ledger names is lacking here
    [[nodiscard]] std::uint64_t counted(const FeedId& feed) const;  // entries that have their place
    [[nodiscard]] Instant hub_time() const;                         // of the newest place
    // Whose feed it is; zeros for a feed that is not held.
    [[nodiscard]] KeyId node_of(const FeedId& feed) const;
    // Numbers of a feed that were granted and counted, and are in no `issued` of this book.
    [[nodiscard]] std::vector<std::int64_t> free_numbers(const FeedId& feed,
                                                         std::string_view series, int year,
                                                         std::size_t max) const;
    [[nodiscard]] const std::vector<std::pair<FeedId, NumberRange>>& grants() const;
    // Held and inert acts, for the lists of desk and kiosk.
    [[nodiscard]] std::vector<LifeAct> without_effect() const;
    // Cases whose decision was shown as counted by this book and no longer is.
    [[nodiscard]] const std::vector<Digest>& changed_decisions() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Why the next act cannot be made on this case now, by name ("belum diverifikasi petugas"), or
// nothing. The same rules as EFFECT; counter and desk ask before they sign. `node`: in whose feed
// the act will stand (a kiosk's, or the hub's at the desk); `signer` is looked at for acts that a
// person signs. For endorsed and issued a number must be free in some feed of the node; the caller
// still takes it from the open one by free_numbers().
[[nodiscard]] Status may_act(const Book& book, const Case& of, ActType next, const KeyId& signer,
                             const KeyId& node);

}  // namespace disapa
