#include "shared/letter/letter.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include "shared/letter/letters_world.h"

using namespace disapa;

namespace {

Bytes rendered(const LetterData& letter) {
    const auto pdf = render_letter(letter);
    REQUIRE_MESSAGE(pdf.has_value(), (pdf ? "" : pdf.error().log));
    return *pdf;
}

bool holds(const Bytes& pdf, std::string_view text) {
    return as_text(pdf).find(text) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a letter is a PDF that bears its title and the date of the decision") {
    const auto pdf = rendered(sample::sktm());
    sample::keep("sktm.pdf", pdf);
    CHECK(as_text(pdf).starts_with("%PDF-1.5"));
    CHECK(holds(pdf, "SURAT KETERANGAN TIDAK MAMPU 400.9.14/012/UMD/XI/2026"));
    CHECK(holds(pdf, "20261122140500+08'00"));
    CHECK(pdf.size() < 100 * 1024);
}

TEST_CASE("the same letter gives the same bytes, whatever the machine says of time and language") {
    const auto first = rendered(sample::sktm());
    ::setenv("TZ", "America/New_York", 1);
    ::setenv("LANG", "ar_EG.UTF-8", 1);
    ::setenv("LC_ALL", "C", 1);
    ::setenv("FONTCONFIG_FILE", "/nonexistent", 1);
    const auto second = rendered(sample::sktm());
    for (const char* name : {"TZ", "LANG", "LC_ALL", "FONTCONFIG_FILE"}) ::unsetenv(name);
    CHECK(first == second);
    auto later = sample::sktm();
    later.at += 60;
    CHECK(rendered(later) != first);
}

TEST_CASE("every kind of letter can be drawn") {
    sample::keep("sku.pdf", rendered(sample::sku()));
    sample::keep("skaw.pdf", rendered(sample::skaw(3)));
    sample::keep("disnik.pdf", rendered(sample::disnik()));
    auto lurah = sample::sktm();
    lurah.copy = 2;
    lurah.sample = true;
    lurah.office.region = *Region::parse("64.02.14.1001");
    lurah.office.name = "Muara Jawa Pesisir";
    sample::keep("sample.pdf", rendered(lurah));
}

TEST_CASE("thirty heirs with long names flow onto more pages") {
    const auto pdf = rendered(sample::skaw(30));
    sample::keep("skaw30.pdf", pdf);
    CHECK(holds(pdf, "/Count 3"));
    CHECK(pdf.size() < 150 * 1024);
}

TEST_CASE("what nobody should write does not break a letter") {
    auto letter = sample::sktm();
    letter.facts[0].second = "<b>%s</b> {nik} \\ ( ) & " + std::string(60, 'W');
    letter.facts.emplace_back(std::string(80, 'L'), std::string(900, 'X'));
    letter.body.push_back(std::string(3000, 'y'));
    letter.right.name = std::string(120, 'N');
    letter.tables.push_back({"", {"A", "B"}, {{std::string(400, 'z'), ""}, {"only one"}}});
    letter.number = std::string(90, '9');
    sample::keep("odd.pdf", rendered(letter));
    auto bare = LetterData();
    bare.qr_text = "http://h/v#ABC";
    CHECK(render_letter(bare).has_value());
}

TEST_CASE("a QR that does not fit is an error, not a letter without one") {
    auto letter = sample::sktm();
    letter.qr_text = "https://" + std::string(200, 'h') + letter.qr_text;
    const auto pdf = render_letter(letter);
    REQUIRE_FALSE(pdf.has_value());
    CHECK(pdf.error().code == ErrorCode::limit);
}

TEST_CASE("a receipt is drawn on a roll, the same bytes again") {
    ReceiptData receipt;
    receipt.office_line = "Kantor Desa Umaq Dian, Kecamatan Tabang";
    receipt.code = "K7M2QX94BHD";
    receipt.service = "Surat Keterangan Tidak Mampu";
    receipt.asked_on = "Minggu, 22 November 2026, 14.05 WITA";
    receipt.come_back_on = "Rabu, 25 November 2026";
    receipt.telephone = "0541-555-0103";
    receipt.bring = {"KTP-el pemohon", "Surat pernyataan tidak mampu bermeterai"};
    receipt.qr_text = "K7M2QX94BHD";
    const auto pdf = render_receipt(receipt);
    REQUIRE(pdf.has_value());
    sample::keep("receipt.pdf", *pdf);
    CHECK(*render_receipt(receipt) == *pdf);
    receipt.sample_note = "CONTOH - TIDAK BERLAKU";
    CHECK(*render_receipt(receipt) != *pdf);
}
