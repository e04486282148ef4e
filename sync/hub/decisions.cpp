#include "sync/hub/decisions.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/base/mutant.h"
#include "shared/base/text.h"
#include "shared/letter/claims.h"
#include "shared/service/office.h"
#include "sync/hub/ledger.h"

namespace disapa {
namespace {

constexpr std::string_view kPreparedRecords = "prepared";  // what each officer was given to sign
constexpr std::string_view kRegisterRecords =
    "register";  // number of (case, revision, series), highest number of each series
constexpr std::string_view kRegisterSeries = "kecamatan";

constexpr std::array<std::string_view, 4> kReasonWords{"photo_unreadable", "paper_missing",
                                                       "answers_differ", "other"};

tl::unexpected<Error> no_case() {
    return fail(ErrorCode::not_found, "Permohonan itu tidak ada di hub ini. Periksa lagi kodenya.",
                "no such case");
}

// Until when a delegation lets this key act as `role`; its kind is printed before the title.
std::string acting_kind(const RosterKey& key, Role role, const Region& region, Instant at) {
    if (key.has_role(role, region)) return "";
    for (const auto& delegation : key.delegations) {
        if (delegation.role == role && delegation.from <= at && at <= delegation.until) {
            return delegation.kind;
        }
    }
    return "";
}

tl::unexpected<Error> changed_since_prepared() {
    return fail(ErrorCode::conflict,
                "Permohonan ini sudah berubah sejak dibuka. Bukalah lagi, lalu putuskan.",
                "payload is not the one that was prepared, or of an older revision");
}

std::string prepared_key(std::string_view code, ActType type, const KeyId& officer) {
    return std::string(code) + "|" + std::string(to_text(type)) + "|" + to_text(officer);
}

Result<Bytes> judgement(const DecisionKind kind, const Case& of, const Decisions::Request& request,
                        Instant now, Random& random) {
    Json act{{"type", to_text(act_type_of(kind))}, {"at", now}};
    if (kind == DecisionKind::check || kind == DecisionKind::initial) {
        act["of"] = to_base64url(of.endorsed.view());
        return to_canonical(act);
    }
    // Not cleaned here: the page signs what its officer typed, or nothing.
    const auto& reason = request.reason;
    if (reason.empty() || clean_text(reason) != reason ||
        letters(reason) > limits::kReasonLetters) {
        return fail(ErrorCode::invalid,
                    "Tuliskan alasan yang akan dibaca warga, paling banyak " +
                        std::to_string(limits::kReasonLetters) + " huruf.",
                    "reason missing or too long");
    }
    std::array<std::uint8_t, 8> salt{};
    random.fill(salt);
    act["of"] = to_base64url(of.revision.view());
    act["reason"] = reason;
    act["salt"] = to_base64url(salt);
    if (kind == DecisionKind::reject && !request.reasons.empty()) {
        return fail(ErrorCode::invalid, "Penolakan hanya memuat satu alasan tertulis.",
                    "reasons are of a return only");
    }
    for (const auto& word : request.reasons) {
        if (std::find(kReasonWords.begin(), kReasonWords.end(), word) != kReasonWords.end())
            continue;
        return fail(ErrorCode::invalid, "Salah satu pilihan alasan tidak dikenal. Pilih lagi.",
                    "unknown reason word");
    }
    if (!request.reasons.empty()) act["reasons"] = request.reasons;
    return to_canonical(act);
}

}  // namespace

std::optional<DecisionKind> decision_kind(std::string_view word) {
    if (word == "check") return DecisionKind::check;
    if (word == "initial") return DecisionKind::initial;
    if (word == "approve") return DecisionKind::approve;
    if (word == "return") return DecisionKind::give_back;
    if (word == "reject") return DecisionKind::reject;
    return std::nullopt;
}

ActType act_type_of(DecisionKind kind) {
    switch (kind) {
        case DecisionKind::check:
            return ActType::checked;
        case DecisionKind::initial:
            return ActType::initialled;
        case DecisionKind::approve:
            return ActType::approved;
        case DecisionKind::give_back:
            return ActType::returned;
        case DecisionKind::reject:
            return ActType::rejected;
    }
    return ActType::unknown;
}

namespace {

// The register number of (case, revision) in the year's series: the one fixed before, or the next.
Result<std::int64_t> fix_register_number(Node& hub, Writer& writer, const Case& of, int year) {
    const auto series = std::string(kRegisterSeries) + "-" + std::to_string(year);
    const auto key =
        to_base64url(of.id.view()) + "|" + to_base64url(of.revision.view()) + "|" + series;
    auto fixed = writer.get(kRegisterRecords, key);
    if (!fixed) return pass(std::move(fixed));
    if (*fixed) return std::stoll(std::string(as_text(**fixed)));

    auto last = writer.get(kRegisterRecords, series);
    if (!last) return pass(std::move(last));
    // The mark outlives a lost transaction: better a gap in the register than a number twice.
    const auto stored = *last ? std::stoll(std::string(as_text(**last))) : 0;
    const auto number = std::max(std::int64_t{stored}, hub.marked_number(series)) +
                        (is_mutant(Mutant::reuse_register) ? 0 : 1);
    const auto text = std::to_string(number);
    if (auto done = writer.put(kRegisterRecords, series, as_bytes(text)); !done)
        return pass(std::move(done));
    if (auto done = writer.put(kRegisterRecords, key, as_bytes(text)); !done)
        return pass(std::move(done));
    if (auto done = hub.mark_number(series, number); !done) return pass(std::move(done));
    return number;
}

}  // namespace

Result<Bytes> Decisions::approval(Writer& writer, const Case& of, const Roster& roster,
                                  const KeyId& officer) {
    const auto* service = catalogue_.find(of.service);
    if (!service) {
        return fail(ErrorCode::not_found,
                    "Layanan " + of.service + " tidak ada di katalog hub ini. Perbarui hub dahulu.",
                    "service file missing");
    }
    auto endorsed = hub_.payload(of.endorsed);
    if (!endorsed) return pass(std::move(endorsed));
    if (!*endorsed) return no_case();
    auto claims = decode_claims(**endorsed);
    if (!claims) return pass(std::move(claims));
    auto office = find_office(hub_, hub_.setup().office);
    if (!office) return pass(std::move(office));
    if (!*office) {
        return fail(ErrorCode::refused,
                    "Data kantor kecamatan belum diisi. Admin mengisinya dengan disapa-hub office.",
                    "no office_published for the kecamatan");
    }
    const auto now = hub_.clock().now();
    const auto today = wita_date(now);
    auto number = fix_register_number(hub_, writer, of, today.year);
    if (!number) return pass(std::move(number));
    const auto* key = roster.find(officer);

    claims->type = ActType::approved;
    claims->at = now;
    claims->of = of.endorsed;
    claims->register_number =
        format_number(service->archive_code, *number, (*office)->unit_code, today);
    claims->acting = key ? acting_kind(*key, Role::camat, hub_.setup().office, now) : "";
    claims->sample = hub_.setup().sample;
    claims->valid_until = service->valid_days > 0
                              ? std::optional(add_days(today, service->valid_days))
                              : std::nullopt;
    return encode_claims(std::move(*claims));
}

Result<Bytes> Decisions::prepare(const Request& request) {
    const auto region = region_of_case(hub_, request.code);
    if (!region) return no_case();
    Bytes prepared;
    auto done = hub_.write([&](Writer& writer) -> Status {
        auto book = writer.book(*region);
        if (!book) return pass(std::move(book));
        const auto* of = (*book)->find_code(request.code);
        if (!of) return no_case();
        const auto type = act_type_of(request.kind);
        if (auto may = may_act(**book, *of, type, request.officer, hub_.id()); !may) return may;
        auto payload =
            request.kind == DecisionKind::approve
                ? approval(writer, *of, (*book)->roster(), request.officer)
                : judgement(request.kind, *of, request, hub_.clock().now(), hub_.random());
        if (!payload) return pass(std::move(payload));
        prepared = *payload;
        return writer.put(kPreparedRecords, prepared_key(of->code, type, request.officer),
                          prepared);
    });
    if (!done) return pass(std::move(done));
    return prepared;
}

Result<Decisions::Outcome> Decisions::decide(const Jws& jws) {
    auto act = decode_act(jws.payload);
    if (!act) return pass(std::move(act));
    Outcome outcome{{}, act->type, act->register_number};
    auto region = act->of.empty() ? std::nullopt : region_of_act(hub_, act->of.front());
    if (!region) return no_case();
    auto done = hub_.write([&](Writer& writer) -> Status {
        auto book = writer.book(*region);
        if (!book) return pass(std::move(book));
        const auto* of = (*book)->case_of(act->of.front());
        if (!of) return no_case();
        outcome.code = of->code;
        const auto* key = (*book)->roster().find(jws.signer);
        if (!key || !verify_jws(key->key, kTypAct, jws.payload, jws.signature)) {
            return fail(
                ErrorCode::unauthentic,
                "Tanda tangan itu tidak cocok dengan kunci yang terdaftar. Masuklah lagi dengan "
                "berkas kunci Anda.",
                "decision signature does not verify");
        }
        const auto digest = sha256(jws.payload);
        // The answer to the first try was lost.
        if ((*book)->outcome(digest, jws.signer).fate == Fate::effect) return {};
        if (of->is_decided() && !is_mutant(Mutant::second_decision)) {
            return fail(ErrorCode::conflict,
                        "Permohonan ini sudah diputus. Keputusan yang pertama berlaku.",
                        "the case is decided already");
        }
        auto prepared = writer.get(kPreparedRecords, prepared_key(of->code, act->type, jws.signer));
        if (!prepared) return pass(std::move(prepared));
        if (auto may = may_act(**book, *of, act->type, jws.signer, hub_.id()); !may) return may;
        if (!*prepared || **prepared != jws.payload) return changed_since_prepared();
        Entry entry{digest, jws.signer, jws.signature, jws.payload, {}};
        std::vector<Entry> entries;
        entries.push_back(std::move(entry));
        auto added = ledger::append(hub_, writer, *region, std::move(entries));
        if (!added) return added;
        // Bytes that were prepared for an older revision, say: nobody shall believe it decided.
        book = writer.book(*region);
        if (!book) return pass(std::move(book));
        if ((*book)->outcome(digest, jws.signer).fate != Fate::effect)
            return changed_since_prepared();
        return {};
    });
    if (!done) return pass(std::move(done));
    if (auto noted = hub_.before_leaving(); !noted) return pass(std::move(noted));
    return outcome;
}

std::optional<Region> region_of_case(Node& hub, std::string_view code) {
    for (const auto& region : hub.desa_regions()) {
        auto book = hub.book(region);
        if (book && (*book)->find_code(code)) return region;
    }
    return std::nullopt;
}

std::optional<Region> region_of_act(Node& hub, const Digest& act) {
    for (const auto& region : hub.desa_regions()) {
        auto book = hub.book(region);
        if (book && (*book)->case_of(act)) return region;
    }
    return std::nullopt;
}

}  // namespace disapa
