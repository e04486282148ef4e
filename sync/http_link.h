// The link over HTTP: libcurl, one connection kept for an exchange.
//
// No redirects, no Expect, no header that the hub does not need. Several URLs are tried in turn
// until one answers; that one is kept. Deadlines: 20 s to connect; a minute under 20 bytes a
// second; and in all 30 s and the bytes both ways at 100 B/s. TLS, where the URL says https, is
// checked but never the border.
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

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace disapa
