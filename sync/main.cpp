// disapa-sync: the desa's agent. Exit codes: 0 done, 1 refused or failed, 2 usage.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "sync/agent.h"
#include "sync/courier_run.h"
#include "sync/http_link.h"
#include "sync/hub/hammer.h"
#include "sync/hub/invites.h"

namespace disapa {
namespace {

// Set by a signal; nothing else can reach a signal handler.
std::atomic<bool> stop_asked{false};
std::atomic<const Bell*> stop_bell{nullptr};

extern "C" void ask_stop(int) {
    stop_asked = true;
    if (const Bell* bell = stop_bell) bell->ring();
}

int failed(const Error& error) {
    const char* language = std::getenv("DISAPA_LANG");
    const bool in_english = language != nullptr && std::string_view(language) == "en";
    std::fprintf(stderr, "%s\n", (in_english ? error.log : error.sentence).c_str());
    return 1;
}

Result<LockFile> take_lock(const std::filesystem::path& folder) {
    return LockFile::take(folder / "agent.lock",
                          "Agen pengiriman sudah berjalan di kios ini. Tunggu sampai selesai.");
}

// The addresses that the people of the desa named come first: one in the same building may be
// nearer.
std::vector<std::string> urls_of(const Node& node, const AgentSettings& settings) {
    std::vector<std::string> urls = settings.hubs;
    for (const std::string& url : node.setup().hub_urls) {
        if (std::find(urls.begin(), urls.end(), url) == urls.end()) urls.push_back(url);
    }
    return urls;
}

int once(const std::filesystem::path& folder, bool as_json) {
    const SystemClock clock;
    SystemRandom random;
    auto node = Node::open(folder, clock, random);
    if (!node) return failed(node.error());
    const auto lock = take_lock(folder);
    if (!lock) return failed(lock.error());
    const auto settings = read_settings(folder);
    if (!settings) return failed(settings.error());
    HttpLink link(urls_of(*node, *settings));
    const auto result = exchange_and_tell(*node, link);
    if (!result) return failed(result.error());
    const ExchangeReport& report = result->report;
    const bool done = report.completed && report.acknowledged;
    if (as_json) {
        const nlohmann::json figures{{"acknowledged", report.acknowledged},
                                     {"acts_received", report.acts_received},
                                     {"acts_sent", report.acts_sent},
                                     {"arrived", report.arrived},
                                     {"bytes_down", report.bytes_down},
                                     {"bytes_up", report.bytes_up},
                                     {"completed", report.completed},
                                     {"ms", report.milliseconds},
                                     {"posts", report.posts},
                                     {"sentence", result->sentence},
                                     {"state", result->state},
                                     {"waiting", report.waiting}};
        std::printf("%s\n", figures.dump().c_str());
    } else {
        std::printf(
            "%s %llu catatan dikirim, %llu diterima, %llu mendapat tanda terima; %llu B naik, "
            "%llu B turun, %lld ms.\n",
            done ? "Selesai:" : "Belum selesai:", static_cast<unsigned long long>(report.acts_sent),
            static_cast<unsigned long long>(report.acts_received),
            static_cast<unsigned long long>(report.arrived),
            static_cast<unsigned long long>(report.bytes_up),
            static_cast<unsigned long long>(report.bytes_down),
            static_cast<long long>(report.milliseconds));
    }
    if (done) return 0;
    std::string log;
    for (const std::string& line : report.log) log += line + "; ";
    return failed({ErrorCode::network, result->sentence, log.empty() ? "not complete" : log});
}

int run(const std::filesystem::path& folder) {
    const SystemClock clock;
    SystemRandom random;
    auto node = Node::open(folder, clock, random);
    if (!node) return failed(node.error());
    const auto lock = take_lock(folder);
    if (!lock) return failed(lock.error());
    const auto settings = read_settings(folder);
    if (!settings) return failed(settings.error());
    const Bell bell;
    stop_bell = &bell;
    std::signal(SIGTERM, ask_stop);
    std::signal(SIGINT, ask_stop);
    const auto make_link = [&]() -> std::unique_ptr<Link> {
        return std::make_unique<HttpLink>(urls_of(*node, *settings));
    };
    const auto ended = run_agent(*node, *settings, make_link, stop_asked, bell);
    stop_bell = nullptr;
    return ended ? 0 : failed(ended.error());
}

int check(const std::filesystem::path& folder) {
    const SystemClock clock;
    SystemRandom random;
    auto node = Node::open(folder, clock, random);
    if (!node) return failed(node.error());
    const auto wrong = node->check();
    if (!wrong) return failed(wrong.error());
    for (const std::string& line : *wrong) std::fprintf(stderr, "%s\n", line.c_str());
    if (!wrong->empty()) return 1;
    std::uint64_t acts = 0;
    const auto feeds = node->feeds();
    for (const FeedName& feed : feeds) acts += node->size_of(feed.id());
    std::printf("Semua utuh: %zu buku, %llu catatan, setiap tanda tangan diperiksa ulang.\n",
                feeds.size(), static_cast<unsigned long long>(acts));
    return 0;
}

int run_hammer(const HammerOptions& options, bool as_json) {
    const SystemClock clock;
    SystemRandom random;
    const auto figures = hammer(options, clock, random);
    if (!figures) return failed(figures.error());
    std::printf("%s\n", (as_json ? json_of(*figures) : told(*figures)).c_str());
    return figures->good(options) ? 0 : 1;
}

void add_hammer(CLI::App& app, HammerOptions& options, bool& as_json) {
    CLI::App* command = app.add_subcommand("hammer", "uji beban sebuah hub contoh");
    command->add_option("--data", options.folder, "folder data hub contoh")->required();
    command->add_option("--url", options.url, "alamat hub itu")->required();
    command->add_option("--kiosks", options.kiosks, "kios yang bangun serentak");
    command->add_option("--requests", options.requests, "permohonan tiap kios");
    command->add_option("--slow", options.slow, "soket lambat yang ditahan terbuka");
    command->add_option("--within", options.honest_seconds, "detik untuk kios jujur");
    command->add_flag("--json", as_json, "angka-angka sebagai JSON");
}

std::pair<CLI::App*, CLI::App*> add_courier(CLI::App& app, CourierCommand& options) {
    CLI::App* courier = app.add_subcommand("courier", "kiriman lewat flashdisk");
    courier->require_subcommand(1);
    const auto add = [&](const char* name, const char* help) {
        CLI::App* command = courier->add_subcommand(name, help);
        command->add_option("--data", options.data, "folder data")->required();
        command->add_option("folder", options.folder, "folder flashdisk")->required();
        command->add_flag("--json", options.as_json, "angka-angka sebagai JSON");
        return command;
    };
    CLI::App* writing = add("export", "tulis kiriman, juga jawaban atas yang dibaca");
    writing->add_option("--desa", options.desa, "hanya untuk desa ini (di kecamatan)");
    writing->add_option("--most", options.most_mib, "paling banyak sekian MiB");
    return {writing, add("import", "baca kiriman untuk folder data ini")};
}

int run_main(int argc, char** argv) {
    CLI::App app{"Mengirim dan menerima data antara desa dan kecamatan."};
    app.name("disapa-sync");
    app.require_subcommand(1);
    std::string folder;
    bool as_json = false;
    const auto add = [&](const char* name, const char* help) {
        CLI::App* command = app.add_subcommand(name, help);
        command->add_option("--data", folder, "folder data")->required();
        return command;
    };
    CLI::App* once_command = add("once", "satu kali kirim dan terima");
    once_command->add_flag("--json", as_json, "angka-angka sebagai JSON");
    CLI::App* run_command = add("run", "berjalan terus dengan tenang");
    add("check", "periksa ulang semua tanda tangan, pohon dan catatan");
    CourierCommand courier;
    const auto [export_command, import_command] = add_courier(app, courier);
    HammerOptions hammering;
    add_hammer(app, hammering, as_json);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (export_command->parsed()) return courier_export(courier);
    if (import_command->parsed()) {
        return courier_import(courier, [](Node& hub) { return std::make_unique<HubKeeper>(hub); });
    }
    if (app.got_subcommand("hammer")) return run_hammer(hammering, as_json);
    if (once_command->parsed()) return once(folder, as_json);
    if (run_command->parsed()) return run(folder);
    return check(folder);
}

}  // namespace
}  // namespace disapa

int main(int argc, char** argv) {
    try {
        return disapa::run_main(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "Program berhenti karena kesalahan. (%s)\n", error.what());
        return 1;
    }
}
