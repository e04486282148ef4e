#include "kiosk/counter/case_view.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "kiosk/counter/acts.h"
#include "kiosk/counter/drafts.h"
#include "shared/service/nik.h"

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

constexpr std::string_view kReasonList = "alasan_kembali";
constexpr std::string_view kOtherReason = "lainnya";

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const auto& part : parts) {
        if (part.empty()) continue;
        if (!all.empty()) all += ' ';
        all += part;
    }
    return all;
}

std::string helper_words(const Helper& helper) {
    return helper.name + (helper.relation.empty() ? "" : " (" + helper.relation + ")");
}

std::string how_words(const PaperView& paper) {
    switch (paper.how) {
        case PaperHow::brought:
            return "Dibawa ke loket";
        case PaperHow::file:
            return paper.file_name.empty() ? "Foto" : "Foto " + paper.file_name;
        case PaperHow::missing:
            return "Tidak ada";
    }
    return "";
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

}  // namespace

std::string answer_text(const Json& form, const std::string& field) {
    const auto found = form.find(field);
    return found != form.end() && found->is_string() ? found->get<std::string>() : "";
}

Json CaseViews::payload(const Digest& act) {
    auto bytes = node_.payload(act);
    if (!bytes || !*bytes) return Json::object();
    auto json = parse_canonical(**bytes);
    return json ? std::move(*json) : Json::object();
}

std::vector<std::string> CaseViews::reasons_in(const Json& judgement) {
    std::vector<std::string> sentences;
    const auto own = judgement.value("reason", "");
    for (const auto& said : judgement.value("reasons", std::vector<std::string>{})) {
        // The desk of the kecamatan has words of its own for the same; what only a newer version
        // knows is another reason here.
        const auto code = lists_.code_of(kReasonList, said).value_or(std::string(kOtherReason));
        // "Sebab lain" says nothing beside the words that follow it.
        if (code == kOtherReason && !own.empty()) continue;
        sentences.push_back(lists_.label_of(kReasonList, code));
    }
    if (!own.empty()) sentences.push_back(own);
    return sentences;
}

std::vector<std::string> CaseViews::reasons(const Case& of) {
    if (of.last_judgement.is_zero()) return {};
    return reasons_in(payload(of.last_judgement));
}

std::string CaseViews::reason(const Case& of) {
    return joined(reasons(of));
}

Json CaseViews::handing(const Case& of) {
    Json newest = Json::object();
    for (const auto& act : of.life) {
        if (act.type == ActType::handed_over && act.outcome.fate == Fate::effect)
            newest = payload(act.digest);
    }
    return newest;
}

std::string CaseViews::receiver(const Case& of) {
    return answer_text(handing(of), "to");
}

bool CaseViews::has_stale_paper(const Case& of) {
    const auto newest = std::find_if(of.life.rbegin(), of.life.rend(), [](const LifeAct& act) {
        return act.type == ActType::printed;
    });
    if (newest == of.life.rend()) return false;
    if (of.state == CaseState::revoked) return true;
    // What another kiosk printed may be here before the letter is.
    if (of.letter.is_zero() && newest->node != node_.id()) return false;
    return answer_text(payload(newest->digest), "of") != to_base64url(of.letter.view());
}

Date CaseViews::asked_on(const Case& of) {
    const auto submitted = wita_date(of.submitted_at);
    const auto entered = acts::entered_of(payload(of.id));
    // What some kiosk signed: a date that it should have refused makes nobody late.
    return entered && check_entered(*entered, submitted) ? *entered : submitted;
}

Date CaseViews::come_back(const Case& of, bool& table_ended) {
    const auto* service = catalogue_.find(of.service);
    const auto asked = asked_on(of);
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
    row.stale_paper = has_stale_paper(of);
    row.asked_on = asked_on(of);
    row.late_entry = row.asked_on != wita_date(of.submitted_at);
    row.age = age_words(row.asked_on, today);
    const auto nik = answer_text(form, service ? service->holder_nik : "nik");
    row.nik_tail = nik_tail(nik);
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
    auto views = papers_in(service, revision);
    for (auto& view : views) {
        const auto found = checked.find(view.id);
        if (found == checked.end()) continue;
        view.seen = found->second.value("seen", false);
        view.absent_reason = found->second.value("absent", "");
    }
    return views;
}

std::vector<PaperView> CaseViews::papers_in(const Service* service, const Json& revision) {
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
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<Change> CaseViews::changes(const Service* service, const Json& newer) {
    const auto of = fixed_from_base64url<Digest>(newer.value("of", ""));
    if (!service || !of) return {};
    const auto older = payload(*of);
    if (!older.contains("form")) return {};  // erased: there is nothing to compare with
    const auto shown = [&](const Json& revision) {
        std::map<std::string, std::string> answers;
        const auto form = revision.value("form", Json::object());
        for (const auto& group : questions_of(*service, form, lists_, nullptr)) {
            for (const auto& question : group.questions) {
                auto& text = answers[question.field->id] = question.shown;
                for (const auto& row : question.rows) text += joined(row) + "\n";
            }
        }
        return answers;
    };
    const auto before = shown(older), now = shown(newer);
    std::vector<Change> changes;
    for (const auto& field : service->fields) {
        const auto &was = before.at(field.id), &is = now.at(field.id);
        if (was != is) changes.push_back({field.label, was, is});
    }
    const auto papers_before = papers_in(service, older);
    for (const auto& paper : papers_in(service, newer)) {
        const auto was = std::find_if(papers_before.begin(), papers_before.end(),
                                      [&](const PaperView& one) { return one.id == paper.id; });
        if (was != papers_before.end() && was->how == paper.how && was->blob == paper.blob)
            continue;
        changes.push_back(
            {paper.label, was == papers_before.end() ? "" : how_words(*was), how_words(paper)});
    }
    return changes;
}

// The line under a step: who helped, why it went back, who took the letter.
std::string CaseViews::remark(const Book& book, const LifeAct& act) {
    std::vector<std::string> parts;
    const auto written = payload(act.digest);
    if (act.type == ActType::submitted || act.type == ActType::amended) {
        if (const auto entered = acts::entered_of(written))
            parts.push_back("Susulan, kertas tanggal " + to_words(*entered) + ".");
        const auto by = key_id_from_text(written.value("by", ""));
        const auto* clerk = by ? book.roster_here().find(*by) : nullptr;
        if (clerk) parts.push_back("Diisi petugas " + clerk->name + ".");
        if (const auto helper = acts::helper_of(written); !helper.name.empty())
            parts.push_back("Dibantu " + helper_words(helper) + ".");
    } else if (act.type == ActType::returned || act.type == ActType::rejected ||
               act.type == ActType::cancelled || act.type == ActType::revoked) {
        return joined(reasons_in(written));
    } else if (act.type == ActType::handed_over) {
        parts.push_back("Diterima oleh " + written.value("to", "") +
                        (written.contains("signature") ? ", dengan tanda tangan." : "."));
    }
    return joined(parts);
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
        if (line.effect) line.note = remark(book, act);
        lines.push_back(std::move(line));
    }
    return lines;
}

CaseView CaseViews::page(const Book& book, const Case& of, const OfficerView* officer) {
    const auto* service = catalogue_.find(of.service);
    const auto revision = payload(of.revision);
    const auto form = revision.value("form", Json::object());
    CaseView view;
    view.code = of.code;
    view.shown_code = show_code(of.code);
    view.service = of.service;
    view.service_name = service ? service->name : of.service;
    view.applicant = answer_text(form, service ? service->holder : "nama");
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
    view.changes = changes(service, revision);
    view.helper = acts::helper_of(revision);
    view.entered = acts::entered_of(payload(of.id));
    const auto handed = handing(of);
    view.receiver = answer_text(handed, "to");
    view.signature = fixed_from_base64url<Digest>(answer_text(handed, "signature"));
    view.waiting_sentence = place_of(of).next;
    view.has_letter = !of.letter.is_zero() && of.state != CaseState::revoked &&
                      (of.steps.flow != Flow::desa || !of.number.empty()) &&
                      (of.steps.flow == Flow::desa || !of.register_number.empty());
    view.stale_paper = has_stale_paper(of);
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
    if (of.state == CaseState::returned || of.state == CaseState::rejected) {
        view.reasons = reasons(of);
        view.reason = joined(view.reasons);
    }
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
    view.asked_on = long_date(asked_on(of));
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
    const auto helper = acts::helper_of(payload(of.revision));
    const auto entered = acts::entered_of(payload(of.id));
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
            {"copies", of.copies},
            {"helper", helper.name.empty() ? "" : helper_words(helper)},
            {"entered", entered ? to_iso(*entered) : ""}};
}

}  // namespace disapa
