#include "kiosk/counter/drafts.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

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

std::string mime_of(ByteView bytes) {
    const auto starts = [&](std::string_view magic) { return as_text(bytes).starts_with(magic); };
    if (starts("\xff\xd8\xff")) return "image/jpeg";
    if (starts("\x89PNG\r\n\x1a\n")) return "image/png";
    if (starts("%PDF-")) return "application/pdf";
    if (starts("RIFF") && bytes.size() > 12 && as_text(bytes.subspan(8, 4)) == "WEBP") {
        return "image/webp";
    }
    return "";
}

std::string typed_text(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "ya" : "tidak";
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    return "";
}

bool is_empty(const Json& value) {
    return value.is_null() || (value.is_string() && trim(value.get<std::string>()).empty());
}

}  // namespace

Result<FinishedPaper> make_paper(std::string_view id, std::string_view file_name, ByteView bytes) {
    if (bytes.empty() || bytes.size() > limits::kBlobBytes) {
        return fail(ErrorCode::limit,
                    "Berkas itu kosong atau lebih besar dari " +
                        std::to_string(limits::kBlobBytes / 1024) +
                        " KB. Kecilkan fotonya, atau bawa kertasnya ke loket.",
                    "attachment empty or too big");
    }
    auto mime = mime_of(bytes);
    if (mime.empty()) {
        return fail(
            ErrorCode::invalid,
            "Berkas itu bukan foto (JPEG, PNG, WebP) atau PDF. Pilih berkas lain, atau bawa "
            "kertasnya ke loket.",
            "attachment is no picture and no PDF");
    }
    auto name = clean_text(file_name);
    while (name.size() > limits::kFileNameBytes) name = first_letters(name, letters(name) - 1);
    FinishedPaper paper;
    paper.fact = {std::string(id), PaperHow::file,  sha256(bytes),
                  std::move(name), std::move(mime), bytes.size()};
    paper.bytes.assign(bytes.begin(), bytes.end());
    return paper;
}

struct Drafts::State {
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

    const Service* found() const { return catalogue.find(service); }
    Date today() const { return wita_date(node.clock().now()); }

    Bytes to_record() const {
        Json list = Json::array();
        for (const auto& [id, paper] : papers) {
            list.push_back({{"id", id},
                            {"how", std::string(acts::to_text(paper.how))},
                            {"name", paper.file_name},
                            {"size", paper.size}});
        }
        Json files = Json::object();
        for (const auto& [id, file] : kept_files) files[id] = file;
        const auto text = Json{{"service", service},   {"amends", amends}, {"answers", answers},
                               {"proposed", proposed}, {"papers", list},   {"files", files},
                               {"touched", touched}}
                              .dump(-1, ' ', false, Json::error_handler_t::replace);
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
        }
        const auto files = json.value("files", Json::object());
        for (const auto& [id, file] : files.items()) kept_files[id] = file;
        touched = json.value("touched", Instant{0});
        return true;
    }

    void close() {
        service.clear();
        amends.clear();
        answers = Json::object();
        proposed.clear();
        papers.clear();
        kept_files.clear();
    }

    void open(const Service& chosen) {
        close();
        service = chosen.code;
        for (const auto& paper : chosen.papers) {
            papers[paper.id] = {paper.id, paper.label, paper.required, PaperHow::brought, {}, 0};
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
    : state_(std::make_unique<State>(
          State{node, catalogue, lists, {}, {}, Json::object(), {}, {}, {}, 0})) {}
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
    const auto nik = json.value("answers", Json::object()).value("nik", "");
    return DraftLeft{service->name, nik.size() >= 4 ? nik.substr(nik.size() - 4) : ""};
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
    if (id == "nik" && value.is_string()) state_->propose_from_nik(value.get<std::string>(), known);
    return state_->save();
}

Status Drafts::paper(std::string_view id, PaperHow how) {
    const auto found = state_->papers.find(std::string(id));
    if (found == state_->papers.end()) {
        return fail(ErrorCode::invalid, "Kertas itu tidak diminta oleh layanan ini.",
                    "no such paper");
    }
    found->second.how = how;
    if (how != PaperHow::file) {
        found->second.file_name.clear();
        found->second.size = 0;
        state_->kept_files.erase(found->first);
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
    found->second.how = PaperHow::file;
    found->second.file_name = made->fact.file_name;
    found->second.size = made->fact.size;
    state_->kept_files.erase(found->first);
    state_->touched = state_->node.clock().now();
    return state_->node.write([&](Writer& writer) -> Status {
        if (auto put = writer.put(kFileRecords, found->first, bytes); !put) return put;
        return writer.put(kDraftRecords, kDraftKey, state_->to_record());
    });
}

std::vector<QuestionGroup> questions_of(const Service& service, const Json& answers,
                                        const Lists& lists, const Date* check_on) {
    std::vector<QuestionGroup> groups;
    for (const auto& id : service.groups) {
        const auto label = service.group_labels.find(id);
        QuestionGroup group{id, label == service.group_labels.end() ? id : label->second, {}, true};
        for (const auto& field : service.fields) {
            if (field.group != id) continue;
            Question question;
            question.field = &field;
            const auto value = answers.find(field.id);
            const bool answered = value != answers.end() && !is_empty(*value);
            if (answered) {
                question.typed = typed_text(*value);
                const auto kept = normalise_answer(field, *value, lists);
                question.shown = kept && *kept ? show_value(field, **kept, lists) : question.typed;
                if (check_on)
                    question.findings = check_field(field, *value, answers, lists, *check_on);
                if (field.type == FieldType::table && value->is_array()) {
                    for (const auto& item : *value) {
                        auto& row = question.rows.emplace_back();
                        for (const auto& column : field.columns) {
                            const auto cell = item.find(column.id);
                            row.push_back(cell == item.end() ? "" : typed_text(*cell));
                        }
                    }
                }
            }
            const bool wrong = std::any_of(question.findings.begin(), question.findings.end(),
                                           [](const Finding& finding) { return !finding.doubt; });
            if (wrong || (field.required && !answered)) group.complete = false;
            group.questions.push_back(std::move(question));
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

DraftView Drafts::view() const {
    DraftView view;
    const auto* service = state_->found();
    if (!service) return view;
    const auto today = state_->today();
    view.service = service->code;
    view.service_name = service->name;
    view.amends = state_->amends;
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

std::string Drafts::text_of(std::string_view field) const {
    const auto found = state_->answers.find(field);
    return found == state_->answers.end() ? "" : typed_text(*found);
}

Result<std::vector<FinishedPaper>> Drafts::finish(std::shared_ptr<Json>& form) const {
    const auto* service = state_->found();
    if (!service) {
        return fail(ErrorCode::not_found, "Tidak ada permohonan yang sedang diisi.", "no draft");
    }
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
    forget();
}

bool Drafts::wipe_if_left() {
    const auto age = state_->node.clock().now() - state_->touched;
    if (!is_open() || (age >= 0 && age <= limits::kDraftMinutes * 60)) return false;
    wipe();
    return true;
}

}  // namespace disapa
