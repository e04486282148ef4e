#include "sync/hub/proofs.h"

#include <nlohmann/json.hpp>

#include "shared/base/bytes.h"
#include "shared/crypto/jws.h"
#include "shared/log/act.h"

namespace disapa {

Json proofs_of(Node& hub, const std::vector<Digest>& acts) {
    Json proofs = Json::array();
    for (const auto& digest : acts) {
        auto placed = hub.find_entry(digest);
        if (!placed || !*placed || (*placed)->entry.is_bare()) continue;
        const auto& entry = (*placed)->entry;
        Json jws = nullptr;
        if (entry.signature) {
            jws = to_compact({entry.signer, entry.payload, *entry.signature}, kTypAct);
        }
        proofs.push_back({{"digest", to_base64url(digest.view())},
                          {"jws", jws},
                          {"payload", to_base64url(entry.payload)}});
    }
    return proofs;
}

}  // namespace disapa
