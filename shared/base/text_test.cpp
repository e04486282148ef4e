#include "shared/base/text.h"

#include <doctest/doctest.h>

#include <climits>

using namespace disapa;
using Rows = std::vector<std::vector<std::string>>;

TEST_CASE("UTF-8 is well-formed or not") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("Muara Kaman"));
    CHECK(is_utf8("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xf4\x8f\xbf\xbf"));
    CHECK(is_utf8(std::string_view("a\0b", 3)));
    for (const char* broken :
         {"\x80", "\xc3", "\xc3(", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80",
          "\xed\xbf\xbf", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
          "\xf8\x88\x80\x80\x80", "\xff", "a\xe2\x82", "\xf0\x9f\x98"}) {
        CHECK_FALSE(is_utf8(broken));
    }
}

TEST_CASE("clean text has no control and no bidirectional characters") {
    CHECK(is_clean_text("Siti Aminah \xf0\x9f\x98\x80"));
    CHECK_FALSE(is_clean_text("dua\nbaris"));
    CHECK_FALSE(is_clean_text("tab\there"));
    CHECK_FALSE(is_clean_text(std::string_view("a\0b", 3)));
    CHECK_FALSE(is_clean_text("\x7f"));
    CHECK_FALSE(is_clean_text("\xc2\x85"));      // U+0085, a control of Latin-1
    CHECK_FALSE(is_clean_text("\xe2\x80\xae"));  // U+202E, right-to-left override
    CHECK_FALSE(is_clean_text("\xe2\x81\xa6"));  // U+2066, isolate
    CHECK_FALSE(is_clean_text("\xe2\x80\x8f"));  // U+200F, mark
    CHECK_FALSE(is_clean_text("\xd8\x9c"));      // U+061C, Arabic letter mark
    CHECK_FALSE(is_clean_text("a\xff"));
}

TEST_CASE("typed text is cleaned") {
    CHECK(clean_text("  Siti   Aminah ") == "Siti Aminah");
    CHECK(clean_text("baris\r\nkedua\tkolom") == "baris kedua kolom");
    CHECK(clean_text("a\xc2\xa0\xe2\x80\x83"
                     "b") == "a b");  // no-break and em space
    CHECK(clean_text("abc\xe2\x80\xae"
                     "fdp.exe") == "abcfdp.exe");                 // bidirectional
    CHECK(clean_text("na\xe2\x80\x8bma\xef\xbb\xbf") == "nama");  // zero width
    CHECK(clean_text("na\xc2\xadma") == "nama");                  // soft hyphen
    CHECK(clean_text("x\xf3\xa0\x81\x81y") == "xy");              // an invisible tag
    CHECK(clean_text(std::string_view("a\0\x1b[31mb", 8)) == "a[31mb");
    CHECK(clean_text("rusak\xff\xc3 jadi\xe2\x82") == "rusak jadi");
    CHECK(clean_text("") == "");
    CHECK(clean_text(" \xe2\x80\x8b \n ") == "");
    CHECK(clean_text("suka \xf0\x9f\x98\x80 ini") == "suka \xf0\x9f\x98\x80 ini");
}

TEST_CASE("letters and accents are joined, and once is enough") {
    CHECK(clean_text("cafe\xcc\x81") == "caf\xc3\xa9");
    CHECK(clean_text("cafe\xe2\x80\x8b\xcc\x81") == "caf\xc3\xa9");  // a zero width between them
    CHECK(clean_text("caf\xc3\xa9") == "caf\xc3\xa9");
    for (const char* text : {"cafe\xcc\x81  x", " a\xe2\x80\xa8 b ", "\xe2\x84\xab\xcc\x81"}) {
        const std::string once = clean_text(text);
        CHECK(clean_text(once) == once);
        CHECK(is_clean_text(once));
    }
}

TEST_CASE("letters are counted and cut as code points") {
    CHECK(letters("") == 0);
    CHECK(letters("caf\xc3\xa9\xf0\x9f\x98\x80") == 5);
    CHECK(first_letters("caf\xc3\xa9\xf0\x9f\x98\x80x", 5) == "caf\xc3\xa9\xf0\x9f\x98\x80");
    CHECK(first_letters("caf\xc3\xa9", 4) == "caf\xc3\xa9");
    CHECK(first_letters("caf\xc3\xa9", 3) == "caf");
    CHECK(first_letters("abc", 0) == "");
    CHECK(first_letters("abc", 99) == "abc");
}

TEST_CASE("case of ASCII and Latin-1") {
    CHECK(upper("Muara Kaman 1a") == "MUARA KAMAN 1A");
    CHECK(lower("MUARA [Z]") == "muara [z]");
    CHECK(upper("caf\xc3\xa9 \xc3\xb7") == "CAF\xc3\x89 \xc3\xb7");  // the division sign stays
    CHECK(lower("\xc3\x89\xc3\x97") == "\xc3\xa9\xc3\x97");
    CHECK(upper("\xc3\xbf\xc3\x9f") == "\xc3\xbf\xc3\x9f");  // no capital in Latin-1
    CHECK(lower("\xe2\x82\xac\xc3") == "\xe2\x82\xac\xc3");
}

TEST_CASE("parts, trimming and digits") {
    CHECK(split("a,b,,c", ',') == std::vector<std::string>{"a", "b", "", "c"});
    CHECK(split("", ',') == std::vector<std::string>{""});
    CHECK(split("a.", '.') == std::vector<std::string>{"a", ""});
    CHECK(trim(" \t a b\r\n") == "a b");
    CHECK(trim(" \n ") == "");
    CHECK(all_digits("0123"));
    CHECK_FALSE(all_digits(""));
    CHECK_FALSE(all_digits("12a"));
    CHECK_FALSE(all_digits("-1"));
}

TEST_CASE("money and numbers in words") {
    CHECK(rupiah(0) == "Rp0");
    CHECK(rupiah(999) == "Rp999");
    CHECK(rupiah(1000) == "Rp1.000");
    CHECK(rupiah(1250000) == "Rp1.250.000");
    CHECK(rupiah(-25000) == "-Rp25.000");
    CHECK(rupiah(-250) == "-Rp250");
    CHECK(rupiah(LLONG_MIN) == "-Rp9.223.372.036.854.775.808");

    CHECK(terbilang(0) == "nol");
    CHECK(terbilang(7) == "tujuh");
    CHECK(terbilang(10) == "sepuluh");
    CHECK(terbilang(11) == "sebelas");
    CHECK(terbilang(12) == "dua belas");
    CHECK(terbilang(21) == "dua puluh satu");
    CHECK(terbilang(100) == "seratus");
    CHECK(terbilang(119) == "seratus sembilan belas");
    CHECK(terbilang(200) == "dua ratus");
    CHECK(terbilang(1000) == "seribu");
    CHECK(terbilang(1001) == "seribu satu");
    CHECK(terbilang(2026) == "dua ribu dua puluh enam");
    CHECK(terbilang(11000) == "sebelas ribu");
    CHECK(terbilang(101000) == "seratus satu ribu");
    CHECK(terbilang(1001000) == "satu juta seribu");
    CHECK(terbilang(1250000) == "satu juta dua ratus lima puluh ribu");
    CHECK(terbilang(1000000000000) == "satu triliun");
    CHECK(terbilang(-3) == "minus tiga");
    CHECK(terbilang(LLONG_MIN).starts_with("minus sembilan kuintiliun"));
}

TEST_CASE("CSV with quotes, newlines and both line ends") {
    CHECK(parse_csv("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(parse_csv("a,b\r\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(parse_csv("\"a,b\",\"c\"\"d\"\"\",\"baris\nkedua\"\n") ==
          Rows{{"a,b", "c\"d\"", "baris\nkedua"}});
    CHECK(parse_csv("\xef\xbb\xbftanggal\n") == Rows{{"tanggal"}});
    CHECK(parse_csv("a,,\n,\n\"\"\n") == Rows{{"a", "", ""}, {"", ""}, {""}});
    CHECK(parse_csv("\n\na\n\n") == Rows{{"a"}});
    CHECK(parse_csv("") == Rows{});
    CHECK(parse_csv("tinggi 5\" x,y") == Rows{{"tinggi 5\" x", "y"}});
    CHECK(parse_csv("a\rb") == Rows{{"a\rb"}});
    CHECK(parse_csv("\"belum tutup,\nx") == Rows{{"belum tutup,\nx"}});
}
