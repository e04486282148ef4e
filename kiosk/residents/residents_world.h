// What this room's tests share: a folder, tables written as CSV and as XLSX. No real person.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>
#include <zip.h>

#include <fstream>

#include "kiosk/residents/import.h"
#include "shared/base/file.h"

namespace disapa::testing {

inline constexpr Date kToday = {2026, 11, 23};
inline const std::filesystem::path kAssets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";

class Folder {
  public:
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "disapa-residents-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code trouble;
        std::filesystem::remove_all(path_, trouble);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path_ / name, std::ios::binary) << bytes;
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::filesystem::path write_zip(const std::filesystem::path& file, const Parts& parts) {
    std::filesystem::remove(file);
    int code = 0;
    auto* zip = zip_open(file.c_str(), ZIP_CREATE, &code);
    REQUIRE(zip != nullptr);
    for (const auto& [name, text] : parts) {
        auto* source = zip_source_buffer(zip, text.data(), text.size(), 0);
        REQUIRE(zip_file_add(zip, name.c_str(), source, 0) >= 0);
    }
    REQUIRE(zip_close(zip) == 0);
    return file;
}

inline constexpr const char* kWorkbook =
    R"(<?xml version="1.0"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Petunjuk" sheetId="1" r:id="rId1"/>
<sheet name="Data Penduduk" sheetId="2" r:id="rId2"/></sheets></workbook>)";
inline constexpr const char* kRelations =
    R"(<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="x" Target="/xl/worksheets/sheet2.xml"/></Relationships>)";

// A cell as Excel would keep it: "text", or "#5" for a number, or "~text" for text inside the cell
// instead of the shared ones.
inline std::filesystem::path write_xlsx(const std::filesystem::path& file,
                                        const std::vector<std::vector<std::string>>& rows,
                                        const std::string& workbook = kWorkbook) {
    std::string shared = "<sst>", sheet = "<worksheet><sheetData>";
    std::size_t texts = 0;
    for (std::size_t y = 0; y < rows.size(); ++y) {
        sheet += "<row r=\"" + std::to_string(y + 1) + "\">";
        for (std::size_t x = 0; x < rows[y].size(); ++x) {
            const auto& text = rows[y][x];
            if (text.empty()) continue;  // Excel leaves empty cells out
            std::string place = x < 26 ? "" : std::string(1, static_cast<char>('A' + x / 26 - 1));
            place += static_cast<char>('A' + x % 26);
            place += std::to_string(y + 1);
            if (text[0] == '#') {
                sheet += "<c r=\"" + place + "\"><v>" + text.substr(1) + "</v></c>";
            } else if (text[0] == '~') {
                sheet += "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + text.substr(1) +
                         "</t></is></c>";
            } else {
                sheet +=
                    "<c r=\"" + place + "\" t=\"s\"><v>" + std::to_string(texts++) + "</v></c>";
                const auto half = text.size() / 2;
                shared += "<si><r><t>" + text.substr(0, half) + "</t></r><r><t>" +
                          text.substr(half) + "</t></r><rPh><t>X</t></rPh></si>";
            }
        }
        sheet += "</row>";
    }
    return write_zip(file, {{"xl/workbook.xml", workbook},
                            {"xl/_rels/workbook.xml.rels", kRelations},
                            {"xl/worksheets/sheet1.xml",
                             "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Baca dahulu"
                             "</t></is></c></row></sheetData></worksheet>"},
                            {"xl/worksheets/sheet2.xml", sheet + "</sheetData></worksheet>"},
                            {"xl/sharedStrings.xml", shared + "</sst>"}});
}

// The 43 columns of OpenSID's import.
inline const std::vector<std::string> kOpenSid = {"alamat",
                                                  "dusun",
                                                  "rw",
                                                  "rt",
                                                  "nama",
                                                  "no_kk",
                                                  "nik",
                                                  "sex",
                                                  "tempatlahir",
                                                  "tanggallahir",
                                                  "agama_id",
                                                  "pendidikan_kk_id",
                                                  "pendidikan_sedang_id",
                                                  "pekerjaan_id",
                                                  "status_kawin",
                                                  "kk_level",
                                                  "warganegara_id",
                                                  "ayah_nik",
                                                  "nama_ayah",
                                                  "ibu_nik",
                                                  "nama_ibu",
                                                  "golongan_darah_id",
                                                  "akta_lahir",
                                                  "dokumen_pasport",
                                                  "tanggal_akhir_paspor",
                                                  "dokumen_kitas",
                                                  "akta_perkawinan",
                                                  "tanggalperkawinan",
                                                  "akta_perceraian",
                                                  "tanggalperceraian",
                                                  "cacat_id",
                                                  "cara_kb_id",
                                                  "hamil",
                                                  "ktp_el",
                                                  "status_rekam",
                                                  "alamat_sekarang",
                                                  "status_dasar",
                                                  "suku",
                                                  "tag_id_card",
                                                  "id_asuransi",
                                                  "no_asuransi",
                                                  "lat",
                                                  "lng"};

inline std::vector<std::string> open_sid_row(const std::string& nik, const std::string& name,
                                             const std::string& born) {
    std::vector<std::string> row(kOpenSid.size());
    const std::vector<std::string> first = {"Jalan Poros",
                                            "Lepo",
                                            "-",
                                            "#3",
                                            name,
                                            "6402121203110004",
                                            nik,
                                            "#2",
                                            "Umaq Dian",
                                            born,
                                            "#3",
                                            "#5",
                                            "",
                                            "#9",
                                            "#2",
                                            "#3",
                                            "#1"};
    std::copy(first.begin(), first.end(), row.begin());
    row[36] = "#1";
    return row;
}

}  // namespace disapa::testing
