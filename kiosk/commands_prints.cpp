// A letter or receipt to the printer of this counter, without the screen.
#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <thread>

#include "kiosk/commands.h"
#include "kiosk/counter/prints.h"
#include "kiosk/counter/settings.h"
#include "kiosk/devices/letter_printer.h"
#include "kiosk/devices/receipt_printer.h"

namespace disapa {
namespace {

using devices::PrintStage;

constexpr auto kLookEvery = std::chrono::milliseconds(250);

std::string_view word_of(PrintStage stage) {
    switch (stage) {
        case PrintStage::queued:
            return "queued";
        case PrintStage::printing:
            return "printing";
        case PrintStage::stuck:
            return "stuck";
        case PrintStage::done:
            return "asked";  // whether there is paper, a person says
        case PrintStage::failed:
            return "failed";
    }
    return {};
}

struct Printing {
    explicit Printing(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string code;
    bool receipt = false, again = false, out_state = false;
    int wait = 120;
    std::string told;

    // A state once, when it begins.
    void tell(std::string_view state) {
        if (!out_state || told == state) return;
        told = state;
        std::cout << state << std::endl;  // flushed: whoever waits reads it now
    }

    // A durable job, or the refusal of a print that a person must look for first.
    Result<PrintJob> begin(Prints& prints, PrintKind kind) {
        auto begun = prints.begin(code, kind);
        if (!begun) return pass(std::move(begun));
        auto job = std::move(begun->job);
        if (begun->fresh) return job;
        if (!again && job.state != PrintState::failed) {
            tell("asked");
            return fail(ErrorCode::refused,
                        "Cetakan ini belum dipastikan. Lihat apakah kertasnya sudah keluar: catat "
                        "dengan act KODE --printed, atau cetak lagi dengan --again.",
                        "an earlier print of this copy is not settled");
        }
        return job;
    }

    // Until the printer has done with it, or the time is over.
    Status follow(devices::LetterPrinter& printer, Prints& prints, PrintJob& job) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(wait);
        std::string trouble;
        do {
            auto progress = printer.look(job.at_printer);
            if (progress) tell(word_of(progress->stage));
            if (progress && progress->stage == PrintStage::done) return prints.ask(job);
            if (progress && progress->stage == PrintStage::failed) {
                if (auto kept = prints.failed(job, progress->what_to_do); !kept) return kept;
                return fail(ErrorCode::io, progress->what_to_do, progress->log);
            }
            trouble = progress ? progress->what_to_do : progress.error().sentence;
            std::this_thread::sleep_for(kLookEvery);
        } while (std::chrono::steady_clock::now() < end);
        if (trouble.empty()) trouble = "Printer belum selesai. Lihat apakah kertasnya keluar.";
        return fail(ErrorCode::io, trouble, "the printer did not end in time");
    }

    Status letter(Counter& counter, const KioskSettings& settings) {
        auto printer = devices::open_letter_printer(settings.letter_printer,
                                                    std::filesystem::path(line.data) / "cetak");
        if (!printer) return pass(std::move(printer));
        Prints prints(counter.node());
        auto job = begin(prints, PrintKind::letter);
        if (!job) return pass(std::move(job));
        tell("queued");
        // An earlier try must not come out too.
        if (!job->at_printer.empty()) (void)(*printer)->cancel(job->at_printer);
        if (auto kept = prints.again(*job); !kept) return kept;
        auto pdf = counter.letter_pdf(job->code);
        if (!pdf) {
            if (auto done = prints.forget(*job); !done) return done;
            return pass(std::move(pdf));
        }
        auto sent = (*printer)->send(job->code, *pdf);
        if (!sent) {
            tell("failed");
            if (auto kept = prints.failed(*job, sent.error().sentence); !kept) return kept;
            return pass(std::move(sent));
        }
        if (auto kept = prints.printing(*job, *sent); !kept) return kept;
        tell("printing");
        if (auto done = follow(**printer, prints, *job); !done) return done;
        if (out_state) return {};
        if (!(*printer)->has_paper()) std::cout << *sent << '\n';
        std::cout << "Lihat kertasnya. Kalau baik, catat dengan: act " << code << " --printed\n";
        return {};
    }

    Status roll(Counter& counter, const KioskSettings& settings) {
        if (settings.receipt_printer.empty()) {
            return fail(ErrorCode::not_found,
                        "Kios ini belum punya printer struk. Tulis receipt_printer di kiosk.json.",
                        "no receipt printer is set");
        }
        auto printer = devices::open_receipt_printer(settings.receipt_printer, settings.receipt_mm);
        if (!printer) return pass(std::move(printer));
        Prints prints(counter.node());
        auto job = begin(prints, PrintKind::receipt);
        if (!job) return pass(std::move(job));
        tell("printing");
        const int dots = (*printer)->dots();
        auto rows = receipt_dots(counter, job->code, dots);
        Status done;
        if (rows) {
            done = (*printer)->print(devices::escpos_picture(dots, *rows));
        } else {
            done = pass(std::move(rows));
        }
        tell(done ? "done" : "failed");
        // Whoever typed this is there and sees what came out: there is nothing to ask later.
        if (auto forgotten = prints.forget(*job); !forgotten) return forgotten;
        return done;
    }

    Status run() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        auto settings = read_kiosk_settings(line.data);
        if (!settings) return pass(std::move(settings));
        return receipt ? roll(*counter, *settings) : letter(*counter, *settings);
    }
};

}  // namespace

void add_print_commands(CLI::App& app, CommandLine& line) {
    const auto printing = std::make_shared<Printing>(line);
    auto* print = add_command(app, line, "print", "a letter to the printer of this counter",
                              [printing] { return printing->run(); });
    print->add_option("code", printing->code)->required();
    print->add_flag("--receipt", printing->receipt, "the receipt to the thermal printer instead");
    print->add_flag("--again", printing->again, "though an earlier print of it is not confirmed");
    print->add_flag("--out-state", printing->out_state,
                    "each state on a line: queued printing stuck asked failed done");
    print->add_option("--wait", printing->wait, "seconds, at most, for the printer to end");
}

}  // namespace disapa
