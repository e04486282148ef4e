#include "kiosk/devices/letter_printer.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/file.h"

using namespace disapa;
using namespace disapa::devices;
using namespace std::chrono_literals;

namespace {

constexpr LetterLimits kQuick{300ms, 300ms};

std::filesystem::path scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "surat-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    return name;
}

IppWords job(int state, std::vector<std::string> reasons = {}, int printer = 4,
             std::vector<std::string> printer_reasons = {"none"}) {
    return {state, std::move(reasons), printer, std::move(printer_reasons)};
}

// A port on which somebody listens and never answers; with `mute` false nobody even listens.
struct Port {
    explicit Port(bool mute) {
        socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
        socklen_t size = sizeof at;
        REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size) == 0);
        number = ntohs(at.sin_port);
        if (mute) REQUIRE(::listen(socket, 4) == 0);
    }
    ~Port() { ::close(socket); }
    [[nodiscard]] std::string printer() const {
        return "ipp://127.0.0.1:" + std::to_string(number) + "/ipp/print";
    }
    int socket = -1, number = 0;
};

}  // namespace

TEST_CASE("a job's states become stages") {
    CHECK(progress_of(job(3)).stage == PrintStage::queued);
    CHECK(progress_of(job(5, {"job-printing"})).stage == PrintStage::printing);
    CHECK(progress_of(job(9, {"job-completed-successfully"})).stage == PrintStage::done);
    CHECK(progress_of(job(0)).stage == PrintStage::printing);  // it does not say
    // Low toner is no trouble yet; a printer stopped after the job is done is none of ours.
    CHECK(progress_of(job(5, {}, 4, {"toner-low-warning"})).stage == PrintStage::printing);
    CHECK(progress_of(job(9, {}, 5, {"media-empty"})).stage == PrintStage::done);
}

TEST_CASE("what holds a job up is said with what to do") {
    const auto says = [](const IppWords& words, std::string_view sentence) {
        const auto progress = progress_of(words);
        CAPTURE(progress.log);
        CHECK(progress.stage == PrintStage::stuck);
        CHECK(progress.what_to_do.starts_with(sentence));
    };
    says(job(5, {}, 5, {"media-empty-error"}), "Kertas printer habis.");
    says(job(5, {}, 4, {"media-needed"}), "Kertas printer habis.");
    says(job(5, {}, 4, {"media-empty-warning"}), "Kertas printer habis.");
    says(job(6, {"job-stopped"}, 5, {"media-jam"}), "Kertas tersangkut");
    says(job(5, {}, 5, {"cover-open", "media-empty"}), "Kertas printer habis.");  // worst first
    says(job(5, {}, 5, {"door-open-report"}), "Tutup printer terbuka.");
    says(job(3, {}, 5, {"toner-empty"}), "Tinta printer habis.");
    says(job(3, {}, 4, {"offline-report"}), "Printer mati atau kabelnya lepas.");
    says(job(3, {"printer-stopped"}, 5, {"paused"}), "Printer sedang dihentikan.");
    says(job(3, {}, 5, {"fuser-over-temp"}), "Printer berhenti.");  // a word that we do not know
}

TEST_CASE("a job that ended without paper says why") {
    const auto says = [](const IppWords& words, std::string_view sentence) {
        const auto progress = progress_of(words);
        CHECK(progress.stage == PrintStage::failed);
        CHECK(progress.what_to_do.starts_with(sentence));
    };
    says(job(8, {"aborted-by-system"}), "Printer gagal mencetak.");
    says(job(8, {"aborted-by-system"}, 5, {"media-empty"}), "Kertas printer habis.");
    says(job(8, {"document-format-error"}), "Printer tidak dapat membaca surat ini.");
    says(job(7, {"job-canceled-by-user"}), "Cetakan dibatalkan di printer.");
}

TEST_CASE("a printer that is off or never answers ends in a sentence, within its limit") {
    for (const bool mute : {false, true}) {
        const Port port(mute);
        auto printer = open_letter_printer(port.printer(), {}, kQuick).value();
        const auto begun = std::chrono::steady_clock::now();
        const auto sent = printer->send("K7M2QX94BHD", Bytes(1000, 'x'));
        CHECK(std::chrono::steady_clock::now() - begun < 30s);
        REQUIRE_FALSE(sent.has_value());
        CHECK(sent.error().code == ErrorCode::network);
        CHECK(sent.error().sentence.starts_with("Printer surat tidak menjawab."));
        if (!mute) {  // quick to refuse: the other calls too
            CHECK_FALSE(printer->look("1").has_value());
            CHECK_FALSE(printer->cancel("1").has_value());
            CHECK_FALSE(printer->ready().has_value());
        }
    }
}

TEST_CASE("without a printer letters are files, and none is written over") {
    const auto folder = scratch();
    auto printer = open_letter_printer("", folder / "cetak").value();
    CHECK_FALSE(printer->has_paper());
    const auto first = printer->send("K7M2QX94BHD", Bytes(10, 'a')).value();
    const auto second = printer->send("K7M2QX94BHD", Bytes(10, 'b')).value();
    CHECK(first == (folder / "cetak" / "surat-K7M2QX94BHD-1.pdf").string());
    CHECK(second == (folder / "cetak" / "surat-K7M2QX94BHD-2.pdf").string());
    CHECK(read_file(first, 100).value() == Bytes(10, 'a'));
    CHECK(printer->look(first).value().stage == PrintStage::done);
    CHECK(printer->ready().has_value());
    std::filesystem::remove_all(folder);
}

TEST_CASE("a spec that means nothing is refused at once") {
    for (const char* spec : {"http://printer/", "ipp://", "file:///dev/lp0", "dua kata", "a/b"}) {
        CAPTURE(spec);
        CHECK(open_letter_printer(spec, {}).error().code == ErrorCode::invalid);
    }
    CHECK(open_letter_printer("Kantor_Desa-1", {}).has_value());
    CHECK(open_letter_printer("ipp://192.168.1.20/ipp/print", {}).has_value());
}
