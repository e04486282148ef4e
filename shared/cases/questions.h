// Questions and complaints of citizens (`question_asked`) and what the kecamatan answers
// (`answered`): a pure projection of a desa's feeds, in the ledger's order like everything else.
//
// A question is asked by a node, in the feed of a kiosk of its desa; it is answered by verifikator,
// sekcam or camat in the hub's feed of that desa. Two answers to one question both stand, in their
// order: nobody's word is lost. Its code is made of its digest as a case's is (FORMAT.md, section
// 6). Book keeps `Inquiry`, which needs no payload; `inquiries_of` joins texts and names.
//
// Thread rule: plain values and pure functions. Lengths are letters (code points); times are
// seconds since 1970 UTC.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/crypto/keys.h"
#include "shared/log/act.h"

namespace disapa {

class Book;
class Random;

enum class InquiryKind { question, complaint };
[[nodiscard]] std::string_view to_text(InquiryKind kind);
[[nodiscard]] std::optional<InquiryKind> inquiry_kind(std::string_view word);

// --- in the order: what a Book keeps
struct InquiryAnswer {
    Digest digest;
    KeyId signer;
    Instant at = 0;  // hub's time where it counted
    bool counted = false;
};
struct Inquiry {
    Digest id;                           // digest of its `question_asked`
    std::string code;                    // receipt_code(id)
    KeyId home;                          // node of the kiosk where it was asked
    Instant asked_at = 0;                // the kiosk's clock; 0 where it was erased
    Instant received_at = 0;             // the hub's time; 0 until arrived
    bool arrived = false;                // a `received` under the hub's signed head covers it
    std::vector<InquiryAnswer> answers;  // with effect, in the ledger's order
};

// --- the acts
struct InquiryText {
    InquiryKind kind = InquiryKind::question;
    std::string text;         // cleaned; 1 to limits::kQuestionLetters
    std::string name, phone;  // as typed; empty: not said
    std::string case_code;    // receipt code of the case that it is about, without dashes; or empty
};
// Canonical payloads. Refused with a sentence: no text, too long, a code that does not check, and
// text that is not cleaned (base/text.h), because what is signed must be what was typed.
[[nodiscard]] Result<Bytes> question_asked(const InquiryText& of, Instant at, Random& random);
[[nodiscard]] Result<Bytes> answered(const Digest& question, std::string_view text, Instant at,
                                     Random& random);
// Nothing for a payload that is not such an act.
[[nodiscard]] std::optional<InquiryText> read_question(ByteView payload);
[[nodiscard]] std::optional<std::string> read_answer(ByteView payload);

// --- as it is shown
struct AnswerView {
    std::string text;         // empty: erased by law
    std::string name, title;  // of the officer, by the newest roster
    KeyId signer;
    Instant at = 0;
    bool counted = false;
};
struct InquiryView {
    std::string code, shown_code;
    InquiryText said;     // empty text: erased by law
    bool erased = false;  // kind is then unknown and stands as `question`
    Instant asked_at = 0, received_at = 0;
    bool arrived = false;
    std::vector<AnswerView> answers;
    [[nodiscard]] bool is_open() const { return answers.empty(); }
};
// Why this officer may not answer here now, by name, or nothing: the same rights as EFFECT's.
[[nodiscard]] Status may_answer(const Book& book, const KeyId& officer);

// The payload of an act by its digest; nothing when it was erased or cannot be read.
using PayloadOf = std::function<std::optional<Bytes>(const Digest&)>;
[[nodiscard]] InquiryView view_of(const Book& book, const Inquiry& of, const PayloadOf& payload_of);
// Open ones first, the longest waiting of them first; then the answered, the newest answer first.
[[nodiscard]] std::vector<InquiryView> inquiries_of(const Book& book, const PayloadOf& payload_of);

}  // namespace disapa
