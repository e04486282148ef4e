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

[[nodiscard]] std::string_view to_text(PaperHow how);
[[nodiscard]] PaperHow paper_how_from_text(std::string_view text);

// `by`: the clerk who entered it; zeros for the citizen himself.
[[nodiscard]] Result<Bytes> submitted(Who who, std::string_view service, const Json& form,
                                      const std::vector<PaperFact>& papers, const KeyId& by);
[[nodiscard]] Result<Bytes> amended(Who who, const Digest& revision, const Json& form,
                                    const std::vector<PaperFact>& papers, const KeyId& by);
struct Verified {
    Digest revision;
    std::vector<PaperCheck> papers;
};
[[nodiscard]] Result<Bytes> verified(Who who, const std::vector<Verified>& items);
[[nodiscard]] Result<Bytes> issued(Instant at, const Digest& endorsed, std::int64_t number,
                                   std::string_view series, int year);
// `type` returned or cancelled.
[[nodiscard]] Result<Bytes> with_reason(Who who, ActType type, const Digest& revision,
                                        std::string_view reason);
[[nodiscard]] Result<Bytes> printed(Instant at, const Digest& letter, std::int64_t copy,
                                    const KeyId& by);
[[nodiscard]] Result<Bytes> handed_over(Who who, const Digest& letter, std::string_view receiver,
                                        const KeyId& by);

}  // namespace disapa::acts
