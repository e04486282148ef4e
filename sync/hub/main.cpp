// disapa-hub: the kecamatan's data hub.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/base/program.h"
#include "shared/base/text.h"
#include "shared/log/entry.h"
#include "shared/service/office_notices.h"
#include "sync/hub/admin.h"
#include "sync/hub/decisions.h"
#include "sync/hub/desk_view.h"
#include "sync/hub/notices.h"
#include "sync/hub/questions.h"
#include "sync/hub/serve.h"

namespace disapa {
namespace {

// All that the command line may say, and what the sub-commands share.
struct Hub {
    std::string data, assets, region, name, title, nip, url, public_url, role, file, invite,
        key_file, passphrase_file, code, reason, key_id;
    bool sample = false, as_json = false, check = false, initial = false, approve = false;
    std::string give_back, reject, text, heading, until;
    ServeOptions serving;

    SystemClock clock;
    SystemRandom random;
    std::optional<Catalogue> catalogue;
    std::optional<Lists> lists;

    Status load() {
        auto folder = find_assets(assets);
        if (!folder) return pass(std::move(folder));
        serving.assets = *folder;
        auto services = Catalogue::load(*folder);
        if (!services) return pass(std::move(services));
        catalogue.emplace(std::move(*services));
        auto known = Lists::load(*folder);
        if (!known) return pass(std::move(known));
        lists.emplace(std::move(*known));
        return {};
    }
    Result<Node> open() { return Node::open(data, clock, random); }

    Result<Region> asked_region() const {
        if (const auto parsed = Region::parse(region)) return *parsed;
        return fail(ErrorCode::invalid,
                    "Kode wilayah keliru. Tulislah seperti 64.02.12 atau 64.02.12.2005.",
                    "bad region code " + region);
    }

    Status init() {
        auto where = asked_region();
        if (!where) return pass(std::move(where));
        return admin::init(data, {*where, name, public_url, sample}, *catalogue, clock, random);
    }

    Status serve_forever() {
        serving.folder = data;
        return serve(serving, *catalogue, *lists, clock, random);
    }

    Status make_invite_line() {
        auto where = asked_region();
        if (!where) return pass(std::move(where));
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        if (url.empty()) {
            auto known = admin::known_url(*hub);
            if (!known) return pass(std::move(known));
            url = *known;
        }
        auto invited = make_invite(*hub, {*where, role_from_text(role), name, title, nip, url});
        if (!invited) return pass(std::move(invited));
        std::cout << to_text(*invited) << '\n';
        return {};
    }

    Status office() {
        auto where = asked_region();
        if (!where) return pass(std::move(where));
        auto bytes = read_file(file, 64 * 1024);
        if (!bytes) return pass(std::move(bytes));
        auto json = Json::parse(*bytes, nullptr, false);
        if (!json.is_object()) {
            return fail(ErrorCode::invalid, "Berkas kantor itu bukan JSON. Periksa isinya.",
                        "office file is not a JSON object");
        }
        json["region"] = where->code();
        auto office = parse_office(json);
        if (!office) return pass(std::move(office));
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto key = admin::open_key(*hub, key_file, passphrase_file);
        if (!key) return pass(std::move(key));
        return admin::publish_office(*hub, *office, *key);
    }

    Status publish_services() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto key = admin::open_key(*hub, key_file, passphrase_file);
        if (!key) return pass(std::move(key));
        return admin::publish_catalogue(*hub, *catalogue, *key);
    }

    Status officer() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto invited = parse_invite(invite);
        if (!invited) return pass(std::move(invited));
        auto passphrase = read_secret_line(passphrase_file);
        if (!passphrase) return pass(std::move(passphrase));
        auto admin_key = resident_admin(*hub);
        if (!admin_key) return pass(std::move(admin_key));
        auto key = admin::make_officer(*hub, *invited, key_file, *passphrase, *admin_key);
        if (!key) return pass(std::move(key));
        std::cout << to_text(*key) << '\n';
        return {};
    }

    Result<Decisions::Request> asked_decision() {
        const auto plain = read_code(code);
        if (!plain) {
            return fail(ErrorCode::invalid, "Kode permohonan itu keliru. Periksa lagi.",
                        "bad code");
        }
        Decisions::Request request;
        request.code = *plain;
        request.reason = give_back + reject;
        request.kind = check                ? DecisionKind::check
                       : initial            ? DecisionKind::initial
                       : !give_back.empty() ? DecisionKind::give_back
                       : !reject.empty()    ? DecisionKind::reject
                                            : DecisionKind::approve;
        return request;
    }

    Status decide() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto request = asked_decision();
        if (!request) return pass(std::move(request));
        auto key = admin::open_key(*hub, key_file, passphrase_file);
        if (!key) return pass(std::move(key));
        request->officer = key->id();
        Decisions decisions(*hub, *catalogue, *lists);
        auto payload = decisions.prepare(*request);
        if (!payload) return pass(std::move(payload));
        auto done = decisions.decide({key->id(), *payload, sign_jws(*key, kTypAct, *payload)});
        if (!done) return pass(std::move(done));
        std::cout << (done->register_number.empty() ? show_code(done->code) : done->register_number)
                  << '\n';
        return {};
    }

    Status cases() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto queue = DeskView(*hub, *catalogue, *lists).queue();
        if (!queue) return pass(std::move(queue));
        const auto& rows = (*queue)["cases"];
        if (as_json) {
            std::cout << rows.dump() << '\n';
            return {};
        }
        if (rows.empty()) std::cout << "Belum ada permohonan di hub ini.\n";
        for (const auto& row : rows) {
            std::cout << std::left << std::setw(16) << row["code"].get<std::string>()
                      << std::setw(8) << row["service"].get<std::string>() << std::setw(20)
                      << row["desa"].get<std::string>() << std::setw(13)
                      << row["state"].get<std::string>() << row["register"].get<std::string>()
                      << '\n';
        }
        return {};
    }

    Status questions() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto listed = DeskQuestions(*hub, *lists).list();
        if (!listed) return pass(std::move(listed));
        const auto& rows = (*listed)["questions"];
        if (as_json) {
            std::cout << rows.dump() << '\n';
            return {};
        }
        if (rows.empty()) std::cout << "Belum ada pertanyaan atau laporan di hub ini.\n";
        for (const auto& row : rows) {
            std::cout << std::left << std::setw(16) << row["code"].get<std::string>()
                      << std::setw(11) << (row["kind"] == "complaint" ? "laporan" : "pertanyaan")
                      << std::setw(20) << row["desa"].get<std::string>()
                      << (row["answers"].empty() ? "menunggu jawaban" : "sudah dijawab") << '\n';
        }
        return {};
    }

    Status answer() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        const auto plain = read_code(code);
        if (!plain) {
            return fail(ErrorCode::invalid, "Kode pertanyaan itu keliru. Periksa lagi.",
                        "bad code");
        }
        auto key = admin::open_key(*hub, key_file, passphrase_file);
        if (!key) return pass(std::move(key));
        DeskQuestions desk(*hub, *lists);
        auto payload = desk.prepare(*plain, clean_text(text), key->id());
        if (!payload) return pass(std::move(payload));
        auto done = desk.answer({key->id(), *payload, sign_jws(*key, kTypAct, *payload)});
        if (!done) return pass(std::move(done));
        std::cout << show_code(*done) << '\n';
        return {};
    }

    // Shown through the day of --until, everywhere or in one desa.
    Status notice() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        const auto last = parse_date(until);
        if (!last) {
            return fail(ErrorCode::invalid, "Tulis tanggal seperti 2026-11-23.",
                        "bad --until " + until);
        }
        if (region.empty()) region = hub->setup().office.code();
        auto where = asked_region();
        if (!where) return pass(std::move(where));
        auto key = admin::open_key(*hub, key_file, passphrase_file);
        if (!key) return pass(std::move(key));
        const NoticeWords of{*where, clean_text(heading), clean_text(text),
                             instant_of(add_days(*last, 1))};
        auto posted = post_notice(*hub, of, *key);
        if (!posted) return pass(std::move(posted));
        return hub->before_leaving();
    }

    Status notices() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        auto found = find_notices(*hub, hub->setup().office, clock.now());
        if (!found) return pass(std::move(found));
        if (found->empty()) std::cout << "Belum ada pengumuman kecamatan.\n";
        for (const auto& one : *found) {
            std::cout << std::left << std::setw(15) << one.region.code() << "sampai "
                      << to_iso(wita_date(one.until - 1)) << "  " << one.heading << " (" << one.name
                      << ")\n";
        }
        return {};
    }

    Status revoke() {
        auto hub = open();
        if (!hub) return pass(std::move(hub));
        const auto id = key_id_from_text(key_id);
        if (!id) {
            return fail(ErrorCode::invalid, "Nomor kunci terdiri dari 11 huruf. Periksa lagi.",
                        "bad key id");
        }
        auto key = admin::open_key(*hub, key_file, passphrase_file);
        if (!key) return pass(std::move(key));
        return admin::revoke(*hub, *id, reason, *key);
    }
};

using Action = Status (Hub::*)();
using AddCommand = std::function<CLI::App*(const char* name, const char* about, Action action)>;

void key_options(CLI::App* command, Hub& hub, bool required) {
    auto* key = command->add_option("--key", hub.key_file, "key file of the signer");
    command->add_option("--passphrase-file", hub.passphrase_file, "file with its passphrase");
    if (required) key->required();
}

// What the office says to people: answers and notices.
void add_word_commands(Hub& hub, const AddCommand& command) {
    auto* questions = command("questions", "list questions and complaints", &Hub::questions);
    questions->add_flag("--json", hub.as_json);
    auto* answer = command("answer", "answer a question with an officer's key", &Hub::answer);
    answer->add_option("code", hub.code)->required();
    answer->add_option("--text", hub.text, "what the citizen will read")->required();
    key_options(answer, hub, true);

    auto* notice = command("notice", "announce something on the kiosks' screens", &Hub::notice);
    notice->add_option("--heading", hub.heading, "at most 60 letters")->required();
    notice->add_option("--text", hub.text, "at most 280 letters");
    notice->add_option("--until", hub.until, "last day, YYYY-MM-DD")->required();
    notice->add_option("--region", hub.region, "one desa; else the whole kecamatan");
    key_options(notice, hub, true);
    command("notices", "list the notices that are shown now", &Hub::notices);
}

void add_commands(CLI::App& app, Hub& hub, Action& chosen) {
    const auto command = [&](const char* name, const char* about, Action action) {
        auto* made = app.add_subcommand(name, about);
        made->fallthrough();  // --assets may stand before or after
        made->add_option("--data", hub.data, "folder of the hub")->required();
        made->callback([&chosen, action] { chosen = action; });
        return made;
    };
    auto* init = command("init", "make a hub", &Hub::init);
    init->add_option("--region", hub.region, "kecamatan, like 64.02.12")->required();
    init->add_option("--name", hub.name, "name of the kecamatan")->required();
    init->add_option("--public-url", hub.public_url, "what QR codes begin with");
    init->add_flag("--sample", hub.sample, "every letter says CONTOH - TIDAK BERLAKU");

    auto* serve = command("serve", "serve kiosks and the desk", &Hub::serve_forever);
    serve->add_option("--listen", hub.serving.listen, "ADDRESS:PORT; port 0 takes any free one");
    serve->add_option("--tls-cert", hub.serving.tls_certificate, "PEM file");
    serve->add_option("--tls-key", hub.serving.tls_key, "PEM file");
    serve->add_option("--trusted-proxy", hub.serving.trusted_proxy,
                      "address whose X-Forwarded-Proto is believed");

    auto* invite = command("invite", "make a one-time invite", &Hub::make_invite_line);
    invite->add_option("--region", hub.region)->required();
    invite->add_option("--role", hub.role, "kiosk petugas kades verifikator sekcam camat admin")
        ->required();
    invite->add_option("--name", hub.name);
    invite->add_option("--title", hub.title, "as printed, like 'Camat Tabang'");
    invite->add_option("--nip", hub.nip);
    invite->add_option("--url", hub.url, "address of this hub as the device reaches it");

    auto* office = command("office", "publish an office's letterhead", &Hub::office);
    office->add_option("--region", hub.region)->required();
    office->add_option("--file", hub.file, "OFFICE.json")->required();
    key_options(office, hub, false);

    auto* services = command("catalogue", "publish the services of this program to all desa",
                             &Hub::publish_services);
    key_options(services, hub, false);

    auto* officer = command("officer", "make and enrol an officer's key file", &Hub::officer);
    officer->add_option("invite", hub.invite)->required();
    officer->add_option("--key", hub.key_file, "key file to write")->required();
    officer->add_option("--passphrase-file", hub.passphrase_file)->required();

    auto* decide = command("decide", "decide a case with an officer's key", &Hub::decide);
    decide->add_option("code", hub.code)->required();
    auto* kinds = decide->add_option_group("decision");
    kinds->add_flag("--check", hub.check);
    kinds->add_flag("--initial", hub.initial);
    kinds->add_flag("--approve", hub.approve);
    kinds->add_option("--return", hub.give_back, "reason");
    kinds->add_option("--reject", hub.reject, "reason");
    kinds->require_option(1);
    key_options(decide, hub, true);

    auto* cases = command("cases", "list the cases", &Hub::cases);
    cases->add_flag("--json", hub.as_json);

    add_word_commands(hub, command);

    auto* revoke = command("revoke", "revoke a key", &Hub::revoke);
    revoke->add_option("key-id", hub.key_id)->required();
    revoke->add_option("--reason", hub.reason);
    key_options(revoke, hub, false);
}

// A key's id may begin with '-', which CLI11 takes for an option: such a word goes behind "--".
std::vector<const char*> ids_last(int count, char** words) {
    std::vector<const char*> line(words, words + count);
    const auto ids = std::stable_partition(line.begin(), line.end(), [](std::string_view word) {
        return !word.starts_with('-') || !key_id_from_text(word);
    });
    if (ids != line.end()) line.insert(ids, "--");
    return line;
}

int run(int count, char** words) {
    CLI::App app{"The data hub of a kecamatan"};
    app.require_subcommand(1);
    Hub hub;
    app.add_option("--assets", hub.assets, "folder of services, lists and pages");
    Action chosen = nullptr;
    add_commands(app, hub, chosen);
    try {
        const auto line = ids_last(count, words);
        app.parse(static_cast<int>(line.size()), line.data());
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kExitDone : kExitUsage;
    }
    if (auto loaded = hub.load(); !loaded) return tell(loaded.error());
    if (auto done = (hub.*chosen)(); !done) return tell(done.error());
    return kExitDone;
}

}  // namespace
}  // namespace disapa

int main(int count, char** words) {
    try {
        return disapa::run(count, words);
    } catch (const std::exception& error) {
        return disapa::tell({disapa::ErrorCode::internal,
                             "Hub berhenti karena gangguan yang tidak terduga. Data tetap aman.",
                             error.what()});
    }
}
