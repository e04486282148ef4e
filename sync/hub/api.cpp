#include "sync/hub/api.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/letter/letter.h"
#include "shared/service/office.h"
#include "sync/hub/decisions.h"
#include "sync/hub/desk_view.h"
#include "sync/hub/pages.h"
#include "sync/hub/questions.h"
#include "sync/hub/sessions.h"

namespace disapa {
namespace {

constexpr std::string_view kVersion = "0.1.0";

HttpResponse json_response(int status, const Json& body) {
    const auto text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return {status,
            "application/json",
            Bytes(text.begin(), text.end()),
            {{"Cache-Control", "no-store"}}};
}

// What every answer but a kiosk's carries, whoever made it.
void add_safe_headers(HttpResponse& response) {
    response.headers.emplace("X-Content-Type-Options", "nosniff");
    response.headers.emplace("Referrer-Policy", "no-referrer");
    response.headers.emplace("Cross-Origin-Opener-Policy", "same-origin");
}

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
        case ErrorCode::limit:
            return 400;
        case ErrorCode::unauthentic:
            return 401;
        case ErrorCode::refused:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::throttled:
            return 429;
        default:
            return 500;
    }
}

HttpResponse error_response(const Error& error) {
    return json_response(status_of(error.code), {{"sentence", error.sentence}, {"log", error.log}});
}

HttpResponse error_response(int status, std::string_view sentence, std::string_view log) {
    return json_response(status, {{"sentence", sentence}, {"log", log}});
}

// Only what a browser shows without running anything; the rest is a download of unknown bytes.
std::string_view picture_type(ByteView bytes) {
    const auto starts = [&](std::initializer_list<int> magic) {
        return bytes.size() >= magic.size() &&
               std::equal(magic.begin(), magic.end(), bytes.begin(),
                          [](int a, std::uint8_t b) { return a == b; });
    };
    if (starts({0xff, 0xd8, 0xff})) return "image/jpeg";
    if (starts({0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a})) return "image/png";
    if (starts({'%', 'P', 'D', 'F', '-'})) return "application/pdf";
    if (starts({'R', 'I', 'F', 'F'}) && bytes.size() > 12 &&
        as_text(bytes.subspan(8, 4)) == "WEBP") {
        return "image/webp";
    }
    return "application/octet-stream";
}

}  // namespace

struct Api::State {
    Setup setup;
    HubWorker& worker;
    Pages pages;
    Sessions sessions;
    RowFacts row_facts;

    State(const Setup& from, HubWorker& to, Pages shown)
        : setup(from), worker(to), pages(std::move(shown)), sessions(*from.clock, *from.random) {}

    HttpResponse desk(Node& hub, const HttpRequest& request);
    HttpResponse signed_in(Node& hub, const HttpRequest& request, const Roster& roster,
                           const KeyId& officer);
    HttpResponse hello(Node& hub);
    HttpResponse open_session(Node& hub, const Roster& roster, const HttpRequest& request);
    HttpResponse challenge(Node& hub, const Roster& roster, const HttpRequest& request);
    HttpResponse one_case(Node& hub, std::string_view rest, const KeyId& officer);
    HttpResponse letter(Node& hub, std::string_view code);
    HttpResponse blob(Node& hub, std::string_view name);
    HttpResponse prepare(Node& hub, const HttpRequest& request, const KeyId& officer);
    HttpResponse decide(Node& hub, const HttpRequest& request, const KeyId& officer);
    HttpResponse queue(Node& hub);
    HttpResponse one_question(Node& hub, std::string_view typed_code, const KeyId& officer);
    HttpResponse prepare_answer(Node& hub, const HttpRequest& request, const KeyId& officer);
    HttpResponse answer_question(Node& hub, const HttpRequest& request, const KeyId& officer);
};

namespace {

Json body_of(const HttpRequest& request) {
    auto json = Json::parse(request.body, nullptr, false);
    return json.is_object() ? json : Json::object();
}

std::string text_of(const Json& body, const char* key) {
    const auto found = body.find(key);
    return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

// "Kabupaten Kutai Kartanegara" -> "Kutai Kartanegara": the page writes the word itself.
std::string name_alone(std::string name) {
    constexpr std::string_view kWord = "Kabupaten ";
    return name.starts_with(kWord) ? name.substr(kWord.size()) : name;
}

HttpResponse answer(const Result<Json>& result) {
    return result ? json_response(200, *result) : error_response(result.error());
}

}  // namespace

HttpResponse Api::State::hello(Node& hub) {
    const auto& node = hub.setup();
    auto office = find_office(hub, node.office);
    const bool published = office && *office;
    return json_response(
        200, {{"office",
               {{"name", published ? (*office)->name : setup.lists->region_name(node.office)},
                {"region", node.office.code()},
                {"kabupaten", name_alone(setup.lists->region_name(node.office.parent()))},
                {"phone", published ? (*office)->phone : ""}}},
              {"now", hub.clock().now()},
              {"sample", node.sample},
              {"version", kVersion}});
}

HttpResponse Api::State::challenge(Node& hub, const Roster& roster, const HttpRequest& request) {
    const auto kid = key_id_from_text(text_of(body_of(request), "kid"));
    auto made = sessions.challenge(roster, hub.setup().office, kid.value_or(KeyId{}));
    if (!made) return error_response(made.error());
    return json_response(200, {{"challenge", made->text}, {"expires", made->expires}});
}

HttpResponse Api::State::open_session(Node& hub, const Roster& roster, const HttpRequest& request) {
    const auto jws = text_of(body_of(request), "jws");
    auto token = sessions.open(roster, jws, request.host);
    if (!token) return error_response(token.error());
    const auto signer = parse_compact(jws, kTypChallenge)->signer;
    const auto* key = roster.find(signer);
    Json roles = Json::array();
    for (const auto& grant : key->grants) roles.push_back(std::string(to_text(grant.role)));
    for (const auto& delegation : key->delegations) {
        const auto now = hub.clock().now();
        if (delegation.from <= now && now <= delegation.until) {
            roles.push_back(std::string(to_text(delegation.role)));
        }
    }
    return json_response(200, {{"token", *token},
                               {"officer",
                                {{"kid", to_text(signer)},
                                 {"name", key->name},
                                 {"title", key->title},
                                 {"roles", roles},
                                 {"nip", key->nip}}}});
}

HttpResponse Api::State::letter(Node& hub, std::string_view code) {
    const auto region = region_of_case(hub, code);
    if (!region) return error_response(404, "Permohonan itu tidak ada di hub ini.", "no such case");
    auto book = hub.book(*region);
    if (!book) return error_response(book.error());
    auto data = letter_of(hub, *(*book)->find_code(code), *setup.catalogue, *setup.lists);
    if (!data) return error_response(data.error());
    auto pdf = render_letter(*data);
    if (!pdf) return error_response(pdf.error());
    return {200, "application/pdf", std::move(*pdf), {{"Cache-Control", "no-store"}}};
}

HttpResponse Api::State::one_case(Node& hub, std::string_view rest, const KeyId& officer) {
    const auto slash = rest.find('/');
    const auto code = read_code(rest.substr(0, slash));
    if (!code) return error_response(404, "Kode permohonan itu keliru. Periksa lagi.", "bad code");
    if (slash != std::string_view::npos) {
        if (rest.substr(slash) == "/letter") return letter(hub, *code);
        return error_response(404, "Alamat itu tidak dikenal.", "no such path");
    }
    return answer(DeskView(hub, *setup.catalogue, *setup.lists).one_case(*code, officer));
}

HttpResponse Api::State::blob(Node& hub, std::string_view name) {
    const auto hash = fixed_from_base64url<Digest>(name);
    auto bytes = hash && DeskView(hub, *setup.catalogue, *setup.lists).names_blob(*hash)
                     ? hub.blob(*hash)
                     : Result<std::optional<Bytes>>(std::nullopt);
    if (!bytes) return error_response(bytes.error());
    if (!*bytes) {
        return error_response(404, "Foto itu belum tiba di kecamatan.", "blob is not here");
    }
    return {200,
            std::string(picture_type(**bytes)),
            std::move(**bytes),
            {{"Cache-Control", "no-store"},
             {"Content-Disposition", "attachment"},
             {"Content-Security-Policy", "default-src 'none'; sandbox"}}};
}

HttpResponse Api::State::prepare(Node& hub, const HttpRequest& request, const KeyId& officer) {
    const auto body = body_of(request);
    const auto kind = decision_kind(text_of(body, "kind"));
    const auto code = read_code(text_of(body, "code"));
    if (!kind || !code) {
        return error_response(400, "Permintaan itu tidak lengkap. Bukalah lagi permohonannya.",
                              "kind or code missing");
    }
    Decisions::Request wish{*code, *kind, officer, text_of(body, "reason"), {}};
    for (const auto& reason : body.value("reasons", Json::array())) {
        if (reason.is_string() && wish.reasons.size() < 8) wish.reasons.push_back(reason);
    }
    auto payload = Decisions(hub, *setup.catalogue, *setup.lists).prepare(wish);
    if (!payload) return error_response(payload.error());
    return json_response(200, {{"payload", to_base64url(*payload)}});
}

HttpResponse Api::State::decide(Node& hub, const HttpRequest& request, const KeyId& officer) {
    const auto jws = parse_compact(text_of(body_of(request), "jws"), kTypAct);
    if (!jws || jws->signer != officer) {
        return error_response(400, "Tanda tangan itu bukan dari kunci yang sedang masuk.",
                              "not a JWS of the signed-in key");
    }
    DeskView view(hub, *setup.catalogue, *setup.lists);
    auto outcome = Decisions(hub, *setup.catalogue, *setup.lists).decide(*jws);
    if (!outcome) {
        auto refused = error_response(outcome.error());
        if (outcome.error().code == ErrorCode::conflict) {
            auto body = Json::parse(refused.body);
            auto decision = view.decision_of(jws->payload);
            if (!decision.is_null()) body["decision"] = std::move(decision);
            return json_response(409, body);
        }
        return refused;
    }
    Json body{{"ok", true}};
    if (!outcome->register_number.empty()) body["register"] = outcome->register_number;
    if (const auto region = region_of_case(hub, outcome->code)) {
        if (auto book = hub.book(*region)) {
            body["life"] = view.life(*region, **book, *(*book)->find_code(outcome->code));
        }
    }
    if (const auto next = view.next_case(outcome->code, officer); !next.empty())
        body["next"] = next;
    return json_response(200, body);
}

HttpResponse Api::State::queue(Node& hub) {
    auto board = DeskView(hub, *setup.catalogue, *setup.lists, &row_facts).queue();
    if (board) (*board)["questions"] = DeskQuestions(hub, *setup.lists).counts();
    return answer(board);
}

HttpResponse Api::State::one_question(Node& hub, std::string_view typed_code,
                                      const KeyId& officer) {
    const auto code = read_code(typed_code);
    if (!code) return error_response(404, "Kode pertanyaan itu keliru. Periksa lagi.", "bad code");
    return answer(DeskQuestions(hub, *setup.lists).one(*code, officer));
}

HttpResponse Api::State::prepare_answer(Node& hub, const HttpRequest& request,
                                        const KeyId& officer) {
    const auto body = body_of(request);
    const auto code = read_code(text_of(body, "code"));
    if (!code) {
        return error_response(400, "Permintaan itu tidak lengkap. Bukalah lagi pertanyaannya.",
                              "code missing");
    }
    auto payload = DeskQuestions(hub, *setup.lists).prepare(*code, text_of(body, "text"), officer);
    if (!payload) return error_response(payload.error());
    return json_response(200, {{"payload", to_base64url(*payload)}});
}

HttpResponse Api::State::answer_question(Node& hub, const HttpRequest& request,
                                         const KeyId& officer) {
    const auto jws = parse_compact(text_of(body_of(request), "jws"), kTypAct);
    if (!jws || jws->signer != officer) {
        return error_response(400, "Tanda tangan itu bukan dari kunci yang sedang masuk.",
                              "not a JWS of the signed-in key");
    }
    DeskQuestions questions(hub, *setup.lists);
    auto code = questions.answer(*jws);
    if (!code) return error_response(code.error());
    return answer(questions.one(*code, officer));
}

HttpResponse Api::State::signed_in(Node& hub, const HttpRequest& request, const Roster&,
                                   const KeyId& officer) {
    const std::string_view path = request.path;
    const bool get = request.method == "GET";
    if (get && path == "/api/cases") return queue(hub);
    if (get && path == "/api/questions") return answer(DeskQuestions(hub, *setup.lists).list());
    if (get && path.starts_with("/api/questions/")) {
        return one_question(hub, path.substr(15), officer);
    }
    if (!get && path == "/api/prepare-answer") return prepare_answer(hub, request, officer);
    if (!get && path == "/api/answer") return answer_question(hub, request, officer);
    if (get && path.starts_with("/api/cases/")) return one_case(hub, path.substr(11), officer);
    if (get && path.starts_with("/api/blobs/")) return blob(hub, path.substr(11));
    if (!get && path == "/api/prepare") return prepare(hub, request, officer);
    if (!get && path == "/api/decide") return decide(hub, request, officer);
    if (!get && path == "/api/sign-out") {
        sessions.close(request.authorization);
        return json_response(200, {{"ok", true}});
    }
    return error_response(404, "Alamat itu tidak dikenal.", "no such path");
}

// On the worker's thread.
HttpResponse Api::State::desk(Node& hub, const HttpRequest& request) {
    const std::string_view path = request.path;
    const bool get = request.method == "GET";
    if (get && path == "/api/hello") return hello(hub);
    if (get && path == "/keys.json") {
        auto keys = DeskView(hub, *setup.catalogue, *setup.lists).public_keys();
        return answer(keys);
    }
    auto roster = hub.roster();
    if (!roster) return error_response(roster.error());
    if (!get && path == "/api/challenge") return challenge(hub, *roster, request);
    if (!get && path == "/api/session") return open_session(hub, *roster, request);
    const bool polling = get && path == "/api/cases";
    auto officer = sessions.officer(*roster, request.authorization, polling);
    if (!officer) return error_response(officer.error());
    return signed_in(hub, request, *roster, *officer);
}

Result<Api> Api::open(const Setup& setup, HubWorker& worker) {
    auto pages = Pages::load(setup.assets / "desk");
    if (!pages) return pass(std::move(pages));
    return Api(std::make_shared<State>(setup, worker, std::move(*pages)));
}
Api::Api(std::shared_ptr<State> state) : state_(std::move(state)) {}
Api::Api(Api&&) noexcept = default;
Api::~Api() = default;

std::shared_ptr<BodySink> Api::visit(const HttpRequest& head, HttpServer::Reply reply,
                                     std::function<void()> resume) {
    return state_->worker.visit(head, std::move(reply), std::move(resume));
}

void Api::handle(HttpRequest request, HttpServer::Reply to) {
    const auto& path = request.path;
    if (path == "/sync" && request.method == "POST") {
        return state_->worker.sync(std::move(request.body), std::move(to));
    }
    HttpServer::Reply reply = [to = std::move(to)](HttpResponse response) {
        add_safe_headers(response);
        to(std::move(response));
    };
    if (request.method != "GET" && request.method != "POST") {
        return reply(error_response(405, "Cara itu tidak dilayani.", "method not allowed"));
    }
    if (path == "/healthz") return reply({200, "text/plain", {'o', 'k', '\n'}, {}});
    if (path == "/sync") return reply(error_response(405, "Hanya untuk kios.", "POST only"));
    // The public page is for everybody; desk and API only where nobody can listen in.
    const bool is_public = path == "/v" || path == "/keys.json" || path.starts_with("/desk/");
    if (!is_public && !request.confidential) {
        return reply(error_response(403,
                                    "Meja kecamatan hanya dibuka lewat https atau di komputer hub.",
                                    "desk over plain HTTP from another machine"));
    }
    if (const auto* page = state_->pages.find(path)) {
        if (request.method == "GET") return reply(*page);
        return reply(error_response(405, "Hanya dapat dibaca.", "GET only"));
    }
    if (!path.starts_with("/api/") && path != "/keys.json") {
        return reply(error_response(404, "Alamat itu tidak dikenal.", "no such path"));
    }
    auto state = state_;
    state_->worker.call(
        [state, asked = std::move(request)](Node& hub) { return state->desk(hub, asked); },
        std::move(reply));
}

}  // namespace disapa
