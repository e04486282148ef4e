#include "kiosk/counter/steps.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/acts.h"
#include "shared/base/limits.h"
#include "shared/base/mutant.h"
#include "shared/base/text.h"
#include "shared/letter/claims.h"
#include "shared/service/nik.h"
#include "shared/service/office.h"

namespace disapa {
namespace {

constexpr std::string_view kDesaSeries = "desa";
constexpr std::string_view kReasonList = "alasan_kembali";

Status put_files(Writer& writer, const std::vector<FinishedPaper>& papers) {
    for (const auto& paper : papers) {
        if (paper.bytes.empty()) continue;
        if (auto put = writer.put_blob(paper.bytes); !put) return pass(std::move(put));
    }
    return {};
}

acts::Request request_of(const Steps::Sending& sending) {
    acts::Request request{{}, sending.by, sending.helper, sending.entered};
    for (const auto& paper : sending.papers) request.papers.push_back(paper.fact);
    return request;
}

// A date of the past is a clerk's word: the paper lies before him.
Status check_sending(const Steps::Sending& sending, const Date& today) {
    if (!sending.entered) return {};
    if (sending.by.is_zero()) {
        return fail(ErrorCode::refused,
                    "Hanya petugas boleh memasukkan formulir kertas dengan tanggalnya.",
                    "a paper form needs an officer");
    }
    return check_entered(*sending.entered, today);
}

std::vector<Entry> one(Entry entry) {
    std::vector<Entry> entries;
    entries.push_back(std::move(entry));
    return entries;
}

// A required paper neither seen nor explained stops the verification, by its name.
Status check_papers(const std::vector<PaperView>& papers, const std::vector<PaperCheck>& checks) {
    for (const auto& paper : papers) {
        if (!paper.required) continue;
        const auto check = std::find_if(checks.begin(), checks.end(), [&](const PaperCheck& done) {
            return done.id == paper.id;
        });
        const bool explained = check != checks.end() && !trim(check->absent_reason).empty();
        if (check == checks.end() || (!check->seen && !explained)) {
            return fail(ErrorCode::refused,
                        paper.label +
                            " belum dilihat. Centang bila aslinya ada, atau tulis mengapa "
                            "tidak ada.",
                        "paper " + paper.id + " neither seen nor explained");
        }
    }
    return {};
}

}  // namespace

Status Steps::append(std::string_view code, const Make& make, const Also& also) {
    auto done = node_.write([&](Writer& writer) -> Status {
        auto book = writer.book(node_.setup().region);
        if (!book) return pass(std::move(book));
        const auto* of = (*book)->find_code(code);
        if (!of)
            return fail(ErrorCode::not_found, "Permohonan itu tidak ada di kios ini.", "no case");
        auto entries = make(**book, *of);
        if (!entries) return pass(std::move(entries));
        if (auto appended = writer.append(node_.setup().region, std::move(*entries)); !appended) {
            return appended;
        }
        return also ? also(writer) : Status{};
    });
    if (!done && !is_mutant(Mutant::acknowledge_unwritten)) return done;
    return node_.before_leaving();  // numbers and states are shown from here on
}

Result<std::string> Steps::submit(std::string_view service, const Json& form,
                                  const Sending& sending, const Also& also) {
    const auto now = node_.clock().now();
    if (auto good = check_sending(sending, wita_date(now)); !good) return pass(std::move(good));
    auto payload = acts::submitted({now, node_.random()}, service, form, request_of(sending));
    if (!payload) return pass(std::move(payload));
    auto entry = node_entry(std::move(*payload));
    auto code = receipt_code(entry.digest);
    auto done = node_.write([&](Writer& writer) -> Status {
        if (auto put = put_files(writer, sending.papers); !put) return put;
        if (auto kept = writer.append(node_.setup().region, one(std::move(entry))); !kept)
            return kept;
        return also ? also(writer) : Status{};
    });
    if (!done) return pass(std::move(done));
    if (auto noted = node_.before_leaving(); !noted) return pass(std::move(noted));
    return code;
}

Result<std::string> Steps::amend(std::string_view code, const Json& form, const Sending& sending,
                                 const Also& also) {
    const auto today = wita_date(node_.clock().now());
    if (auto good = check_sending(sending, today); !good) return pass(std::move(good));
    const auto make = [&](const Book& book, const Case& of) -> Result<std::vector<Entry>> {
        if (auto may = may_act(book, of, ActType::amended, KeyId{}, node_.id()); !may) {
            return pass(std::move(may));
        }
        auto payload = acts::amended({node_.clock().now(), node_.random()}, of.revision, form,
                                     request_of(sending));
        if (!payload) return pass(std::move(payload));
        return one(node_entry(std::move(*payload)));
    };
    const auto with_files = [&](Writer& writer) -> Status {
        if (auto put = put_files(writer, sending.papers); !put) return put;
        return also ? also(writer) : Status{};
    };
    if (auto done = append(code, make, with_files); !done) return pass(std::move(done));
    return std::string(code);
}

Status Steps::verify(std::string_view code, const std::vector<PaperCheck>& papers,
                     const SigningKey& clerk) {
    return append(code, [&](const Book& book, const Case& of) -> Result<std::vector<Entry>> {
        if (auto may = may_act(book, of, ActType::verified, clerk.id(), node_.id()); !may) {
            return pass(std::move(may));
        }
        const auto asked = views_.papers(of);
        if (auto good = check_papers(asked, papers); !good) return pass(std::move(good));
        std::vector<PaperCheck> kept;
        for (const auto& check : papers) {
            PaperCheck clean{check.id, check.seen, clean_text(check.absent_reason)};
            clean.absent_reason = first_letters(clean.absent_reason, limits::kReasonLetters);
            if (clean.seen || !clean.absent_reason.empty()) kept.push_back(std::move(clean));
        }
        auto payload = acts::verified({node_.clock().now(), node_.random()}, {{of.revision, kept}});
        if (!payload) return pass(std::move(payload));
        return one(person_entry(std::move(*payload), clerk));
    });
}

Result<std::vector<Entry>> Steps::endorsement(const Book& book, const Case& of,
                                              const SigningKey& kades) {
    if (auto may = may_act(book, of, ActType::endorsed, kades.id(), node_.id()); !may) {
        return pass(std::move(may));
    }
    const auto* service = catalogue_.find(of.service);
    if (!service)
        return fail(ErrorCode::not_found, "Layanan itu tidak ada di kios ini.", "no service");
    const auto now = node_.clock().now();
    const auto today = wita_date(now);
    const auto form = views_.payload(of.revision).value("form", Json::object());
    const auto nik = answer_text(form, service->holder_nik);
    Claims claims;
    claims.type = ActType::endorsed;
    claims.at = now;
    claims.of = of.revision;
    claims.service = of.service;
    claims.holder = answer_text(form, service->holder);
    if (claims.holder.empty()) {
        return fail(
            ErrorCode::refused,
            "Nama pemegang surat tidak terbaca. Kembalikan permohonan ini supaya diisi lagi.",
            "the form names no holder");
    }
    claims.nik_tail = nik_tail(nik);
    claims.sample = node_.setup().sample;
    if (service->valid_days > 0) claims.valid_until = add_days(today, service->valid_days);

    std::vector<std::int64_t> numbers;
    if (of.steps.flow != Flow::camat) {
        auto office = find_office(node_, node_.setup().region);
        if (!office) return pass(std::move(office));
        if (!*office) {
            return fail(ErrorCode::refused,
                        "Data kantor desa belum diterima dari kecamatan. Sambungkan kios dahulu.",
                        "no office_published for this desa");
        }
        const auto feed = node_.open_feed(node_.setup().region).id();
        numbers = book.free_numbers(feed, kDesaSeries, today.year, 1);
        if (numbers.empty()) {
            return fail(
                ErrorCode::refused,
                "Nomor surat desa untuk tahun ini belum ada atau sudah habis. Sambungkan kios "
                "ke kecamatan, lalu ulangi.",
                "no granted number left");
        }
        claims.number =
            format_number(service->archive_code, numbers[0], (*office)->unit_code, today);
    }
    auto payload = encode_claims(std::move(claims));
    if (!payload) return pass(std::move(payload));
    auto entries = one(person_entry(std::move(*payload), kades));
    if (numbers.empty()) return entries;
    auto issued = acts::issued(now, entries[0].digest, numbers[0], kDesaSeries, today.year);
    if (!issued) return pass(std::move(issued));
    entries.push_back(node_entry(std::move(*issued)));
    return entries;
}

Status Steps::endorse(std::string_view code, const SigningKey& kades) {
    return append(code,
                  [&](const Book& book, const Case& of) { return endorsement(book, of, kades); });
}

Status Steps::judge(std::string_view code, ActType type, const Reason& reason,
                    const SigningKey& officer) {
    const auto clean = clean_text(reason.words);
    const auto& known = lists_.list(kReasonList);
    for (const auto& wanted : reason.codes) {
        const bool there = std::any_of(known.begin(), known.end(),
                                       [&](const Choice& one) { return one.code == wanted; });
        if (type == ActType::returned && there) continue;
        return fail(ErrorCode::invalid, "Alasan itu tidak ada dalam daftar. Pilih yang lain.",
                    "unknown code of a reason " + wanted);
    }
    if ((clean.empty() && reason.codes.empty()) || letters(clean) > limits::kReasonLetters) {
        return fail(
            ErrorCode::invalid,
            "Tulis alasannya, paling banyak " + std::to_string(limits::kReasonLetters) + " huruf.",
            "reason missing or too long");
    }
    return append(code, [&](const Book& book, const Case& of) -> Result<std::vector<Entry>> {
        if (auto may = may_act(book, of, type, officer.id(), node_.id()); !may) {
            return pass(std::move(may));
        }
        auto payload = acts::with_reason({node_.clock().now(), node_.random()}, type, of.revision,
                                         clean, reason.codes);
        if (!payload) return pass(std::move(payload));
        return one(person_entry(std::move(*payload), officer));
    });
}

Status Steps::printed(std::string_view code, const KeyId& by) {
    return append(code, [&](const Book& book, const Case& of) -> Result<std::vector<Entry>> {
        if (auto may = may_act(book, of, ActType::printed, KeyId{}, node_.id()); !may) {
            return pass(std::move(may));
        }
        auto payload = acts::printed(node_.clock().now(), of.letter, of.copies + 1, by);
        if (!payload) return pass(std::move(payload));
        return one(node_entry(std::move(*payload)));
    });
}

Status Steps::hand_over(std::string_view code, std::string_view receiver, ByteView signature,
                        const KeyId& by) {
    const auto name = clean_text(receiver);
    if (letters(name) < 2 || name.size() > limits::kNameBytes) {
        return fail(ErrorCode::invalid, "Tulis nama orang yang menerima surat ini.",
                    "receiver missing");
    }
    if (!signature.empty() && !as_text(signature).starts_with("\x89PNG\r\n\x1a\n")) {
        return fail(ErrorCode::invalid, "Tanda tangan itu tidak terbaca. Hapus, lalu tulis lagi.",
                    "signature is no PNG");
    }
    if (signature.size() > limits::kSignatureBytes) {
        return fail(ErrorCode::limit, "Tanda tangan itu terlalu rumit. Hapus, lalu tulis lagi.",
                    "signature over its limit");
    }
    const auto drawn = signature.empty() ? std::nullopt : std::optional<Digest>(sha256(signature));
    const auto keep = [&](Writer& writer) -> Status {
        if (!drawn) return {};
        if (auto put = writer.put_blob(signature); !put) return pass(std::move(put));
        return {};
    };
    const auto make = [&](const Book& book, const Case& of) -> Result<std::vector<Entry>> {
        if (auto may = may_act(book, of, ActType::handed_over, KeyId{}, node_.id()); !may) {
            return pass(std::move(may));
        }
        auto payload =
            acts::handed_over({node_.clock().now(), node_.random()}, of.letter, name, by, drawn);
        if (!payload) return pass(std::move(payload));
        return one(node_entry(std::move(*payload)));
    };
    return append(code, make, keep);
}

}  // namespace disapa
