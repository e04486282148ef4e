// Questions and complaints: asked here, answered at the kecamatan.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/commands.h"
#include "kiosk/counter/questions.h"
#include "shared/base/file.h"

namespace disapa {
namespace {

struct Asking {
    explicit Asking(CommandLine& command_line) : line(command_line) {}

    CommandLine& line;
    QuestionDraft draft;
    std::string kind = "question", code, out;
    bool as_json = false;

    Status ask() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        draft.kind = inquiry_kind(kind).value_or(InquiryKind::question);
        auto receipt = Questions(counter->node()).ask(draft);
        if (!receipt) return pass(std::move(receipt));
        std::cout << receipt->shown_code << '\n';
        return {};
    }

    Status list() {
        auto counter = line.open();
        if (!counter) return pass(std::move(counter));
        Questions questions(counter->node());
        if (!code.empty()) return one(questions);
        if (as_json) {
            auto json = questions.list_json();
            if (!json) return pass(std::move(json));
            std::cout << *json << '\n';
            return {};
        }
        auto rows = questions.list();
        if (!rows) return pass(std::move(rows));
        if (rows->empty()) std::cout << "Belum ada pertanyaan atau laporan di kios ini.\n";
        for (const auto& row : *rows) {
            std::cout << row.status.shown_code << "  "
                      << (row.status.kind == InquiryKind::complaint ? "laporan   " : "pertanyaan")
                      << "  " << state_words(row.status.state) << (row.is_new ? " (baru)" : "")
                      << '\n';
        }
        return {};
    }

  private:
    static const char* state_words(QuestionState state) {
        switch (state) {
            case QuestionState::waiting:
                return "belum diterima kecamatan";
            case QuestionState::at_office:
                return "menunggu jawaban kecamatan";
            case QuestionState::answered:
                return "sudah dijawab";
        }
        return "";
    }

    // As a citizen sees it by its code.
    Status one(Questions& questions) {
        auto status = questions.status(code);
        if (!status) return pass(std::move(status));
        if (!out.empty()) {
            auto pdf = questions.receipt_pdf(code);
            if (!pdf) return pass(std::move(pdf));
            if (auto written = write_file_durably(out, *pdf, 0644); !written) return written;
        }
        std::cout << status->shown_code << "  " << state_words(status->state) << '\n';
        for (const auto& answer : status->answers) {
            std::cout << answer.on << ", " << answer.by << ":\n" << answer.text << '\n';
        }
        return {};
    }
};

}  // namespace

void add_question_commands(CLI::App& app, CommandLine& line) {
    const auto asking = std::make_shared<Asking>(line);
    auto* ask = add_command(app, line, "ask", "a question or complaint; prints its code",
                            [asking] { return asking->ask(); });
    ask->add_option("--kind", asking->kind, "question or complaint")
        ->check(CLI::IsMember({"question", "complaint"}));
    ask->add_option("--text", asking->draft.text)->required();
    ask->add_option("--name", asking->draft.name, "may be left out");
    ask->add_option("--phone", asking->draft.phone, "may be left out");
    ask->add_option("--code", asking->draft.case_code, "receipt code of the request it is about");
    auto* list = add_command(app, line, "questions",
                             "all questions; with CODE, one as its citizen "
                             "sees it",
                             [asking] { return asking->list(); });
    list->add_option("code", asking->code);
    list->add_flag("--json", asking->as_json);
    list->add_option("--receipt", asking->out, "FILE.pdf, with CODE");
}

}  // namespace disapa
