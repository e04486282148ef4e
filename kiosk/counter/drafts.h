// A request while it is being filled in: kept on disk after every answer, wiped when it is left
// alone.
//
// One draft at a time. Records: kind "draft" key "now" (answers as typed), kind "draft_file" key =
// paper id.
#pragma once

#include "kiosk/counter/answers_view.h"
#include "kiosk/counter/paper_file.h"
#include "kiosk/counter/views.h"
#include "shared/store/node.h"

namespace disapa {

// Cleaned, and within its bounds; a name of spaces alone gives nobody.
[[nodiscard]] Result<Helper> clean_helper(const Helper& helper);
// The date on a paper form that is entered later.
[[nodiscard]] Status check_entered(const Date& entered, const Date& today);

class Drafts {
  public:
    Drafts(Node& node, const Catalogue& catalogue, const Lists& lists);
    Drafts(Drafts&&) noexcept;
    Drafts& operator=(Drafts&&) noexcept;
    ~Drafts();

    [[nodiscard]] Status begin(const Service& service);
    // A draft that amends the case `code`, beginning with its answers and papers.
    [[nodiscard]] Status begin_amend(const Service& service, std::string_view code,
                                     const Json& form, const Json& papers);
    [[nodiscard]] std::optional<DraftLeft> left(bool clock_doubt);
    [[nodiscard]] Status resume();
    // "" clears the answer. `known`: the applicant's newest form on this kiosk, or null: proposed
    // for what is still empty.
    [[nodiscard]] Status answer(std::string_view field, const Json& value, const Json& known);
    [[nodiscard]] Status paper(std::string_view id, PaperHow how);
    [[nodiscard]] Status attach(std::string_view id, std::string_view file_name, ByteView bytes);
    // A file that an earlier case of the same person brought: its blob is here already and is not
    // sent again. not_found when it is not.
    [[nodiscard]] Status reuse(std::string_view id, const acts::PaperFact& file);
    // Who fills it in for the applicant; an empty name clears it.
    [[nodiscard]] Status set_helper(const Helper& helper);
    // The date on the paper form ("susulan"): at most today, at most kWalkInDays back; nothing
    // clears it. invalid with a sentence otherwise.
    [[nodiscard]] Status set_entered(const std::optional<Date>& entered);
    // The person has shown that the NIK is his: `known` (null: nothing is known of him) is
    // proposed as for a clerk. Another NIK typed later takes it back.
    [[nodiscard]] Status identify(const Json& known);
    [[nodiscard]] Status touch();  // somebody is there, though he answers nothing
    // Where the person is now: `view` gives it back after a power cut.
    [[nodiscard]] Status set_place(std::string_view place);
    [[nodiscard]] DraftView view() const;
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] std::string text_of(
        std::string_view field) const;  // of a text answer; "" when none
    [[nodiscard]] std::string service() const;
    [[nodiscard]] std::string amends() const;
    [[nodiscard]] const Helper& helper() const;
    [[nodiscard]] const std::optional<Date>& entered() const;

    // Everything normalised and checked; the first thing that is wrong is the error's sentence.
    [[nodiscard]] Result<std::vector<FinishedPaper>> finish(std::shared_ptr<Json>& form) const;
    // In the transaction that writes the act: the draft is gone when the act is there.
    [[nodiscard]] Status erase(Writer& writer);
    void forget();  // what stands in memory, after erase was committed
    void wipe();    // from memory and disk
    bool wipe_if_left();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace disapa
