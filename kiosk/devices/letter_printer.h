// The printer of letters, reached by IPP: directly or through a queue of CUPS; or a folder.
//
// "Done" is what the printer says. It is no proof of paper in the hand: the caller asks a person.
// Every call ends within its limit (a few seconds) but may block so long: never on the window's
// thread. One thread at a time.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace disapa::devices {

enum class PrintStage {
    queued,  // the printer has it, other jobs are before it
    printing,
    stuck,   // it goes on by itself after somebody has done what `what_to_do` says
    done,    // says the printer
    failed,  // will not come out: `what_to_do`, then print again
};
struct PrintProgress {
    PrintStage stage = PrintStage::queued;
    std::string what_to_do;  // Indonesian sentence; for stuck and failed
    std::string log;         // English: the printer's own words
};

class LetterPrinter {
  public:
    virtual ~LetterPrinter() = default;

    // Hands over a whole PDF. `name` is shown by the printer: no personal data. Gives the job's
    // name for `look` and `cancel`. An error: it may be tried again.
    [[nodiscard]] virtual Result<std::string> send(const std::string& name, ByteView pdf) = 0;
    // An error: the printer did not answer now; asking again may help.
    [[nodiscard]] virtual Result<PrintProgress> look(const std::string& job) = 0;
    // Nothing of it comes out from now on. Cancelling what has ended is no error.
    [[nodiscard]] virtual Status cancel(const std::string& job) = 0;
    // For the health page: reached and ready, or what to do.
    [[nodiscard]] virtual Status ready() = 0;
    // False: a folder. What `send` gave is then the file's path, and there is no paper to ask for.
    [[nodiscard]] virtual bool has_paper() const = 0;
};

struct LetterLimits {
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds answer{5000};  // silence on an open connection
};

// `spec`: "ipp://host[:port]/path", "ipps://...", the name of a CUPS queue on this machine, or
// empty: PDF files into `folder`. Fails only on a spec that means nothing.
[[nodiscard]] Result<std::unique_ptr<LetterPrinter>> open_letter_printer(
    const std::string& spec, const std::filesystem::path& folder, LetterLimits limits = {});

// How a job stands, from IPP's own words (RFC 8011, sections 5.3.7, 5.3.8 and 5.4.12).
struct IppWords {
    int job_state = 0;  // 3 pending ... 9 completed; 0 unknown
    std::vector<std::string> job_reasons;
    int printer_state = 0;  // 3 idle, 4 processing, 5 stopped
    std::vector<std::string> printer_reasons;
};
[[nodiscard]] PrintProgress progress_of(const IppWords& words);

}  // namespace disapa::devices
