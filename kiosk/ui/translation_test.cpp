#include "kiosk/ui/translation.h"

#include <doctest/doctest.h>

namespace disapa::ui {
namespace {

Translation sample() {
    Translation all;
    all.add("hari ini", "today");
    all.add("1 hari", "1 day");
    all.add("{#} hari", "{#} days");
    all.add("Senin, {}", "Monday, {}");
    all.add("{#} November {#}", "{#} November {#}");
    all.add("{#} Mei {#}", "{#} May {#}");
    all.add("{#} Mei {#} {#} WITA", "{#} May {#}, {#} WITA");
    all.add("Surat Kuasa", "Letter of authority");
    all.add("{service} siap dalam {when}.", "Ready in {when}: {service}.");
    all.add("Ambil di loket.", "Collect it at the counter.");
    all.add("Isi {}.", "Fill in {}.");
    return all;
}

TEST_CASE("a text is found exactly, by its places, and inside its places") {
    const Translation all = sample();
    CHECK(all.find("hari ini") == "today");
    CHECK(all.find("1 hari") == "1 day");
    CHECK(all.find("12 hari") == "12 days");
    CHECK(all.find("Senin, 23 November 2026") == "Monday, 23 November 2026");
    CHECK(all.find("4 Mei 2026 14.05 WITA") == "4 May 2026, 14.05 WITA");
    CHECK(all.find("Surat Kuasa siap dalam 2 hari.") == "Ready in 2 days: Letter of authority.");
}

TEST_CASE("what is in a place and unknown stays: names, codes") {
    const Translation all = sample();
    CHECK(all.find("PEBULAAN siap dalam hari ini.") == "Ready in today: PEBULAAN.");
    CHECK(all.find("Isi {braces}.") == "Fill in {braces}.");
}

TEST_CASE("what a person or a file wrote stays, even where it is a word that is known") {
    Translation all = sample();
    all.add("Baris {#}, kolom {=}: \"{=}\" {}", "Row {#}, column {=}: \"{=}\" {}");
    all.add("Baris {#}, kolom {=}: {}", "Row {#}, column {=}: {}");
    all.add("bukan tanggal.", "is not a date.");
    all.add("Dikosongkan.", "It was left empty.");
    CHECK(all.find("Baris 17, kolom hari ini: \"kemarin\" bukan tanggal.") ==
          "Row 17, column hari ini: \"kemarin\" is not a date.");
    CHECK(all.find("Baris 17, kolom a: \"1. Mei\" bukan tanggal. Dikosongkan.") ==
          "Row 17, column a: \"1. Mei\" is not a date. It was left empty.");
    CHECK(all.find("Baris 17, kolom hari ini: bukan tanggal.") ==
          "Row 17, column hari ini: is not a date.");
}

TEST_CASE("a pattern of commas alone asks that everything in it is known") {
    Translation all = sample();
    all.add("{}, {}", "{}, {}");
    CHECK(all.find("hari ini, Surat Kuasa, 2 hari") == "today, Letter of authority, 2 days");
    CHECK_FALSE(all.find("hari ini, entah"));
}

TEST_CASE("sentences are found one by one, and all of them or none") {
    const Translation all = sample();
    CHECK(all.find("Ambil di loket. Isi NIK.") == "Collect it at the counter. Fill in NIK.");
    CHECK_FALSE(all.find("Ambil di loket. Entah apa."));
}

TEST_CASE("a place for numbers takes no words, and an empty place matches nothing") {
    const Translation all = sample();
    CHECK_FALSE(all.find("tiga hari"));
    CHECK_FALSE(all.find(" hari"));
    CHECK_FALSE(all.find("Senin, "));
    CHECK_FALSE(all.find(""));
    CHECK_FALSE(Translation().find("hari ini"));
}

TEST_CASE("a text that runs on for long is given up, not followed for ever") {
    Translation all;
    all.add("{} dan {}", "{} and {}");
    std::string text = "a";
    for (int i = 0; i < 2000; ++i) {
        text += " dan a";
    }
    CHECK(all.find(text).has_value());
    CHECK_FALSE(all.find(std::string(100000, '.')));
}

}  // namespace
}  // namespace disapa::ui
