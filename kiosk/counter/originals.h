// Photos of papers in their first size and colour. They stay on this kiosk and travel only when an
// officer found the small picture unclear and the citizen sends the large one instead.
//
// Records, never blobs, since blobs travel: kind "original", key = digest of the small picture, and
// kind "original_at" with the day it was taken. Gone when the letter was handed over, when nothing
// names the small picture any more, and after kOriginalDays. Thread rule: used where the Node is.
#pragma once

#include <optional>

#include "shared/base/bytes.h"
#include "shared/store/node.h"

namespace disapa {

inline constexpr int kOriginalDays = 90;
// What a clerk answers when a photo cannot be read (assets/lists/alasan_kembali.csv).
inline constexpr std::string_view kUnclearPhoto = "foto_kurang_jelas";

class Originals {
  public:
    explicit Originals(Node& node) : node_(node) {}

    // At most limits::kBlobBytes: it must be able to travel as a paper. Clears away old ones first.
    [[nodiscard]] Status keep(const Digest& paper, ByteView original);
    [[nodiscard]] Result<std::optional<Bytes>> get(const Digest& paper);
    [[nodiscard]] bool has(const Digest& paper);
    [[nodiscard]] Status erase(const Digest& paper);
    // All of a case's revisions: its letter was handed over.
    [[nodiscard]] Status erase_of(const Case& of);
    // Those that are too old, and those whose small picture is neither stored nor in the draft.
    [[nodiscard]] Status erase_old();

    // The case was returned because a photo is unclear.
    [[nodiscard]] static bool asked_for(Node& node, std::string_view code);

  private:
    Node& node_;
};

}  // namespace disapa
