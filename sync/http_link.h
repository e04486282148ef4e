// The link over HTTP: libcurl, one connection kept for an exchange; two in a run of POSTs, which
// together put no more onto the road than under_way.h says.
//
// No redirects, no Expect, no header that the hub does not need. Several URLs are tried in turn
// until one answers; that one is kept. Deadlines: 20 s to connect; a minute in which the other end
// acknowledges nothing; three minutes in which nothing moves; and in all 60 s and the bytes both
// ways at 100 B/s. At most 16 KiB wait in the kernel unsent. A connection on which all was said is
// reset: one packet, not three.
// TLS, where the URL says https, hides who talks; it is never the border and its certificate, which
// needs a right clock, is not looked at.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sync/link.h"

namespace disapa {

class HttpLink final : public Link {
  public:
    explicit HttpLink(std::vector<std::string> urls);  // of hubs, without /sync
    ~HttpLink() override;
    [[nodiscard]] LinkReply post(ByteView request, std::size_t answer_room,
                                 const std::function<Status(ByteView)>& on_bytes) override;
    void post_run(const std::function<std::optional<Turn>()>& next) override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace disapa
