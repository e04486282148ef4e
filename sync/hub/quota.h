// How much each sender may ask per minute: token buckets in a bounded table. Cheap, and asked
// before any cryptography. Not thread-safe; seconds come in as a parameter.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace disapa {

class Quota {
  public:
    struct Rate {
        double requests = 0, bytes = 0;  // a minute; a full minute's worth may come at once
    };
    explicit Quota(std::size_t entries) : entries_(entries) {}

    // Takes one request, or bytes; gives how many seconds to wait: 0 when it was there to take.
    // What was not there is not taken.
    [[nodiscard]] int take_request(const std::string& who, const Rate& rate, double now);
    [[nodiscard]] int take_bytes(const std::string& who, const Rate& rate, std::size_t bytes,
                                 double now);
    [[nodiscard]] std::size_t size() const { return buckets_.size(); }

  private:
    struct Bucket {
        double requests = 0, bytes = 0;  // left
        double at = 0;
    };
    Bucket& bucket_of(const std::string& who, const Rate& rate, double now);

    std::size_t entries_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace disapa
