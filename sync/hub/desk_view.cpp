#include "sync/hub/desk_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/service/office.h"
#include "sync/hub/worker.h"

namespace disapa {
namespace {

bool is_table_of(std::string_view table, const RosterKey& officer, const Region& office) {
    if (table == "kasi") return officer.has_role(Role::verifikator, office);
    if (table == "sekcam") return officer.has_role(Role::sekcam, office);
    return table == "camat" &&
           (officer.has_role(Role::camat, office) || !officer.delegations.empty());
}

Instant state_since(const Case& of) {
    Instant at = of.submitted_at;
    for (const auto& act : of.life) {
        if (act.outcome.fate == Fate::effect) at = act.at;
    }
    return at;
}

}  // namespace

std::string_view state_words(CaseState state, const Region& region) {
    switch (state) {
        case CaseState::submitted:
            return "Baru diajukan";
        case CaseState::verified:
            return "Diverifikasi petugas desa";
        case CaseState::endorsed:
            return region.is_kelurahan() ? "Disahkan lurah" : "Disahkan kepala desa";
        case CaseState::issued:
            return "Surat desa terbit";
        case CaseState::checked:
            return "Diperiksa kasi";
        case CaseState::initialled:
            return "Diparaf sekcam";
        case CaseState::approved:
            return "Disetujui camat";
        case CaseState::rejected:
            return "Ditolak";
        case CaseState::returned:
            return "Dikembalikan ke desa";
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

std::string_view table_of(const Case& of) {
    switch (of.state) {
        case CaseState::submitted:
        case CaseState::amended:
        case CaseState::verified:
        case CaseState::returned:
            return "desa";
        case CaseState::endorsed:
            if (of.steps.flow == Flow::desa) return "desa";
            if (of.steps.flow == Flow::mengetahui && of.number.empty()) return "desa";
            if (of.steps.needs_checked) return "kasi";
            return of.steps.needs_initialled ? "sekcam" : "camat";
        case CaseState::checked:
            return of.steps.needs_initialled ? "sekcam" : "camat";
        case CaseState::initialled:
            return "camat";
        default:
            return "selesai";
    }
}

Json DeskView::parsed(const Digest& act) {
    auto payload = hub_.payload(act);
    if (!payload || !*payload) return Json::object();
    auto json = parse_canonical(**payload);
    return json ? std::move(*json) : Json::object();
}

Json DeskView::revision(const Case& of) {
    return parsed(of.revision);
}

std::string DeskView::holder(const Service* service, const Json& form) const {
    const auto name = form.find(service ? service->holder : "nama");
    return name != form.end() && name->is_string() ? name->get<std::string>() : "";
}

void RowFacts::follow(Node& hub) {
    const auto size = hub.size_of(hub.open_feed(hub.setup().office).id());
    if (size != office_size_) known_.clear();
    office_size_ = size;
}

const RowFacts::Facts* RowFacts::find(const Digest& revision) const {
    const auto found = known_.find(revision);
    return found == known_.end() ? nullptr : &found->second;
}

void RowFacts::keep(const Digest& revision, Facts facts) {
    known_[revision] = std::move(facts);
}

Json DeskView::row(const Region& region, const Case& of) {
    const auto* service = catalogue_.find(of.service);
    const auto table = table_of(of);
    const auto* known = facts_ ? facts_->find(of.revision) : nullptr;
    RowFacts::Facts facts;
    std::ptrdiff_t coming = 0;
    if (known) {
        facts = *known;
    } else {
        const auto json = revision(of);
        const auto list = papers(service, of, json);
        coming = std::count_if(list.begin(), list.end(), [](const Json& paper) {
            return paper["how"] == "file" && !paper["here"].get<bool>();
        });
        facts = {holder(service, json.value("form", Json::object())), list.size()};
        // While photos are on their way the row changes without an act.
        if (facts_ && coming == 0) facts_->keep(of.revision, facts);
    }
    Json row{{"code", show_code(of.code)},
             {"case", to_base64url(of.id.view())},
             {"service", of.service},
             {"service_name", service ? service->name : of.service},
             {"applicant", facts.applicant},
             {"desa", lists_.region_name(region)},
             {"region", region.code()},
             {"state", std::string(to_text(of.state))},
             {"state_at", state_since(of)},
             {"waits", std::string(table)},
             {"due", ""},
             {"days_left", nullptr},
             {"papers", facts.papers},
             {"papers_missing", coming},
             {"number", of.number},
             {"register", of.register_number},
             {"note", ""}};
    if (of.revision_count > 0) row["note"] = "perbaikan ke-" + std::to_string(of.revision_count);
    const bool at_office = table == "kasi" || table == "sekcam" || table == "camat";
    if (at_office && service && of.received_at > 0) {
        const auto& holidays = lists_.holidays();
        const auto today = wita_date(hub_.clock().now());
        const auto due =
            holidays.add_working_days(wita_date(of.received_at), service->kecamatan_days);
        row["due"] = to_iso(due);
        row["days_left"] = today <= due ? holidays.working_days_between(today, due)
                                        : -holidays.working_days_between(due, today);
    }
    return row;
}

Result<Json> DeskView::queue() {
    if (facts_) facts_->follow(hub_);
    Json cases = Json::array();
    Json desas = Json::array();
    auto contacts = last_contacts(hub_);
    if (!contacts) return pass(std::move(contacts));
    auto roster = hub_.roster();
    if (!roster) return pass(std::move(roster));
    std::map<std::string, Instant> seen;  // desa -> newest contact of any of its kiosks
    for (const auto& [id, key] : roster->keys()) {
        if (key.grants.empty() || key.grants.front().role != Role::kiosk) continue;
        auto& last = seen[key.grants.front().region.code()];
        if (const auto found = contacts->find(id); found != contacts->end()) {
            last = std::max(last, found->second);
        }
    }
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) return pass(std::move(book));
        seen.try_emplace(region.code(), 0);
        for (const auto& [id, of] : (*book)->cases()) cases.push_back(row(region, of));
    }
    for (const auto& [code, last] : seen) {
        const auto region = Region::parse(code);
        if (!region) continue;
        auto office = find_office(hub_, *region);
        const auto phone = office && *office ? (*office)->phone : "";
        desas.push_back({{"region", code},
                         {"name", lists_.region_name(*region)},
                         {"last_contact", last},
                         {"phone", phone}});
    }
    return Json{{"now", hub_.clock().now()}, {"cases", cases}, {"desas", desas}};
}

std::string DeskView::next_case(std::string_view code, const KeyId& officer) {
    auto roster = hub_.roster();
    const auto* key = roster ? roster->find(officer) : nullptr;
    if (!key) return "";
    const Case* oldest = nullptr;
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) continue;
        for (const auto& [id, of] : (*book)->cases()) {
            if (of.code == code || !is_table_of(table_of(of), *key, hub_.setup().office)) continue;
            if (!oldest || of.received_at < oldest->received_at) oldest = &of;
        }
    }
    return oldest ? show_code(oldest->code) : "";
}

Result<Json> DeskView::public_keys() {
    auto roster = hub_.roster();
    if (!roster) return pass(std::move(roster));
    Json keys = Json::array();
    for (const auto& [id, key] : roster->keys()) {
        Json delegations = Json::array();
        for (const auto& delegation : key.delegations) {
            delegations.push_back({{"kind", delegation.kind},
                                   {"role", std::string(to_text(delegation.role))},
                                   {"from", delegation.from},
                                   {"until", delegation.until}});
        }
        for (const auto& grant : key.grants) {
            keys.push_back({{"kty", "OKP"},
                            {"crv", "Ed25519"},
                            {"x", to_base64url(key.key.view())},
                            {"kid", to_text(id)},
                            {"name", key.name},
                            {"title", key.title},
                            {"role", std::string(to_text(grant.role))},
                            {"region", grant.region.code()},
                            {"from", grant.from ? *grant.from : key.enrolled_at},
                            {"until", grant.until ? Json(*grant.until) : Json(nullptr)},
                            {"revoked", key.revoked_at ? Json(*key.revoked_at) : Json(nullptr)},
                            {"delegations", delegations}});
        }
    }
    Json revoked = Json::array();
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) return pass(std::move(book));
        for (const auto& [id, of] : (*book)->cases()) {
            if (of.state == CaseState::revoked) revoked.push_back(to_base64url(of.letter.view()));
        }
    }
    Json services = Json::object();
    for (const auto& service : catalogue_.services()) services[service.code] = service.name;
    return Json{{"keys", keys}, {"revoked_letters", revoked}, {"services", services}};
}

bool DeskView::names_blob(const Digest& hash) {
    const auto text = to_base64url(hash.view());
    for (const auto& region : hub_.desa_regions()) {
        auto book = hub_.book(region);
        if (!book) continue;
        for (const auto& [id, of] : (*book)->cases()) {
            const auto json = revision(of);
            for (const auto& paper : json.value("papers", Json::array())) {
                if (paper.value("blob", "") == text) return true;
            }
        }
    }
    return false;
}

}  // namespace disapa
