#include "shared/letter/acting.h"

namespace disapa {

std::string acting_title(std::string_view acting, std::string_view title) {
    std::string word;
    if (acting == "plt") word = "Plt. ";
    if (acting == "plh") word = "Plh. ";
    if (acting == "an") word = "a.n. ";
    if (acting == "ub") word = "u.b. ";
    return word + std::string(title);
}

}  // namespace disapa
