// The door of the register: tables of residents as a desa has them, XLSX or CSV.
#include "tests/fuzz/tables.h"

#include <zip.h>

#include <array>

#include "kiosk/residents/import.h"
#include "shared/base/file.h"
#include "shared/base/text.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/world.h"

namespace disapa::fuzz {

namespace {

namespace fs = std::filesystem;

constexpr std::array kPartNames = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                                   "xl/workbook.xml", "xl/_rels/workbook.xml.rels"};
// What stands in a part that the input leaves out.
constexpr std::array kPlainParts = {
    "<worksheet><sheetData/></worksheet>", "<sst/>",
    R"(<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>)",
    R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)"};

// A folder for the file and its register; goes when the program ends.
struct Desk {
    fs::path folder = made_folder();
    Lists lists = need(Lists::load(fs::path(DISAPA_SOURCE_DIR) / "assets"));
    Desk() = default;
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    ~Desk() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
};

}  // namespace

void write_workbook(const fs::path& file, std::string_view parts) {
    fs::remove(file);
    int code = 0;
    auto* zip = zip_open(file.c_str(), ZIP_CREATE, &code);
    must(zip != nullptr, "an empty zip can be made");
    const auto texts = split(parts, '\0');
    std::array<std::string, kPartNames.size()> kept;  // until it is closed
    for (std::size_t i = 0; i < kept.size(); ++i) {
        kept[i] = i < texts.size() && !texts[i].empty() ? texts[i] : kPlainParts[i];
        auto* source = zip_source_buffer(zip, kept[i].data(), kept[i].size(), 0);
        const auto at = zip_file_add(zip, kPartNames[i], source, 0);
        must(at >= 0, "a part goes into the zip");
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0);
    }
    must(zip_close(zip) == 0, "the zip can be written");
}

// First byte: a file as it is, or the parts of a workbook, which no fuzzer would find in a zip.
bool table(ByteView input) {
    static Desk desk;
    if (input.empty()) return false;
    const auto file = desk.folder / "warga";
    if (input.front() % 2 == 0) {
        need(write_file_durably(file, input.subspan(1)));
    } else {
        write_workbook(file, as_text(input.subspan(1)));
    }
    const auto report =
        residents::import_residents(desk.folder, file, desk.lists, {2026, 11, 23}, {});
    if (!report) {
        must(!report.error().sentence.empty(), "a table that is refused is told in a sentence");
        return false;
    }
    must(!residents::to_sentences(*report).empty(), "a report says something");
    const auto taken = report->added + report->changed + report->same;
    must(taken + report->bad + report->without_nik <= report->rows, "each row counts once");
    must(report->total >= report->kept, "the register holds what it kept");
    if (taken == 0) return false;
    auto residents = need(Residents::open(desk.folder));
    for (const auto& one : need(residents.search("640212", 5))) {
        must(one.nik.size() == 16 && all_digits(one.nik), "a NIK has 16 digits");
        must(is_clean_text(one.name) && is_clean_text(one.address), "the register is clean text");
    }
    return true;
}

}  // namespace disapa::fuzz
