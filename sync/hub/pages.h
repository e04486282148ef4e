// The desk's files in memory, by a fixed list of paths: no path of a request ever reaches the disk.
#pragma once

#include <filesystem>
#include <map>

#include "sync/hub/http_server.h"

namespace disapa {

class Pages {
  public:
    [[nodiscard]] static Result<Pages> load(const std::filesystem::path& folder);
    [[nodiscard]] const HttpResponse* find(const std::string& path) const;  // nullptr: no such page

  private:
    std::map<std::string, HttpResponse> pages_;
};

}  // namespace disapa
