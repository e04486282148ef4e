#include "kiosk/counter/counter.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/counter/case_view.h"
#include "kiosk/counter/drafts.h"
#include "kiosk/counter/evidence.h"
#include "kiosk/counter/officers.h"
#include "kiosk/counter/steps.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

LinkState link_state_of(std::string_view word) {
    if (word == "baik") return LinkState::good;
    if (word == "lambat") return LinkState::slow;
    if (word == "menunggu") return LinkState::waiting;
    if (word == "tanpa_jaringan") return LinkState::no_network;
    if (word == "tanpa_nama") return LinkState::no_name;
    if (word == "tak_terjangkau") return LinkState::unreachable;
    if (word == "terputus") return LinkState::down;
    if (word == "login") return LinkState::portal;
    if (word == "ditolak") return LinkState::refused;
    if (word == "jam") return LinkState::clock;
    if (word == "jendela") return LinkState::window;
    if (word == "kuota") return LinkState::quota;
    if (word == "dicabut") return LinkState::revoked;
    return LinkState::never;
}

tl::unexpected<Error> no_case() {
    return fail(ErrorCode::not_found,
                "Kode itu tidak ada di kiosk ini. Periksa lagi kode pada tanda terima Anda.",
                "no such case here");
}

}  // namespace

struct Counter::State {
    Node node;
    Catalogue catalogue;
    Lists lists;
    Drafts drafts;
    CaseViews views;
    Steps steps;

    State(Node opened, Catalogue services, Lists known)
        : node(std::move(opened)),
          catalogue(std::move(services)),
          lists(std::move(known)),
          drafts(node, catalogue, lists),
          views(node, catalogue, lists),
          steps(node, catalogue, lists, views) {}

    struct Found {
        const Book* book;
        const Case* of;
    };
    Result<Found> find(std::string_view typed) {
        const auto code = read_code(typed);
        if (!code) {
            return fail(ErrorCode::invalid,
                        "Kode itu keliru. Kode terdiri dari 11 huruf dan angka, seperti pada tanda "
                        "terima.",
                        "receipt code does not check");
        }
        auto book = node.book();
        if (!book) return pass(std::move(book));
        const auto* of = (*book)->find_code(*code);
        if (!of) return no_case();
        return Found{*book, of};
    }

    std::string office_line() {
        const auto& region = node.setup().region;
        return (region.is_kelurahan() ? "Kelurahan " : "Desa ") + lists.region_name(region);
    }
    std::string telephone() {
        auto office = find_office(node, node.setup().region);
        return office && *office ? (*office)->phone : "";
    }

    // The newest form of this NIK that was entered on this kiosk; null when there is none.
    Json known_form(const std::string& nik) {
        auto book = node.book();
        const Case* newest = nullptr;
        if (!book) return nullptr;
        for (const auto& [id, of] : (*book)->cases()) {
            if (of.home != node.id() || (newest && of.submitted_at <= newest->submitted_at))
                continue;
            const auto form = views.payload(of.revision).value("form", Json::object());
            if (answer_text(form, "nik") == nik) newest = &of;
        }
        return newest ? views.payload(newest->revision).value("form", Json::object())
                      : Json(nullptr);
    }

    Result<ReceiptView> receipt(std::string_view code) {
        auto found = find(code);
        if (!found) return pass(std::move(found));
        return views.receipt(*found->of, office_line(), telephone());
    }
};

Result<KeyId> Counter::enrol(const std::filesystem::path& folder, std::string_view invite_text,
                             std::string_view pin, const Clock& clock, Random& random,
                             Argon2Cost cost) {
    auto invite = parse_invite(invite_text);
    if (!invite) return pass(std::move(invite));
    if (invite->role == Role::kiosk) return enrol_device(folder, *invite, clock, random);
    auto node = Node::open(folder, clock, random);
    if (!node) return pass(std::move(node));
    return enrol_officer(*node, *invite, pin, cost);
}

Result<Counter> Counter::open(const std::filesystem::path& folder,
                              const std::filesystem::path& assets, const Clock& clock,
                              Random& random) {
    auto catalogue = Catalogue::load(assets);
    if (!catalogue) return pass(std::move(catalogue));
    auto lists = Lists::load(assets);
    if (!lists) return pass(std::move(lists));
    auto node = Node::open(folder, clock, random);
    if (!node) return pass(std::move(node));
    if (node->setup().kind != NodeKind::kiosk) {
        return fail(ErrorCode::refused, "Folder ini milik hub, bukan kiosk. Periksa --data.",
                    "this folder is a hub's");
    }
    auto provisional = provisional_officers(*node);
    if (!provisional) return pass(std::move(provisional));
    node->set_provisional(std::move(*provisional));
    return Counter(
        std::make_unique<State>(std::move(*node), std::move(*catalogue), std::move(*lists)));
}

Counter::Counter(std::unique_ptr<State> state) : state_(std::move(state)) {}
Counter::Counter(Counter&&) noexcept = default;
Counter& Counter::operator=(Counter&&) noexcept = default;
Counter::~Counter() = default;

const Catalogue& Counter::catalogue() const {
    return state_->catalogue;
}
const Lists& Counter::lists() const {
    return state_->lists;
}
Node& Counter::node() {
    return state_->node;
}
std::uint64_t Counter::version() {
    return state_->node.version();
}

LinkView Counter::link() {
    auto& node = state_->node;
    LinkView view;
    if (auto record = node.get("link", "state"); record && *record) {
        const auto json = Json::parse(**record, nullptr, false);
        if (json.is_object()) {
            view.state = link_state_of(json.value("state", ""));
            view.sentence = json.value("sentence", "");
            view.last_contact = json.value("last_contact", Instant{0});
        }
    }
    if (auto book = node.book()) {
        for (const auto& [id, of] : (*book)->cases()) ++(of.arrived ? view.arrived : view.waiting);
        // A clock before the newest time of the hub was put back or lost its battery.
        view.clock_doubt = node.clock().now() + 86400 < (*book)->hub_time();
    }
    return view;
}

HomeView Counter::home() {
    const auto& setup = state_->node.setup();
    HomeView view;
    view.office_line = state_->office_line();
    view.place_line = "Kecamatan " + state_->lists.region_name(setup.office) + ", " +
                      state_->lists.region_name(setup.office.parent());
    view.telephone = state_->telephone();
    for (const auto& service : state_->catalogue.services()) {
        view.services.push_back(
            {service.code, service.short_name, service.hint, service.icon, service.group});
    }
    view.link = link();
    view.notice = state_->node.rebirth_sentence();
    view.sample = setup.sample;
    return view;
}

Result<DraftView> Counter::begin(std::string_view code) {
    const auto* service = state_->catalogue.find(code);
    if (!service) {
        return fail(ErrorCode::not_found, "Layanan itu tidak ada di kiosk ini.", "no such service");
    }
    if (auto begun = state_->drafts.begin(*service); !begun) return pass(std::move(begun));
    return draft();
}

std::optional<DraftLeft> Counter::left_draft() {
    return state_->drafts.left(link().clock_doubt);
}

Result<DraftView> Counter::resume() {
    if (auto done = state_->drafts.resume(); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::answer(std::string_view field, const Json& value, const Session* clerk) {
    Json known;
    if (clerk && field == "nik" && value.is_string())
        known = state_->known_form(value.get<std::string>());
    if (auto done = state_->drafts.answer(field, value, known); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::paper(std::string_view id, PaperHow how) {
    if (auto done = state_->drafts.paper(id, how); !done) return pass(std::move(done));
    return draft();
}

Result<DraftView> Counter::attach(std::string_view id, std::string_view name, ByteView bytes) {
    if (auto done = state_->drafts.attach(id, name, bytes); !done) return pass(std::move(done));
    return draft();
}

DraftView Counter::draft() const {
    return state_->drafts.view();
}
void Counter::wipe_draft() {
    state_->drafts.wipe();
}
bool Counter::wipe_if_left() {
    if (state_->drafts.is_open() && link().clock_doubt) {
        state_->drafts.wipe();
        return true;
    }
    return state_->drafts.wipe_if_left();
}

std::optional<std::string> Counter::recent_twin() {
    const auto nik = state_->drafts.text_of("nik");
    auto book = state_->node.book();
    if (!book || nik.empty() || !state_->drafts.amends().empty()) return std::nullopt;
    const auto now = state_->node.clock().now();
    for (const auto& [id, of] : (*book)->cases()) {
        if (of.service != state_->drafts.service() || of.state == CaseState::cancelled) continue;
        if (now - of.submitted_at > 86400) continue;
        const auto form = state_->views.payload(of.revision).value("form", Json::object());
        if (answer_text(form, "nik") == nik) return show_code(of.code);
    }
    return std::nullopt;
}

Result<ReceiptView> Counter::submit_draft(const Session* clerk) {
    std::shared_ptr<Json> form;
    auto papers = state_->drafts.finish(form);
    if (!papers) return pass(std::move(papers));
    const auto by = clerk ? clerk->officer().key : KeyId{};
    const auto amends = state_->drafts.amends();
    const auto also = [&](Writer& writer) { return state_->drafts.erase(writer); };
    auto code = amends.empty()
                    ? state_->steps.submit(state_->drafts.service(), *form, *papers, by, also)
                    : state_->steps.amend(amends, *form, *papers, by, also);
    if (!code) return pass(std::move(code));
    state_->drafts.forget();
    return state_->receipt(*code);
}

namespace {

// Papers of a headless submission: what is attached is a file, the rest is brought.
Result<std::vector<FinishedPaper>> papers_of(const Service& service,
                                             const std::vector<Counter::Attachment>& attachments) {
    std::vector<FinishedPaper> papers;
    for (const auto& paper : service.papers) {
        FinishedPaper made;
        made.fact = {paper.id, PaperHow::brought, {}, {}, {}, 0};
        for (const auto& file : attachments) {
            if (file.paper != paper.id) continue;
            auto read = make_paper(paper.id, file.file_name, file.bytes);
            if (!read) return pass(std::move(read));
            made = std::move(*read);
        }
        papers.push_back(std::move(made));
    }
    for (const auto& file : attachments) {
        const auto known = std::any_of(service.papers.begin(), service.papers.end(),
                                       [&](const Paper& paper) { return paper.id == file.paper; });
        if (!known) {
            return fail(ErrorCode::invalid,
                        "Kertas " + file.paper + " tidak diminta layanan " + service.code + ".",
                        "no such paper " + file.paper);
        }
    }
    return papers;
}

Result<Json> checked_form(const Service& service, const Json& typed, const Lists& lists,
                          const Date& today) {
    auto form = normalise_form(service, typed, lists);
    if (!form) return form;
    for (const auto& finding : check_form(service, *form, lists, today)) {
        if (!finding.doubt)
            return fail(ErrorCode::invalid, finding.sentence, "field " + finding.field);
    }
    return form;
}

}  // namespace

Result<ReceiptView> Counter::submit(std::string_view code, const Json& typed,
                                    const std::vector<Attachment>& attachments,
                                    const Session* clerk) {
    const auto* service = state_->catalogue.find(code);
    if (!service) {
        return fail(ErrorCode::not_found, "Layanan itu tidak ada di kiosk ini.", "no such service");
    }
    const auto today = wita_date(state_->node.clock().now());
    auto form = checked_form(*service, typed, state_->lists, today);
    if (!form) return pass(std::move(form));
    auto papers = papers_of(*service, attachments);
    if (!papers) return pass(std::move(papers));
    const auto by = clerk ? clerk->officer().key : KeyId{};
    auto done = state_->steps.submit(service->code, *form, *papers, by, nullptr);
    if (!done) return pass(std::move(done));
    return state_->receipt(*done);
}

Result<ReceiptView> Counter::amend(std::string_view code, const Json& typed,
                                   const std::vector<Attachment>& attachments,
                                   const Session& clerk) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    const auto* service = state_->catalogue.find(found->of->service);
    if (!service) return no_case();
    const auto today = wita_date(state_->node.clock().now());
    auto form = checked_form(*service, typed, state_->lists, today);
    if (!form) return pass(std::move(form));
    auto papers = papers_of(*service, attachments);
    if (!papers) return pass(std::move(papers));
    auto done = state_->steps.amend(found->of->code, *form, *papers, clerk.officer().key, nullptr);
    if (!done) return pass(std::move(done));
    return state_->receipt(*done);
}

Result<DraftView> Counter::begin_amend(std::string_view code, const Session&) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    const auto* service = state_->catalogue.find(found->of->service);
    if (!service || found->of->state != CaseState::returned) {
        return fail(ErrorCode::refused, "Hanya permohonan yang dikembalikan dapat diperbaiki.",
                    "case is not returned");
    }
    const auto revision = state_->views.payload(found->of->revision);
    auto begun = state_->drafts.begin_amend(*service, found->of->code,
                                            revision.value("form", Json::object()),
                                            revision.value("papers", Json::array()));
    if (!begun) return pass(std::move(begun));
    return draft();
}

Result<ReceiptView> Counter::receipt(std::string_view code) {
    return state_->receipt(code);
}

Result<Bytes> Counter::receipt_pdf(std::string_view code) {
    auto view = state_->receipt(code);
    if (!view) return pass(std::move(view));
    ReceiptData data;
    data.office_line = view->office_line;
    data.code = view->shown_code;
    data.service = view->service_name;
    data.asked_on = view->asked_on;
    data.come_back_on = view->come_back_on;
    data.telephone = view->telephone;
    data.sample_note = view->sample ? "CONTOH - TIDAK BERLAKU" : "";
    data.bring = view->bring;
    data.qr_text = view->code;
    return render_receipt(data);
}

Result<StatusView> Counter::status(std::string_view typed) {
    auto found = state_->find(typed);
    if (!found) return pass(std::move(found));
    return state_->views.status(*found->of);
}

std::vector<OfficerView> Counter::officers() {
    auto officers = officers_here(state_->node);
    return officers ? std::move(*officers) : std::vector<OfficerView>{};
}

Result<Session> Counter::sign_in(const KeyId& officer, std::string_view pin) {
    auto key = open_officer_key(state_->node, officer, pin);
    if (!key) return pass(std::move(key));
    for (auto& known : officers()) {
        if (known.key == officer) return Session(std::move(known), std::move(*key));
    }
    return fail(ErrorCode::not_found, "Petugas itu tidak terdaftar di kiosk ini.",
                "no such officer");
}

std::vector<QueueRow> Counter::queue() {
    std::vector<QueueRow> rows;
    auto book = state_->node.book();
    if (!book) return rows;
    for (const auto& [id, of] : (*book)->cases()) rows.push_back(state_->views.row(of));
    std::sort(rows.begin(), rows.end(), [](const QueueRow& a, const QueueRow& b) {
        if (a.waits_for.empty() != b.waits_for.empty()) return b.waits_for.empty();
        return a.waits_for.empty() ? a.submitted_at > b.submitted_at
                                   : a.submitted_at < b.submitted_at;
    });
    return rows;
}

Result<CaseView> Counter::view(std::string_view code, const Session* officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->views.page(*found->book, *found->of, officer ? &officer->officer() : nullptr);
}

Status Counter::verify(std::string_view code, const std::vector<PaperCheck>& papers,
                       const Session& clerk) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.verify(found->of->code, papers, clerk.key());
}
Status Counter::endorse(std::string_view code, const Session& kades) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.endorse(found->of->code, kades.key());
}
Status Counter::give_back(std::string_view code, std::string_view reason, const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.judge(found->of->code, ActType::returned, reason, officer.key());
}
Status Counter::cancel(std::string_view code, std::string_view reason, const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.judge(found->of->code, ActType::cancelled, reason, officer.key());
}
Status Counter::printed(std::string_view code, const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.printed(found->of->code, officer.officer().key);
}
Status Counter::hand_over(std::string_view code, std::string_view receiver,
                          const Session& officer) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->steps.hand_over(found->of->code, receiver, officer.officer().key);
}

Result<Bytes> Counter::letter_pdf(std::string_view code) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    auto data = letter_of(state_->node, *found->of, state_->catalogue, state_->lists);
    if (!data) return pass(std::move(data));
    // A printed letter cannot be taken back: what it proves must not be forgotten by a restore.
    if (auto noted = state_->node.before_leaving(); !noted) return pass(std::move(noted));
    return render_letter(*data);
}

Verification Counter::verify_text(std::string_view qr_text) {
    const auto today = wita_date(state_->node.clock().now());
    auto roster = state_->node.roster();
    auto book = state_->node.book();
    return verify_letter(qr_text, roster ? *roster : Roster{}, book ? *book : nullptr, today);
}

Result<std::string> Counter::export_case(std::string_view code) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return evidence_of(state_->node, *found->book, *found->of);
}

Result<std::string> Counter::case_json(std::string_view code) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->views.to_json(*found->of).dump();
}

std::string Counter::queue_json() {
    Json rows = Json::array();
    if (auto book = state_->node.book()) {
        for (const auto& row : queue()) {
            rows.push_back(state_->views.to_json(*(*book)->find_code(row.code)));
        }
    }
    return rows.dump();
}

}  // namespace disapa
