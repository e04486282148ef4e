#include "kiosk/screens/tree_file.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace disapa::screens {

TEST_CASE("the tree as a file: a line a widget, and whether it can be touched") {
    ui::Tree tree;
    tree.nodes.push_back({.id = "go",
                          .role = ui::Role::button,
                          .label = "Kirim\tsekarang",
                          .visible = {10, 20, 100, 72}});
    tree.nodes.push_back({.id = "below",
                          .role = ui::Role::button,
                          .label = "x",
                          .visible = {0, 0, 50, 50},
                          .covered = true});
    tree.nodes.push_back({.id = "t1", .role = ui::Role::text, .label = "Halo"});
    const std::string expected =
        "go\tbutton\t10\t20\t100\t72\t1\t0\tKirim sekarang\n"
        "below\tbutton\t0\t0\t50\t50\t0\t0\tx\n"
        "t1\ttext\t0\t0\t0\t0\t0\t0\tHalo\n";
    CHECK(tree_text(tree) == expected);

    const auto path =
        std::filesystem::temp_directory_path() / ("disapa-tree-" + std::to_string(::getpid()));
    TreeFile(path).frame(tree);
    std::ifstream in(path);
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == expected);
    std::filesystem::remove(path);
    TreeFile({}).frame(tree);
}

}  // namespace disapa::screens
