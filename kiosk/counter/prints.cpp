#include "kiosk/counter/prints.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "kiosk/counter/questions.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

constexpr std::string_view kKind = "print";
constexpr std::array<std::string_view, 4> kStates = {"queued", "printing", "asked", "failed"};

std::string key_of(const PrintJob& job) {
    return job.code + "." + std::string(to_text(job.kind)) + "." + std::to_string(job.copy);
}

Bytes record_of(const PrintJob& job) {
    const Json json = {{"code", job.code},
                       {"kind", to_text(job.kind)},
                       {"copy", job.copy},
                       {"state", to_text(job.state)},
                       {"at_printer", job.at_printer},
                       {"what_to_do", job.what_to_do},
                       {"since", job.since}};
    const auto text = json.dump();
    const auto bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

// Nothing when it cannot be read: a print that nobody can name cannot be asked about.
std::optional<PrintJob> job_of(ByteView record) {
    const auto json = Json::parse(as_text(record), nullptr, false);
    if (!json.is_object()) return std::nullopt;
    PrintJob job;
    job.code = json.value("code", "");
    job.kind = json.value("kind", "") == "receipt" ? PrintKind::receipt : PrintKind::letter;
    job.copy = json.value("copy", std::int64_t{1});
    const auto state = std::ranges::find(kStates, json.value("state", ""));
    job.state = state == kStates.end() ? PrintState::asked
                                       : static_cast<PrintState>(state - kStates.begin());
    job.at_printer = json.value("at_printer", "");
    job.what_to_do = json.value("what_to_do", "");
    job.since = json.value("since", Instant{0});
    return job;
}

tl::unexpected<Error> no_case() {
    return fail(ErrorCode::not_found,
                "Kode itu tidak ada di kios ini. Periksa lagi kode pada tanda terima.",
                "print: no such case here");
}

// Noted by a person who confirmed it elsewhere, or by a confirmation that the power cut in two.
bool is_noted(const Book& book, const PrintJob& job) {
    const auto* of = book.find_code(job.code);
    return job.kind == PrintKind::letter && of != nullptr && of->copies >= job.copy;
}

}  // namespace

std::string_view to_text(PrintKind kind) {
    return kind == PrintKind::letter ? "letter" : "receipt";
}

std::string_view to_text(PrintState state) {
    return kStates[static_cast<std::size_t>(state)];
}

Result<Prints::Begun> Prints::begin(std::string_view typed, PrintKind kind) {
    const auto code = read_code(typed);
    if (!code) return no_case();
    Begun begun;
    begun.job.code = *code;
    begun.job.kind = kind;
    begun.job.since = node_.clock().now();
    auto done = node_.write([&](Writer& writer) -> Status {
        auto book = writer.book(node_.setup().region);
        if (!book) return pass(std::move(book));
        const auto* of = (*book)->find_code(*code);
        const bool asked = kind == PrintKind::receipt && (*book)->find_inquiry(*code) != nullptr;
        if (of == nullptr && !asked) return no_case();
        if (kind == PrintKind::letter) {
            if (auto may = may_act(**book, *of, ActType::printed, KeyId{}, node_.id()); !may) {
                return may;
            }
            begun.job.copy = of->copies + 1;
        }
        auto before = writer.get(kKind, key_of(begun.job));
        if (!before) return pass(std::move(before));
        if (auto known = *before ? job_of(**before) : std::nullopt) {
            begun = {std::move(*known), false};
            if (begun.job.state != PrintState::failed) begun.job.state = PrintState::asked;
        }
        return writer.put(kKind, key_of(begun.job), record_of(begun.job));
    });
    if (!done) return pass(std::move(done));
    return begun;
}

Status Prints::keep(PrintJob& job, PrintState state) {
    auto changed = job;
    changed.state = state;
    auto done = node_.write(
        [&](Writer& writer) { return writer.put(kKind, key_of(changed), record_of(changed)); });
    if (done) job.state = state;
    return done;
}

Status Prints::again(PrintJob& job) {
    job.at_printer.clear();
    job.what_to_do.clear();
    job.since = node_.clock().now();
    return keep(job, PrintState::queued);
}

Status Prints::printing(PrintJob& job, std::string_view at_printer) {
    job.at_printer = at_printer;
    return keep(job, PrintState::printing);
}

Status Prints::ask(PrintJob& job) {
    return keep(job, PrintState::asked);
}

Status Prints::failed(PrintJob& job, std::string_view what_to_do) {
    job.what_to_do = what_to_do;
    return keep(job, PrintState::failed);
}

Status Prints::forget(const PrintJob& job) {
    return node_.write([&](Writer& writer) { return writer.erase(kKind, key_of(job)); });
}

Result<std::vector<PrintJob>> Prints::unsettled() {
    auto records = node_.list(kKind);
    if (!records) return pass(std::move(records));
    auto book = node_.book();
    if (!book) return pass(std::move(book));
    std::vector<PrintJob> jobs;
    for (const auto& [key, record] : *records) {
        auto job = job_of(record);
        if (job && !is_noted(**book, *job)) jobs.push_back(std::move(*job));
    }
    std::ranges::sort(jobs, {}, [](const PrintJob& job) { return std::pair(job.since, job.code); });
    return jobs;
}

Status Prints::after_start() {
    auto records = node_.list(kKind);
    if (!records) return pass(std::move(records));
    if (records->empty()) return {};
    return node_.write([&](Writer& writer) -> Status {
        auto book = writer.book(node_.setup().region);
        if (!book) return pass(std::move(book));
        for (const auto& [key, record] : *records) {
            auto job = job_of(record);
            Status done;
            if (!job || is_noted(**book, *job)) {
                done = writer.erase(kKind, key);
            } else if (job->state != PrintState::failed) {
                job->state = PrintState::asked;
                done = writer.put(kKind, key, record_of(*job));
            }
            if (!done) return done;
        }
        return {};
    });
}

Status confirm_print(Counter& counter, const PrintJob& job, const Session& officer) {
    Prints prints(counter.node());
    if (job.kind == PrintKind::letter) {
        auto book = counter.node().book();
        if (!book) return pass(std::move(book));
        if (!is_noted(**book, job)) {
            if (auto noted = counter.printed(job.code, officer); !noted) return noted;
        }
    }
    return prints.forget(job);
}

ReceiptData receipt_data(const ReceiptView& view) {
    ReceiptData data;
    data.office_line = view.office_line;
    data.code = view.code;
    data.service = view.service_name;
    data.asked_on = view.asked_on;
    data.come_back_on = view.come_back_on;
    data.telephone = view.telephone;
    data.sample_note = view.sample ? "CONTOH - TIDAK BERLAKU" : "";
    data.bring = view.bring;
    data.qr_text = view.code;
    return data;
}

Result<Bytes> receipt_dots(Counter& counter, std::string_view code, int dots) {
    auto book = counter.node().book();
    if (!book) return pass(std::move(book));
    if (const auto read = read_code(code); read && (*book)->find_inquiry(*read) != nullptr) {
        auto data = Questions(counter.node()).receipt_data(code);
        if (!data) return pass(std::move(data));
        return render_receipt_dots(*data, dots);
    }
    auto view = counter.receipt(code);
    if (!view) return pass(std::move(view));
    return render_receipt_dots(receipt_data(*view), dots);
}

}  // namespace disapa
