// Papers of earlier requests that need not be photographed and sent again: the same person's KTP
// and KK.
//
// Only for who has shown who he is (DraftView::identified) or beside a signed-in clerk: the caller
// asks for consent first, naming paper and date. What is reused is the same blob, so nothing of it
// travels twice. Thread rule: used where the Node is (the kiosk's worker).
#pragma once

#include <vector>

#include "kiosk/counter/acts.h"
#include "shared/store/node.h"

namespace disapa {

inline constexpr int kReuseDays = 365;  // older ones may no longer be right

struct ReusablePaper {
    acts::PaperFact file;  // for Counter::reuse; `file.id` is the paper
    Date asked_on;         // of the request that it came with
};

class Reuse {
  public:
    explicit Reuse(Node& node) : node_(node) {}

    // The newest photo of each such paper of the person with this NIK, among the requests made at
    // this kiosk. Cancelled ones do not count; nor does a photo that came back as unclear.
    [[nodiscard]] Result<std::vector<ReusablePaper>> find(std::string_view nik);

  private:
    Node& node_;
};

}  // namespace disapa
