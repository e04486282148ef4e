#include "sync/hub/quota.h"

#include <algorithm>
#include <cmath>

namespace disapa {
namespace {

constexpr double kMinute = 60;

int take(double& left, double amount, double rate) {
    if (left >= amount) {
        left -= amount;
        return 0;
    }
    const double lacking = std::min(amount, rate) - left;
    return std::max(1, static_cast<int>(std::ceil(lacking * kMinute / rate)));
}

}  // namespace

Quota::Bucket& Quota::bucket_of(const std::string& who, const Rate& rate, double now) {
    auto found = buckets_.find(who);
    if (found == buckets_.end()) {
        if (buckets_.size() >= entries_) {
            // Who has not asked for a minute has a full bucket: to forget him changes nothing.
            std::erase_if(buckets_,
                          [&](const auto& one) { return now - one.second.at >= kMinute; });
        }
        if (buckets_.size() >= entries_) {
            const auto oldest = std::min_element(
                buckets_.begin(), buckets_.end(),
                [](const auto& a, const auto& b) { return a.second.at < b.second.at; });
            buckets_.erase(oldest);
        }
        found = buckets_.emplace(who, Bucket{rate.requests, rate.bytes, now}).first;
    }
    Bucket& bucket = found->second;
    const double share = std::max(0.0, now - bucket.at) / kMinute;
    bucket.requests = std::min(rate.requests, bucket.requests + share * rate.requests);
    bucket.bytes = std::min(rate.bytes, bucket.bytes + share * rate.bytes);
    bucket.at = std::max(bucket.at, now);
    return bucket;
}

int Quota::take_request(const std::string& who, const Rate& rate, double now) {
    return take(bucket_of(who, rate, now).requests, 1, rate.requests);
}

int Quota::take_bytes(const std::string& who, const Rate& rate, std::size_t bytes, double now) {
    return take(bucket_of(who, rate, now).bytes, static_cast<double>(bytes), rate.bytes);
}

}  // namespace disapa
