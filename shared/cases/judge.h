// What came of every act of a region, and the cases that follow from it.
//
// Takes acts in their order (order.h) and judges each by the table of effect.h. An act has effect
// once, at the first place where the table admits it. A held act is tried again as soon as
// something it may wait for has changed: the act or case that it names, a grant of numbers, the
// roster. Rights are judged by the roster of the act's own place, or the first one that knows
// signer and device; the state of the case when the act is tried.
#pragma once

#include <tuple>

#include "shared/cases/effect.h"
#include "shared/cases/journal.h"
#include "shared/cases/order.h"

namespace disapa {

// The running number inside a printed one: its second part, as in "400.10/0123/KD/XI/2026".
[[nodiscard]] std::optional<std::int64_t> number_of_text(std::string_view number);

class Judge final : public OrderReader {
  public:
    Judge(Region region, Region office);
    Judge(const Judge&) = delete;
    Judge& operator=(const Judge&) = delete;

    // A newer roster: for the acts that wait for one, and for `admitted`.
    void roster_is(const RosterPtr& roster, Instant at) override;
    void act_is(const Deed& deed, const Place& place) override;

    // What uncounted acts do is kept here, so that it can be taken back.
    [[nodiscard]] Journal& journal() { return journal_; }
    // The first date, not before the times judged at, that an uncounted act was asked about.
    [[nodiscard]] const std::optional<Instant>& next_date() const { return dates_.next; }
    void forget_dates() { dates_ = {}; }

    [[nodiscard]] const std::map<Digest, Case>& cases() const { return cases_; }
    [[nodiscard]] const Case* find_code(std::string_view code) const;
    [[nodiscard]] const Case* case_of(const Digest& act) const;
    [[nodiscard]] const std::map<Digest, Inquiry>& inquiries() const { return inquiries_; }
    [[nodiscard]] const Inquiry* find_inquiry(std::string_view code) const;
    [[nodiscard]] Outcome outcome(const Digest& act, const KeyId& signer) const;
    [[nodiscard]] std::vector<LifeAct> without_effect() const;
    using Grants = std::vector<std::pair<FeedId, NumberRange>>;
    [[nodiscard]] const Grants& grants() const { return grants_; }
    [[nodiscard]] bool is_taken(std::string_view series, int year, std::int64_t number) const;

  private:
    using Seq = std::uint64_t;
    // One thing that one signature says: of a `verified` about several requests, each is one.
    using Unit = std::tuple<Digest, KeyId, Digest>;
    using Number = std::tuple<std::string, int, std::int64_t>;
    enum class Kind { revision, endorsement, decision, other };
    enum class WaitFor { act, a_case, grant, roster };
    using Wait = std::tuple<WaitFor, Digest, Seq>;

    // An act at its place, about one thing.
    struct Attempt {
        std::shared_ptr<const Deed> deed;
        Place place;  // its roster becomes the first one that knows the maker
        Digest of;    // zeros: names nothing
        Instant told_at = 0;
        WaitFor wait = WaitFor::roster;  // while held: what may change the answer
        Digest wait_on;
    };
    // Which case an act is about, whatever came of it.
    struct Belonging {
        Digest case_id, revision;
        Kind kind = Kind::other;
        bool has_effect = false;
        bool is_late = false;  // for good: what builds on it is late too
    };
    struct Standing {
        LifeAct act;
        Seq seq = 0;
    };

    void enter(Attempt attempt);
    void try_again(std::set<Seq>& ready);
    void attempt(Seq seq, Attempt attempt, std::set<Seq>& ready);

    [[nodiscard]] Judgement judge(Attempt& attempt);
    [[nodiscard]] Judgement judge_other(Attempt& attempt) const;
    [[nodiscard]] Judgement judge_question(Attempt& attempt, const EffectRule& rule);
    [[nodiscard]] Judgement judge_maker(Attempt& attempt, const EffectRule& rule);
    [[nodiscard]] Judgement judge_submitted(Attempt& attempt) const;
    [[nodiscard]] Judgement judge_of_case(Attempt& attempt, const EffectRule& rule) const;
    [[nodiscard]] Judgement judge_named(Attempt& attempt, const EffectRule& rule,
                                        const Belonging& named, const Case& of) const;
    [[nodiscard]] Judgement judge_number(Attempt& attempt, const Case& of) const;
    [[nodiscard]] std::optional<ServiceSteps> steps_of(const Attempt& attempt) const;

    void apply(const Attempt& attempt, std::set<Seq>& ready);
    void apply_question(const Attempt& attempt);
    void apply_submitted(const Attempt& attempt);
    void apply_to_case(const Attempt& attempt, Case& of);
    void apply_amended(const Attempt& attempt, Case& of);
    void apply_issued(const Attempt& attempt, Case& of);

    void belong(const Attempt& attempt, const Judgement& judgement, std::set<Seq>& ready);
    void record(Seq seq, const Attempt& attempt, const Judgement& judgement);
    void record_life(const Digest& case_id, const LifeAct& act);
    void note_unknown(const Attempt& attempt);
    void hold(Seq seq, Attempt attempt);
    void release(Seq seq);
    void wake(WaitFor wait, const Digest& on, std::set<Seq>& ready) const;
    [[nodiscard]] const Belonging* belonging(const Digest& act) const;
    [[nodiscard]] std::optional<Digest> case_of(const Attempt& attempt) const;
    [[nodiscard]] Case& change(const Digest& case_id);

    Region region_, office_;
    Journal journal_;
    RosterPtr roster_;  // the newest told
    Instant roster_at_ = 0;
    Seq next_seq_ = 1;
    DateWatch dates_;

    std::map<Digest, Case> cases_;
    std::map<std::string, Digest, std::less<>> codes_;
    std::map<Digest, Inquiry> inquiries_;
    std::map<std::string, Digest, std::less<>> inquiry_codes_;
    std::map<Digest, Belonging> belongings_;
    std::map<Unit, Standing> standings_;
    std::map<Seq, Attempt> held_;
    std::set<Wait> waits_;
    Grants grants_;
    std::map<Number, Digest> used_;           // with effect: by which case
    std::map<Number, bool> taken_;            // in any `issued`
    std::map<Digest, std::string> promised_;  // number that an `endorsed` carries
};

}  // namespace disapa
