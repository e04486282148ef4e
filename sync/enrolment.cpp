#include "sync/enrolment.h"

namespace disapa {
namespace {

constexpr std::string_view kEnrolKind = "enrol";

}  // namespace

Result<std::vector<Bytes>> pending_enrolments(Node& kiosk) {
    auto records = kiosk.list(kEnrolKind);
    if (!records) return pass(std::move(records));
    auto roster = kiosk.roster();
    if (!roster) return pass(std::move(roster));
    std::vector<Bytes> bodies;
    for (auto& [key, body] : *records) {
        const auto id = key_id_from_text(key);
        if (id && roster->find(*id) != nullptr) continue;
        // The device itself first: the hub reads what follows as of one it knows.
        const bool is_own = id && *id == kiosk.id();
        bodies.insert(is_own ? bodies.begin() : bodies.end(), std::move(body));
    }
    return bodies;
}

Status drop_enrolled(Node& kiosk) {
    auto records = kiosk.list(kEnrolKind);
    if (!records) return pass(std::move(records));
    if (records->empty()) return {};
    auto roster = kiosk.roster();
    if (!roster) return pass(std::move(roster));
    std::vector<std::string> done;
    for (const auto& [key, body] : *records) {
        const auto id = key_id_from_text(key);
        if (id && roster->find(*id) != nullptr) done.push_back(key);
    }
    if (done.empty()) return {};
    return kiosk.write([&](Writer& writer) -> Status {
        for (const std::string& key : done) {
            if (auto status = writer.erase(kEnrolKind, key); !status) return status;
        }
        return {};
    });
}

}  // namespace disapa
