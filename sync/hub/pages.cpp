#include "sync/hub/pages.h"

#include "shared/base/file.h"

namespace disapa {
namespace {

constexpr std::size_t kPageBytes = 512 * 1024;

const std::map<std::string, std::string, std::less<>>& types() {
    static const std::map<std::string, std::string, std::less<>> known{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".woff2", "font/woff2"},
    };
    return known;
}

// The policy that the page's own <meta> states, once more where nothing in the page can change it.
std::string policy_of(std::string_view html) {
    constexpr std::string_view kBefore = "http-equiv=\"Content-Security-Policy\" content=\"";
    const auto at = html.find(kBefore);
    if (at == std::string_view::npos) return "default-src 'none'; frame-ancestors 'none'";
    const auto rest = html.substr(at + kBefore.size());
    return std::string(rest.substr(0, rest.find('"'))) + "; frame-ancestors 'none'";
}

}  // namespace

Result<Pages> Pages::load(const std::filesystem::path& folder) {
    Pages pages;
    std::error_code trouble;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder, trouble)) {
        const auto type = types().find(item.path().extension().string());
        if (!item.is_regular_file() || type == types().end()) continue;
        auto bytes = read_file(item.path(), kPageBytes);
        if (!bytes) return pass(std::move(bytes));
        HttpResponse page{200, type->second, std::move(*bytes), {{"Cache-Control", "no-cache"}}};
        if (item.path().extension() == ".html") {
            page.headers["Content-Security-Policy"] = policy_of(as_text(page.body));
        }
        const auto name = std::filesystem::relative(item.path(), folder).generic_string();
        if (name == "index.html") pages.pages_["/"] = page;
        if (name == "verify.html") pages.pages_["/v"] = page;
        pages.pages_["/desk/" + name] = std::move(page);
    }
    if (!pages.find("/") || !pages.find("/v")) {
        return fail(ErrorCode::not_found,
                    "Halaman meja tidak ditemukan di " + folder.string() +
                        ". Pasang lagi Disapa, atau tunjukkan foldernya dengan --assets.",
                    "desk pages missing in " + folder.string());
    }
    return pages;
}

const HttpResponse* Pages::find(const std::string& path) const {
    const auto found = pages_.find(path);
    return found == pages_.end() ? nullptr : &found->second;
}

}  // namespace disapa
