#include "sync/hub/notices.h"

#include "shared/log/entry.h"

namespace disapa {

Result<Digest> post_notice(Node& hub, const NoticeWords& of, const SigningKey& key) {
    const auto now = hub.clock().now();
    const auto& office = hub.setup().office;
    auto roster = hub.roster();
    if (!roster) return pass(std::move(roster));
    if (auto may = may_notice(*roster, key.id(), now, office); !may) return pass(std::move(may));
    auto payload = notice_act(of, office, now, hub.random());
    if (!payload) return pass(std::move(payload));
    std::vector<Entry> entries;
    entries.push_back(person_entry(std::move(*payload), key));
    const auto digest = entries.front().digest;
    auto done =
        hub.write([&](Writer& writer) { return writer.append(office, std::move(entries)); });
    if (!done) return pass(std::move(done));
    return digest;
}

}  // namespace disapa
