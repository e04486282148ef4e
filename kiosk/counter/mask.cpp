#include "kiosk/counter/mask.h"

#include <algorithm>

#include "shared/base/text.h"

namespace disapa {
namespace {

constexpr std::size_t kHead = 4, kTail = 4;

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    if (what.empty() || what == with) return;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

std::string mask_of(const Field& field, const std::string& typed) {
    switch (field.type) {
        case FieldType::nik:
        case FieldType::phone:
            return masked_number(typed);
        case FieldType::digits:
            return typed.size() > kHead + kTail ? masked_number(typed) : "";
        case FieldType::date:
            return masked_date(typed);
        case FieldType::text:
            return masked_name(typed);
        default:
            return {};
    }
}

}  // namespace

std::string masked_number(std::string_view digits) {
    std::string out(digits);
    // A short one keeps its end alone.
    const auto head = out.size() > kHead + kTail ? kHead : 0;
    const auto tail = std::min(kTail, out.size() / 2);
    for (std::size_t at = head; at + tail < out.size(); ++at) out[at] = '*';
    return out;
}

std::string masked_name(std::string_view name) {
    std::string out;
    for (const auto& word : split(name, ' ')) {
        const auto count = letters(word);
        const std::size_t kept = count > 3 ? 2 : std::min<std::size_t>(count, 1);
        if (!out.empty()) out += ' ';
        // As many stars whatever the length beyond five letters: it is nobody's business either.
        out += first_letters(word, kept);
        out.append(std::min<std::size_t>(count - kept, 3), '*');
    }
    return out;
}

std::string masked_date(std::string_view iso) {
    return iso.size() == 10 ? "**-**-" + std::string(iso.substr(0, 4)) : "";
}

void veil(DraftView& draft) {
    if (!draft.identified) return;
    for (auto& group : draft.groups) {
        for (auto& question : group.questions) {
            if (!question.proposed || question.typed.empty()) continue;
            const auto mask = mask_of(*question.field, question.typed);
            if (mask.empty()) continue;
            replace_all(draft.review, question.shown, mask);
            for (auto& sentence : draft.sentences) {
                replace_all(sentence.text, question.shown, mask);
            }
            question.veil = mask;
            question.shown = mask;
        }
    }
}

}  // namespace disapa
