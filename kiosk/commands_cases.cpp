// Requests and the steps of their cases.
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kiosk/commands.h"
#include "kiosk/devices/paper_picture.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"

namespace disapa {
namespace {

constexpr std::size_t kFormBytes = 64 * 1024;

struct Cases {
    explicit Cases(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string service, form, code, give_back, cancel, receiver;
    std::string helper, entered;
    std::vector<std::string> attachments, absent, reasons;
    bool verify = false, endorse = false, printed = false, as_json = false;

    Result<std::vector<Counter::Attachment>> read_attachments() {
        std::vector<Counter::Attachment> files;
        for (const auto& item : attachments) {
            const auto equals = item.find('=');
            if (equals == std::string::npos) {
                return fail(ErrorCode::invalid, "Tulis lampiran seperti --attach KTP=foto.jpg.",
                            "bad --attach " + item);
            }
            const std::filesystem::path path = item.substr(equals + 1);
            auto bytes = read_file(path, limits::kPictureFileBytes);
            if (!bytes) return pass(std::move(bytes));
            auto name = path.filename().string();
            if (devices::is_picture(*bytes)) {
                auto paper = devices::paper_picture(*bytes);
                if (!paper) return pass(std::move(paper));
                bytes = std::move(paper->webp);
                name = path.stem().string() + ".webp";
            }
            files.push_back({item.substr(0, equals), std::move(name), std::move(*bytes)});
        }
        return files;
    }

    // --helper "NAME=RELATION" and --entered DATE.
    Result<Counter::Aside> aside() const {
        Counter::Aside said;
        const auto equals = helper.find('=');
        said.helper.name = helper.substr(0, equals);
        if (equals != std::string::npos) said.helper.relation = helper.substr(equals + 1);
        if (entered.empty()) return said;
        said.entered = parse_date(entered);
        if (!said.entered) {
            return fail(ErrorCode::invalid, "Tulis tanggal kertas seperti 2026-11-23.",
                        "bad --entered " + entered);
        }
        return said;
    }

    Status submit() {
        auto counter = line.open();
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
        auto clerk = line.session(*counter);
        if (!clerk) return pass(std::move(clerk));
        const auto* who = *clerk ? &**clerk : nullptr;
        auto said = aside();
        if (!said) return pass(std::move(said));
        // A script cannot be asked: it is told, and the request is taken.
        const auto twin = code.empty() ? counter->twin_of(service, typed) : std::nullopt;
        if (twin) {
            std::cerr << "NIK dan layanan yang sama sudah diajukan dalam 24 jam: " << *twin
                      << ".\n";
        }
        auto receipt = code.empty() ? counter->submit(service, typed, *files, who, *said)
                       : who        ? counter->amend(code, typed, *files, *who, *said)
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
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto officer = line.officer(*counter);
        if (!officer) return pass(std::move(officer));
        const auto& who = *officer;
        if (verify) return counter->verify(code, paper_checks(*counter), who);
        if (endorse) return counter->endorse(code, who);
        if (!give_back.empty() || !reasons.empty())
            return counter->give_back(code, Reason{reasons, give_back}, who);
        if (!cancel.empty()) return counter->cancel(code, cancel, who);
        if (printed) return counter->printed(code, who);
        return counter->hand_over(code, receiver, who);
    }

    Status queue() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        if (as_json) {
            std::cout << counter->queue_json() << '\n';
            return {};
        }
        const auto rows = counter->queue();
        if (rows.empty()) std::cout << "Belum ada permohonan di kios ini.\n";
        for (const auto& row : rows) {
            std::cout << std::left << std::setw(16) << row.shown_code << std::setw(8) << row.service
                      << std::setw(22) << row.state_words
                      << (row.arrived ? "tiba di kecamatan" : "belum diterima kecamatan") << '\n';
        }
        return {};
    }

    Status one_case() {
        auto counter = line.open();
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
        for (const auto& event : view->life) {
            std::cout << "  " << event.when << "  " << event.sentence
                      << (event.note.empty() ? "" : " (" + event.note + ")") << "\n";
        }
        return {};
    }

    Status evidence() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto json = counter->export_case(code);
        if (!json) return pass(std::move(json));
        std::cout << *json << '\n';
        return {};
    }
};

void add_act(CLI::App& app, const std::shared_ptr<Cases>& cases) {
    auto* act =
        add_command(app, cases->line, "act", "a step of a case", [cases] { return cases->act(); });
    act->add_option("code", cases->code)->required();
    auto* what = act->add_option_group("step");
    what->add_flag("--verify", cases->verify);
    what->add_flag("--endorse", cases->endorse);
    what->add_option("--return", cases->give_back, "why, in own words");
    what->add_option("--reason", cases->reasons, "return, with a code of lists/alasan_kembali.csv");
    what->add_option("--cancel", cases->cancel, "reason");
    what->add_flag("--printed", cases->printed);
    what->add_option("--hand-over", cases->receiver, "name of the receiver");
    what->require_option(1, 2);  // both ways of saying why it goes back
    for (auto* flag : what->get_options()) {
        const auto name = flag->get_name();
        for (auto* other : what->get_options()) {
            const auto second = other->get_name();
            const bool both_say_why = (name == "--return" && second == "--reason") ||
                                      (name == "--reason" && second == "--return");
            if (flag != other && !both_say_why) flag->excludes(other);
        }
    }
    act->add_option("--absent", cases->absent, "PAPER=REASON, with --verify");
    add_officer_options(act, cases->line);
}

}  // namespace

void add_case_commands(CLI::App& app, CommandLine& line) {
    const auto cases = std::make_shared<Cases>(line);
    auto* submit = add_command(app, line, "submit", "a request; prints the receipt code",
                               [cases] { return cases->submit(); });
    submit->add_option("--service", cases->service);
    submit->add_option("--amends", cases->code, "code of a returned case");
    submit->add_option("--form", cases->form, "FILE.json")->required();
    submit->add_option("--attach", cases->attachments, "PAPER=FILE");
    submit->add_option("--helper", cases->helper, "NAME=RELATION of who fills it in");
    submit->add_option("--entered", cases->entered, "date of a paper form; needs --as");
    add_officer_options(submit, line);

    add_act(app, cases);
    add_command(app, line, "queue", "all cases", [cases] {
        return cases->queue();
    })->add_flag("--json", cases->as_json);
    auto* one = add_command(app, line, "case", "one case", [cases] { return cases->one_case(); });
    one->add_option("code", cases->code)->required();
    one->add_flag("--json", cases->as_json);
    add_command(app, line, "export", "evidence of a case as JSON",
                [cases] { return cases->evidence(); })
        ->add_option("code", cases->code)
        ->required();
}

}  // namespace disapa
