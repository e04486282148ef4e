// A request while it is being filled in: kept on disk after every answer, wiped when it is left
// alone.
//
// One draft at a time. Records: kind "draft" key "now" (answers as typed), kind "draft_file" key =
// paper id.
#pragma once

#include "kiosk/counter/acts.h"
#include "kiosk/counter/views.h"
#include "shared/store/node.h"

namespace disapa {

// What a finished form becomes: the answers as an act keeps them, and the papers with their bytes.
struct FinishedPaper {
    acts::PaperFact fact;
    Bytes bytes;  // empty unless a file came with it
};

// Checks a file that a person attaches: size, name, and that it is a picture or a PDF by its own
// bytes.
[[nodiscard]] Result<FinishedPaper> make_paper(std::string_view id, std::string_view file_name,
                                               ByteView bytes);

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
    [[nodiscard]] DraftView view() const;
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] std::string text_of(
        std::string_view field) const;  // of a text answer; "" when none
    [[nodiscard]] std::string service() const;
    [[nodiscard]] std::string amends() const;

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

// Questions of a service with their answers as a person reads them: of a draft, or of a case
// (`findings` empty).
[[nodiscard]] std::vector<QuestionGroup> questions_of(const Service& service, const Json& answers,
                                                      const Lists& lists, const Date* check_on);

}  // namespace disapa
