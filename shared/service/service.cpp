#include "shared/service/service.h"

#include <algorithm>
#include <system_error>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/service/search.h"
#include "shared/service/service_file.h"

namespace disapa {
const Field* Service::field(std::string_view id) const {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& each) { return each.id == id; });
    return found == fields.end() ? nullptr : &*found;
}

Result<Catalogue> Catalogue::load(const std::filesystem::path& assets) {
    std::error_code trouble;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator at(assets / "services", trouble), end;
         !trouble && at != end; at.increment(trouble)) {
        const auto name = at->path().filename().string();
        if (name.ends_with(".json") && !name.ends_with(".schema.json")) files.push_back(at->path());
    }
    if (trouble || files.empty()) {
        return fail(ErrorCode::not_found, "Daftar layanan tidak ditemukan. Hubungi administrator.",
                    "no services under " + (assets / "services").string());
    }
    auto listed = read_file(assets / "lists" / "needs.json", limits::kListFileBytes);
    if (!listed) return pass(std::move(listed));
    auto needs = read_needs(as_text(*listed));
    if (!needs) return pass(std::move(needs));
    Catalogue catalogue;
    catalogue.needs_ = std::move(*needs);
    for (const auto& file : files) {
        auto bytes = read_file(file, limits::kServiceFileBytes);
        if (!bytes) return pass(std::move(bytes));
        auto service = parse_service(as_text(*bytes), file.filename().string());
        if (!service) return pass(std::move(service));
        catalogue.services_.push_back(std::move(*service));
    }
    std::sort(catalogue.services_.begin(), catalogue.services_.end(),
              [](const Service& a, const Service& b) {
                  return std::tie(a.order, a.code) < std::tie(b.order, b.code);
              });
    return catalogue;
}

const Service* Catalogue::find(std::string_view code) const {
    const auto found = std::find_if(services_.begin(), services_.end(),
                                    [&](const Service& each) { return each.code == code; });
    return found == services_.end() ? nullptr : &*found;
}

std::vector<const Service*> Catalogue::search(std::string_view typed) const {
    return find_services(services_, typed);
}

}  // namespace disapa
