#include "kiosk/devices/receipt_printer.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include "shared/base/file.h"

using namespace disapa;
using namespace disapa::devices;
using namespace std::chrono_literals;

namespace {

// Our other end answers and takes what it can; on a busy machine it does so late.
constexpr ReceiptLimits kPatient{60s, 120s, 60s};
constexpr ReceiptLimits kMute{60s, 120s, 30ms};      // for one whose silence is waited out
constexpr ReceiptLimits kQuick{80ms, 2000ms, 30ms};  // for one that takes nothing either

std::filesystem::path scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "struk-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    return name;
}

// The other end of a pseudo-terminal: a printer that answers questions with `status`.
class FakePrinter {
  public:
    explicit FakePrinter(int status) : status_(status) {
        master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
        REQUIRE(master_ >= 0);
        REQUIRE(::grantpt(master_) == 0);
        REQUIRE(::unlockpt(master_) == 0);
        std::array<char, 64> name{};
        REQUIRE(::ptsname_r(master_, name.data(), name.size()) == 0);
        path = name.data();
        // Held open, so that the terminal keeps its raw mode between two receipts.
        slave_ = ::open(path.c_str(), O_RDWR | O_NOCTTY);
        thread_ = std::thread([this] { serve(); });
    }
    ~FakePrinter() {
        stop();
        ::close(slave_);
        ::close(master_);
    }
    void stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
    }
    std::string path;
    Bytes printed;  // read after stop()

  private:
    void serve() {
        // After the end is asked for, what is still on its way is taken first.
        for (;;) {
            pollfd one{master_, POLLIN, 0};
            if (::poll(&one, 1, 20) <= 0) {
                if (stopping_) return;
                continue;
            }
            std::array<std::uint8_t, 4096> got{};
            const auto count = ::read(master_, got.data(), got.size());
            for (ssize_t i = 0; i < count; ++i) take(got[static_cast<std::size_t>(i)]);
        }
    }
    void take(std::uint8_t byte) {
        printed.push_back(byte);
        const auto size = printed.size();
        if (size < 3 || printed[size - 3] != 0x10 || printed[size - 2] != 0x04) return;
        printed.resize(size - 3);  // a question is not printed
        const auto answer = static_cast<std::uint8_t>(status_);
        if (status_ > 0) (void)!::write(master_, &answer, 1);
    }

    int status_;  // 0: silent
    int master_ = -1, slave_ = -1;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace

TEST_CASE("a printer gets exactly the bytes, whatever a terminal thinks of them") {
    FakePrinter fake(0x12);
    auto printer = open_receipt_printer(fake.path, 80, kPatient).value();
    CHECK(printer->dots() == 576);
    CHECK(printer->state() == PaperState::ready);
    Bytes bytes;
    for (int i = 0; i < 40000; ++i)
        bytes.push_back(static_cast<std::uint8_t>(i % 256 == 16 ? 0 : i));
    CHECK(printer->print(bytes).has_value());
    fake.stop();
    CHECK(fake.printed == bytes);
}

TEST_CASE("a printer that answers nothing still prints") {
    FakePrinter fake(0);
    auto printer = open_receipt_printer(fake.path, 58, kMute).value();
    CHECK(printer->dots() == 384);
    CHECK(printer->state() == PaperState::unknown);
    CHECK(printer->print(Bytes(3000, 'x')).has_value());
    fake.stop();
    CHECK(fake.printed == Bytes(3000, 'x'));
}

TEST_CASE("paper out and an open cover are said before a byte leaves") {
    FakePrinter empty(0x32);
    auto printer = open_receipt_printer(empty.path, 58, kPatient).value();
    CHECK(printer->state() == PaperState::paper_out);
    auto done = printer->print(Bytes(100, 'x'));
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().sentence == "Kertas struk habis. Isi kertas struk, lalu coba lagi.");
    empty.stop();
    CHECK(empty.printed.empty());

    FakePrinter open(0x16);
    done = open_receipt_printer(open.path, 58, kPatient).value()->print(Bytes(100, 'x'));
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().sentence.starts_with("Tutup printer struk terbuka."));
}

TEST_CASE("a device that takes no byte ends in a sentence, within its limit") {
    const auto folder = scratch();
    const auto path = folder / "lp";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int held = ::open(path.c_str(), O_RDWR | O_NONBLOCK);  // open, but nobody reads
    auto printer = open_receipt_printer(path.string(), 58, kQuick).value();
    const auto begun = std::chrono::steady_clock::now();
    const auto done = printer->print(Bytes(2'000'000, 'x'));
    CHECK(std::chrono::steady_clock::now() - begun < 30s);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().sentence.starts_with("Kertas habis atau printer mati."));
    ::close(held);
    std::filesystem::remove_all(folder);
}

TEST_CASE("a printer that is not there is missed when it is used, not before") {
    auto printer = open_receipt_printer("/dev/usb/lp-none", 58, kQuick).value();
    CHECK(printer->state().error().sentence.starts_with("Printer struk tidak tersambung."));
    CHECK(printer->print(Bytes(10)).error().code == ErrorCode::io);
    CHECK_FALSE(std::filesystem::exists("/dev/usb/lp-none"));  // never made as a file
}

TEST_CASE("a file holds the newest receipt") {
    const auto folder = scratch();
    auto printer = open_receipt_printer("file:" + (folder / "struk").string(), 80, kQuick).value();
    CHECK(printer->state() == PaperState::ready);
    CHECK(printer->print(Bytes(9, 'a')).has_value());
    CHECK(printer->print(Bytes(5, 'b')).has_value());
    CHECK(read_file(folder / "struk", 100).value() == Bytes(5, 'b'));
    std::filesystem::remove_all(folder);
    CHECK_FALSE(printer->state().has_value());
}

TEST_CASE("a spec that means nothing is refused at once") {
    for (const char* spec : {"", "lp0", "file:struk", "/dev/ttyS0@123", "/dev/ttyS0@9600@9600"}) {
        CAPTURE(spec);
        CHECK(open_receipt_printer(spec, 58).error().code == ErrorCode::invalid);
    }
    CHECK(open_receipt_printer("/dev/usb/lp0", 72).error().code == ErrorCode::invalid);
    CHECK(open_receipt_printer("/dev/ttyUSB0@19200", 80).has_value());
}
