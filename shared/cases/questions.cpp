#include "shared/cases/questions.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/cases/effect.h"
#include "shared/log/canonical_json.h"
#include "shared/log/entry.h"

namespace disapa {

namespace {

std::string new_salt(Random& random) {
    std::array<std::uint8_t, 8> salt{};
    random.fill(salt);
    return to_base64url(salt);
}

Status check_text(std::string_view text, std::string_view empty_sentence) {
    if (text.empty()) {
        return fail(ErrorCode::invalid, std::string(empty_sentence), "text is empty");
    }
    if (letters(text) > limits::kQuestionLetters) {
        return fail(ErrorCode::limit,
                    "Tulisan ini terlalu panjang. Paling banyak " +
                        std::to_string(limits::kQuestionLetters) + " huruf.",
                    "text is too long");
    }
    if (clean_text(text) != text) {
        return fail(ErrorCode::invalid, "Tulisan ini memuat tanda yang tidak terlihat. Tulis lagi.",
                    "text is not cleaned");
    }
    return {};
}

Status check_detail(std::string_view text) {
    if (text.size() > limits::kNameBytes || clean_text(text) != text) {
        return fail(ErrorCode::invalid,
                    "Nama atau nomor telepon itu terlalu panjang. Tulis lebih pendek.",
                    "name or phone too long or not cleaned");
    }
    return {};
}

std::string text_of(const Json& act, const char* key) {
    const auto found = act.find(key);
    return found != act.end() && found->is_string() ? found->get<std::string>() : "";
}

// The object of a payload that holds such an act.
std::optional<Json> object_of(ByteView payload, ActType type) {
    const auto act = decode_act(payload);
    if (!act || act->type != type) return std::nullopt;
    auto json = parse_canonical(payload);
    if (!json) return std::nullopt;
    return std::move(*json);
}

Instant newest_answer(const InquiryView& of) {
    return of.answers.empty() ? 0 : of.answers.back().at;
}

}  // namespace

std::string_view to_text(InquiryKind kind) {
    return kind == InquiryKind::complaint ? "complaint" : "question";
}

std::optional<InquiryKind> inquiry_kind(std::string_view word) {
    if (word == "question") return InquiryKind::question;
    if (word == "complaint") return InquiryKind::complaint;
    return std::nullopt;
}

Result<Bytes> question_asked(const InquiryText& of, Instant at, Random& random) {
    auto text = check_text(of.text, "Tuliskan dahulu pertanyaan atau laporan Anda.");
    if (!text) return pass(std::move(text));
    for (const auto* detail : {&of.name, &of.phone}) {
        if (auto fits = check_detail(*detail); !fits) return pass(std::move(fits));
    }
    if (!of.case_code.empty() && read_code(of.case_code) != of.case_code) {
        return fail(ErrorCode::invalid,
                    "Kode tanda terima itu keliru. Periksa lagi, atau kosongkan.",
                    "receipt code does not check");
    }
    Json act{{"at", at},
             {"kind", std::string(to_text(of.kind))},
             {"salt", new_salt(random)},
             {"text", of.text},
             {"type", std::string(to_text(ActType::question_asked))}};
    if (!of.name.empty()) act["name"] = of.name;
    if (!of.phone.empty()) act["phone"] = of.phone;
    if (!of.case_code.empty()) act["code"] = of.case_code;
    return to_canonical(act);
}

Result<Bytes> answered(const Digest& question, std::string_view text, Instant at, Random& random) {
    auto fits = check_text(text, "Tuliskan dahulu jawabannya. Warga akan membacanya di kios.");
    if (!fits) return pass(std::move(fits));
    return to_canonical({{"at", at},
                         {"of", to_base64url(question.view())},
                         {"salt", new_salt(random)},
                         {"text", text},
                         {"type", std::string(to_text(ActType::answered))}});
}

std::optional<InquiryText> read_question(ByteView payload) {
    const auto act = object_of(payload, ActType::question_asked);
    if (!act) return std::nullopt;
    return InquiryText{inquiry_kind(text_of(*act, "kind")).value_or(InquiryKind::question),
                       text_of(*act, "text"), text_of(*act, "name"), text_of(*act, "phone"),
                       text_of(*act, "code")};
}

std::optional<std::string> read_answer(ByteView payload) {
    const auto act = object_of(payload, ActType::answered);
    if (!act) return std::nullopt;
    return text_of(*act, "text");
}

Status may_answer(const Book& book, const KeyId& officer) {
    const auto& setup = book.setup();
    const Maker maker{officer, setup.hub, true};
    DateWatch dates;
    const Judgement rights =
        judge_rights({*question_effect_of(ActType::answered), maker, book.roster(), book.now(),
                      false, setup.region, setup.office},
                     dates);
    if (rights.ok()) return {};
    return fail(ErrorCode::refused,
                "Hanya kasi, sekcam, dan camat yang sedang bertugas dapat menjawab.",
                "no right to answer: " + std::string(rights.reason));
}

InquiryView view_of(const Book& book, const Inquiry& of, const PayloadOf& payload_of) {
    InquiryView view;
    view.code = of.code;
    view.shown_code = show_code(of.code);
    view.asked_at = of.asked_at;
    view.received_at = of.received_at;
    view.arrived = of.arrived;
    const auto payload = payload_of(of.id);
    auto said = payload ? read_question(*payload) : std::nullopt;
    view.erased = !said;
    if (said) view.said = std::move(*said);
    for (const auto& answer : of.answers) {
        AnswerView shown;
        shown.signer = answer.signer;
        shown.at = answer.at;
        shown.counted = answer.counted;
        const auto words = payload_of(answer.digest);
        if (words) shown.text = read_answer(*words).value_or("");
        if (const auto* key = book.roster().find(answer.signer)) {
            shown.name = key->name;
            shown.title = key->title;
        }
        view.answers.push_back(std::move(shown));
    }
    return view;
}

std::vector<InquiryView> inquiries_of(const Book& book, const PayloadOf& payload_of) {
    std::vector<InquiryView> all;
    for (const auto& [id, of] : book.inquiries()) all.push_back(view_of(book, of, payload_of));
    std::sort(all.begin(), all.end(), [](const InquiryView& a, const InquiryView& b) {
        if (a.is_open() != b.is_open()) return a.is_open();
        if (a.is_open() && a.asked_at != b.asked_at) return a.asked_at < b.asked_at;
        if (newest_answer(a) != newest_answer(b)) return newest_answer(a) > newest_answer(b);
        return a.code < b.code;
    });
    return all;
}

}  // namespace disapa
