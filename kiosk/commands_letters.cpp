// Papers of a case: the letter and the receipt as PDF, and the check of a letter's QR.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/commands.h"
#include "shared/base/file.h"

namespace disapa {
namespace {

struct Letters {
    explicit Letters(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    std::string code, out, text;

    Status write_out(Result<Bytes> bytes) const {
        if (!bytes) return pass(std::move(bytes));
        return write_file_durably(out, *bytes, 0644);
    }
    Status letter() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        return write_out(counter->letter_pdf(code));
    }
    Status receipt() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        return write_out(counter->receipt_pdf(code));
    }
    Status check() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        const auto verdict = counter->verify_text(text);
        if (verdict.verdict == Verdict::genuine) {
            std::cout << verdict.sentence << '\n';
            return {};
        }
        return fail(ErrorCode::refused, verdict.sentence, "letter is not genuine");
    }
};

}  // namespace

void add_letter_commands(CLI::App& app, CommandLine& line) {
    const auto letters = std::make_shared<Letters>(line);
    for (auto* made : {add_command(app, line, "letter", "the letter as PDF",
                                   [letters] { return letters->letter(); }),
                       add_command(app, line, "receipt", "the receipt as PDF",
                                   [letters] { return letters->receipt(); })}) {
        made->add_option("code", letters->code)->required();
        made->add_option("--out", letters->out, "FILE.pdf")->required();
    }
    add_command(app, line, "verify", "check a letter's QR offline",
                [letters] { return letters->check(); })
        ->add_option("text", letters->text, "text of the QR")
        ->required();
}

}  // namespace disapa
