#include <random>

#include "kiosk/residents/residents_world.h"
#include "shared/base/text.h"

using namespace disapa;
using namespace disapa::residents;

namespace {

using Table = std::vector<std::vector<std::string>>;

struct Got {
    Table rows;
    std::vector<std::size_t> lines;
};

Got read(const std::string& csv) {
    Got got;
    const auto done = read_csv(as_bytes(csv), [&](std::size_t line, const Row& row) {
        auto& cells = got.rows.emplace_back();
        for (const auto& cell : row) {
            CHECK_FALSE(cell.number);
            cells.push_back(cell.text);
        }
        got.lines.push_back(line);
        return Take::more;
    });
    REQUIRE(done.has_value());
    return got;
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

}  // namespace

TEST_CASE("commas, semicolons and tabs separate, whichever the first line uses") {
    const Table wanted = {{"nik", "nama"}, {"1", "A, B"}};
    CHECK(read("nik,nama\n1,\"A, B\"\n").rows == wanted);
    CHECK(read("nik;nama\r\n1;A, B\r\n").rows == wanted);
    CHECK(read("nik\tnama\n1\tA, B").rows == wanted);
    CHECK(read("\xef\xbb\xbfnik;nama\n1;A, B\n").rows == wanted);
    CHECK(read("\"a,b,c\";nama\n1;2\n").rows[1] == std::vector<std::string>{"1", "2"});
}

TEST_CASE("empty cells stand where they are") {
    CHECK(read("a\tb\tc\n\t\tx\n").rows[1] == std::vector<std::string>{"", "", "x"});
    CHECK(read("a;b;c\n1;;\n").rows[1] == std::vector<std::string>{"1", "", ""});
}

TEST_CASE("Windows' letters become UTF-8") {
    CHECK(read("nama,x\nJos\xe9 \x80\x81,y\n").rows[1][0] == "Jos\xc3\xa9 \xe2\x82\xac");
    CHECK(read("nama,x\nJos\xc3\xa9,y\n").rows[1][0] == "Jos\xc3\xa9");
}

TEST_CASE("a row knows the line at which it begins") {
    const auto got = read("a,b\n\n\"x\ny\",2\n3,4\n");
    CHECK(got.rows.size() == 3);
    CHECK(got.lines == std::vector<std::size_t>{1, 3, 5});
    CHECK(got.rows[1][0] == "x\ny");
}

TEST_CASE("a quote that never ends makes one row, not a crash") {
    CHECK(read("a,b\n1,\"x\n2,y\n3,z\n").rows.size() == 2);
}

TEST_CASE("UTF-16 is refused with what to do") {
    const std::string text("\xff\xfen\0i\0k\0", 8);
    const auto done = read_csv(as_bytes(text), [](std::size_t, const Row&) { return Take::more; });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().sentence.find("CSV UTF-8") != std::string::npos);
}

TEST_CASE("any table that is written by the rules is read as it was") {
    std::mt19937 dice(7);
    const auto below = [&](std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice);
    };
    const std::string letters_of = "aB9 ,;\t\"'\n\r=#\xc3\xa9";
    for (int round = 0; round < 300; ++round) {
        const char separator = ",;\t"[below(3)];
        const std::size_t columns = 2 + below(5);
        Table table{std::vector<std::string>(columns, "kolom")};
        for (std::size_t rows = below(6); rows > 0; --rows) {
            auto& row = table.emplace_back();
            for (std::size_t x = 0; x < columns; ++x) {
                std::string cell;
                for (std::size_t size = below(8); size > 0; --size) {
                    const auto c = letters_of[below(letters_of.size() - 1)];
                    cell += c == '\xc3' ? "\xc3\xa9" : std::string(1, c);
                }
                row.push_back(is_utf8(cell) ? cell : "x");
            }
        }
        std::string csv;
        for (const auto& row : table) {
            for (std::size_t x = 0; x < row.size(); ++x) {
                csv += (x == 0 ? "" : std::string(1, separator)) + quoted(row[x]);
            }
            csv += below(2) == 0 ? "\n" : "\r\n";
        }
        REQUIRE(read(csv).rows == table);
    }
}

TEST_CASE("no bytes at all bring the reader down") {
    std::mt19937 dice(11);
    const std::string bits = "\"\",;\t\n\r\xff\x80 nik,nama";
    for (int round = 0; round < 2000; ++round) {
        std::string csv;
        for (int size = 0; size < 40; ++size) csv += bits[dice() % bits.size()];
        (void)read_csv(as_bytes(csv), [](std::size_t, const Row& row) {
            CHECK(row.size() <= 41);
            return Take::more;
        });
    }
}
