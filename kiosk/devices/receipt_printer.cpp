#include "kiosk/devices/receipt_printer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa::devices {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kDots58 = 384, kDots80 = 576;
constexpr std::string_view kFilePrefix = "file:";

tl::unexpected<Error> nobody_there(const std::string& log) {
    return fail(ErrorCode::io,
                "Printer struk tidak tersambung. Nyalakan printer dan periksa kabelnya, lalu coba "
                "lagi.",
                "receipt printer: " + log);
}

tl::unexpected<Error> takes_nothing(const char* log) {
    return fail(ErrorCode::io,
                "Kertas habis atau printer mati. Isi kertas struk atau nyalakan printer, lalu coba "
                "lagi.",
                std::string("receipt printer: ") + log);
}

struct Speed {
    long baud;
    speed_t code;
};
constexpr std::array kSpeeds = {Speed{9600, B9600}, Speed{19200, B19200}, Speed{38400, B38400},
                                Speed{57600, B57600}, Speed{115200, B115200}};

// An open device that never blocks.
class Line {
  public:
    static Result<Line> open(const std::string& path, speed_t speed) {
        // Readable too, for its status; some devices can only be written.
        int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        const bool answers = descriptor >= 0;
        if (!answers) {
            descriptor = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        }
        if (descriptor < 0) return nobody_there(std::strerror(errno));
        Line line(descriptor, answers);
        line.set_raw(speed);
        return line;
    }
    Line(Line&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)),
          answers_(other.answers_),
          terminal_(other.terminal_) {}
    Line& operator=(Line&&) = delete;
    ~Line() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    // Every byte, or why not. What the device did not take yet is not sent later by itself.
    Status write(ByteView bytes, const ReceiptLimits& limits) {
        const auto end = Clock::now() + limits.whole;
        while (!bytes.empty()) {
            if (!ready(POLLOUT, std::min(limits.stall, left(end)))) {
                if (terminal_) ::tcflush(descriptor_, TCOFLUSH);
                return takes_nothing("no byte was taken in time");
            }
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written > 0) {
                bytes = bytes.subspan(static_cast<std::size_t>(written));
            } else if (written < 0 && errno == ENOSPC) {
                return takes_nothing("the device says that its paper is out");  // usblp does
            } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
                return nobody_there(std::strerror(errno));
            }
        }
        return {};
    }

    PaperState ask(StatusAsked what, const ReceiptLimits& limits) {
        if (!answers_) return PaperState::unknown;
        const auto question = escpos_ask(what);
        throw_away_answers();
        if (!ready(POLLOUT, limits.answer) ||
            ::write(descriptor_, question.data(), question.size()) !=
                static_cast<ssize_t>(question.size())) {
            return PaperState::unknown;
        }
        const auto end = Clock::now() + limits.answer;
        while (ready(POLLIN, left(end))) {
            std::uint8_t answer = 0;
            const auto got = ::read(descriptor_, &answer, 1);
            if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) break;
            if (got < 0) continue;
            if (const auto state = escpos_status(what, answer)) return *state;
        }
        return PaperState::unknown;
    }

  private:
    Line(int descriptor, bool answers)
        : descriptor_(descriptor), answers_(answers), terminal_(::isatty(descriptor) == 1) {}

    // A terminal would change bytes; the speed stays as it is unless one was asked for.
    void set_raw(speed_t speed) const {
        termios settings{};
        if (!terminal_ || ::tcgetattr(descriptor_, &settings) != 0) return;
        ::cfmakeraw(&settings);
        if (speed != B0) {
            ::cfsetispeed(&settings, speed);
            ::cfsetospeed(&settings, speed);
        }
        ::tcsetattr(descriptor_, TCSANOW, &settings);
    }
    void throw_away_answers() const {
        std::array<std::uint8_t, 64> old{};
        for (int tries = 0; tries < 64; ++tries) {
            if (::read(descriptor_, old.data(), old.size()) <= 0) return;
        }
    }
    static milliseconds left(Clock::time_point end) {
        return std::max(milliseconds(0),
                        std::chrono::duration_cast<milliseconds>(end - Clock::now()));
    }
    [[nodiscard]] bool ready(short what, milliseconds wait) const {
        const auto end = Clock::now() + wait;
        for (;;) {
            pollfd one{descriptor_, what, 0};
            const int found = ::poll(&one, 1, static_cast<int>(left(end).count()));
            if (found < 0 && errno == EINTR) continue;
            // What has hung up is ready to say so by its error.
            return found > 0 && (one.revents & (what | POLLERR | POLLHUP)) != 0;
        }
    }

    int descriptor_;
    bool answers_;
    bool terminal_;
};

class DevicePrinter final : public ReceiptPrinter {
  public:
    DevicePrinter(std::string path, speed_t speed, int dots, ReceiptLimits limits)
        : path_(std::move(path)), speed_(speed), dots_(dots), limits_(limits) {}

    Status print(ByteView escpos) override {
        auto line = Line::open(path_, speed_);
        if (!line) return pass(std::move(line));
        const auto before = state_of(*line);
        if (auto trouble = what_to_do(before); !trouble.empty()) {
            return fail(ErrorCode::io, trouble, "receipt printer: not ready before printing");
        }
        if (auto sent = line->write(escpos, limits_); !sent) return sent;
        if (before == PaperState::unknown) return {};  // it answers nothing
        if (auto trouble = what_to_do(state_of(*line)); !trouble.empty()) {
            return fail(ErrorCode::io, trouble, "receipt printer: trouble while printing");
        }
        return {};
    }
    Result<PaperState> state() override {
        auto line = Line::open(path_, speed_);
        if (!line) return pass(std::move(line));
        return state_of(*line);
    }
    int dots() const override { return dots_; }

  private:
    // The offline cause names cover and paper end; where it is fine, the paper may still be low.
    PaperState state_of(Line& line) const {
        const auto cause = line.ask(StatusAsked::offline_cause, limits_);
        return cause == PaperState::ready ? line.ask(StatusAsked::paper, limits_) : cause;
    }

    std::string path_;
    speed_t speed_;
    int dots_;
    ReceiptLimits limits_;
};

class FilePrinter final : public ReceiptPrinter {
  public:
    FilePrinter(std::filesystem::path path, int dots) : path_(std::move(path)), dots_(dots) {}
    Status print(ByteView escpos) override { return write_file_durably(path_, escpos, 0644); }
    Result<PaperState> state() override {
        std::error_code trouble;
        if (std::filesystem::is_directory(path_.parent_path(), trouble)) return PaperState::ready;
        return nobody_there("no folder for the file");
    }
    int dots() const override { return dots_; }

  private:
    std::filesystem::path path_;
    int dots_;
};

tl::unexpected<Error> bad_spec(const std::string& spec) {
    return fail(
        ErrorCode::invalid,
        "Tulis printer struk seperti /dev/usb/lp0, /dev/ttyUSB0@9600 atau file:/nama/berkas.",
        "bad receipt printer: " + spec);
}

}  // namespace

Result<std::unique_ptr<ReceiptPrinter>> open_receipt_printer(const std::string& spec, int mm,
                                                             ReceiptLimits limits) {
    if (mm != 58 && mm != 80) {
        return fail(ErrorCode::invalid, "Lebar kertas struk adalah 58 atau 80 milimeter.",
                    "bad receipt width");
    }
    const int dots = mm == 58 ? kDots58 : kDots80;
    if (spec.starts_with(kFilePrefix)) {
        const std::filesystem::path path = spec.substr(kFilePrefix.size());
        if (!path.is_absolute()) return bad_spec(spec);
        return std::make_unique<FilePrinter>(path, dots);
    }
    const auto parts = split(spec, '@');
    if (!spec.starts_with('/') || parts.size() > 2) return bad_spec(spec);
    speed_t speed = B0;
    for (const auto& known : kSpeeds) {
        if (parts.size() == 2 && parts[1] == std::to_string(known.baud)) speed = known.code;
    }
    if (parts.size() == 2 && speed == B0) return bad_spec(spec);
    return std::make_unique<DevicePrinter>(parts[0], speed, dots, limits);
}

std::string what_to_do(PaperState state) {
    switch (state) {
        case PaperState::paper_out:
            return "Kertas struk habis. Isi kertas struk, lalu coba lagi.";
        case PaperState::cover_open:
            return "Tutup printer struk terbuka. Tutup sampai berbunyi klik, lalu coba lagi.";
        case PaperState::offline:
            return "Printer struk sedang berhenti. Matikan lalu nyalakan lagi, kemudian coba lagi.";
        case PaperState::unknown:
        case PaperState::ready:
        case PaperState::paper_low:
            break;
    }
    return {};
}

}  // namespace disapa::devices
