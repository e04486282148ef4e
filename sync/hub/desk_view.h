// What the desk page shows, as JSON (sync/hub/API.md): the queue, one case, the public keys.
#pragma once

#include <map>

#include "shared/log/canonical_json.h"
#include "shared/service/service.h"
#include "shared/store/node.h"

namespace disapa {

// What rows of the queue take from payloads: parsed once for each revision, not at every poll. It
// lives as long as the server and belongs to the worker's thread.
class RowFacts {
  public:
    struct Facts {
        std::string applicant;
        std::size_t papers = 0;
    };
    // Forgets all when the office's own feed grew: an erasure by law may stand in it.
    void follow(Node& hub);
    [[nodiscard]] const Facts* find(const Digest& revision) const;
    void keep(const Digest& revision, Facts facts);

  private:
    std::map<Digest, Facts> known_;
    std::uint64_t office_size_ = 0;
};

class DeskView {
  public:
    DeskView(Node& hub, const Catalogue& catalogue, const Lists& lists, RowFacts* facts = nullptr)
        : hub_(hub), catalogue_(catalogue), lists_(lists), facts_(facts) {}

    [[nodiscard]] Result<Json> queue();
    // One row of the queue; also what `disapa-hub cases --json` prints.
    [[nodiscard]] Json row(const Region& region, const Case& of);
    [[nodiscard]] Result<Json> one_case(std::string_view code, const KeyId& officer);
    // What happened on the case, in order, in words.
    [[nodiscard]] Json life(const Region& region, const Book& book, const Case& of);
    // {what, who, at} of the decision on the case that a decision's payload judges; null when there
    // is none.
    [[nodiscard]] Json decision_of(ByteView payload);
    [[nodiscard]] Result<Json> public_keys();
    // Whether a case of this office names the blob.
    [[nodiscard]] bool names_blob(const Digest& hash);
    // The next case on the officer's table after `code`; empty when there is none.
    [[nodiscard]] std::string next_case(std::string_view code, const KeyId& officer);

  private:
    [[nodiscard]] Json answers(const Service& service, const Json& form) const;
    [[nodiscard]] Json papers(const Service* service, const Case& of, const Json& revision);
    [[nodiscard]] Json checks(const Region& region, const Book& book, const Case& of,
                              const Json& form);
    [[nodiscard]] Json acts(const Case& of);
    [[nodiscard]] Json previous(const Service& service, const Case& of);
    [[nodiscard]] Json revision(const Case& of);  // payload of the newest revision; {} when erased
    [[nodiscard]] std::string holder(const Service* service, const Json& form) const;
    [[nodiscard]] Json parsed(const Digest& act);

    Node& hub_;
    const Catalogue& catalogue_;
    const Lists& lists_;
    RowFacts* facts_;
};

// "Disahkan kepala desa": a state as the officers of the kecamatan read it: who has done what. The
// kiosk says the same states to a village and its citizens, as what is to be done next
// (kiosk/counter/case_words.h): two tables on purpose.
[[nodiscard]] std::string_view state_words(CaseState state, const Region& region);
// On whose table a case lies: "desa", "kasi", "sekcam", "camat", "selesai".
[[nodiscard]] std::string_view table_of(const Case& of);

}  // namespace disapa
