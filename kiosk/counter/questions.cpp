#include "kiosk/counter/questions.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "shared/base/date.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/log/canonical_json.h"
#include "shared/log/entry.h"
#include "shared/service/office.h"

namespace disapa {
namespace {

constexpr std::string_view kDraftRecords = "question_draft", kDraftKey = "now";
constexpr std::string_view kSeenRecords = "answers_seen";
constexpr Instant kHour = 3600;

std::string day_words(Instant at) {
    if (at == 0) return "";
    const auto date = wita_date(at);
    return weekday_word(date) + ", " + to_words(date);
}

std::string_view state_word(QuestionState state) {
    switch (state) {
        case QuestionState::waiting:
            return "waiting";
        case QuestionState::at_office:
            return "at_office";
        case QuestionState::answered:
            return "answered";
    }
    return "";
}

QuestionStatus status_of(const InquiryView& view) {
    QuestionStatus status;
    status.code = view.code;
    status.shown_code = view.shown_code;
    status.kind = view.said.kind;
    status.erased = view.erased;
    status.asked_on = day_words(view.asked_at);
    status.state = !view.is_open() ? QuestionState::answered
                   : view.arrived  ? QuestionState::at_office
                                   : QuestionState::waiting;
    for (const auto& answer : view.answers) {
        const auto by = answer.title.empty() ? answer.name : answer.name + ", " + answer.title;
        status.answers.push_back({answer.text, by, day_words(answer.at)});
    }
    return status;
}

// What the citizen typed, as an act keeps it.
Result<InquiryText> cleaned(const QuestionDraft& draft) {
    InquiryText said{draft.kind, clean_text(draft.text), clean_text(draft.name),
                     clean_text(draft.phone), ""};
    if (const auto typed = trim(draft.case_code); !typed.empty()) {
        const auto code = read_code(typed);
        if (!code) {
            return fail(ErrorCode::invalid,
                        "Kode tanda terima itu keliru. Periksa lagi, atau kosongkan.",
                        "receipt code does not check");
        }
        said.case_code = *code;
    }
    return said;
}

// Whoever sits here and asks on and on is asked to come back later.
Status check_pace(const Book& book, const KeyId& kiosk, Instant now) {
    const auto recent =
        std::count_if(book.inquiries().begin(), book.inquiries().end(), [&](const auto& one) {
            const Inquiry& of = one.second;
            return of.home == kiosk && std::llabs(now - of.asked_at) < kHour;
        });
    if (recent < limits::kQuestionsPerHour) return {};
    return fail(ErrorCode::throttled,
                "Sudah banyak tulisan dikirim dari kios ini. Coba lagi satu jam lagi, atau "
                "sampaikan kepada petugas.",
                "more than kQuestionsPerHour questions");
}

// Nobody shall carry a code home that nobody knows.
tl::unexpected<Error> not_connected() {
    return fail(ErrorCode::refused,
                "Kios ini sedang tidak boleh mengirim ke kecamatan. Sampaikan kepada petugas.",
                "this kiosk is not, or no longer, enrolled");
}

}  // namespace

PayloadOf Questions::payloads() {
    return [this](const Digest& act) -> std::optional<Bytes> {
        auto payload = node_.payload(act);
        return payload ? std::move(*payload) : std::nullopt;
    };
}

Result<Questions::Found> Questions::find(std::string_view typed_code) {
    const auto code = read_code(typed_code);
    if (!code) {
        return fail(ErrorCode::invalid,
                    "Kode itu keliru. Kode terdiri dari 11 huruf dan angka, seperti pada tanda "
                    "terima.",
                    "receipt code does not check");
    }
    auto book = node_.book();
    if (!book) return pass(std::move(book));
    const auto* of = (*book)->find_inquiry(*code);
    if (of == nullptr) {
        return fail(ErrorCode::not_found,
                    "Kode itu tidak ada di kios ini. Periksa lagi kode pada tanda terima Anda.",
                    "no such question here");
    }
    return Found{*book, of};
}

Result<QuestionReceipt> Questions::ask(const QuestionDraft& draft) {
    auto said = cleaned(draft);
    if (!said) return pass(std::move(said));
    std::string code;
    const auto now = node_.clock().now();
    const auto region = node_.setup().region;
    auto done = node_.write([&](Writer& writer) -> Status {
        auto book = writer.book(region);
        if (!book) return pass(std::move(book));
        if (auto calm = check_pace(**book, node_.id(), now); !calm) return calm;
        auto payload = question_asked(*said, now, node_.random());
        if (!payload) return pass(std::move(payload));
        std::vector<Entry> entries;
        entries.push_back(node_entry(std::move(*payload)));
        code = receipt_code(entries.front().digest);
        if (auto added = writer.append(region, std::move(entries)); !added) return added;
        book = writer.book(region);
        if (!book) return pass(std::move(book));
        if ((*book)->find_inquiry(code) == nullptr) return not_connected();
        return writer.erase(kDraftRecords, kDraftKey);
    });
    if (!done) return pass(std::move(done));
    // The code is shown from here on: no restore may forget it.
    if (auto noted = node_.before_leaving(); !noted) return pass(std::move(noted));
    return receipt(code);
}

Result<QuestionReceipt> Questions::receipt(std::string_view code) {
    auto now = status(code);
    if (!now) return pass(std::move(now));
    return QuestionReceipt{now->code, now->shown_code, now->kind, now->asked_on};
}

Result<ReceiptData> Questions::receipt_data(std::string_view code) {
    auto of = receipt(code);
    if (!of) return pass(std::move(of));
    const bool complaint = of->kind == InquiryKind::complaint;
    auto office = find_office(node_, node_.setup().region);
    if (!office) return pass(std::move(office));
    ReceiptData data;
    data.title = complaint ? "TANDA TERIMA LAPORAN" : "TANDA TERIMA PERTANYAAN";
    data.about = "Yang dikirim";
    data.service = complaint ? "Laporan atau pengaduan" : "Pertanyaan";
    data.asked_label = "Dikirim pada";
    if (*office) {
        const bool kelurahan = node_.setup().region.is_kelurahan();
        data.office_line = (kelurahan ? "Kelurahan " : "Desa ") + (*office)->name;
        data.telephone = (*office)->phone;
    }
    data.code = of->code;
    data.asked_on = of->asked_on;
    data.foot = "Jawaban dapat dilihat di kios dengan kode ini.";
    data.qr_text = of->code;
    if (node_.setup().sample) data.sample_note = "CONTOH - TIDAK BERLAKU";
    return data;
}

Result<Bytes> Questions::receipt_pdf(std::string_view code) {
    auto data = receipt_data(code);
    if (!data) return pass(std::move(data));
    return render_receipt(*data);
}

Result<QuestionStatus> Questions::status(std::string_view typed_code) {
    auto found = find(typed_code);
    if (!found) return pass(std::move(found));
    return status_of(view_of(*found->book, *found->of, payloads()));
}

Result<std::vector<QuestionRow>> Questions::list() {
    auto book = node_.book();
    if (!book) return pass(std::move(book));
    std::vector<QuestionRow> rows;
    for (auto& view : inquiries_of(**book, payloads())) {
        QuestionRow row{status_of(view), std::move(view.said), false};
        auto seen = node_.get(kSeenRecords, row.status.code);
        if (!seen) return pass(std::move(seen));
        const auto read =
            *seen ? std::strtoul(std::string(as_text(**seen)).c_str(), nullptr, 10) : 0UL;
        row.is_new = row.status.answers.size() > read;
        rows.push_back(std::move(row));
    }
    return rows;
}

Status Questions::seen(std::string_view typed_code) {
    auto found = find(typed_code);
    if (!found) return pass(std::move(found));
    const auto code = found->of->code;
    const auto count = std::to_string(found->of->answers.size());
    return node_.write(
        [&](Writer& writer) { return writer.put(kSeenRecords, code, as_bytes(count)); });
}

Result<std::string> Questions::list_json() {
    auto rows = list();
    if (!rows) return pass(std::move(rows));
    Json all = Json::array();
    for (const auto& row : *rows) {
        Json answers = Json::array();
        for (const auto& answer : row.status.answers) {
            answers.push_back({{"text", answer.text}, {"by", answer.by}, {"on", answer.on}});
        }
        all.push_back({{"code", row.status.shown_code},
                       {"kind", std::string(to_text(row.status.kind))},
                       {"state", std::string(state_word(row.status.state))},
                       {"text", row.said.text},
                       {"name", row.said.name},
                       {"phone", row.said.phone},
                       {"case", row.said.case_code.empty() ? "" : show_code(row.said.case_code)},
                       {"erased", row.status.erased},
                       {"new", row.is_new},
                       {"answers", std::move(answers)}});
    }
    return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Status Questions::keep(const QuestionDraft& draft) {
    const auto text = Json{{"kind", std::string(to_text(draft.kind))},
                           {"text", draft.text},
                           {"name", draft.name},
                           {"phone", draft.phone},
                           {"code", draft.case_code},
                           {"step", draft.step},
                           {"touched", node_.clock().now()}}
                          .dump(-1, ' ', false, Json::error_handler_t::replace);
    return node_.write(
        [&](Writer& writer) { return writer.put(kDraftRecords, kDraftKey, as_bytes(text)); });
}

namespace {

// Nothing for a record that is not one, or is too old: a draft from the future too, for then the
// clock tells nothing about its age.
std::optional<QuestionDraft> draft_of(ByteView record, Instant now) {
    const auto json = Json::parse(record, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    const auto touched = json.value("touched", Instant{0});
    if (touched > now || now - touched >= limits::kDraftMinutes * 60) return std::nullopt;
    return QuestionDraft{inquiry_kind(json.value("kind", "")).value_or(InquiryKind::question),
                         json.value("text", ""),
                         json.value("name", ""),
                         json.value("phone", ""),
                         json.value("code", ""),
                         json.value("step", 0)};
}

}  // namespace

std::optional<QuestionDraft> Questions::left() {
    auto record = node_.get(kDraftRecords, kDraftKey);
    if (!record || !*record) return std::nullopt;
    auto draft = draft_of(**record, node_.clock().now());
    if (!draft) wipe();
    return draft;
}

void Questions::wipe() {
    // What cannot be wiped now is wiped by age: `left` gives nothing that is old.
    static_cast<void>(
        node_.write([](Writer& writer) { return writer.erase(kDraftRecords, kDraftKey); }));
}

bool Questions::wipe_if_left() {
    auto record = node_.get(kDraftRecords, kDraftKey);
    if (!record || !*record) return false;
    return !left().has_value();
}

}  // namespace disapa
