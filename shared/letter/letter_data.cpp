// What a letter says, from the acts of its case: letter_of of letter.h.
#include <nlohmann/json.hpp>

#include "shared/base/text.h"
#include "shared/letter/acting.h"
#include "shared/letter/letter.h"
#include "shared/service/show.h"
#include "shared/service/templates.h"

namespace disapa {
namespace {

// Why there is no letter yet, by the name of the step that is missing.
Error no_letter(const Case& of) {
    const bool desa = of.steps.flow == Flow::desa;
    std::string why = "belum diverifikasi petugas";
    if (of.state == CaseState::returned) why = "dikembalikan untuk dilengkapi";
    if (of.state == CaseState::rejected) why = "ditolak camat";
    if (of.state == CaseState::cancelled) why = "dibatalkan";
    if (of.state == CaseState::revoked) why = "sudah dicabut";
    if (of.state == CaseState::verified) why = "belum disahkan kepala desa";
    if (of.state == CaseState::endorsed)
        why = desa ? "belum diberi nomor" : "belum disetujui camat";
    if (of.state == CaseState::checked || of.state == CaseState::initialled) {
        why = "belum disetujui camat";
    }
    return {ErrorCode::refused, "Surat belum dapat dicetak: permohonan ini " + why + ".",
            "case has no letter in state " + std::string(to_text(of.state))};
}

tl::unexpected<Error> lacking(const char* what) {
    return fail(ErrorCode::not_found,
                "Data surat ini tidak lengkap di perangkat ini. Tunggu kiriman berikutnya.",
                std::string("letter: ") + what);
}

// An act with its bytes; an erased one has none, and there is no letter of it.
Result<Placed> find_act(Node& node, const Digest& digest, const char* what) {
    auto found = node.find_entry(digest);
    if (!found) return pass(std::move(found));
    if (!*found) return lacking(what);
    if ((*found)->entry.is_bare()) {
        return fail(ErrorCode::refused, "Data permohonan ini sudah dihapus menurut undang-undang.",
                    std::string("letter: erased ") + what);
    }
    return std::move(**found);
}

std::string without_word(std::string name, std::string_view word) {
    return name.starts_with(word) ? name.substr(word.size()) : name;
}

// The office as published, or as far as the list of regions knows it.
Result<Office> office_at(Node& node, const Region& region, const Lists& lists) {
    auto published = find_office(node, region);
    if (!published) return pass(std::move(published));
    if (*published) return std::move(**published);
    Office office;
    office.region = region;
    office.name = lists.region_name(region);
    return office;
}

// What everything below is made from.
struct Source {
    const Case& of;
    const Service& service;
    const Lists& lists;
    Json form;
    Office desa, kecamatan;
    std::string kabupaten;
    Claims claims;  // of the letter
    Jws decision;
    Claims endorsed;
    KeyId kades;
    Roster roster;

    [[nodiscard]] bool by_camat() const { return of.steps.flow == Flow::camat; }
    [[nodiscard]] std::string desa_words() const {
        return (desa.region.is_kelurahan() ? "Kelurahan " : "Desa ") +
               without_word(without_word(desa.name, "Desa "), "Kelurahan ");
    }
    [[nodiscard]] std::string kades_title() const {
        if (!desa.head_title.empty()) return desa.head_title;
        return (desa.region.is_kelurahan() ? "Lurah " : "Kepala ") +
               (desa.region.is_kelurahan() ? without_word(desa_words(), "Kelurahan ")
                                           : desa_words());
    }
    [[nodiscard]] std::string kecamatan_name() const {
        return without_word(kecamatan.name, "Kecamatan ");
    }
    [[nodiscard]] std::string camat_title() const {
        return kecamatan.head_title.empty() ? "Camat " + kecamatan_name() : kecamatan.head_title;
    }
};

// The words of the office that templates may use; see kOfficeWords of service_file.cpp.
std::optional<std::string> office_word(const Source& from, std::string_view name) {
    if (name == "@desa") return from.desa_words();
    if (name == "@kecamatan") return from.kecamatan_name();
    if (name == "@kabupaten") return from.kabupaten;
    if (name == "@jabatan") return from.by_camat() ? from.camat_title() : from.kades_title();
    if (name == "@jabatan_desa") return from.kades_title();
    if (name == "@tanggal_pengantar") return to_words(wita_date(from.endorsed.at));
    if (name == "@nomor_desa") return from.of.number;
    if (name == "@berlaku") {
        return from.claims.valid_until ? to_words(*from.claims.valid_until) : std::string();
    }
    return std::nullopt;
}

std::string fill_letter(const Source& from, std::string_view text) {
    return fill(
        text, [&](std::string_view name, std::string_view modifier) -> std::optional<std::string> {
            if (name.starts_with('@')) return office_word(from, name);
            const Field* field = from.service.field(name);
            if (field == nullptr) return std::nullopt;
            if (!from.form.contains(field->id)) return "";
            return show_value_as(*field, from.form.at(field->id), modifier, from.lists);
        });
}

std::optional<LetterData::Table> table_of(const Source& from, const LetterTable& wanted) {
    const Field* field = from.service.field(wanted.field);
    if (field == nullptr || !from.form.contains(field->id)) return std::nullopt;
    LetterData::Table table;
    table.caption = wanted.caption;
    std::vector<const Field*> columns;
    for (const auto& id : wanted.columns) {
        for (const Field& column : field->columns) {
            if (column.id == id) columns.push_back(&column);
        }
    }
    for (const Field* column : columns) table.head.push_back(column->label);
    for (const Json& row : from.form.at(field->id)) {
        auto& cells = table.rows.emplace_back();
        for (const Field* column : columns) {
            const bool there = row.contains(column->id);
            cells.push_back(there ? show_value(*column, row.at(column->id), from.lists) : "-");
        }
    }
    return table.rows.empty() ? std::nullopt : std::optional(std::move(table));
}

Signatory signatory(const Source& from, const KeyId& signer, const std::string& title,
                    const Claims& claims, const Office& office) {
    Signatory made;
    const RosterKey* key = from.roster.find(signer);
    made.name = key != nullptr ? key->name : office.head_name;
    made.nip = key != nullptr ? key->nip : office.head_nip;
    made.heading = acting_title(claims.acting, title);
    // One who signs for another adds his own office below (a.n., u.b.).
    const bool for_another = claims.acting == "an" || claims.acting == "ub";
    if (for_another && key != nullptr && !key->title.empty() && key->title != title)
        made.heading += "\n" + key->title;
    const auto place =
        without_word(without_word(without_word(office.name, "Desa "), "Kelurahan "), "Kecamatan ");
    made.place_date = place + ", " + to_words(wita_date(claims.at));
    return made;
}

void add_signatories(const Source& from, LetterData& letter) {
    const auto camat = [&] {
        return signatory(from, from.decision.signer, from.camat_title(), from.claims,
                         from.kecamatan);
    };
    if (from.by_camat()) {
        letter.right = camat();
        return;
    }
    letter.right = signatory(from, from.kades, from.kades_title(), from.endorsed, from.desa);
    if (from.of.steps.flow == Flow::desa) return;
    letter.left = camat();
    const bool strengthens = from.service.role_of_camat == "REGISTER";
    letter.left->heading =
        (strengthens ? "Mengetahui dan menguatkan,\n" : "Mengetahui,\n") + letter.left->heading;
    letter.left->register_number = from.claims.register_number;
}

// Reads the acts and offices that the letter stands on.
Result<Source> source_of(Node& node, const Case& of, const Service& service, const Lists& lists) {
    auto revision = find_act(node, of.revision, "revision");
    if (!revision) return pass(std::move(revision));
    auto act = find_act(node, of.letter, "decision");
    if (!act) return pass(std::move(act));
    auto endorsed = find_act(node, of.endorsed, "endorsement");
    if (!endorsed) return pass(std::move(endorsed));
    auto claims = decode_claims(act->entry.payload);
    if (!claims) return pass(std::move(claims));
    auto endorsement = decode_claims(endorsed->entry.payload);
    if (!endorsement) return pass(std::move(endorsement));
    const auto json = Json::parse(as_text(revision->entry.payload), nullptr, false);
    if (!act->entry.signature || !json.is_object() || !json.contains("form")) {
        return lacking("decision without signature or revision without form");
    }
    Region desa_region;
    for (const FeedName& feed : node.feeds()) {
        if (feed.id() == revision->feed) desa_region = feed.region;
    }
    auto desa = office_at(node, desa_region, lists);
    if (!desa) return pass(std::move(desa));
    auto kecamatan = office_at(node, desa_region.parent(), lists);
    if (!kecamatan) return pass(std::move(kecamatan));
    auto book = node.book(desa_region);  // its roster knows officers whom the hub has not answered
    if (!book) return pass(std::move(book));
    return Source{of,
                  service,
                  lists,
                  json.at("form"),
                  std::move(*desa),
                  std::move(*kecamatan),
                  without_word(lists.region_name(desa_region.parent().parent()), "Kabupaten "),
                  std::move(*claims),
                  {act->entry.signer, act->entry.payload, *act->entry.signature},
                  std::move(*endorsement),
                  endorsed->entry.signer,
                  (*book)->roster()};
}

}  // namespace

Result<LetterData> letter_of(Node& node, const Case& of, const Catalogue& catalogue,
                             const Lists& lists) {
    if (of.letter.is_zero() || of.state == CaseState::revoked) return tl::unexpected(no_letter(of));
    const Service* service = catalogue.find(of.service);
    if (service == nullptr) {
        return fail(ErrorCode::not_found,
                    "Layanan " + of.service + " tidak ada di perangkat ini. Perbarui perangkat.",
                    "letter: unknown service");
    }
    const auto source = source_of(node, of, *service, lists);
    if (!source) return tl::unexpected(source.error());
    LetterData letter;
    letter.office = source->by_camat() ? source->kecamatan : source->desa;
    letter.kecamatan = source->kecamatan;
    letter.kabupaten = source->kabupaten;
    letter.title = service->letter_title;
    letter.number = source->by_camat() ? source->claims.register_number : of.number;
    letter.opening = fill_letter(*source, service->letter_opening);
    for (const auto& [label, text] : service->letter_facts) {
        auto value = fill_letter(*source, text);
        if (!value.empty()) letter.facts.emplace_back(label, std::move(value));
    }
    for (const auto& wanted : service->letter_tables) {
        if (auto table = table_of(*source, wanted)) letter.tables.push_back(std::move(*table));
    }
    for (const auto& text : service->letter_body) {
        auto paragraph = fill_letter(*source, text);
        if (!paragraph.empty()) letter.body.push_back(std::move(paragraph));
    }
    letter.closing = fill_letter(*source, service->letter_closing);
    add_signatories(*source, letter);
    letter.qr_text = qr_text(node.setup().public_url, source->decision);
    letter.code = of.code;
    letter.copy = of.copies + 1;
    letter.sample = source->claims.sample;
    letter.at = source->claims.at;
    return letter;
}

}  // namespace disapa
