#include <doctest/doctest.h>

#include <bit>
#include <cstdlib>
#include <filesystem>

#include "shared/base/file.h"
#include "shared/letter/letter.h"

using namespace disapa;

namespace {

ReceiptData sample() {
    ReceiptData data;
    data.office_line = "Desa Umaq Dian";
    data.code = "K7M2QX94BHD";
    data.service = "Surat Keterangan Tidak Mampu";
    data.asked_on = "Senin, 23 November 2026";
    data.come_back_on = "Rabu, 25 November 2026";
    data.telephone = "0812-5400-1234";
    data.sample_note = "CONTOH - TIDAK BERLAKU";
    data.bring = {"Surat pengantar RT/RW", "KTP-el pemohon", "Kartu Keluarga (KK)"};
    data.qr_text = "K7M2QX94BHD";
    return data;
}

void keep(const char* name, int dots, const Bytes& rows) {
    const char* folder = std::getenv("DISAPA_LETTERS");
    if (folder == nullptr) return;
    const auto height = rows.size() / static_cast<std::size_t>(dots / 8);
    const auto head = "P4\n" + std::to_string(dots) + " " + std::to_string(height) + "\n";
    Bytes file(head.begin(), head.end());
    append(file, rows);
    CHECK(write_file_durably(std::filesystem::path(folder) / name, file, 0644).has_value());
}

int black(ByteView rows) {
    int count = 0;
    for (const auto byte : rows) count += std::popcount(byte);
    return count;
}

bool is_dark(const Bytes& rows, int dots, int x, int y) {
    const auto at = static_cast<std::size_t>(y * dots + x);
    return (rows[at / 8] & (0x80 >> (at % 8))) != 0;
}

}  // namespace

TEST_CASE("a receipt of dots fills its paper and is the same each time") {
    for (const int dots : {384, 576}) {
        const auto rows = render_receipt_dots(sample(), dots).value();
        const auto row = static_cast<std::size_t>(dots / 8);
        CHECK(rows.size() % row == 0);
        CHECK(rows.size() / row > 500);   // 60 mm at least
        CHECK(rows.size() / row < 1600);  // and a hand long at most
        const auto share = black(rows) * 100 / static_cast<int>(rows.size() * 8);
        CHECK(share > 3);
        CHECK(share < 25);
        CHECK(rows == render_receipt_dots(sample(), dots).value());
        // Nothing touches the edges: there a printer may cut it off.
        for (int y = 0; y < static_cast<int>(rows.size() / row); ++y) {
            REQUIRE_FALSE(is_dark(rows, dots, 0, y));
            REQUIRE_FALSE(is_dark(rows, dots, dots - 1, y));
        }
        keep(dots == 384 ? "struk-58.pbm" : "struk-80.pbm", dots, rows);
    }
}

TEST_CASE("long names make a receipt longer, never wider, and another code another picture") {
    auto data = sample();
    const auto before = render_receipt_dots(data, 384).value();
    data.service = "Surat Keterangan Penghasilan Orang Tua untuk Keringanan Biaya Kuliah Anak";
    data.bring.emplace_back(
        "Surat keterangan dari sekolah atau perguruan tinggi yang masih berlaku");
    const auto longer = render_receipt_dots(data, 384).value();
    CHECK(longer.size() > before.size());
    keep("struk-panjang.pbm", 384, longer);
    data = sample();
    data.qr_text = "K7M2QX94BHE";
    CHECK(render_receipt_dots(data, 384).value() != before);
}

TEST_CASE("a width that no thermal printer has is refused") {
    CHECK_FALSE(render_receipt_dots(sample(), 0).has_value());
    CHECK_FALSE(render_receipt_dots(sample(), 383).has_value());
    CHECK_FALSE(render_receipt_dots(sample(), 8000).has_value());
    CHECK(render_receipt_dots(sample(), -8).error().code == ErrorCode::invalid);
}

TEST_CASE("an office without a name still gets its receipt") {
    auto data = sample();
    data.office_line.clear();
    CHECK(render_receipt_dots(data, 384).has_value());
}
