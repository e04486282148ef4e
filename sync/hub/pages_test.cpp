#include "sync/hub/pages.h"

#include "shared/base/file.h"
#include "sync/hub/hub_world.h"

using namespace disapa;
using namespace disapa::testing;

namespace {

void write(const std::filesystem::path& file, std::string_view text) {
    std::filesystem::create_directories(file.parent_path());
    REQUIRE(write_file_durably(file, as_bytes(text)));
}

// The least that is a desk.
void write_desk(const TempFolder& folder) {
    write(folder / "desk/index.html",
          R"(<meta http-equiv="Content-Security-Policy" content="default-src 'self'">)");
    write(folder / "desk/verify.html", "<p>tanpa kebijakan</p>");
    write(folder / "desk/desk.js", "export {};");
    write(folder / "desk/README.md", "# bukan untuk orang luar");
    write(folder / "desk/package.json", "{}");
    write(folder / "secret.js", "const rahasia = 1;");
}

}  // namespace

TEST_CASE("the pages that ship are served with their types") {
    const auto pages = Pages::load(shipped_assets() / "desk");
    REQUIRE(pages.has_value());
    for (const auto& [path, type] :
         std::map<std::string, std::string>{{"/", "text/html; charset=utf-8"},
                                            {"/v", "text/html; charset=utf-8"},
                                            {"/desk/desk.js", "text/javascript; charset=utf-8"},
                                            {"/desk/desk.css", "text/css; charset=utf-8"},
                                            {"/desk/icon.svg", "image/svg+xml"},
                                            {"/desk/fonts/inter-400.woff2", "font/woff2"}}) {
        const auto* page = pages->find(path);
        REQUIRE_MESSAGE(page != nullptr, path);
        CHECK(page->content_type == type);
        CHECK(page->status == 200);
        CHECK(page->headers.at("Cache-Control") == "no-cache");
        CHECK_FALSE(page->body.empty());
    }
}

TEST_CASE("nothing outside the list is a page") {
    TempFolder folder;
    write_desk(folder);
    const auto pages = Pages::load(folder / "desk");
    REQUIRE(pages.has_value());
    CHECK(pages->find("/desk/desk.js") != nullptr);
    for (const char* path : {"/desk/../secret.js", "/desk/%2e%2e/secret.js", "/secret.js", "/desk",
                             "/desk/", "/desk/README.md", "/desk/package.json", "desk/desk.js", "",
                             "//", "/desk//desk.js", "/desk/./desk.js", "/DESK/desk.js"}) {
        CHECK_MESSAGE(pages->find(path) == nullptr, path);
    }
}

TEST_CASE("a page's policy is repeated as a header that no script can change") {
    TempFolder folder;
    write_desk(folder);
    const auto pages = Pages::load(folder / "desk");
    REQUIRE(pages.has_value());
    const auto policy = [&](const char* path) {
        return pages->find(path)->headers.at("Content-Security-Policy");
    };
    CHECK(policy("/") == "default-src 'self'; frame-ancestors 'none'");
    CHECK(policy("/v") ==
          "default-src 'none'; frame-ancestors 'none'");  // none stated: nothing runs
    CHECK_FALSE(pages->find("/desk/desk.js")->headers.contains("Content-Security-Policy"));
}

TEST_CASE("the shipped pages allow no script but their own files") {
    const auto pages = Pages::load(shipped_assets() / "desk");
    REQUIRE(pages.has_value());
    for (const char* path : {"/", "/v"}) {
        const auto& policy = pages->find(path)->headers.at("Content-Security-Policy");
        CHECK_MESSAGE(policy.find("default-src 'none'") != std::string::npos, policy);
        CHECK_MESSAGE(policy.find("unsafe") == std::string::npos, policy);
        CHECK_MESSAGE(policy.find("frame-ancestors 'none'") != std::string::npos, policy);
    }
}

TEST_CASE("without its pages the hub does not start, and says where they should be") {
    TempFolder folder;
    const auto missing = Pages::load(folder / "nowhere");
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == ErrorCode::not_found);
    CHECK(missing.error().sentence.find("nowhere") != std::string::npos);
    write_desk(folder);
    std::filesystem::remove(folder / "desk/verify.html");
    CHECK_FALSE(Pages::load(folder / "desk").has_value());
}
