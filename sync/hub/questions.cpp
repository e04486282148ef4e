#include "sync/hub/questions.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/text.h"
#include "shared/log/entry.h"
#include "sync/hub/decisions.h"
#include "sync/hub/ledger.h"
#include "sync/hub/proofs.h"

namespace disapa {
namespace {

constexpr std::string_view kPreparedRecords = "prepared";
constexpr std::size_t kExcerptLetters = 160;

tl::unexpected<Error> no_question() {
    return fail(ErrorCode::not_found, "Pertanyaan itu tidak ada di hub ini. Periksa lagi kodenya.",
                "no such question");
}

std::string prepared_key(std::string_view code, const KeyId& officer) {
    return std::string(code) + "|answered|" + to_text(officer);
}

Json answers_of(const InquiryView& view) {
    Json answers = Json::array();
    for (const auto& answer : view.answers) {
        answers.push_back({{"text", answer.text},
                           {"who", answer.name},
                           {"title", answer.title},
                           {"kid", to_text(answer.signer)},
                           {"at", answer.at}});
    }
    return answers;
}

}  // namespace

PayloadOf DeskQuestions::payloads() {
    return [this](const Digest& act) -> std::optional<Bytes> {
        auto payload = hub_.payload(act);
        return payload ? std::move(*payload) : std::nullopt;
    };
}

Result<DeskQuestions::Found> DeskQuestions::find(
    const std::function<const Inquiry*(const Book&)>& is_it) {
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) return pass(std::move(book));
        if (const auto* of = is_it(**book)) return Found{region, *book, of};
    }
    return no_question();
}

Result<DeskQuestions::Found> DeskQuestions::find_code(std::string_view code) {
    return find([code](const Book& book) { return book.find_inquiry(code); });
}

Json DeskQuestions::row(const Found& found, const InquiryView& view) {
    const auto excerpt = first_letters(view.said.text, kExcerptLetters);
    return {{"code", view.shown_code},
            {"question", to_base64url(found.of->id.view())},
            {"kind", std::string(to_text(view.said.kind))},
            {"excerpt", excerpt + (excerpt.size() < view.said.text.size() ? "\u2026" : "")},
            {"name", view.said.name},
            {"desa", lists_.region_name(found.region)},
            {"region", found.region.code()},
            {"asked_at", view.asked_at},
            {"received_at", view.received_at},
            {"erased", view.erased},
            {"answers", answers_of(view)}};
}

Result<Json> DeskQuestions::list() {
    Json rows = Json::array();
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) return pass(std::move(book));
        for (const auto& [id, of] : (*book)->inquiries()) {
            rows.push_back(row({region, *book, &of}, view_of(**book, of, payloads())));
        }
    }
    return Json{{"now", hub_.clock().now()}, {"questions", std::move(rows)}};
}

Json DeskQuestions::counts() {
    std::size_t open = 0, stamp = 0;
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) continue;
        for (const auto& [id, of] : (*book)->inquiries()) {
            if (of.answers.empty()) ++open;
            stamp += 1 + of.answers.size();
        }
    }
    return {{"open", open}, {"stamp", stamp}};
}

Result<Json> DeskQuestions::one(std::string_view code, const KeyId& officer) {
    auto found = find_code(code);
    if (!found) return pass(std::move(found));
    const auto view = view_of(*found->book, *found->of, payloads());
    auto page = row(*found, view);
    page["text"] = view.said.text;
    page["phone"] = view.said.phone;
    const auto about = view.said.case_code;
    page["case"] = about.empty() ? "" : show_code(about);
    page["case_here"] = !about.empty() && found->book->find_code(about) != nullptr;
    std::vector<Digest> acts{found->of->id};
    for (const auto& answer : found->of->answers) acts.push_back(answer.digest);
    page["acts"] = proofs_of(hub_, acts);
    const auto may = may_answer(*found->book, officer);
    page["may"] = {{"answer", may.has_value()}, {"why", may ? "" : may.error().sentence}};
    return page;
}

Result<Bytes> DeskQuestions::prepare(std::string_view code, std::string_view text,
                                     const KeyId& officer) {
    auto found = find_code(code);
    if (!found) return pass(std::move(found));
    if (auto may = may_answer(*found->book, officer); !may) return pass(std::move(may));
    auto payload = answered(found->of->id, text, hub_.clock().now(), hub_.random());
    if (!payload) return payload;
    const auto key = prepared_key(found->of->code, officer);
    auto kept =
        hub_.write([&](Writer& writer) { return writer.put(kPreparedRecords, key, *payload); });
    if (!kept) return pass(std::move(kept));
    return payload;
}

Result<std::string> DeskQuestions::answer(const Jws& jws) {
    const auto act = decode_act(jws.payload);
    if (!act || act->type != ActType::answered) {
        return fail(ErrorCode::invalid, "Yang ditandatangani bukan jawaban. Bukalah lagi.",
                    "not an answered act");
    }
    const auto find_it = [&](const Book& book) -> const Inquiry* {
        const auto at = book.inquiries().find(act->of.front());
        return at == book.inquiries().end() ? nullptr : &at->second;
    };
    auto found = find(find_it);
    if (!found) return pass(std::move(found));
    const auto region = found->region;
    const auto code = found->of->code;
    auto done = hub_.write([&](Writer& writer) -> Status {
        auto book = writer.book(region);
        if (!book) return pass(std::move(book));
        const auto* key = (*book)->roster().find(jws.signer);
        if (!key || !verify_jws(key->key, kTypAct, jws.payload, jws.signature)) {
            return fail(ErrorCode::unauthentic,
                        "Tanda tangan itu tidak cocok dengan kunci yang terdaftar. Masuklah lagi "
                        "dengan berkas kunci Anda.",
                        "answer signature does not verify");
        }
        const auto digest = sha256(jws.payload);
        // The answer to the first try was lost.
        if ((*book)->outcome(digest, jws.signer).fate == Fate::effect) return {};
        if (auto may = may_answer(**book, jws.signer); !may) return may;
        auto prepared = writer.get(kPreparedRecords, prepared_key(code, jws.signer));
        if (!prepared) return pass(std::move(prepared));
        const auto changed = fail(ErrorCode::conflict,
                                  "Jawaban ini sudah berubah sejak disiapkan. Bukalah lagi "
                                  "pertanyaannya, lalu jawab.",
                                  "payload is not the one that was prepared");
        if (!*prepared || **prepared != jws.payload) return changed;
        std::vector<Entry> entries;
        entries.push_back({digest, jws.signer, jws.signature, jws.payload, {}});
        auto added = ledger::append(hub_, writer, region, std::move(entries));
        if (!added) return added;
        book = writer.book(region);
        if (!book) return pass(std::move(book));
        if ((*book)->outcome(digest, jws.signer).fate != Fate::effect) return changed;
        return {};
    });
    if (!done) return pass(std::move(done));
    if (auto noted = hub_.before_leaving(); !noted) return pass(std::move(noted));
    return code;
}

}  // namespace disapa
