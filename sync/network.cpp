#include "sync/network.h"

#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace disapa {
namespace {

bool is_usable(const ifaddrs& entry) {
    constexpr unsigned kUp = IFF_UP | IFF_RUNNING;
    if (entry.ifa_addr == nullptr || (entry.ifa_flags & kUp) != kUp) return false;
    if ((entry.ifa_flags & IFF_LOOPBACK) != 0) return false;
    if (entry.ifa_addr->sa_family == AF_INET) return true;
    if (entry.ifa_addr->sa_family != AF_INET6) return false;
    // A link-local address is there without any network.
    const auto& address = *reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr);
    return !IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr);
}

}  // namespace

bool has_network() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return true;
    bool found = false;
    for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next)
        found = found || is_usable(*entry);
    ::freeifaddrs(first);
    return found;
}

NetworkWatch::NetworkWatch() {
    descriptor_ = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor_ < 0) return;
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE;
    if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return;
    ::close(descriptor_);
    descriptor_ = -1;
}

NetworkWatch::~NetworkWatch() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool NetworkWatch::has_changed() {
    if (descriptor_ < 0) return false;
    bool changed = false;
    std::array<char, 8192> buffer{};
    // What is said does not matter: has_network() tells how it is now. ENOBUFS is a change, too.
    for (;;) {
        const auto got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno != ENOBUFS) return changed;
        changed = true;
        if (got == 0) return changed;
    }
}

}  // namespace disapa
