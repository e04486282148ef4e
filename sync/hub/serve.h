// `disapa-hub serve`: the server from start to signal.
#pragma once

#include <filesystem>
#include <string>

#include "shared/service/service.h"
#include "shared/store/node.h"

namespace disapa {

struct ServeOptions {
    std::filesystem::path folder, assets;
    std::string listen = "127.0.0.1:8420";  // ADDRESS:PORT; port 0 takes any free one
    std::string tls_certificate, tls_key;   // files
    std::string trusted_proxy;
};
// Serves until SIGINT or SIGTERM. Prints the address on stdout when it is ready.
[[nodiscard]] Status serve(const ServeOptions& options, const Catalogue& catalogue,
                           const Lists& lists, const Clock& clock, Random& random);

}  // namespace disapa
