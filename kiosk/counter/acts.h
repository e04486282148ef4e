// The acts that a counter writes, as canonical payloads (shared/log/FORMAT.md).
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/views.h"
#include "shared/crypto/keys.h"
#include "shared/log/canonical_json.h"

namespace disapa::acts {

// A paper as `submitted` and `amended` name it; `blob` where a file came with it.
struct PaperFact {
    std::string id;
    PaperHow how = PaperHow::brought;
    std::optional<Digest> blob;
    std::string file_name, mime;
    std::size_t size = 0;
};

struct Who {
    Instant at = 0;
    Random& random;
};

// What `submitted` and `amended` say beside their service or the revision that they replace.
struct Request {
    std::vector<PaperFact> papers;
    KeyId by;                     // the clerk who entered it; zeros: the citizen himself
    Helper helper;                // who filled it in for the applicant; empty: nobody
    std::optional<Date> entered;  // "susulan": the date on the paper form; needs `by`
};

[[nodiscard]] std::string_view to_text(PaperHow how);
[[nodiscard]] PaperHow paper_how_from_text(std::string_view text);

[[nodiscard]] Result<Bytes> submitted(Who who, std::string_view service, const Json& form,
                                      const Request& request);
[[nodiscard]] Result<Bytes> amended(Who who, const Digest& revision, const Json& form,
                                    const Request& request);
// Read back from a payload; nothing where it is absent or not as FORMAT.md says.
[[nodiscard]] Helper helper_of(const Json& act);
[[nodiscard]] std::optional<Date> entered_of(const Json& act);
struct Verified {
    Digest revision;
    std::vector<PaperCheck> papers;
};
[[nodiscard]] Result<Bytes> verified(Who who, const std::vector<Verified>& items);
[[nodiscard]] Result<Bytes> issued(Instant at, const Digest& endorsed, std::int64_t number,
                                   std::string_view series, int year);
// `type` returned or cancelled; `codes` (of assets/lists/alasan_kembali.csv) with returned alone.
[[nodiscard]] Result<Bytes> with_reason(Who who, ActType type, const Digest& revision,
                                        std::string_view reason,
                                        const std::vector<std::string>& codes = {});
[[nodiscard]] Result<Bytes> printed(Instant at, const Digest& letter, std::int64_t copy,
                                    const KeyId& by);
// `signature`: the blob of what the receiver drew; nothing when he signed nowhere.
[[nodiscard]] Result<Bytes> handed_over(Who who, const Digest& letter, std::string_view receiver,
                                        const KeyId& by, const std::optional<Digest>& signature);

}  // namespace disapa::acts
