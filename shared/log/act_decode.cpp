// decode_act of act.h. One function for each family of types; FORMAT.md lists the fields in the
// same order.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/date.h"
#include "shared/base/limits.h"
#include "shared/base/text.h"
#include "shared/log/act.h"
#include "shared/log/act_fields.h"
#include "shared/log/canonical_json.h"
#include "shared/log/entry.h"

namespace disapa {

namespace {

// What no limit of its own bounds: the payload's limit does.
constexpr std::size_t kAny = limits::kPayloadBytes;
constexpr std::size_t kUtf8LetterBytes = 4;  // at most

void read_of(ActFields& fields, Act& act) {
    act.of = {fields.fixed<Digest>("of")};
}

void check_reason(ActFields& fields, bool may_be_empty) {
    const std::string reason = fields.text("reason", limits::kReasonLetters * kUtf8LetterBytes);
    fields.require(letters(reason) <= limits::kReasonLetters, "reason");
    fields.require(may_be_empty || !reason.empty(), "reason");
}

// The papers of a submitted or amended act.
void check_papers(ActFields& fields) {
    const Json* papers = fields.array("papers", 0, limits::kPapersPerCase);
    if (papers == nullptr) return;
    std::set<std::string> ids;
    for (const Json& paper : *papers) {
        ActFields one(paper);
        one.require(ids.insert(one.word("id")).second, "id");  // each paper once
        const std::string how = one.word("how");
        one.require(how == "brought" || how == "file" || how == "missing", "how");
        // Also where it has no business: whoever shows papers may trust it to be a digest.
        if (how == "file" || one.has("blob")) static_cast<void>(one.fixed<Digest>("blob"));
        if (one.has("name")) static_cast<void>(one.text("name", limits::kFileNameBytes));
        if (one.has("mime")) static_cast<void>(one.text("mime", limits::kNameBytes));
        if (one.has("size")) {
            static_cast<void>(
                one.integer("size", 0, static_cast<std::int64_t>(limits::kBlobBytes)));
        }
        fields.join(one);
    }
}

void read_request(ActFields& fields, Act& act) {
    static_cast<void>(fields.object("form"));
    check_papers(fields);
    fields.salt();
    if (fields.has("by")) act.by = fields.key_id("by");
    if (act.type == ActType::submitted) {
        act.service = fields.word("service");
    } else {
        read_of(fields, act);
    }
}

// What a clerk saw of one request's papers.
void check_seen(ActFields& item) {
    const Json* papers = item.array("papers", 0, limits::kPapersPerCase);
    if (papers == nullptr) return;
    std::set<std::string> ids;
    for (const Json& paper : *papers) {
        ActFields one(paper);
        one.require(ids.insert(one.word("id")).second, "id");
        const bool seen = one.truth("seen");
        one.require(seen != one.has("absent"), "seen");  // exactly one of the two
        if (one.has("absent")) {
            const std::string why = one.text("absent", limits::kReasonLetters * kUtf8LetterBytes);
            one.require(letters(why) <= limits::kReasonLetters, "absent");
        }
        item.join(one);
    }
}

void read_verified(ActFields& fields, Act& act) {
    fields.salt();
    const Json* items = fields.array("items", 1, limits::kCasesPerSignature);
    if (items == nullptr) return;
    for (const Json& item : *items) {
        ActFields one(item);
        const auto of = one.fixed<Digest>("of");
        // One signature says one thing about a request.
        one.require(std::find(act.of.begin(), act.of.end(), of) == act.of.end(), "of");
        act.of.push_back(of);
        check_seen(one);
        fields.join(one);
    }
}

bool is_acting(std::string_view kind) {
    return kind == "plt" || kind == "plh" || kind == "an" || kind == "ub";
}

// endorsed, approved, reissued: short keys, because the payload stands in the letter's QR code.
void read_claims(ActFields& fields, Act& act) {
    read_of(fields, act);
    act.service = fields.word("s");
    const std::string holder = fields.text("h", limits::kHolderLetters * kUtf8LetterBytes);
    fields.require(letters(holder) <= limits::kHolderLetters, "h");
    const std::string tail = fields.text("k", 4);
    fields.require(tail.empty() || all_digits(tail), "k");
    if (fields.has("n")) act.number = fields.some_text("n", limits::kNameBytes);
    if (act.type != ActType::endorsed) {
        act.register_number = fields.some_text("g", limits::kNameBytes);
    }
    if (fields.has("e")) fields.require(parse_date(fields.text("e", 10)).has_value(), "e");
    if (fields.has("x")) static_cast<void>(fields.integer("x", 1, 1));
    if (fields.has("a")) {
        act.delegation = fields.word("a");
        fields.require(is_acting(act.delegation), "a");
    }
}

void read_judgement(ActFields& fields, Act& act) {
    read_of(fields, act);
    fields.salt();
    bool has_codes = false;
    if (fields.has("reasons")) {
        has_codes = !fields.texts("reasons", kAny, limits::kNameBytes).empty();
    }
    check_reason(fields, has_codes && act.type == ActType::returned);
}

void read_issued(ActFields& fields, Act& act) {
    read_of(fields, act);
    act.count = fields.count("number", 1);
    act.series = fields.word("series");
    act.year = fields.year("year");
}

void read_paper_act(ActFields& fields, Act& act) {
    read_of(fields, act);
    static_cast<void>(fields.key_id("by"));
    if (act.type == ActType::printed) {
        act.count = fields.count("copy", 1);
        return;
    }
    fields.salt();
    static_cast<void>(fields.some_text("to", limits::kNameBytes));
}

// Acts that the order and the roster are made of, and the erasing itself, are never erased.
bool may_be_erased(ActType type) {
    switch (type) {
        case ActType::erased:
        case ActType::key_enrolled:
        case ActType::key_revoked:
        case ActType::role_granted:
        case ActType::delegated:
        case ActType::admitted:
        case ActType::received:
        case ActType::roster_at:
        case ActType::numbers_granted:
        case ActType::office_published:
        case ActType::catalogue_published:
            return false;
        default:
            return true;
    }
}

bool has_fitting_of(const Act& skeleton) {
    switch (skeleton.type) {
        case ActType::submitted:
            return skeleton.of.empty();
        case ActType::verified:
            return !skeleton.of.empty();
        case ActType::question_asked:
            return skeleton.of.empty();
        case ActType::notice:
        case ActType::unknown:
            return true;
        default:
            return skeleton.of.size() == 1;
    }
}

void read_skeleton(ActFields& fields, Act& skeleton) {
    skeleton.type_text = fields.word("type");
    skeleton.type = act_type_from_text(skeleton.type_text);
    fields.require(may_be_erased(skeleton.type), "type");
    const Json* of = fields.array("of", 0, limits::kCasesPerSignature);
    if (of == nullptr) return;
    for (const Json& one : *of) {
        const auto digest = one.is_string()
                                ? fixed_from_base64url<Digest>(one.get_ref<const std::string&>())
                                : std::nullopt;
        fields.require(digest.has_value(), "of");
        skeleton.of.push_back(digest.value_or(Digest{}));
    }
    fields.require(has_fitting_of(skeleton), "of");
    const bool needs_service =
        skeleton.type == ActType::submitted || skeleton.type == ActType::endorsed ||
        skeleton.type == ActType::approved || skeleton.type == ActType::reissued;
    if (needs_service || fields.has("service")) skeleton.service = fields.word("service");
    if (fields.has("by")) skeleton.by = fields.key_id("by");
    if (fields.has("n")) skeleton.number = fields.some_text("n", limits::kNameBytes);
    const bool needs_register =
        skeleton.type == ActType::approved || skeleton.type == ActType::reissued;
    if (needs_register || fields.has("g")) {
        skeleton.register_number = fields.some_text("g", limits::kNameBytes);
    }
    const bool needs_number = skeleton.type == ActType::issued;
    if (needs_number || fields.has("number")) skeleton.count = fields.count("number", 1);
    if (needs_number || fields.has("series")) skeleton.series = fields.word("series");
    if (needs_number || fields.has("year")) skeleton.year = fields.year("year");
}

void read_erased(ActFields& fields, Act& act) {
    read_of(fields, act);
    static_cast<void>(fields.some_text("law", limits::kNameBytes));
    check_reason(fields, false);
    const Json* object = fields.object("skeleton");
    if (object == nullptr) return;
    ActFields inner(*object);
    Act skeleton;
    skeleton.at = act.at;
    read_skeleton(inner, skeleton);
    fields.join(inner);
    act.skeleton = {std::move(skeleton)};
}

Role read_role(ActFields& fields) {
    const Role role = role_from_text(fields.word("role"));
    fields.require(role != Role::none, "role");
    return role;
}

void read_key_enrolled(ActFields& fields, Act& act) {
    act.public_key = fields.fixed<PublicKey>("key");
    act.key = key_id_of(act.public_key);
    act.role = read_role(fields);
    act.region = fields.region("region");
    act.name = fields.text("name", limits::kNameBytes);
    act.title = fields.text("title", limits::kNameBytes);
    if (fields.has("nip")) act.nip = fields.text("nip", limits::kNameBytes);
    // Machines open bundles; people never do.
    const bool is_machine = act.role == Role::kiosk || act.role == Role::hub;
    if (is_machine || fields.has("box")) act.box_key = fields.fixed<BoxPublicKey>("box");
    if (!fields.has("devices")) return;
    for (const std::string& text : fields.texts("devices", kAny, limits::kNameBytes)) {
        const auto device = key_id_from_text(text);
        fields.require(device.has_value(), "devices");
        act.devices.push_back(device.value_or(KeyId{}));
    }
}

void read_key_revoked(ActFields& fields, Act& act) {
    act.key = fields.key_id("key");
    check_reason(fields, true);
    if (!fields.has("suspect_from")) return;
    const Json* place = fields.object("suspect_from");
    if (place == nullptr) return;
    ActFields inner(*place);
    act.feed = inner.fixed<FeedId>("feed");
    act.size = static_cast<std::uint64_t>(inner.count("size", 0));
    fields.join(inner);
}

void read_role_granted(ActFields& fields, Act& act) {
    act.key = fields.key_id("key");
    act.role = read_role(fields);
    act.region = fields.region("region");
    if (fields.has("from")) act.from = fields.instant("from");
    if (fields.has("until")) act.until = fields.instant("until");
    if (act.from && act.until) fields.require(*act.from < *act.until, "until");
}

void read_delegated(ActFields& fields, Act& act) {
    act.key = fields.key_id("key");
    act.role = read_role(fields);
    act.delegation = fields.word("kind");
    fields.require(is_acting(act.delegation), "kind");
    act.from = fields.instant("from");
    act.until = fields.instant("until");
    fields.require(*act.from < *act.until, "until");
}

void read_admitted(ActFields& fields, Act& act) {
    read_of(fields, act);
    check_reason(fields, true);
}

void read_ledger(ActFields& fields, Act& act) {
    act.feed = fields.fixed<FeedId>("feed");
    act.size = static_cast<std::uint64_t>(fields.count("size", 1));
    if (act.type == ActType::received) act.root = fields.fixed<Digest>("root");
}

void read_numbers_granted(ActFields& fields, Act& act) {
    act.feed = fields.fixed<FeedId>("feed");
    act.range.series = fields.word("series");
    act.range.year = fields.year("year");
    act.range.from = fields.count("from", 1);
    act.range.to = fields.count("to", 1);
    fields.require(act.range.from <= act.range.to, "to");
}

void read_office(ActFields& fields, Act& act) {
    const Json* office = fields.object("office");
    if (office == nullptr) return;
    ActFields inner(*office);
    act.region = inner.region("region");
    act.name = inner.some_text("name", limits::kNameBytes);
    // The rest is read where letters are made (shared/service/office.h); here only its kind.
    for (const std::string_view key : {"address", "postcode", "phone", "email", "unit_code",
                                       "head_name", "head_title", "head_nip"}) {
        if (inner.has(key)) static_cast<void>(inner.text(key, kAny));
    }
    if (inner.has("letterhead")) static_cast<void>(inner.texts("letterhead", kAny, kAny));
    fields.join(inner);
}

void read_catalogue(ActFields& fields, Act& act) {
    const Json* services = fields.array("services", 0, kAny);
    if (services == nullptr) return;
    std::set<std::string> names;
    for (const Json& service : *services) {
        ActFields one(service);
        ServiceSteps steps;
        steps.service = one.word("service");
        one.require(names.insert(steps.service).second, "service");
        const std::string flow = one.word("flow");
        one.require(flow == "desa" || flow == "mengetahui" || flow == "camat", "flow");
        steps.flow = flow == "desa" ? Flow::desa : flow == "camat" ? Flow::camat : Flow::mengetahui;
        steps.needs_checked = one.truth("checked");
        steps.needs_initialled = one.truth("initialled");
        fields.join(one);
        act.catalogue.push_back(std::move(steps));
    }
}

// The acts that carry nothing but the digest of what they judge.
void read_nod(ActFields& fields, Act& act) {
    read_of(fields, act);
}

// What a citizen or an officer wrote: not empty.
void check_words(ActFields& fields) {
    const std::string text =
        fields.some_text("text", limits::kQuestionLetters * kUtf8LetterBytes);
    fields.require(letters(text) <= limits::kQuestionLetters, "text");
}

void read_question_asked(ActFields& fields, Act&) {
    const std::string kind = fields.word("kind");
    fields.require(kind == "question" || kind == "complaint", "kind");
    check_words(fields);
    fields.salt();
    for (const std::string_view key : {"name", "phone"}) {
        if (fields.has(key)) static_cast<void>(fields.some_text(key, limits::kNameBytes));
    }
    if (fields.has("code")) {
        const std::string code = fields.text("code", limits::kWordBytes);
        fields.require(read_code(code) == code, "code");
    }
}

void read_answered(ActFields& fields, Act& act) {
    read_of(fields, act);
    check_words(fields);
    fields.salt();
}

void read_nothing(ActFields&, Act&) {}

// What an act of a newer version names, when it names things as the acts known here do: the case
// must be marked (FORMAT.md, section 10). Anything else in it is none of this version's business.
void read_unknown(const Json& json, Act& act) {
    const auto name = [&act](const Json& one) {
        if (!one.is_string() || act.of.size() >= limits::kCasesPerSignature) return;
        const auto digest = fixed_from_base64url<Digest>(one.get_ref<const std::string&>());
        if (digest) act.of.push_back(*digest);
    };
    if (const auto of = json.find("of"); of != json.end()) {
        name(*of);
        if (of->is_array()) std::for_each(of->begin(), of->end(), name);
    }
}

using Read = void (*)(ActFields&, Act&);
Read reader_of(ActType type) {
    switch (type) {
        case ActType::submitted:
        case ActType::amended:
            return read_request;
        case ActType::verified:
            return read_verified;
        case ActType::endorsed:
        case ActType::approved:
        case ActType::reissued:
            return read_claims;
        case ActType::checked:
        case ActType::initialled:
            return read_nod;
        case ActType::rejected:
        case ActType::returned:
        case ActType::cancelled:
        case ActType::revoked:
            return read_judgement;
        case ActType::issued:
            return read_issued;
        case ActType::printed:
        case ActType::handed_over:
            return read_paper_act;
        case ActType::erased:
            return read_erased;
        case ActType::key_enrolled:
            return read_key_enrolled;
        case ActType::key_revoked:
            return read_key_revoked;
        case ActType::role_granted:
            return read_role_granted;
        case ActType::delegated:
            return read_delegated;
        case ActType::admitted:
            return read_admitted;
        case ActType::received:
        case ActType::roster_at:
            return read_ledger;
        case ActType::numbers_granted:
            return read_numbers_granted;
        case ActType::office_published:
            return read_office;
        case ActType::catalogue_published:
            return read_catalogue;
        case ActType::question_asked:
            return read_question_asked;
        case ActType::answered:
            return read_answered;
        case ActType::notice:
        case ActType::unknown:
            return read_nothing;
    }
    return read_nothing;
}

}  // namespace

Result<Act> decode_act(ByteView payload) {
    auto json = parse_canonical(payload);
    if (!json) return pass(std::move(json));
    ActFields fields(*json);
    Act act;
    act.type_text = fields.word("type");
    act.type = act_type_from_text(act.type_text);
    act.at = fields.instant("at");
    reader_of(act.type)(fields, act);
    if (act.type == ActType::unknown) read_unknown(*json, act);
    const bool is_claims = act.type == ActType::endorsed || act.type == ActType::approved ||
                           act.type == ActType::reissued;
    fields.require(!is_claims || payload.size() <= limits::kClaimsBytes, "size of the claims");
    if (!fields.ok()) {
        return fail(ErrorCode::invalid,
                    "Catatan ini tidak dapat dipakai: bagian \"" + fields.wrong() +
                        "\" tidak benar atau tidak ada. Perbarui aplikasi, atau hubungi petugas "
                        "kecamatan.",
                    "act " + std::string(to_text(act.type)) + ": wrong field " + fields.wrong());
    }
    return act;
}

}  // namespace disapa
