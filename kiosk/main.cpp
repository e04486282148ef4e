// disapa-kiosk: the counter of a desa. Without a sub-command it opens the touch screen.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <tuple>

#include "kiosk/counter/counter.h"
#include "kiosk/screens/run.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/program.h"

namespace disapa {
namespace {

constexpr std::size_t kFormBytes = 64 * 1024;

// All that the command line may say, and what the sub-commands share.
struct Kiosk {
    std::string data, assets, invite, pin_file, service, form, as, code, out, text;
    std::string give_back, cancel, receiver;
    std::string size, print_dir, file_dir, screenshot;
    std::vector<std::string> attachments, absent;
    bool verify = false, endorse = false, printed = false, as_json = false, cheap_pin = false;
    bool windowed = false;

    SystemClock clock;
    SystemRandom random;

    Result<Counter> open() {
        auto folder = find_assets(assets);
        if (!folder) return pass(std::move(folder));
        return Counter::open(data, *folder, clock, random);
    }

    Result<std::string> pin() {
        if (pin_file.empty()) return std::string();
        return read_secret_line(pin_file);
    }

    // The officer of --as, with his PIN; nothing when --as was not given.
    Result<std::optional<Session>> session(Counter& counter) {
        if (as.empty()) return std::optional<Session>();
        const auto id = key_id_from_text(as);
        if (!id) {
            return fail(ErrorCode::invalid, "Nomor kunci pada --as terdiri dari 11 huruf.",
                        "bad key id");
        }
        auto secret = pin();
        if (!secret) return pass(std::move(secret));
        auto opened = counter.sign_in(*id, *secret);
        if (!opened) return pass(std::move(opened));
        return std::optional<Session>(std::move(*opened));
    }

    Status enrol() {
        auto secret = pin();
        if (!secret) return pass(std::move(secret));
        auto key = Counter::enrol(data, invite, *secret, clock, random,
                                  cheap_pin ? kArgon2ForTests : Argon2Cost{});
        if (!key) return pass(std::move(key));
        std::cout << to_text(*key) << '\n';
        return {};
    }

    Result<std::vector<Counter::Attachment>> read_attachments() {
        std::vector<Counter::Attachment> files;
        for (const auto& item : attachments) {
            const auto equals = item.find('=');
            if (equals == std::string::npos) {
                return fail(ErrorCode::invalid, "Tulis lampiran seperti --attach KTP=foto.jpg.",
                            "bad --attach " + item);
            }
            const std::filesystem::path path = item.substr(equals + 1);
            auto bytes = read_file(path, limits::kBlobBytes + 1);
            if (!bytes) return pass(std::move(bytes));
            files.push_back({item.substr(0, equals), path.filename().string(), std::move(*bytes)});
        }
        return files;
    }

    Status submit() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        auto bytes = read_file(form, kFormBytes);
        if (!bytes) return pass(std::move(bytes));
        const auto typed = Json::parse(*bytes, nullptr, false);
        if (!typed.is_object()) {
            return fail(ErrorCode::invalid, "Berkas formulir itu bukan JSON. Periksa isinya.",
                        "form file is not a JSON object");
        }
        auto files = read_attachments();
        if (!files) return pass(std::move(files));
        auto clerk = session(*counter);
        if (!clerk) return pass(std::move(clerk));
        const auto* who = *clerk ? &**clerk : nullptr;
        auto receipt = code.empty() ? counter->submit(service, typed, *files, who)
                       : who        ? counter->amend(code, typed, *files, *who)
                                    : Result<ReceiptView>(
                                   fail(ErrorCode::refused,
                                               "Perbaikan dimasukkan petugas. Tulis --as dan --pin-file.",
                                               "amending needs an officer"));
        if (!receipt) return pass(std::move(receipt));
        std::cout << receipt->shown_code << '\n';
        return {};
    }

    // Every paper of the case counts as seen, except those of --absent PAPER=REASON and those that
    // the citizen said he lacks.
    std::vector<PaperCheck> paper_checks(Counter& counter) {
        std::vector<PaperCheck> checks;
        auto view = counter.view(code, nullptr);
        for (const auto& paper : view ? view->papers : std::vector<PaperView>{}) {
            PaperCheck check{paper.id, paper.how != PaperHow::missing, ""};
            for (const auto& item : absent) {
                if (item.starts_with(paper.id + "=")) {
                    check = {paper.id, false, item.substr(paper.id.size() + 1)};
                }
            }
            checks.push_back(std::move(check));
        }
        return checks;
    }

    Status act() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        auto officer = session(*counter);
        if (!officer) return pass(std::move(officer));
        if (!*officer) {
            return fail(ErrorCode::invalid,
                        "Tulis siapa yang bertindak: --as KUNCI --pin-file BERKAS.",
                        "no officer given");
        }
        const auto& who = **officer;
        if (verify) return counter->verify(code, paper_checks(*counter), who);
        if (endorse) return counter->endorse(code, who);
        if (!give_back.empty()) return counter->give_back(code, give_back, who);
        if (!cancel.empty()) return counter->cancel(code, cancel, who);
        if (printed) return counter->printed(code, who);
        return counter->hand_over(code, receiver, who);
    }

    Status queue() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        if (as_json) {
            std::cout << counter->queue_json() << '\n';
            return {};
        }
        const auto rows = counter->queue();
        if (rows.empty()) std::cout << "Belum ada permohonan di kiosk ini.\n";
        for (const auto& row : rows) {
            std::cout << std::left << std::setw(16) << row.shown_code << std::setw(8) << row.service
                      << std::setw(22) << row.state_words
                      << (row.arrived ? "tiba di kecamatan" : "belum diterima kecamatan") << '\n';
        }
        return {};
    }

    Status one_case() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        if (as_json) {
            auto json = counter->case_json(code);
            if (!json) return pass(std::move(json));
            std::cout << *json << '\n';
            return {};
        }
        auto view = counter->view(code, nullptr);
        if (!view) return pass(std::move(view));
        std::cout << view->shown_code << "  " << view->service_name << "\n"
                  << view->state_words << (view->arrived ? ", tiba di kecamatan" : "") << "\n";
        if (!view->number.empty()) std::cout << "Nomor: " << view->number << "\n";
        if (!view->register_number.empty())
            std::cout << "Register: " << view->register_number << "\n";
        for (const auto& line : view->life) {
            std::cout << "  " << line.when << "  " << line.sentence
                      << (line.note.empty() ? "" : " (" + line.note + ")") << "\n";
        }
        return {};
    }

    Status write_out(Result<Bytes> bytes) {
        if (!bytes) return pass(std::move(bytes));
        return write_file_durably(out, *bytes, 0644);
    }
    Status letter() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        return write_out(counter->letter_pdf(code));
    }
    Status receipt() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        return write_out(counter->receipt_pdf(code));
    }

    Status check_letter() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        const auto verdict = counter->verify_text(text);
        if (verdict.verdict == Verdict::genuine) {
            std::cout << verdict.sentence << '\n';
            return {};
        }
        return fail(ErrorCode::refused, verdict.sentence, "letter is not genuine");
    }

    Status evidence() {
        auto counter = open();
        if (!counter) return pass(std::move(counter));
        auto json = counter->export_case(code);
        if (!json) return pass(std::move(json));
        std::cout << *json << '\n';
        return {};
    }

    // "1280x800"; a window without a size takes the one that the screens are designed for.
    Status read_size(ScreenOptions& options) const {
        if (windowed) std::tie(options.width, options.height) = std::pair(1280, 800);
        if (size.empty()) return {};
        int wide = 0, high = 0, used = 0;
        const bool read = std::sscanf(size.c_str(), "%5dx%5d%n", &wide, &high, &used) == 2 &&
                          static_cast<std::size_t>(used) == size.size();
        if (!read || wide < 320 || high < 320) {
            return fail(ErrorCode::invalid, "Tulis ukuran layar seperti 1280x800.",
                        "bad --size " + size);
        }
        std::tie(options.width, options.height) = std::pair(wide, high);
        return {};
    }

    Status screens() {
        auto folder = find_assets(assets);
        if (!folder) return pass(std::move(folder));
        ScreenOptions options;
        if (auto good = read_size(options); !good) return good;
        options.show_cursor = windowed;
        options.print_folder = print_dir;
        options.file_folder = file_dir;
        options.screenshot = screenshot;
        return run_screens(data, *folder, clock, random, options);
    }
};

using Action = Status (Kiosk::*)();

void officer_options(CLI::App* command, Kiosk& kiosk) {
    command->add_option("--as", kiosk.as, "key id of the officer");
    command->add_option("--pin-file", kiosk.pin_file, "file with his PIN");
}

void add_act(CLI::App* act, Kiosk& kiosk) {
    act->add_option("code", kiosk.code)->required();
    auto* what = act->add_option_group("step");
    what->add_flag("--verify", kiosk.verify);
    what->add_flag("--endorse", kiosk.endorse);
    what->add_option("--return", kiosk.give_back, "reason");
    what->add_option("--cancel", kiosk.cancel, "reason");
    what->add_flag("--printed", kiosk.printed);
    what->add_option("--hand-over", kiosk.receiver, "name of the receiver");
    what->require_option(1);
    act->add_option("--absent", kiosk.absent, "PAPER=REASON, with --verify");
    officer_options(act, kiosk);
}

void add_commands(CLI::App& app, Kiosk& kiosk, Action& chosen) {
    const auto command = [&](const char* name, const char* about, Action action) {
        auto* made = app.add_subcommand(name, about);
        made->fallthrough();  // --data may stand before or after
        made->callback([&chosen, action] { chosen = action; });
        return made;
    };
    const auto with_code = [&](CLI::App* made) {
        made->add_option("code", kiosk.code)->required();
    };

    auto* enrol =
        command("enrol", "this device, or an officer on it; prints the key id", &Kiosk::enrol);
    enrol->add_option("invite", kiosk.invite)->required();
    enrol->add_option("--pin-file", kiosk.pin_file, "file with the officer's PIN");
    enrol->add_flag("--cheap-pin", kiosk.cheap_pin,
                    "a key file that is quick to open; samples and tests only");

    auto* submit = command("submit", "a request; prints the receipt code", &Kiosk::submit);
    submit->add_option("--service", kiosk.service);
    submit->add_option("--amends", kiosk.code, "code of a returned case");
    submit->add_option("--form", kiosk.form, "FILE.json")->required();
    submit->add_option("--attach", kiosk.attachments, "PAPER=FILE");
    officer_options(submit, kiosk);

    add_act(command("act", "a step of a case", &Kiosk::act), kiosk);
    command("queue", "all cases", &Kiosk::queue)->add_flag("--json", kiosk.as_json);
    auto* one = command("case", "one case", &Kiosk::one_case);
    with_code(one);
    one->add_flag("--json", kiosk.as_json);
    for (auto* made : {command("letter", "the letter as PDF", &Kiosk::letter),
                       command("receipt", "the receipt as PDF", &Kiosk::receipt)}) {
        with_code(made);
        made->add_option("--out", kiosk.out, "FILE.pdf")->required();
    }
    command("verify", "check a letter's QR offline", &Kiosk::check_letter)
        ->add_option("text", kiosk.text, "text of the QR")
        ->required();
    with_code(command("export", "evidence of a case as JSON", &Kiosk::evidence));
}

int run(int count, char** words) {
    CLI::App app{"The counter of a desa"};
    Kiosk kiosk;
    Action chosen = &Kiosk::screens;
    app.add_option("--data", kiosk.data, "folder of the kiosk")->required();
    app.add_option("--assets", kiosk.assets, "folder of services, lists and words");
    app.add_option("--size", kiosk.size, "of the screen, WIDTHxHEIGHT; else the whole screen");
    app.add_flag("--windowed", kiosk.windowed, "a window of 1280x800 with a cursor");
    app.add_option("--print-dir", kiosk.print_dir, "letters and receipts go here; else DATA/cetak");
    app.add_option("--file-dir", kiosk.file_dir, "files to attach are here; else DATA/berkas");
    app.add_option("--screenshot", kiosk.screenshot, "FILE.png of the first screen, then end");
    app.require_subcommand(0, 1);
    add_commands(app, kiosk, chosen);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kExitDone : kExitUsage;
    }
    if (auto done = (kiosk.*chosen)(); !done) return tell(done.error());
    return kExitDone;
}

}  // namespace
}  // namespace disapa

int main(int count, char** words) {
    try {
        return disapa::run(count, words);
    } catch (const std::exception& error) {
        return disapa::tell({disapa::ErrorCode::internal,
                             "Kiosk berhenti karena gangguan yang tidak terduga. Data tetap aman.",
                             error.what()});
    }
}
