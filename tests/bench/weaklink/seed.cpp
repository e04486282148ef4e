// disapa-weaklink-seed: a hub and a kiosk on disk, just before the exchange that is measured.
//
//   requests   COUNT requests of the workload wait at the kiosk
//   photos     COUNT requests with one photo each wait, acts and photos
//   decisions  COUNT decisions of the camat wait at the hub; the kiosk has everything else
//
// The kiosk knows the hub: it is enrolled and holds what the hub held then. FOLDER gets hub/ and
// kiosk/; the instant at which to start the programs' clock is printed.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kiosk/counter/acts.h"
#include "shared/base/date.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/program.h"
#include "shared/log/entry.h"
#include "tests/support/people.h"
#include "tests/support/village.h"

namespace disapa::test {
namespace {

constexpr Instant kMorning = 1772406000;  // 2 March 2026, 07.00 WITA: before the first request
constexpr int kBlock = 40;                // requests between two exchanges: numbers come in blocks

struct Seeding {
    std::string kind;
    int count = 0;
    std::filesystem::path folder, source, workload;
    std::string url;
};

// A request of the workload: what the applicant said, flat as a kiosk's form is.
struct Request {
    std::string service;
    Json form;
    Instant at = 0;
};

// "2026-03-02T08:15:42+07:00"; the zone is taken for WITA.
Instant read_time(const std::string& text) {
    return parse_minute(text.substr(0, 16)).value_or(kMorning) + std::stol(text.substr(17, 2));
}

std::vector<Request> read_requests(const Seeding& seeding) {
    std::vector<Request> requests;
    std::ifstream file(seeding.workload / "1000/records.jsonl");
    std::string line;
    while (static_cast<int>(requests.size()) < seeding.count && std::getline(file, line)) {
        const Json record = Json::parse(line);
        Request request{record.at("layanan"), Json::object(), read_time(record.at("dibuat"))};
        for (const char* part : {"pemohon", "form"}) request.form.update(record.at(part));
        request.form["pernyataan"] = record.at("pernyataan");
        request.form["petugas"] = record.at("petugas");
        requests.push_back(std::move(request));
    }
    return requests;
}

Result<Bytes> read_photo(const Seeding& seeding, int index) {
    char name[32];
    std::snprintf(name, sizeof name, "foto-%02d.jpg", index);
    return read_file(seeding.workload / "photos" / name, limits::kBlobBytes);
}

Status submit(Village& village, const Request& request, ByteView photo) {
    auto& node = village.kiosk->node();
    village.clock.set(request.at);
    return node.write([&](Writer& writer) -> Status {
        acts::Request asked;
        if (!photo.empty()) {
            auto kept = writer.put_blob(photo);
            if (!kept) return pass(std::move(kept));
            asked.papers.push_back(
                {"KTP", PaperHow::file, *kept, "ktp.jpg", "image/jpeg", photo.size()});
        }
        auto payload = acts::submitted({village.clock.now(), *village.random}, request.service,
                                       request.form, asked);
        if (!payload) return pass(std::move(payload));
        return writer.append(node.setup().region, {node_entry(std::move(*payload))});
    });
}

Status requests(Village& village, const Seeding& seeding) {
    const auto all = read_requests(seeding);
    if (static_cast<int>(all.size()) < seeding.count)
        return fail(ErrorCode::not_found, "", "too few records in the workload");
    for (int i = 0; i < seeding.count; ++i) {
        Bytes photo;
        if (seeding.kind == "photos") {
            auto bytes = read_photo(seeding, i);
            if (!bytes) return pass(std::move(bytes));
            photo = std::move(*bytes);
        }
        const auto done = submit(village, all[static_cast<std::size_t>(i)], photo);
        if (!done) return done;
    }
    return {};
}

Status talk(Village& village) {
    const auto report = village.exchange();
    if (report.error) return tl::unexpected<Error>(*report.error);
    if (!report.acknowledged) return fail(ErrorCode::internal, "", "exchange not acknowledged");
    return {};
}

Status decisions(Village& village, const Seeding& seeding) {
    People people(seeding.source, 7);
    std::vector<std::string> codes;
    for (int i = 0; i < seeding.count; ++i) {
        village.clock.advance(900);
        auto form = people.form("SKTM", wita_date(village.clock.now()));
        auto receipt = village.kiosk->submit("SKTM", form, {}, nullptr);
        if (!receipt) return pass(std::move(receipt));
        codes.push_back(receipt->code);
        if (auto done = village.verify(codes.back()); !done) return done;
        auto endorsed = village.kiosk->endorse(codes.back(), *village.kades);
        if (!endorsed) return endorsed;
        if (i % kBlock != kBlock - 1) continue;
        if (auto done = talk(village); !done) return done;
    }
    for (int i = 0; i < 2; ++i) {
        if (auto done = talk(village); !done) return done;
    }
    for (const auto& code : codes) {
        village.clock.advance(300);
        if (auto done = village.decide(code, DecisionKind::approve); !done) return done;
    }
    return {};
}

Status seed(const Seeding& seeding) {
    auto made = Village::make(
        {seeding.folder, seeding.source, kMorning, seeding.url, kArgon2ForTests, 7, true, true});
    if (!made) return pass(std::move(made));
    auto& village = **made;
    if (auto done = talk(village); !done) return done;
    const auto done =
        seeding.kind == "decisions" ? decisions(village, seeding) : requests(village, seeding);
    if (!done) return done;
    std::cout << village.clock.now() + 60 << "\n";
    return {};
}

int run_main(int count, char** words) {
    Seeding seeding;
    CLI::App app{"A hub and a kiosk on disk, just before the exchange that is measured."};
    app.add_option("KIND", seeding.kind)
        ->required()
        ->check(CLI::IsMember({"requests", "photos", "decisions"}));
    app.add_option("COUNT", seeding.count)->required();
    app.add_option("FOLDER", seeding.folder)->required();
    app.add_option("--source", seeding.source, "the project's folder")->required();
    app.add_option("--workload", seeding.workload, "what workload.py wrote")->required();
    app.add_option("--url", seeding.url, "of the hub")->required();
    CLI11_PARSE(app, count, words);
    const auto done = seed(seeding);
    return done ? kExitDone : tell(done.error());
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run_main(count, words);
}
