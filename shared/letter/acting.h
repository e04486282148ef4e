// Who signs for whom, in the words that stand before a title (tata naskah dinas).
#pragma once

#include <string>
#include <string_view>

namespace disapa {

// "plt" and "Camat Tabang": "Plt. Camat Tabang"; "an": "a.n. Camat Tabang". Empty acting: the
// title.
[[nodiscard]] std::string acting_title(std::string_view acting, std::string_view title);

}  // namespace disapa
