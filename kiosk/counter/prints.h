// Paper that is on its way out of a printer: durable, so that a power cut can be asked about.
//
//   queued -> printing -> asked -> (settled: the record is gone)
//                  \-> failed -> queued again, or given up
//
// Paper is believed when a person has it in his hand, never because a printer said so: the act
// `printed` is written by confirm_print alone. Whatever was queued or printing when the power went
// becomes asked; nothing is ever printed by the kiosk itself.
// Records: kind "print", key CODE.letter.COPY or CODE.receipt.1. Same thread as the Node.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/counter.h"

namespace disapa {

enum class PrintKind { letter, receipt };
enum class PrintState { queued, printing, asked, failed };
[[nodiscard]] std::string_view to_text(PrintKind kind);
[[nodiscard]] std::string_view to_text(PrintState state);

struct PrintJob {
    std::string code;  // of the case, or of a question's receipt; without dashes
    PrintKind kind = PrintKind::letter;
    std::int64_t copy = 1;  // of a letter: above 1 it bears "SALINAN"; of a receipt always 1
    PrintState state = PrintState::queued;
    std::string at_printer;  // the printer's name of the job; empty until it has it
    std::string what_to_do;  // Indonesian; of a failed one
    Instant since = 0;       // of the newest try
};

class Prints {
  public:
    explicit Prints(Node& node) : node_(node) {}

    struct Begun {
        PrintJob job;
        bool fresh = true;  // false: this copy was begun before and is not settled. Ask first.
    };
    // Before the first byte leaves. Refused by name where the case has no letter to print.
    [[nodiscard]] Result<Begun> begin(std::string_view code, PrintKind kind);
    // The same copy once more, because a person said that no good paper came out.
    [[nodiscard]] Status again(PrintJob& job);
    [[nodiscard]] Status printing(PrintJob& job, std::string_view at_printer);
    [[nodiscard]] Status ask(PrintJob& job);
    [[nodiscard]] Status failed(PrintJob& job, std::string_view what_to_do);
    // No good paper came out and none is wanted; or a receipt that the printer has taken whole.
    [[nodiscard]] Status forget(const PrintJob& job);

    // What nobody has confirmed or given up, oldest first. What was noted as printed by another way
    // meanwhile is not among them.
    [[nodiscard]] Result<std::vector<PrintJob>> unsettled();
    // Once, when the screen starts: whatever was under way is asked about.
    [[nodiscard]] Status after_start();

  private:
    [[nodiscard]] Status keep(PrintJob& job, PrintState state);

    Node& node_;
};

// The paper is in hand: writes `printed` (of a letter) and settles the job. Asked twice it writes
// once.
[[nodiscard]] Status confirm_print(Counter& counter, const PrintJob& job, const Session& officer);

// What a receipt says on paper.
[[nodiscard]] ReceiptData receipt_data(const ReceiptView& view);
// The receipt of a case, question or complaint as dots for a thermal printer of this width, 8 a
// byte (shared/letter).
[[nodiscard]] Result<Bytes> receipt_dots(Counter& counter, std::string_view code, int dots);

}  // namespace disapa
