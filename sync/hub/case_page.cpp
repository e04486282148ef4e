// The part of DeskView that shows one case.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/text.h"
#include "shared/service/nik.h"
#include "sync/hub/decisions.h"
#include "sync/hub/desk_view.h"
#include "sync/hub/proofs.h"

namespace disapa {
namespace {

constexpr std::size_t kWideLetters = 26;  // a longer answer takes the whole width of its card

std::string act_words(ActType type, const Region& region) {
    const std::string head = region.is_kelurahan() ? "lurah" : "kepala desa";
    switch (type) {
        case ActType::submitted:
            return "Permohonan diajukan";
        case ActType::amended:
            return "Permohonan diperbaiki";
        case ActType::verified:
            return "Diverifikasi petugas desa";
        case ActType::endorsed:
            return "Disahkan " + head;
        case ActType::issued:
            return "Nomor desa diberikan";
        case ActType::checked:
            return "Diperiksa kasi";
        case ActType::initialled:
            return "Diparaf sekcam";
        case ActType::approved:
            return "Disetujui";
        case ActType::rejected:
            return "Ditolak";
        case ActType::returned:
            return "Dikembalikan ke desa";
        case ActType::cancelled:
            return "Dibatalkan";
        case ActType::printed:
            return "Surat dicetak di desa";
        case ActType::handed_over:
            return "Surat diserahkan kepada warga";
        case ActType::revoked:
            return "Surat dicabut";
        default:
            return "Catatan dari versi baru";
    }
}

// A form holds whatever a kiosk signed: an answer need not be text.
std::string text_at(const Json& form, const char* key) {
    const auto found = form.find(key);
    return found != form.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string who_signed(const RosterKey* key) {
    if (!key) return "";
    return key->title.empty() ? key->name : key->title + ", " + key->name;
}

// What a kiosk says about a request, not in it: FORMAT.md, submitted and amended.
std::string aside_of(const Json& act) {
    std::string aside;
    if (const auto entered = parse_date(text_at(act, "entered")))
        aside = "Susulan, kertas tanggal " + to_words(*entered) + ".";
    const auto helper = act.find("helper");
    if (helper == act.end() || !helper->is_object()) return aside;
    const auto name = text_at(*helper, "name"), relation = text_at(*helper, "relation");
    if (name.empty()) return aside;
    return aside + (aside.empty() ? "" : " ") + "Dibantu " + name +
           (relation.empty() ? "." : " (" + relation + ").");
}

std::string fate_words(const Outcome& outcome) {
    switch (outcome.fate) {
        case Fate::effect:
            return "effect";
        case Fate::held:
            return "Menunggu: catatan yang dirujuknya belum tiba.";
        case Fate::held_until_admitted:
            return "Ditahan: kuncinya dicabut atau masa tugasnya berakhir.";
        case Fate::inert:
            return "Tidak berlaku: terlambat, atau tanpa hak.";
    }
    return "";
}

std::string now_waits(const Case& of) {
    const auto table = table_of(of);
    if (table == "camat") return "Menunggu keputusan camat";
    if (table == "kasi") return "Menunggu pemeriksaan kasi";
    if (table == "sekcam") return "Menunggu paraf sekcam";
    if (table == "desa") return "Menunggu desa";
    if (of.state == CaseState::approved) return "Menunggu desa mencetak suratnya";
    return "";
}

}  // namespace

Json DeskView::answers(const Service& service, const Json& form) const {
    Json groups = Json::array();
    for (const auto& group : service.groups) {
        Json facts = Json::array();
        Json tables = Json::array();
        for (const auto& field : service.fields) {
            if (field.group != group) continue;
            const auto value = form.find(field.id);
            if (value == form.end()) continue;
            if (field.type != FieldType::table) {
                const auto shown = show_value(field, *value, lists_);
                Json fact{field.label, shown};
                if (letters(shown) > kWideLetters) fact.push_back("wide");
                facts.push_back(std::move(fact));
                continue;
            }
            Json head = Json::array();
            for (const auto& column : field.columns) head.push_back(column.label);
            Json rows = Json::array();
            for (const auto& item : value->is_array() ? *value : Json::array()) {
                Json row = Json::array();
                for (const auto& column : field.columns) {
                    const auto cell = item.find(column.id);
                    row.push_back(cell == item.end() ? "" : show_value(column, *cell, lists_));
                }
                rows.push_back(std::move(row));
            }
            tables.push_back({{"title", field.label}, {"head", head}, {"rows", rows}});
        }
        if (facts.empty() && tables.empty()) continue;
        const auto label = service.group_labels.find(group);
        groups.push_back({{"title", label == service.group_labels.end() ? group : label->second},
                          {"facts", facts},
                          {"tables", tables}});
    }
    return groups;
}

Json DeskView::papers(const Service* service, const Case& of, const Json& revision) {
    // What the clerk saw stands in `verified`, under this revision.
    std::map<std::string, Json> seen;
    if (!of.verified.is_zero()) {
        const auto verified = parsed(of.verified);
        const auto revision_text = to_base64url(of.revision.view());
        for (const auto& item : verified.value("items", Json::array())) {
            if (item.value("of", "") != revision_text) continue;
            for (const auto& paper : item.value("papers", Json::array())) {
                seen[paper.value("id", "")] = paper;
            }
        }
    }
    Json papers = Json::array();
    for (const auto& paper : revision.value("papers", Json::array())) {
        const auto id = paper.value("id", "");
        std::string label = id;
        if (service) {
            for (const auto& known : service->papers) {
                if (known.id == id) label = known.label;
            }
        }
        const auto check = seen[id];
        const auto blob = paper.value("blob", "");
        const auto hash = fixed_from_base64url<Digest>(blob);
        papers.push_back({{"id", id},
                          {"label", label},
                          {"how", paper.value("how", "missing")},
                          {"seen", check.is_object() && check.value("seen", false)},
                          {"absent", check.is_object() ? check.value("absent", "") : ""},
                          {"blob", blob},
                          {"here", hash && hub_.has_blob(*hash)},
                          {"size", paper.value("size", 0)},
                          {"mime", paper.value("mime", "")},
                          {"name", paper.value("name", "")}});
    }
    return papers;
}

Json DeskView::life(const Region& region, const Book& book, const Case& of) {
    Json life = Json::array();
    for (const auto& act : of.life) {
        const auto* key = act.signer.is_zero() ? nullptr : book.roster().find(act.signer);
        life.push_back({{"kind", std::string(to_text(act.type))},
                        {"what", act_words(act.type, region)},
                        {"who", act.signer.is_zero() ? "Kios Desa " + lists_.region_name(region)
                                                     : who_signed(key)},
                        {"at", act.at},
                        {"signed", !act.signer.is_zero()},
                        {"kid", act.signer.is_zero() ? "" : to_text(act.signer)},
                        {"note", aside_of(parsed(act.digest))},
                        {"outcome", fate_words(act.outcome)},
                        {"counted", act.counted}});
        if (act.digest == of.id && of.received_at > 0) {
            life.push_back({{"kind", "arrived"},
                            {"what", "Tiba di kecamatan"},
                            {"who", ""},
                            {"at", of.received_at},
                            {"signed", true},
                            {"kid", ""},
                            {"outcome", "effect"},
                            {"counted", true}});
        }
    }
    if (const auto now = now_waits(of); !now.empty()) {
        life.push_back({{"kind", "now"},
                        {"what", now},
                        {"who", ""},
                        {"at", 0},
                        {"signed", false},
                        {"kid", ""},
                        {"outcome", "effect"},
                        {"counted", true}});
    }
    return life;
}

Json DeskView::decision_of(ByteView payload) {
    const auto act = decode_act(payload);
    if (!act || act->of.empty()) return nullptr;
    const auto region = region_of_act(hub_, act->of.front());
    if (!region) return nullptr;
    auto book = hub_.book(*region);
    if (!book) return nullptr;
    const auto* of = (*book)->case_of(act->of.front());
    for (const auto& done : of->life) {
        if (done.digest == of->decision && !of->decision.is_zero()) {
            return Json{{"what", act_words(done.type, *region)},
                        {"who", who_signed((*book)->roster().find(done.signer))},
                        {"at", done.at}};
        }
    }
    return nullptr;
}

Json DeskView::checks(const Region& region, const Book& book, const Case& of, const Json& form) {
    Json checks = Json::array();
    const auto signer = [&](const Digest& digest) -> std::string {
        for (const auto& act : of.life) {
            if (act.digest == digest) {
                const auto* key = book.roster().find(act.signer);
                return key ? key->name : "";
            }
        }
        return "";
    };
    const auto add = [&](bool ok, std::string what, std::string note) {
        checks.push_back({{"ok", ok}, {"what", std::move(what)}, {"note", std::move(note)}});
    };
    const bool verified = !of.verified.is_zero();
    add(verified, verified ? "Diverifikasi petugas" : "Belum diverifikasi petugas",
        verified ? signer(of.verified) : "Petugas desa belum memeriksa kertasnya.");
    const bool endorsed = !of.endorsed.is_zero();
    const std::string head = region.is_kelurahan() ? "lurah" : "kepala desa";
    add(endorsed, endorsed ? "Disahkan " + head : "Belum disahkan " + head,
        endorsed ? signer(of.endorsed) + (of.number.empty() ? "" : ", nomor " + of.number)
                 : "Menunggu tanda tangan di desa.");

    const auto nik = text_at(form, "nik");
    int twins = 0;
    for (const auto& [id, other] : book.cases()) {
        if (id == of.id || other.service != of.service || other.state == CaseState::cancelled)
            continue;
        if (std::abs(other.submitted_at - of.submitted_at) > 86400) continue;
        if (text_at(revision(other).value("form", Json::object()), "nik") == nik) ++twins;
    }
    add(twins == 0, twins == 0 ? "Tidak ada permohonan ganda" : "Mungkin permohonan ganda",
        twins == 0 ? "Tidak ada NIK dan layanan yang sama dalam 24 jam."
                   : "NIK dan layanan yang sama diajukan dalam 24 jam.");
    const auto today = wita_date(hub_.clock().now());
    if (const auto reading = read_nik(nik, today);
        reading.born && text_at(form, "tanggal_lahir") != to_iso(*reading.born)) {
        add(false, "Tanggal lahir berbeda dari NIK", "Bandingkan dengan KTP dan KK.");
    }
    return checks;
}

Json DeskView::acts(const Case& of) {
    std::vector<Digest> acts;
    for (const auto& act : of.life) {
        const bool is_revision = act.type == ActType::submitted || act.type == ActType::amended;
        if (is_revision && act.outcome.fate == Fate::effect) acts.push_back(act.digest);
    }
    if (!of.endorsed.is_zero()) acts.push_back(of.endorsed);
    return proofs_of(hub_, acts);
}

Json DeskView::previous(const Service& service, const Case& of) {
    const auto json = revision(of);
    const auto before = fixed_from_base64url<Digest>(json.value("of", ""));
    if (!before) return nullptr;
    return Json{{"answers", answers(service, parsed(*before).value("form", Json::object()))}};
}

Result<Json> DeskView::one_case(std::string_view code, const KeyId& officer) {
    const auto region = region_of_case(hub_, code);
    if (!region) {
        return fail(ErrorCode::not_found, "Permohonan itu tidak ada di hub ini.", "no such case");
    }
    auto opened = hub_.book(*region);
    if (!opened) return pass(std::move(opened));
    const auto& book = **opened;
    const auto& of = *book.find_code(code);
    const auto* service = catalogue_.find(of.service);
    const auto json = revision(of);
    const auto form = json.value("form", Json::object());
    auto page = row(*region, of);
    page["summary"] = service ? fill_template(service->review, *service, form, lists_) : "";
    page["answers"] = service ? answers(*service, form) : Json::array();
    if (of.revision_count > 0 && service) page["previous"] = previous(*service, of);
    page["papers"] = papers(service, of, json);
    page["life"] = life(*region, book, of);
    page["checks"] = checks(*region, book, of, form);
    page["acts"] = acts(of);
    Json may = Json::object();
    Json why = Json::object();
    for (const std::string word : {"check", "initial", "approve", "return", "reject"}) {
        const auto allowed =
            may_act(book, of, act_type_of(*decision_kind(word)), officer, hub_.id());
        may[word] = allowed.has_value();
        if (!allowed) why[word] = allowed.error().sentence;
    }
    may["why"] = why;
    page["may"] = may;
    return page;
}

}  // namespace disapa
