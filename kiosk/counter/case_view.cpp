#include "kiosk/counter/case_view.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "kiosk/counter/acts.h"
#include "kiosk/counter/drafts.h"

namespace disapa {
namespace {

std::string long_date(const Date& date) {
    return weekday_word(date) + ", " + to_words(date);
}

std::string age_words(const Date& from, const Date& today) {
    const int days = days_between(from, today);
    if (days <= 0) return "hari ini";
    if (days == 1) return "kemarin";
    return std::to_string(days) + " hari lalu";
}

std::string act_sentence(ActType type, bool kelurahan) {
    const std::string head = kelurahan ? "lurah" : "kepala desa";
    switch (type) {
        case ActType::submitted:
            return "Permohonan diajukan di kiosk";
        case ActType::amended:
            return "Permohonan diperbaiki";
        case ActType::verified:
            return "Diverifikasi petugas";
        case ActType::endorsed:
            return "Disahkan " + head;
        case ActType::issued:
            return "Nomor surat desa diberikan";
        case ActType::checked:
            return "Diperiksa kasi kecamatan";
        case ActType::initialled:
            return "Diparaf sekcam";
        case ActType::approved:
            return "Disetujui camat";
        case ActType::rejected:
            return "Ditolak camat";
        case ActType::returned:
            return "Dikembalikan untuk diperbaiki";
        case ActType::cancelled:
            return "Dibatalkan";
        case ActType::printed:
            return "Surat dicetak";
        case ActType::handed_over:
            return "Surat diserahkan";
        case ActType::revoked:
            return "Surat dicabut";
        default:
            return "Catatan dari versi baru";
    }
}

std::string why_without_effect(const Outcome& outcome) {
    switch (outcome.fate) {
        case Fate::effect:
            return "";
        case Fate::held:
            return "Menunggu catatan lain yang belum tiba.";
        case Fate::held_until_admitted:
            return "Ditahan: kunci dicabut atau masa tugas berakhir.";
        case Fate::inert:
            return "Tidak berlaku: terlambat atau tanpa hak.";
    }
    return "";
}

struct Place {
    std::string where, next;
};

Place place_of(const Case& of) {
    switch (of.state) {
        case CaseState::submitted:
        case CaseState::amended:
            return {"Di kantor desa",
                    "Petugas desa akan memeriksa kertas Anda. Tunjukkan aslinya di loket."};
        case CaseState::verified:
            return {"Di kantor desa", "Menunggu tanda tangan kepala desa."};
        case CaseState::endorsed:
            if (of.arrived) return {"Di kecamatan", "Menunggu keputusan camat."};
            return {"Di kantor desa", "Menunggu dikirim ke kecamatan saat ada sambungan."};
        case CaseState::checked:
        case CaseState::initialled:
            return {"Di kecamatan", "Menunggu keputusan camat."};
        case CaseState::issued:
        case CaseState::approved:
            return {"Di kantor desa", "Surat siap dicetak. Datanglah ke loket desa."};
        case CaseState::printed:
            return {"Di kantor desa", "Surat sudah dicetak. Ambillah di loket desa."};
        case CaseState::handed_over:
            return {"Pada Anda", "Surat sudah diserahkan. Selesai."};
        case CaseState::returned:
            return {"Di kantor desa", "Perlu diperbaiki. Datanglah ke loket desa."};
        case CaseState::rejected:
            return {"Di kantor desa", "Permohonan ditolak. Anda boleh mengajukan yang baru."};
        case CaseState::cancelled:
            return {"Di kantor desa", "Permohonan dibatalkan. Selesai."};
        case CaseState::revoked:
            return {"Di kantor desa", "Surat dicabut. Tanyakan ke loket desa."};
    }
    return {};
}

}  // namespace

std::string answer_text(const Json& form, const std::string& field) {
    const auto found = form.find(field);
    return found != form.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string state_words(CaseState state, bool kelurahan) {
    switch (state) {
        case CaseState::submitted:
            return "Baru diajukan";
        case CaseState::verified:
            return "Sudah diverifikasi";
        case CaseState::endorsed:
            return kelurahan ? "Disahkan lurah" : "Disahkan kepala desa";
        case CaseState::issued:
            return "Surat siap dicetak";
        case CaseState::checked:
            return "Diperiksa kecamatan";
        case CaseState::initialled:
            return "Diparaf sekcam";
        case CaseState::approved:
            return "Disetujui camat";
        case CaseState::rejected:
            return "Ditolak";
        case CaseState::returned:
            return "Perlu diperbaiki";
        case CaseState::amended:
            return "Sudah diperbaiki";
        case CaseState::printed:
            return "Surat dicetak";
        case CaseState::handed_over:
            return "Surat diserahkan";
        case CaseState::cancelled:
            return "Dibatalkan";
        case CaseState::revoked:
            return "Surat dicabut";
    }
    return "";
}

std::string waits_for(const Case& of) {
    switch (of.state) {
        case CaseState::submitted:
        case CaseState::amended:
            return "petugas";
        case CaseState::verified:
            return "kades";
        case CaseState::endorsed:
        case CaseState::checked:
        case CaseState::initialled:
            return "kecamatan";
        case CaseState::issued:
        case CaseState::approved:
            return "cetak";
        case CaseState::printed:
            return "serahkan";
        case CaseState::returned:
            return "warga";
        default:
            return "";
    }
}

Json CaseViews::payload(const Digest& act) {
    auto bytes = node_.payload(act);
    if (!bytes || !*bytes) return Json::object();
    auto json = parse_canonical(**bytes);
    return json ? std::move(*json) : Json::object();
}

std::string CaseViews::reason(const Case& of) {
    if (of.last_judgement.is_zero()) return "";
    return payload(of.last_judgement).value("reason", "");
}

Date CaseViews::come_back(const Case& of, bool& table_ended) {
    const auto* service = catalogue_.find(of.service);
    const auto asked = wita_date(of.submitted_at);
    if (!service) return asked;
    const int days =
        service->desa_days + (service->steps.flow == Flow::desa ? 0 : service->kecamatan_days);
    const auto day = lists_.holidays().add_working_days(asked, std::max(days, 1));
    table_ended = !lists_.holidays().covers(day);
    return day;
}

QueueRow CaseViews::row(const Case& of) {
    const auto* service = catalogue_.find(of.service);
    const auto form = payload(of.revision).value("form", Json::object());
    const auto today = wita_date(node_.clock().now());
    QueueRow row;
    row.code = of.code;
    row.shown_code = show_code(of.code);
    row.service = of.service;
    row.service_name = service ? service->short_name : of.service;
    row.applicant = answer_text(form, service ? service->holder : "nama");
    row.state = of.state;
    row.state_words = state_words(of.state, node_.setup().region.is_kelurahan());
    row.waits_for = waits_for(of);
    row.submitted_at = of.submitted_at;
    row.arrived = of.arrived;
    row.age = age_words(wita_date(of.submitted_at), today);
    bool ended = false;
    const auto due = come_back(of, ended);
    const bool open = !row.waits_for.empty() && row.waits_for != "serahkan";
    if (open && today > due) row.urgency = Urgency::late;
    if (open && today == due) row.urgency = Urgency::today;
    return row;
}

std::vector<PaperView> CaseViews::papers(const Case& of) {
    const auto* service = catalogue_.find(of.service);
    const auto revision = payload(of.revision);
    std::map<std::string, Json> checked;
    if (!of.verified.is_zero()) {
        const auto name = to_base64url(of.revision.view());
        for (const auto& item : payload(of.verified).value("items", Json::array())) {
            if (item.value("of", "") != name) continue;
            for (const auto& paper : item.value("papers", Json::array())) {
                checked[paper.value("id", "")] = paper;
            }
        }
    }
    std::vector<PaperView> views;
    for (const auto& item : revision.value("papers", Json::array())) {
        PaperView view;
        view.id = item.value("id", "");
        view.label = view.id;
        for (const auto& paper : service ? service->papers : std::vector<Paper>{}) {
            if (paper.id != view.id) continue;
            view.label = paper.label;
            view.required = paper.required;
        }
        view.how = acts::paper_how_from_text(item.value("how", ""));
        view.blob = fixed_from_base64url<Digest>(item.value("blob", ""));
        view.file_name = item.value("name", "");
        if (const auto found = checked.find(view.id); found != checked.end()) {
            view.seen = found->second.value("seen", false);
            view.absent_reason = found->second.value("absent", "");
        }
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<LifeLine> CaseViews::life(const Book& book, const Case& of) {
    const bool kelurahan = node_.setup().region.is_kelurahan();
    std::vector<LifeLine> lines;
    for (const auto& act : of.life) {
        LifeLine line;
        line.sentence = act_sentence(act.type, kelurahan);
        const auto* key = act.signer.is_zero() ? nullptr : book.roster().find(act.signer);
        if (key) line.sentence += " oleh " + key->name;
        line.when = to_words(wita_date(act.at)) + " " + wita_time(act.at);
        line.counted = act.counted;
        line.effect = act.outcome.fate == Fate::effect;
        line.note = why_without_effect(act.outcome);
        line.why = act.outcome.reason;
        if (line.effect && (act.type == ActType::returned || act.type == ActType::rejected ||
                            act.type == ActType::cancelled)) {
            line.note = payload(act.digest).value("reason", "");
        }
        if (act.type == ActType::handed_over) {
            line.note = "Diterima oleh " + payload(act.digest).value("to", "");
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

CaseView CaseViews::page(const Book& book, const Case& of, const OfficerView* officer) {
    const auto* service = catalogue_.find(of.service);
    const auto form = payload(of.revision).value("form", Json::object());
    CaseView view;
    view.code = of.code;
    view.shown_code = show_code(of.code);
    view.service = of.service;
    view.service_name = service ? service->name : of.service;
    view.state = of.state;
    view.state_words = state_words(of.state, node_.setup().region.is_kelurahan());
    view.region = node_.setup().region.code();
    view.arrived = of.arrived;
    view.number = of.number;
    view.register_number = of.register_number;
    if (service) {
        view.review = fill_template(service->review, *service, form, lists_);
        view.answers = questions_of(*service, form, lists_, nullptr);
    }
    view.papers = papers(of);
    view.life = life(book, of);
    view.reason = reason(of);
    view.waiting_sentence = place_of(of).next;
    view.has_letter = !of.letter.is_zero() && of.state != CaseState::revoked &&
                      (of.steps.flow != Flow::desa || !of.number.empty()) &&
                      (of.steps.flow == Flow::desa || !of.register_number.empty());
    if (!officer) return view;
    const auto may = [&](ActType type) {
        return may_act(book, of, type, officer->key, node_.id()).has_value();
    };
    view.may.verify = may(ActType::verified);
    view.may.endorse = may(ActType::endorsed);
    view.may.give_back = may(ActType::returned);
    view.may.cancel = may(ActType::cancelled);
    view.may.amend = of.state == CaseState::returned && officer->role == Role::petugas;
    view.may.print = view.has_letter;
    view.may.hand_over = of.state == CaseState::printed;
    return view;
}

StatusView CaseViews::status(const Case& of) {
    const auto* service = catalogue_.find(of.service);
    const auto place = place_of(of);
    StatusView view;
    view.shown_code = show_code(of.code);
    view.service_name = service ? service->name : of.service;
    view.state = state_words(of.state, node_.setup().region.is_kelurahan());
    view.place = place.where;
    view.next = place.next;
    if (of.state == CaseState::returned || of.state == CaseState::rejected)
        view.reason = reason(of);
    bool ended = false;
    const auto waits = waits_for(of);
    if (waits == "petugas" || waits == "kades" || waits == "kecamatan") {
        view.come_back_on = long_date(come_back(of, ended));
    }
    return view;
}

ReceiptView CaseViews::receipt(const Case& of, const std::string& office_line,
                               const std::string& telephone) {
    const auto* service = catalogue_.find(of.service);
    ReceiptView view;
    view.code = of.code;
    view.shown_code = show_code(of.code);
    view.service_name = service ? service->name : of.service;
    view.asked_on = long_date(wita_date(of.submitted_at));
    view.come_back_on = long_date(come_back(of, view.holiday_table_ended));
    for (const auto& paper : papers(of)) {
        if (paper.required && paper.how != PaperHow::file) view.bring.push_back(paper.label);
    }
    view.office_line = office_line;
    view.telephone = telephone;
    view.sample = node_.setup().sample;
    return view;
}

Json CaseViews::to_json(const Case& of) {
    return {{"code", show_code(of.code)},
            {"service", of.service},
            {"region", node_.setup().region.code()},
            {"state", std::string(to_text(of.state))},
            {"arrived", of.arrived},
            {"number", of.number},
            {"register", of.register_number},
            {"submitted_at", of.submitted_at},
            {"waits_for", waits_for(of)},
            {"reason", reason(of)},
            {"copies", of.copies}};
}

}  // namespace disapa
