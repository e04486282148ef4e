#include "kiosk/devices/letter_printer.h"

#include <cups/cups.h>

#include <algorithm>
#include <array>

#include "shared/base/file.h"

namespace disapa::devices {
namespace {

constexpr const char* kPdf = "application/pdf";
constexpr const char* kUser = "disapa";

struct CloseHttp {
    void operator()(http_t* http) const { httpClose(http); }
};
struct DeleteIpp {
    void operator()(ipp_t* ipp) const { ippDelete(ipp); }
};
using Http = std::unique_ptr<http_t, CloseHttp>;
using Ipp = std::unique_ptr<ipp_t, DeleteIpp>;

// Where the printer is. `uri` goes into every request; `host` may be the socket of CUPS.
struct Place {
    std::string uri, host, resource;
    int port = 631;
    bool encrypted = false;
};

tl::unexpected<Error> unreachable(std::string log) {
    return fail(ErrorCode::network,
                "Printer surat tidak menjawab. Nyalakan printer dan periksa kabelnya, lalu coba "
                "lagi.",
                "letter printer: " + std::move(log));
}

// Nobody sits at a terminal to type a password.
const char* no_password(const char*, http_t*, const char*, const char*, void*) {
    return nullptr;
}
int give_up(http_t*, void*) {
    return 0;
}

Result<Http> connect(const Place& place, const LetterLimits& limits) {
    cupsSetPasswordCB2(no_password, nullptr);
    Http http(httpConnect2(place.host.c_str(), place.port, nullptr, AF_UNSPEC,
                           place.encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED,
                           1, static_cast<int>(limits.connect.count()), nullptr));
    if (!http) return unreachable("no connection: " + std::string(cupsLastErrorString()));
    httpSetTimeout(http.get(), std::chrono::duration<double>(limits.answer).count(), give_up,
                   nullptr);
    return http;
}

Ipp new_request(ipp_op_t operation, const Place& place) {
    Ipp request(ippNewRequest(operation));
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
                 place.uri.c_str());
    return request;
}

// What the answer says, or why there is none. The sentence of a refusal is the caller's.
Result<Ipp> checked(Ipp answer, const char* refusal) {
    const auto status = cupsLastError();
    if (answer && status <= IPP_STATUS_OK_EVENTS_COMPLETE) return answer;
    const std::string log = cupsLastErrorString();
    const bool heard = answer != nullptr && status >= IPP_STATUS_ERROR_BAD_REQUEST &&
                       status <= IPP_STATUS_ERROR_TOO_MANY_SUBSCRIPTIONS;
    if (!heard) return unreachable(log);
    return fail(ErrorCode::refused, refusal, "letter printer: " + log);
}

Result<Ipp> ask(const Place& place, const LetterLimits& limits, Ipp request, const char* refusal) {
    auto http = connect(place, limits);
    if (!http) return pass(std::move(http));
    return checked(Ipp(cupsDoRequest(http->get(), request.release(), place.resource.c_str())),
                   refusal);
}

int number_of(ipp_t* answer, const char* name, ipp_tag_t tag) {
    auto* found = ippFindAttribute(answer, name, tag);
    return found != nullptr ? ippGetInteger(found, 0) : 0;
}

std::vector<std::string> words_of(ipp_t* answer, const char* name) {
    std::vector<std::string> words;
    auto* found = ippFindAttribute(answer, name, IPP_TAG_KEYWORD);
    for (int i = 0; found != nullptr && i < ippGetCount(found); ++i) {
        if (const char* word = ippGetString(found, i, nullptr)) words.emplace_back(word);
    }
    return words;
}

class IppPrinter final : public LetterPrinter {
  public:
    IppPrinter(Place place, LetterLimits limits) : place_(std::move(place)), limits_(limits) {}

    Result<std::string> send(const std::string& name, ByteView pdf) override {
        auto http = connect(place_, limits_);
        if (!http) return pass(std::move(http));
        auto request = new_request(IPP_OP_PRINT_JOB, place_);
        add_user(request.get());
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
                     name.c_str());
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                     kPdf);
        const auto begun = cupsSendRequest(http->get(), request.get(), place_.resource.c_str(),
                                           ippLength(request.get()) + pdf.size());
        if (begun != HTTP_STATUS_CONTINUE && begun != HTTP_STATUS_OK) {
            return unreachable("request was not taken: " + std::to_string(begun));
        }
        const auto* data = reinterpret_cast<const char*>(pdf.data());
        if (cupsWriteRequestData(http->get(), data, pdf.size()) != HTTP_STATUS_CONTINUE) {
            return unreachable("the document was not taken");
        }
        auto answer = checked(Ipp(cupsGetResponse(http->get(), place_.resource.c_str())),
                              "Printer surat menolak surat ini. Matikan lalu nyalakan printer, "
                              "kemudian coba lagi.");
        if (!answer) return pass(std::move(answer));
        const int id = number_of(answer->get(), "job-id", IPP_TAG_INTEGER);
        if (id <= 0) return unreachable("an answer without job-id");
        return std::to_string(id);
    }

    Result<PrintProgress> look(const std::string& job) override {
        auto request = new_request(IPP_OP_GET_JOB_ATTRIBUTES, place_);
        add_job(request.get(), job);
        auto answer = ask(place_, limits_, std::move(request),
                          "Printer surat tidak mengenal cetakan ini lagi. Lihat apakah kertasnya "
                          "sudah keluar.");
        if (!answer) {
            // A printer forgets what has ended: then only a person knows.
            if (answer.error().code != ErrorCode::refused) return pass(std::move(answer));
            return PrintProgress{PrintStage::done, {}, answer.error().log};
        }
        IppWords words;
        words.job_state = number_of(answer->get(), "job-state", IPP_TAG_ENUM);
        words.job_reasons = words_of(answer->get(), "job-state-reasons");
        // Why it does not go on is the printer's to say, not the job's.
        if (auto printer = printer_words()) {
            words.printer_state = number_of(printer->get(), "printer-state", IPP_TAG_ENUM);
            words.printer_reasons = words_of(printer->get(), "printer-state-reasons");
        }
        return progress_of(words);
    }

    Status cancel(const std::string& job) override {
        auto request = new_request(IPP_OP_CANCEL_JOB, place_);
        add_job(request.get(), job);
        auto answer = ask(place_, limits_, std::move(request), "");
        // What has ended, or is not known any more, cannot come out.
        if (answer || answer.error().code == ErrorCode::refused) return {};
        return pass(std::move(answer));
    }

    Status ready() override {
        auto answer = printer_words();
        if (!answer) return pass(std::move(answer));
        IppWords words;
        words.job_state = IPP_JSTATE_PROCESSING;
        words.printer_state = number_of(answer->get(), "printer-state", IPP_TAG_ENUM);
        words.printer_reasons = words_of(answer->get(), "printer-state-reasons");
        const auto progress = progress_of(words);
        if (progress.what_to_do.empty()) return {};
        return fail(ErrorCode::io, progress.what_to_do, progress.log);
    }

    bool has_paper() const override { return true; }

  private:
    static void add_user(ipp_t* request) {
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                     kUser);
    }
    static void add_job(ipp_t* request, const std::string& job) {
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id",
                      std::atoi(job.c_str()));
        add_user(request);
    }
    Result<Ipp> printer_words() const {
        auto request = new_request(IPP_OP_GET_PRINTER_ATTRIBUTES, place_);
        add_user(request.get());
        constexpr std::array<const char*, 2> kWanted = {"printer-state", "printer-state-reasons"};
        ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                      kWanted.size(), nullptr, kWanted.data());
        return ask(place_, limits_, std::move(request),
                   "Printer surat menolak perintah kios. Hubungi administrator.");
    }

    Place place_;
    LetterLimits limits_;
};

// No printer here: letters are files, for whoever prints them elsewhere.
class FolderPrinter final : public LetterPrinter {
  public:
    explicit FolderPrinter(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<std::string> send(const std::string& name, ByteView pdf) override {
        if (auto made = make_private_folder(folder_); !made) return pass(std::move(made));
        const auto file = free_name(name);
        if (auto kept = write_file_durably(file, pdf, 0644); !kept) return pass(std::move(kept));
        return file.string();
    }
    Result<PrintProgress> look(const std::string&) override {
        return PrintProgress{PrintStage::done, {}, {}};
    }
    Status cancel(const std::string&) override { return {}; }
    Status ready() override { return make_private_folder(folder_); }
    bool has_paper() const override { return false; }

  private:
    // A name that no letter of this case has yet: an earlier print is never written over.
    std::filesystem::path free_name(const std::string& name) const {
        for (int copy = 1;; ++copy) {
            auto file = folder_ / ("surat-" + name + "-" + std::to_string(copy) + ".pdf");
            std::error_code trouble;
            if (!std::filesystem::exists(file, trouble)) return file;
        }
    }

    std::filesystem::path folder_;
};

tl::unexpected<Error> bad_spec(const std::string& spec) {
    return fail(ErrorCode::invalid,
                "Tulis printer surat seperti ipp://192.168.1.20/ipp/print, atau nama antrean CUPS.",
                "bad letter printer: " + spec);
}

Result<Place> place_of(const std::string& spec) {
    Place place;
    if (spec.find("://") == std::string::npos) {
        const bool plain = std::all_of(spec.begin(), spec.end(), [](unsigned char c) {
            return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
        });
        if (!plain) return bad_spec(spec);
        place.host = cupsServer();
        place.port = ippPort();
        place.resource = "/printers/" + spec;
        place.uri = "ipp://localhost" + place.resource;
        return place;
    }
    std::array<char, 16> scheme{};
    std::array<char, 64> user{};
    std::array<char, 256> host{}, resource{};
    const auto read = httpSeparateURI(HTTP_URI_CODING_ALL, spec.c_str(), scheme.data(),
                                      scheme.size(), user.data(), user.size(), host.data(),
                                      host.size(), &place.port, resource.data(), resource.size());
    const std::string_view by(scheme.data());
    if (read < HTTP_URI_STATUS_OK || (by != "ipp" && by != "ipps") || host[0] == '\0') {
        return bad_spec(spec);
    }
    place.uri = spec;
    place.host = host.data();
    place.resource = resource.data();
    place.encrypted = by == "ipps";
    return place;
}

}  // namespace

Result<std::unique_ptr<LetterPrinter>> open_letter_printer(const std::string& spec,
                                                           const std::filesystem::path& folder,
                                                           LetterLimits limits) {
    if (spec.empty()) return std::make_unique<FolderPrinter>(folder);
    auto place = place_of(spec);
    if (!place) return pass(std::move(place));
    return std::make_unique<IppPrinter>(std::move(*place), limits);
}

}  // namespace disapa::devices
