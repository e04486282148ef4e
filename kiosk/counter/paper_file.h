// Papers that come as files: photos and PDF, as an act names them and with their bytes.
#pragma once

#include "kiosk/counter/acts.h"

namespace disapa {

// What a finished form becomes: the answers as an act keeps them, and the papers with their bytes.
struct FinishedPaper {
    acts::PaperFact fact;
    Bytes bytes;  // empty unless a file came with it
};

// Checks a file that a person attaches: size, name, and that it is a picture or a PDF by its own
// bytes.
[[nodiscard]] Result<FinishedPaper> make_paper(std::string_view id, std::string_view file_name,
                                               ByteView bytes);

}  // namespace disapa
