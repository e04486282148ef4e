#include "sync/hub/api.h"

#include "shared/base/limits.h"
#include "sync/hub/worker_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

struct Desk : WorkerWorld {
    SigningKey camat = officer(Role::camat, "Rusli Wibisono");
    std::optional<Api> api;

    // Once the kiosks have brought what the test needs: from here on the worker has the hub.
    void open_desk() {
        start();
        auto opened = Api::open({shipped_assets(), &catalogue, &lists, &clock, &random}, *worker);
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().log));
        api.emplace(std::move(*opened));
    }
    HttpResponse ask(HttpRequest request) {
        auto future = answer_of(
            [&](HttpServer::Reply to) { api->handle(std::move(request), std::move(to)); });
        return take(future);
    }
    HttpResponse get(const std::string& path, const std::string& token = "") {
        return ask({"GET", path, token, "meja.example", {}, "127.0.0.1", true});
    }
    HttpResponse post(const std::string& path, const Json& body, const std::string& token = "") {
        const auto text = body.dump();
        return ask({"POST", path, token, "meja.example", Bytes(text.begin(), text.end()),
                    "127.0.0.1", true});
    }
    std::string sign_in(const SigningKey& key, const std::string& host = "meja.example") {
        const auto challenge = post("/api/challenge", {{"kid", to_text(key.id())}});
        REQUIRE(challenge.status == 200);
        const auto bytes =
            payload({{"challenge", Json::parse(challenge.body)["challenge"]}, {"host", host}});
        const auto opened = post(
            "/api/session",
            {{"jws",
              to_compact({key.id(), bytes, sign_jws(key, kTypChallenge, bytes)}, kTypChallenge)}});
        if (opened.status != 200) return "";
        return "Bearer " + Json::parse(opened.body)["token"].get<std::string>();
    }
    std::string sign(const SigningKey& key, const HttpResponse& prepared) {
        REQUIRE(prepared.status == 200);
        const auto bytes =
            from_base64url(Json::parse(prepared.body)["payload"].get<std::string>()).value();
        return to_compact(signed_by(key, bytes), kTypAct);
    }
};

Json json_of(const HttpResponse& response) {
    CHECK(response.content_type == "application/json");
    auto json = Json::parse(response.body, nullptr, false);
    REQUIRE(json.is_object());
    return json;
}

// An error in the form that the page shows.
bool is_refusal(const HttpResponse& response, int status) {
    const auto json = json_of(response);
    CHECK(response.status == status);
    CHECK_FALSE(json.value("sentence", "").empty());
    CHECK(json.contains("log"));
    return response.status == status;
}

}  // namespace

TEST_CASE("the desk says where one is before anybody signs in") {
    Desk desk;
    desk.open_desk();
    const auto hello = json_of(desk.get("/api/hello"));
    CHECK(hello["office"]["name"] == "Tabang");
    CHECK(hello["office"]["region"] == "64.02.12");
    CHECK(hello["office"]["kabupaten"] == "Kutai Kartanegara");
    CHECK(hello["now"] == desk.clock.now());
    CHECK(hello["sample"] == false);
    CHECK(desk.get("/healthz").status == 200);
}

TEST_CASE("where others may listen there is no desk, only what is public") {
    Desk desk;
    desk.open_desk();
    const auto open = [&](const char* method, const char* path) {
        return desk.ask({method, path, "", "meja.example", {}, "192.0.2.5", false});
    };
    for (const char* path : {"/", "/api/hello", "/api/cases", "/api/blobs/x"}) {
        CHECK(is_refusal(open("GET", path), 403));
    }
    for (const char* path : {"/api/challenge", "/api/session", "/api/decide"}) {
        CHECK(is_refusal(open("POST", path), 403));
    }
    for (const char* path : {"/v", "/keys.json", "/desk/verify.js", "/healthz"}) {
        CHECK_MESSAGE(open("GET", path).status == 200, path);
    }
}

TEST_CASE("other paths and other methods are refused with a sentence") {
    Desk desk;
    desk.open_desk();
    CHECK(is_refusal(desk.get("/nowhere"), 404));
    CHECK(is_refusal(desk.get("/desk/../CMakeLists.txt"), 404));
    CHECK(is_refusal(desk.get("/sync"), 405));
    CHECK(is_refusal(desk.post("/", Json::object()), 405));
    for (const char* method : {"PUT", "DELETE", "OPTIONS", "HEAD"}) {
        CHECK(is_refusal(desk.ask({method, "/api/hello", "", "x", {}, "127.0.0.1", true}), 405));
    }
    const auto token = desk.sign_in(desk.camat);
    CHECK(is_refusal(desk.get("/api/nowhere", token), 404));
    CHECK(is_refusal(desk.get("/api/decide", token), 404));
}

TEST_CASE("every answer tells the browser to guess nothing and to leak nothing") {
    Desk desk;
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    for (const auto& response :
         {desk.get("/"), desk.get("/v"), desk.get("/api/hello"), desk.get("/api/cases", token),
          desk.get("/api/cases"), desk.get("/nowhere"), desk.get("/keys.json")}) {
        CHECK(response.headers.at("X-Content-Type-Options") == "nosniff");
        CHECK(response.headers.at("Referrer-Policy") == "no-referrer");
        CHECK(response.headers.at("Cross-Origin-Opener-Policy") == "same-origin");
        CHECK_FALSE(response.headers.contains("Access-Control-Allow-Origin"));
        CHECK_FALSE(response.headers.contains("Set-Cookie"));
    }
    CHECK(desk.get("/api/cases", token).headers.at("Cache-Control") == "no-store");
}

TEST_CASE("without a good token there is nothing to see") {
    Desk desk;
    auto desa = desk.desa();
    const auto code = desk.HubWorld::ask(desa);
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    for (const std::string bad : {"", "Bearer ", "Bearer x", "Basic x"}) {
        CHECK(is_refusal(desk.get("/api/cases", bad), 401));
        CHECK(is_refusal(desk.get("/api/cases/" + code, bad), 401));
        CHECK(is_refusal(desk.get("/api/nowhere", bad), 401));
        CHECK(
            is_refusal(desk.post("/api/prepare", {{"code", code}, {"kind", "approve"}}, bad), 401));
        CHECK(is_refusal(desk.post("/api/decide", {{"jws", "x"}}, bad), 401));
    }
    CHECK(desk.get("/api/cases", token).status == 200);
    CHECK(desk.post("/api/sign-out", Json::object(), token).status == 200);
    CHECK(is_refusal(desk.get("/api/cases", token), 401));
}

TEST_CASE("looking at the queue by itself keeps nobody signed in") {
    Desk desk;
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    for (int i = 0; i < limits::kSessionIdleMinutes; ++i) {
        CHECK(desk.get("/api/cases", token).status == 200);
        desk.clock.advance(61);
    }
    CHECK(is_refusal(desk.get("/api/cases", token), 401));
}

TEST_CASE("the session tells who signed in; strangers are told what to do") {
    Desk desk;
    auto desa = desk.desa();
    desk.open_desk();
    const auto stranger = SigningKey::generate(desk.random);
    CHECK(is_refusal(desk.post("/api/challenge", {{"kid", to_text(stranger.id())}}), 404));
    CHECK(is_refusal(desk.post("/api/challenge", {{"kid", to_text(desa.kades.id())}}), 404));
    CHECK(is_refusal(desk.post("/api/challenge", {{"kid", 7}}), 404));
    CHECK(is_refusal(desk.post("/api/challenge", Json::array()), 404));
    CHECK(is_refusal(desk.post("/api/session", {{"jws", "a.b.c"}}), 401));
    CHECK(desk.sign_in(desk.camat, "jahat.example").empty());
    CHECK_FALSE(desk.sign_in(desk.camat).empty());
}

TEST_CASE("the queue shows what lies on whose table") {
    Desk desk;
    auto desa = desk.desa();
    desk.desa("other", "64.02.12.2006");
    const auto code = desk.HubWorld::ask(desa);
    desk.submit(desa);
    desk.meet(desa.kiosk);
    desk.open_desk();
    const auto queue = json_of(desk.get("/api/cases", desk.sign_in(desk.camat)));
    REQUIRE(queue["cases"].size() == 2);
    REQUIRE(queue["desas"].size() == 2);
    for (const auto& row : queue["cases"]) {
        const bool is_mine = row["code"] == show_code(code);
        CHECK(row["waits"] == (is_mine ? "camat" : "desa"));
        CHECK(row["state"] == (is_mine ? "endorsed" : "submitted"));
        CHECK(row["desa"] == "Umaq Dian");
        CHECK(row["applicant"] == "LUNG BILUNG");
        CHECK(row["due"].get<std::string>().empty() == !is_mine);
        CHECK(row["number"].get<std::string>().empty() == !is_mine);
    }
    for (const auto& row : queue["desas"]) CHECK(row["last_contact"] == 0);
}

TEST_CASE("a case shows what was asked, who did what, and what this officer may do") {
    Desk desk;
    auto desa = desk.desa();
    const auto code = desk.HubWorld::ask(desa);
    const auto kasi = desk.officer(Role::verifikator);
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    const auto page = json_of(desk.get("/api/cases/" + show_code(code), token));
    CHECK(page["service"] == "SKTM");
    CHECK(page["may"]["approve"] == true);
    CHECK(page["may"]["check"] == false);
    CHECK_FALSE(page["may"]["why"].value("check", "").empty());
    REQUIRE(page["papers"].size() == 1);
    CHECK(page["papers"][0]["seen"] == true);
    REQUIRE(page["acts"].size() == 2);
    CHECK(page["acts"][0]["jws"].is_null());
    const auto endorsed = parse_compact(page["acts"][1]["jws"].get<std::string>(), kTypAct);
    REQUIRE(endorsed.has_value());
    CHECK(endorsed->signer == desa.kades.id());
    CHECK(page["life"].back()["kind"] == "now");
    CHECK(json_of(desk.get("/api/cases/" + code, token)) == page);  // with and without dashes

    const auto seen_by_kasi = json_of(desk.get("/api/cases/" + code, desk.sign_in(kasi)));
    CHECK(seen_by_kasi["may"]["approve"] == false);
    CHECK(seen_by_kasi["may"]["return"] == true);

    CHECK(is_refusal(
        desk.get("/api/cases/" + receipt_code(sha256(as_bytes("nobody asked"))), token), 404));
    CHECK(is_refusal(desk.get("/api/cases/", token), 404));
    CHECK(is_refusal(desk.get("/api/cases/" + code + "/nothing", token), 404));
}

TEST_CASE("approving over the API, once and once more") {
    Desk desk;
    auto desa = desk.desa();
    const auto code = desk.HubWorld::ask(desa);
    const auto other = desk.HubWorld::ask(desa);
    const auto deputy = desk.officer(Role::camat, "Wakil");
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    const auto deputy_token = desk.sign_in(deputy);
    const auto jws = desk.sign(
        desk.camat, desk.post("/api/prepare", {{"code", code}, {"kind", "approve"}}, token));
    const auto late = desk.sign(
        deputy, desk.post("/api/prepare",
                          {{"code", code}, {"kind", "reject"}, {"reason", "Bukan warga desa ini"}},
                          deputy_token));
    CHECK(is_refusal(desk.post("/api/decide", {{"jws", jws}}, deputy_token), 400));

    const auto done = json_of(desk.post("/api/decide", {{"jws", jws}}, token));
    CHECK(done["ok"] == true);
    CHECK(done["register"] == "400.9.14/001/TBN/IX/2026");
    CHECK(done["next"] == show_code(other));
    CHECK(json_of(desk.post("/api/decide", {{"jws", jws}}, token)) == done);

    const auto refused = desk.post("/api/decide", {{"jws", late}}, deputy_token);
    CHECK(is_refusal(refused, 409));
    const auto decision = json_of(refused)["decision"];
    CHECK(decision["what"] == "Disetujui");
    CHECK(decision["who"] == "Jabatan, Rusli Wibisono");
    CHECK(decision["at"] == desk.clock.now());

    desk.meet(desa.kiosk);
    CHECK(desa.kiosk.book().value()->find_code(code)->state == CaseState::approved);
}

TEST_CASE("a letter is a PDF once it is decided, and a sentence before") {
    Desk desk;
    auto desa = desk.desa();
    disapa::Office office;
    office.region = desa.region;
    office.name = "Umaq Dian";
    office.unit_code = "UMD";
    REQUIRE(admin::publish_office(desk.hub, office, desk.root));
    const auto code = desk.HubWorld::ask(desa);
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    const auto path = "/api/cases/" + code + "/letter";
    CHECK(is_refusal(desk.get(path), 401));
    const auto early = desk.get(path, token);
    CHECK(is_refusal(early, 403));
    CHECK(json_of(early)["sentence"].get<std::string>().find("belum disetujui camat") !=
          std::string::npos);
    const auto jws = desk.sign(
        desk.camat, desk.post("/api/prepare", {{"code", code}, {"kind", "approve"}}, token));
    REQUIRE(desk.post("/api/decide", {{"jws", jws}}, token).status == 200);
    const auto letter = desk.get(path, token);
    CHECK_MESSAGE(letter.status == 200, as_text(letter.body));
    CHECK(letter.content_type == "application/pdf");
    CHECK(as_text(letter.body).starts_with("%PDF-"));
}

TEST_CASE("a request to decide that is no request is refused") {
    Desk desk;
    auto desa = desk.desa();
    const auto code = desk.HubWorld::ask(desa);
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    const auto prepare = [&](const Json& body) { return desk.post("/api/prepare", body, token); };
    const auto nobody = receipt_code(sha256(as_bytes("nobody asked")));
    CHECK(is_refusal(prepare(Json::object()), 400));
    CHECK(is_refusal(prepare(Json::array({1})), 400));
    CHECK(is_refusal(prepare({{"code", code}, {"kind", "endorse"}}), 400));
    CHECK(is_refusal(prepare({{"code", 5}, {"kind", "approve"}}), 400));
    CHECK(is_refusal(prepare({{"code", nobody}, {"kind", "approve"}}), 404));
    CHECK(is_refusal(prepare({{"code", code}, {"kind", "return"}}), 400));
    CHECK(is_refusal(prepare({{"code", code}, {"kind", "check"}}), 403));
    const Json odd = {{"code", code},
                      {"kind", "return"},
                      {"reason", "Foto buram"},
                      {"reasons", "photo_unreadable"}};
    CHECK(prepare(odd).status != 500);
    CHECK(is_refusal(desk.post("/api/decide", {{"jws", "x"}}, token), 400));
    CHECK(
        is_refusal(desk.ask({"POST", "/api/prepare", token, "x", {'{'}, "127.0.0.1", true}), 400));
}

TEST_CASE("a form of odd kinds is shown as far as it can be, and ends nothing") {
    Desk desk;
    auto desa = desk.desa();
    const Json form = {{"nama", 5},
                       {"nik", {{"a", true}}},
                       {"tanggal_lahir", false},
                       {"penghasilan", "banyak"},
                       {"tanggungan", "bukan tabel"},
                       {"agama", Json::array()},
                       {"asing", "x"}};
    const auto odd = desk.put(desa, node_entry(payload(desk.request(form))));
    const auto code = desk.HubWorld::ask(desa);
    const auto odd_code = desk.book(desa.region).find(odd)->code;
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    CHECK(desk.get("/api/cases", token).status == 200);
    CHECK(desk.get("/api/cases/" + odd_code, token).status == 200);
    CHECK(desk.get("/api/cases/" + code, token).status == 200);
}

TEST_CASE("a photo is given only where a case names it, and never as a page") {
    Desk desk;
    auto desa = desk.desa();
    const Bytes photo{0xff, 0xd8, 0xff, 0xe0, 1, 2, 3};
    const Bytes page{'<', 'h', 't', 'm', 'l', '>'};
    const auto keep = [&](const Bytes& bytes) {
        REQUIRE(desk.hub.write([&](Writer& writer) -> Status {
            auto kept = writer.put_blob(bytes);
            if (!kept) return pass(std::move(kept));
            return {};
        }));
        return sha256(bytes);
    };
    const auto named = keep(photo);
    const auto unnamed = keep(page);
    const auto disguised = keep({'<', 's', 'v', 'g', '>'});
    auto request = desk.request();
    const auto paper = [](const char* id, const Digest& blob) {
        return Json{{"id", id},           {"how", "file"}, {"blob", text_of(blob)},
                    {"name", "foto.jpg"}, {"size", 7},     {"mime", "image/jpeg"}};
    };
    request["papers"] = {paper("KTP", named), paper("KK", disguised)};
    desk.put(desa, node_entry(payload(request)));
    desk.meet(desa.kiosk);
    desk.open_desk();
    const auto token = desk.sign_in(desk.camat);
    const auto response = desk.get("/api/blobs/" + text_of(named), token);
    CHECK(response.status == 200);
    CHECK(response.body == photo);
    CHECK(response.content_type == "image/jpeg");
    CHECK(response.headers.at("Content-Disposition") == "attachment");
    CHECK(desk.get("/api/blobs/" + text_of(disguised), token).content_type ==
          "application/octet-stream");
    CHECK(is_refusal(desk.get("/api/blobs/" + text_of(unnamed), token), 404));
    CHECK(is_refusal(desk.get("/api/blobs/" + text_of(named)), 401));
    CHECK(is_refusal(desk.get("/api/blobs/nothing", token), 404));
    CHECK(is_refusal(desk.get("/api/blobs/", token), 404));
}

TEST_CASE("anybody may read the public keys, and no secret is among them") {
    Desk desk;
    auto desa = desk.desa();
    REQUIRE(admin::revoke(desk.hub, desk.camat.id(), "hilang", desk.root));
    desk.open_desk();
    const auto json = json_of(desk.get("/keys.json"));
    bool found = false;
    for (const auto& key : json["keys"]) {
        CHECK(key["kty"] == "OKP");
        CHECK_FALSE(key.contains("d"));
        if (key["kid"] != to_text(desk.camat.id())) continue;
        found = true;
        CHECK(key["role"] == "camat");
        CHECK(key["x"] == text_of(desk.camat.public_key()));
        CHECK(key["revoked"] == desk.clock.now());
    }
    CHECK(found);
    CHECK(json["services"].contains("SKTM"));
    CHECK(json["revoked_letters"].empty());
}

TEST_CASE("a hub without its pages does not open a desk") {
    Desk desk;
    desk.start();
    const auto opened = Api::open(
        {desk.folder / "nowhere", &desk.catalogue, &desk.lists, &desk.clock, &desk.random},
        *desk.worker);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::not_found);
}
