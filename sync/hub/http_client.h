// For tests of the HTTP server: a client that sends what no library would.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace disapa::testing {

class Client {
  public:
    explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        REQUIRE(socket_ >= 0);
        const timeval patience{20, 0};  // a test that fails must end
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
    Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client& operator=(Client&&) = delete;
    ~Client() {
        if (socket_ >= 0) ::close(socket_);
    }

    bool send(std::string_view text) const {
        while (!text.empty()) {
            const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // One response: its head and as much body as it says.
    std::string receive() {
        std::string got;
        std::size_t whole = std::string::npos;
        while (got.size() < whole) {
            char piece[4096];
            const auto size = ::recv(socket_, piece, sizeof piece, 0);
            if (size <= 0) break;
            got.append(piece, static_cast<std::size_t>(size));
            const auto head = got.find("\r\n\r\n");
            const auto length = got.find("Content-Length: ");
            if (head == std::string::npos || length == std::string::npos) continue;
            whole = head + 4 + static_cast<std::size_t>(std::stoul(got.substr(length + 16)));
        }
        return got;
    }
    std::string ask(std::string_view text) {
        if (!send(text)) return "";
        return receive();
    }

  private:
    int socket_;
};

inline std::string post(std::string_view path, std::string_view body,
                        std::string_view headers = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: meja.example\r\n" +
           std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

inline bool says(const std::string& response, std::string_view words) {
    return response.find(words) != std::string::npos;
}

}  // namespace disapa::testing
