// The link light, as it stands at the foot of pages and large on the link's own: its colour and
// words.
#pragma once

#include <string>

#include "kiosk/counter/views.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

[[nodiscard]] ui::Tone link_tone(LinkState state);
[[nodiscard]] const std::string& link_words(const ui::Words& words, LinkState state);

}  // namespace disapa::screens
