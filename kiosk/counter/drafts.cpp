#include "kiosk/counter/drafts.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/counter/originals.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/service/answer.h"
#include "shared/service/nik.h"

namespace disapa {
namespace {

constexpr std::string_view kDraftRecords = "draft";
constexpr std::string_view kDraftKey = "now";
constexpr std::string_view kFileRecords = "draft_file";

// Fields of a person that a NIK seen before may fill; never what he asks for this time.
constexpr std::string_view kApplicantFields[] = {
    "no_kk", "nama",         "tempat_lahir", "tanggal_lahir",   "jenis_kelamin",
    "agama", "status_kawin", "pekerjaan",    "kewarganegaraan", "alamat",
    "rt",    "rw",           "no_hp"};

tl::unexpected<Error> no_draft() {
    return fail(ErrorCode::not_found, "Tidak ada permohonan yang sedang diisi.", "no draft");
}

}  // namespace

Result<Helper> clean_helper(const Helper& helper) {
    Helper clean{clean_text(helper.name), clean_text(helper.relation)};
    if (clean.name.empty()) return Helper{};
    if (letters(clean.name) < 2 || clean.name.size() > limits::kNameBytes ||
        clean.relation.size() > limits::kNameBytes) {
        return fail(ErrorCode::invalid, "Tulis nama orang yang membantu, paling banyak 60 huruf.",
                    "helper's name or relation out of bounds");
    }
    return clean;
}

Status check_entered(const Date& entered, const Date& today) {
    const int age = days_between(entered, today);
    if (is_valid(entered) && age >= 0 && age <= limits::kWalkInDays) return {};
    return fail(ErrorCode::invalid,
                "Tanggal kertas paling lambat hari ini dan paling lama " +
                    std::to_string(limits::kWalkInDays) + " hari yang lalu.",
                "date of the paper form out of bounds");
}

struct Drafts::State {
    State(Node& of, const Catalogue& services, const Lists& known)
        : node(of), catalogue(services), lists(known) {}

    Node& node;
    const Catalogue& catalogue;
    const Lists& lists;

    // What is open now; `service` empty when nothing is.
    std::string service, amends;
    Json answers = Json::object();  // as typed
    std::set<std::string> proposed;
    std::map<std::string, PaperAnswer> papers;
    std::map<std::string, Json>
        kept_files;  // amending: files that the revision before already named
    Instant touched = 0;
    Helper helper;
    std::optional<Date> entered;
    bool identified = false;
    std::string place;  // the page the person is on

    const Service* found() const { return catalogue.find(service); }
    Date today() const { return wita_date(node.clock().now()); }

    Bytes to_record() const {
        Json list = Json::array();
        for (const auto& [id, paper] : papers) {
            list.push_back({{"id", id},
                            {"how", std::string(acts::to_text(paper.how))},
                            {"name", paper.file_name},
                            {"reused", paper.reused},
                            {"size", paper.size}});
        }
        Json files = Json::object();
        for (const auto& [id, file] : kept_files) files[id] = file;
        const auto text = Json{
            {"service", service},
            {"amends", amends},
            {"answers", answers},
            {"proposed", proposed},
            {"papers", list},
            {"files", files},
            {"helper", {helper.name, helper.relation}},
            {"entered", entered ? to_iso(*entered) : ""},
            {"identified", identified},
            {"place", place},
            {"touched",
             touched}}.dump(-1, ' ', false, Json::error_handler_t::replace);
        return Bytes(text.begin(), text.end());
    }

    bool from_record(ByteView record) {
        const auto json = Json::parse(record, nullptr, false);
        if (!json.is_object() || !catalogue.find(json.value("service", ""))) return false;
        open(*catalogue.find(json.value("service", "")));
        amends = json.value("amends", "");
        answers = json.value("answers", Json::object());
        for (const auto& id : json.value("proposed", Json::array())) proposed.insert(id);
        for (const auto& item : json.value("papers", Json::array())) {
            const auto known = papers.find(item.value("id", ""));
            if (known == papers.end()) continue;
            known->second.how = acts::paper_how_from_text(item.value("how", ""));
            known->second.file_name = item.value("name", "");
            known->second.size = item.value("size", std::size_t{0});
            known->second.reused = item.value("reused", false);
        }
        const auto files = json.value("files", Json::object());
        for (const auto& [id, file] : files.items()) kept_files[id] = file;
        touched = json.value("touched", Instant{0});
        const auto who = json.value("helper", std::vector<std::string>{});
        if (who.size() == 2) helper = {who[0], who[1]};
        entered = parse_date(json.value("entered", ""));
        identified = json.value("identified", false);
        place = json.value("place", "");
        return true;
    }

    void close() {
        service.clear();
        amends.clear();
        answers = Json::object();
        proposed.clear();
        papers.clear();
        kept_files.clear();
        helper = {};
        entered.reset();
        identified = false;
        place.clear();
    }

    void open(const Service& chosen) {
        close();
        service = chosen.code;
        for (const auto& paper : chosen.papers) {
            auto& answer = papers[paper.id];
            answer.id = paper.id;
            answer.label = paper.label;
            answer.required = paper.required;
        }
        for (const auto& field : chosen.fields) {
            if (!field.preset.empty()) {
                answers[field.id] = field.preset;
                proposed.insert(field.id);
            }
        }
    }

    Status save() {
        touched = node.clock().now();
        return node.write(
            [&](Writer& writer) { return writer.put(kDraftRecords, kDraftKey, to_record()); });
    }

    void propose(const std::string& field, const Json& value) {
        const auto* service_file = found();
        if (!service_file || !service_file->field(field)) return;
        const auto there = answers.find(field);
        if (there != answers.end() && !is_empty(*there) && !proposed.contains(field)) return;
        answers[field] = value;
        proposed.insert(field);
    }

    // A paper comes in another way, or with another file.
    void drop_file(PaperAnswer& paper, PaperHow how) {
        paper.how = how;
        paper.file_name.clear();
        paper.size = 0;
        paper.reused = false;
        kept_files.erase(paper.id);
    }

    void propose_from_nik(const std::string& nik, const Json& known) {
        const auto reading = read_nik(nik, today());
        if (!reading.problem.empty()) return;
        if (reading.born) propose("tanggal_lahir", to_iso(*reading.born));
        propose("jenis_kelamin", reading.female ? "2" : "1");
        if (!known.is_object()) return;
        for (const auto field : kApplicantFields) {
            const auto value = known.find(field);
            if (value != known.end()) propose(std::string(field), *value);
        }
    }
};

Drafts::Drafts(Node& node, const Catalogue& catalogue, const Lists& lists)
    : state_(std::make_unique<State>(node, catalogue, lists)) {}
Drafts::Drafts(Drafts&&) noexcept = default;
Drafts& Drafts::operator=(Drafts&&) noexcept = default;
Drafts::~Drafts() = default;

Status Drafts::begin(const Service& service) {
    wipe();
    state_->open(service);
    return state_->save();
}

Status Drafts::begin_amend(const Service& service, std::string_view code, const Json& form,
                           const Json& papers) {
    wipe();
    state_->open(service);
    state_->amends = code;
    state_->answers = form;
    state_->proposed.clear();
    for (const auto& item : papers) {
        const auto known = state_->papers.find(item.value("id", ""));
        if (known == state_->papers.end()) continue;
        known->second.how = acts::paper_how_from_text(item.value("how", ""));
        if (!item.contains("blob")) continue;
        known->second.file_name = item.value("name", "");
        known->second.size = item.value("size", std::size_t{0});
        state_->kept_files[known->first] = item;
    }
    return state_->save();
}

std::optional<DraftLeft> Drafts::left(bool clock_doubt) {
    auto record = state_->node.get(kDraftRecords, kDraftKey);
    if (!record || !*record) return std::nullopt;
    const auto json = Json::parse(**record, nullptr, false);
    const auto* service =
        json.is_object() ? state_->catalogue.find(json.value("service", "")) : nullptr;
    const auto age = state_->node.clock().now() - (service ? json.value("touched", Instant{0}) : 0);
    if (!service || clock_doubt || age < 0 || age > limits::kDraftMinutes * 60) {
        wipe();
        return std::nullopt;
    }
    const auto answers = json.value("answers", Json::object());
    const auto nik = answers.value("nik", "");
    // Who has no NIK is known by his KK; a draft that nobody can be asked about is nobody's.
    const auto tail = nik_tail(is_without_nik(nik) ? answers.value("no_kk", "") : nik);
    if (is_without_nik(nik) && tail.empty()) {
        wipe();
        return std::nullopt;
    }
    return DraftLeft{service->name, tail};
}

Status Drafts::resume() {
    auto record = state_->node.get(kDraftRecords, kDraftKey);
    if (!record) return pass(std::move(record));
    if (!*record || !state_->from_record(**record)) {
        return fail(ErrorCode::not_found, "Permohonan tadi sudah dihapus. Mulailah lagi dari awal.",
                    "no draft to resume");
    }
    return state_->save();
}

Status Drafts::answer(std::string_view field, const Json& value, const Json& known) {
    const auto* service = state_->found();
    if (!service || !service->field(field)) {
        return fail(ErrorCode::invalid, "Pertanyaan itu tidak ada. Mulailah lagi dari awal.",
                    "no such field or no draft");
    }
    const std::string id(field);
    state_->proposed.erase(id);
    if (is_empty(value)) {
        state_->answers.erase(id);
    } else {
        state_->answers[id] = value;
    }
    if (id == "nik") state_->identified = false;
    if (id == "nik" && value.is_string()) state_->propose_from_nik(value.get<std::string>(), known);
    return state_->save();
}

Status Drafts::paper(std::string_view id, PaperHow how) {
    const auto found = state_->papers.find(std::string(id));
    if (found == state_->papers.end()) {
        return fail(ErrorCode::invalid, "Kertas itu tidak diminta oleh layanan ini.",
                    "no such paper");
    }
    if (how == PaperHow::file) {
        found->second.how = how;
    } else {
        state_->drop_file(found->second, how);
        auto erased = state_->node.write(
            [&](Writer& writer) { return writer.erase(kFileRecords, found->first); });
        if (!erased) return erased;
    }
    return state_->save();
}

Status Drafts::attach(std::string_view id, std::string_view file_name, ByteView bytes) {
    const auto found = state_->papers.find(std::string(id));
    if (found == state_->papers.end()) return paper(id, PaperHow::file);
    auto made = make_paper(id, file_name, bytes);
    if (!made) return pass(std::move(made));
    state_->drop_file(found->second, PaperHow::file);
    found->second.file_name = made->fact.file_name;
    found->second.size = made->fact.size;
    state_->touched = state_->node.clock().now();
    return state_->node.write([&](Writer& writer) -> Status {
        if (auto put = writer.put(kFileRecords, found->first, bytes); !put) return put;
        return writer.put(kDraftRecords, kDraftKey, state_->to_record());
    });
}

Status Drafts::reuse(std::string_view id, const acts::PaperFact& file) {
    const auto found = state_->papers.find(std::string(id));
    if (found == state_->papers.end()) return paper(id, PaperHow::file);
    if (!file.blob || !state_->node.has_blob(*file.blob)) {
        return fail(ErrorCode::not_found,
                    "Foto lama itu tidak ada lagi di kios ini. Foto lagi, atau bawa kertasnya.",
                    "blob to be reused is not here");
    }
    state_->drop_file(found->second, PaperHow::file);
    found->second.file_name = file.file_name;
    found->second.size = file.size;
    found->second.reused = true;
    state_->kept_files[found->first] = {{"blob", to_base64url(file.blob->view())},
                                        {"mime", file.mime},
                                        {"name", file.file_name},
                                        {"size", file.size}};
    state_->touched = state_->node.clock().now();
    return state_->node.write([&](Writer& writer) -> Status {
        if (auto done = writer.erase(kFileRecords, found->first); !done) return done;
        return writer.put(kDraftRecords, kDraftKey, state_->to_record());
    });
}

Status Drafts::set_helper(const Helper& helper) {
    if (!is_open()) return no_draft();
    auto clean = clean_helper(helper);
    if (!clean) return pass(std::move(clean));
    state_->helper = std::move(*clean);
    return state_->save();
}

Status Drafts::set_entered(const std::optional<Date>& entered) {
    if (!is_open()) return no_draft();
    if (entered) {
        if (auto good = check_entered(*entered, state_->today()); !good) return good;
    }
    state_->entered = entered;
    return state_->save();
}

Status Drafts::identify(const Json& known) {
    if (!is_open()) return no_draft();
    state_->propose_from_nik(text_of("nik"), known);
    state_->identified = true;
    return state_->save();
}

Status Drafts::touch() {
    return is_open() ? state_->save() : no_draft();
}

Status Drafts::set_place(std::string_view place) {
    if (!is_open()) return no_draft();
    state_->place = place;
    return state_->save();
}

DraftView Drafts::view() const {
    DraftView view;
    const auto* service = state_->found();
    if (!service) return view;
    const auto today = state_->today();
    view.service = service->code;
    view.service_name = service->name;
    view.amends = state_->amends;
    view.helper = state_->helper;
    view.entered = state_->entered;
    view.identified = state_->identified;
    view.place = state_->place;
    view.groups = questions_of(*service, state_->answers, state_->lists, &today);
    for (auto& group : view.groups) {
        for (auto& question : group.questions) {
            question.proposed = state_->proposed.contains(question.field->id);
        }
    }
    for (const auto& paper : service->papers) view.papers.push_back(state_->papers[paper.id]);
    auto form = normalise_form(*service, state_->answers, state_->lists);
    if (!form) return view;
    view.review = fill_template(service->review, *service, *form, state_->lists);
    view.sentences = sentences_of(*service, *form, state_->lists);
    const auto findings = check_form(*service, *form, state_->lists, today);
    view.complete = std::all_of(findings.begin(), findings.end(),
                                [](const Finding& finding) { return finding.doubt; });
    return view;
}

bool Drafts::is_open() const {
    return !state_->service.empty();
}
std::string Drafts::service() const {
    return state_->service;
}
std::string Drafts::amends() const {
    return state_->amends;
}
const Helper& Drafts::helper() const {
    return state_->helper;
}
const std::optional<Date>& Drafts::entered() const {
    return state_->entered;
}

std::string Drafts::text_of(std::string_view field) const {
    const auto found = state_->answers.find(field);
    return found == state_->answers.end() ? "" : typed_text(*found);
}

Result<std::vector<FinishedPaper>> Drafts::finish(std::shared_ptr<Json>& form) const {
    const auto* service = state_->found();
    if (!service) return no_draft();
    auto normal = normalise_form(*service, state_->answers, state_->lists);
    if (!normal) return pass(std::move(normal));
    for (const auto& finding : check_form(*service, *normal, state_->lists, state_->today())) {
        if (!finding.doubt)
            return fail(ErrorCode::invalid, finding.sentence, "field " + finding.field);
    }
    std::vector<FinishedPaper> papers;
    for (const auto& paper : service->papers) {
        const auto& chosen = state_->papers[paper.id];
        FinishedPaper made;
        made.fact = {paper.id, chosen.how, {}, {}, {}, 0};
        if (const auto kept = state_->kept_files.find(paper.id); kept != state_->kept_files.end()) {
            made.fact.blob = fixed_from_base64url<Digest>(kept->second.value("blob", ""));
            made.fact.file_name = kept->second.value("name", "");
            made.fact.mime = kept->second.value("mime", "");
            made.fact.size = kept->second.value("size", std::size_t{0});
        } else if (chosen.how == PaperHow::file) {
            auto bytes = state_->node.get(kFileRecords, paper.id);
            if (!bytes) return pass(std::move(bytes));
            auto file = make_paper(paper.id, chosen.file_name, *bytes ? **bytes : Bytes{});
            if (!file) return pass(std::move(file));
            made = std::move(*file);
        }
        papers.push_back(std::move(made));
    }
    form = std::make_shared<Json>(std::move(*normal));
    return papers;
}

Status Drafts::erase(Writer& writer) {
    for (const auto& [id, paper] : state_->papers) {
        if (auto done = writer.erase(kFileRecords, id); !done) return done;
    }
    return writer.erase(kDraftRecords, kDraftKey);
}

void Drafts::forget() {
    state_->close();
}

void Drafts::wipe() {
    auto files = state_->node.list(kFileRecords);
    // A disk that cannot be written cannot be wiped either; the next start wipes by age.
    (void)state_->node.write([&](Writer& writer) -> Status {
        if (files) {
            for (const auto& [id, bytes] : *files) {
                if (auto done = writer.erase(kFileRecords, id); !done) return done;
            }
        }
        return writer.erase(kDraftRecords, kDraftKey);
    });
    (void)Originals(state_->node).erase_old();  // those of its photos
    forget();
}

bool Drafts::wipe_if_left() {
    const auto age = state_->node.clock().now() - state_->touched;
    if (!is_open() || (age >= 0 && age <= limits::kDraftMinutes * 60)) return false;
    wipe();
    return true;
}

}  // namespace disapa
