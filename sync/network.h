// What this machine's kernel says of its network: whether there is any, and when it changes.
#pragma once

#include "shared/base/result.h"

namespace disapa {

// An address other than the machine's own, on an interface that is up. Also where that cannot be
// found out: better to try in vain than never.
[[nodiscard]] bool has_network();

// Wakes when an address or a route comes or goes: netlink, no looking every second.
class NetworkWatch {
  public:
    NetworkWatch();
    NetworkWatch(const NetworkWatch&) = delete;
    NetworkWatch& operator=(const NetworkWatch&) = delete;
    ~NetworkWatch();
    // To poll for reading; -1 where the kernel gives none: then nobody is woken.
    [[nodiscard]] int descriptor() const { return descriptor_; }
    // Reads what was said; true when something changed since the last call. Never waits.
    [[nodiscard]] bool has_changed();

  private:
    int descriptor_ = -1;
};

}  // namespace disapa
