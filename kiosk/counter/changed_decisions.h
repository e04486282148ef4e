// What an officer must be told once: decisions that changed after they were shown here, letters
// that were revoked, and prints that turned out void.
//
// A decision that this kiosk showed as counted can lose to another when the kecamatan's order
// arrives (Book::changed_decisions). Which cases are unread is kept in the store (records
// "berubah", key = case, value = "baru" or "dibaca", then the decision told), since a book forgets.
// Belongs to the thread of its Node.
#pragma once

#include <vector>

#include "shared/store/node.h"

namespace disapa {

class ChangedDecisions {
  public:
    explicit ChangedDecisions(Node& node) : node_(node) {}

    // Cases with such news that nobody has read yet; notes those that are new.
    [[nodiscard]] Result<std::vector<Digest>> changed();
    [[nodiscard]] Status read();  // all of them

  private:
    Node& node_;
};

}  // namespace disapa
