// Questions and complaints at the counter: asked by citizens, answered by the kecamatan's officers.
//
// Made where it is needed, inside a job of the worker: Questions(counter.node()).ask(...). Same
// thread as its Node. What changes something is durable when it returns a value. A code shows to
// anybody what kind of thing was asked, where it is and the answers: never name, telephone or the
// text itself. At most limits::kQuestionsPerHour are asked at one kiosk in an hour.
// Records: kind "question_draft", key "now" (what is being written, as typed); kind "answers_seen",
// key code (how many of its answers an officer of the desa has read).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/cases/questions.h"
#include "shared/letter/letter.h"
#include "shared/store/node.h"

namespace disapa {

// As typed; cleaned when it is asked.
struct QuestionDraft {
    InquiryKind kind = InquiryKind::question;
    std::string text, name, phone;
    std::string case_code;  // with or without dashes; empty: about no request
    int step = 0;           // which page was open: the screen's own number
};
struct QuestionReceipt {
    std::string code, shown_code;
    InquiryKind kind = InquiryKind::question;
    std::string asked_on;  // "Senin, 23 November 2026"
};
enum class QuestionState {
    waiting,    // no receipt of the kecamatan yet
    at_office,  // arrived, not answered
    answered,
};
struct QuestionStatus {
    std::string code, shown_code;
    InquiryKind kind = InquiryKind::question;
    QuestionState state = QuestionState::waiting;
    bool erased = false;  // by law; kind is unknown
    std::string asked_on;
    struct Answer {
        std::string text;  // empty: erased by law
        std::string by;    // "Rusli Wibisono, Camat Tabang"
        std::string on;
    };
    std::vector<Answer> answers;
};
// For officers of the desa: everything that was said, and whether an answer is news.
struct QuestionRow {
    QuestionStatus status;
    InquiryText said;
    bool is_new = false;  // has an answer that nobody here has opened
};

class Questions {
  public:
    explicit Questions(Node& node) : node_(node) {}

    // Writes the act; the draft is gone in the same transaction.
    [[nodiscard]] Result<QuestionReceipt> ask(const QuestionDraft& draft);
    [[nodiscard]] Result<QuestionReceipt> receipt(std::string_view code);
    // What its receipt says on paper; as PDF. On a thermal printer: kiosk/counter/prints.h.
    [[nodiscard]] Result<ReceiptData> receipt_data(std::string_view code);
    [[nodiscard]] Result<Bytes> receipt_pdf(std::string_view code);
    // ErrorCode::not_found: no question has this code here.
    [[nodiscard]] Result<QuestionStatus> status(std::string_view typed_code);

    // Open ones first, the oldest of them first; then the answered, newest answer first.
    [[nodiscard]] Result<std::vector<QuestionRow>> list();
    // The answers of this question have been read by an officer.
    [[nodiscard]] Status seen(std::string_view code);
    // kiosk/counter/README.md names the members.
    [[nodiscard]] Result<std::string> list_json();

    // --- the one draft: what a power cut must not take
    [[nodiscard]] Status keep(const QuestionDraft& draft);
    // Younger than limits::kDraftMinutes; an older one is wiped by this call.
    [[nodiscard]] std::optional<QuestionDraft> left();
    void wipe();
    // Wipes a draft untouched for limits::kDraftMinutes; true when it did.
    bool wipe_if_left();

  private:
    struct Found {
        const Book* book;
        const Inquiry* of;
    };
    [[nodiscard]] Result<Found> find(std::string_view typed_code);
    [[nodiscard]] PayloadOf payloads();

    Node& node_;
};

}  // namespace disapa
