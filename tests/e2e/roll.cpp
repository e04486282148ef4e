// disapa-roll: the other end of a receipt printer's cable.
//
//   disapa-roll serve LINK OUT [--answer BYTE]   a pseudo-terminal at LINK; what comes goes to OUT,
//                                                status questions are answered, until SIGTERM
//   disapa-roll deaf LINK                        one that takes nothing: its buffer is full
//   disapa-roll decode IN OUT.pbm                exact ESC/POS of a receipt back to a picture
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "shared/base/file.h"

namespace disapa {
namespace {

volatile std::sig_atomic_t stopping = 0;

struct Terminal {
    int master = -1, slave = -1;
};

Terminal open_terminal(const std::filesystem::path& link) {
    Terminal made;
    made.master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (made.master < 0 || ::grantpt(made.master) != 0 || ::unlockpt(made.master) != 0) return {};
    std::array<char, 64> name{};
    if (::ptsname_r(made.master, name.data(), name.size()) != 0) return {};
    // Held open here, so that the line does not hang up between two receipts.
    made.slave = ::open(name.data(), O_RDWR | O_NOCTTY | O_NONBLOCK);
    std::filesystem::remove(link);
    std::filesystem::create_symlink(name.data(), link);
    return made;
}

void take(Bytes& all, std::uint8_t byte, int master, int answer) {
    all.push_back(byte);
    const auto size = all.size();
    if (size < 3 || all[size - 3] != 0x10 || all[size - 2] != 0x04 || byte > 4) return;
    all.resize(size - 3);  // a question is not printed
    const auto word = static_cast<std::uint8_t>(answer);
    if (answer > 0) (void)!::write(master, &word, 1);
}

int serve(const std::filesystem::path& link, const std::filesystem::path& out, int answer) {
    const auto terminal = open_terminal(link);
    if (terminal.slave < 0) return 1;
    std::cout << "ready" << std::endl;
    Bytes all;
    for (;;) {
        pollfd one{terminal.master, POLLIN, 0};
        if (::poll(&one, 1, 50) <= 0) {
            if (stopping != 0) break;
            continue;
        }
        std::array<std::uint8_t, 4096> got{};
        const auto count = ::read(terminal.master, got.data(), got.size());
        for (ssize_t i = 0; i < count; ++i) {
            take(all, got[static_cast<std::size_t>(i)], terminal.master, answer);
        }
    }
    return write_file_durably(out, all, 0644) ? 0 : 1;
}

int deaf(const std::filesystem::path& link) {
    const auto terminal = open_terminal(link);
    if (terminal.slave < 0) return 1;
    termios raw{};
    ::tcgetattr(terminal.slave, &raw);
    ::cfmakeraw(&raw);
    ::tcsetattr(terminal.slave, TCSANOW, &raw);
    const Bytes filler(4096, 'x');
    for (std::size_t size = filler.size(); size > 0; size /= 2) {
        while (::write(terminal.slave, filler.data(), size) > 0) {
        }
    }
    std::cout << "ready" << std::endl;
    while (stopping == 0) ::poll(nullptr, 0, 50);
    return 0;
}

// Only what a receipt of ours may consist of; anything else is an error with its place.
int decode(const std::filesystem::path& in, const std::filesystem::path& out) {
    const auto read = read_file(in, 4 << 20);
    if (!read) return 1;
    const Bytes& bytes = *read;
    const auto bad = [](std::size_t at, const char* what) {
        std::cerr << "byte " << at << ": " << what << '\n';
        return 1;
    };
    if (bytes.size() < 9 || bytes[0] != 0x1b || bytes[1] != '@') return bad(0, "no reset");
    std::size_t at = 2, width = 0, height = 0;
    Bytes rows;
    while (at + 8 <= bytes.size() && bytes[at] == 0x1d && bytes[at + 1] == 'v') {
        const std::size_t wide = bytes[at + 4] + 256U * bytes[at + 5];
        const std::size_t high = bytes[at + 6] + 256U * bytes[at + 7];
        if (bytes[at + 2] != '0' || bytes[at + 3] != 0) return bad(at, "not GS v 0 at full size");
        if (width != 0 && wide != width) return bad(at, "another width");
        width = wide;
        at += 8;
        if (at + wide * high > bytes.size()) return bad(at, "a raster is cut off");
        append(rows, ByteView(bytes).subspan(at, wide * high));
        height += high;
        at += wide * high;
    }
    const Bytes end{0x1b, 'd', 3, 0x1d, 'V', 66, 0};
    if (Bytes(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end()) != end) {
        return bad(at, "not feed and cut, once");
    }
    const auto head = "P4\n" + std::to_string(width * 8) + " " + std::to_string(height) + "\n";
    Bytes file(head.begin(), head.end());
    append(file, rows);
    std::cout << width * 8 << '\n';
    return write_file_durably(out, file, 0644) ? 0 : 1;
}

int run(int count, char** words) {
    std::signal(SIGTERM, [](int) { stopping = 1; });
    const std::string what = count > 2 ? words[1] : "";
    if (what == "serve" && count >= 4) {
        const bool answers = count == 6 && std::string(words[4]) == "--answer";
        return serve(words[2], words[3], answers ? std::stoi(words[5], nullptr, 0) : 0);
    }
    if (what == "deaf") return deaf(words[2]);
    if (what == "decode" && count == 4) return decode(words[2], words[3]);
    std::cerr << "disapa-roll serve LINK OUT [--answer BYTE] | deaf LINK | decode IN OUT.pbm\n";
    return 64;
}

}  // namespace
}  // namespace disapa

int main(int count, char** words) {
    return disapa::run(count, words);
}
