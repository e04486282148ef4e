#include "kiosk/residents/sheet.h"

#include "shared/base/file.h"
#include "shared/base/limits.h"

namespace disapa::residents {

Status read_sheet(const std::filesystem::path& file, SheetFacts& facts, const TakeRow& take) {
    // Read whole even where libzip reads it again: a file that is a pipe or grows is found out.
    auto bytes = read_file(file, limits::kRegisterFileBytes);
    if (!bytes) {
        if (bytes.error().code != ErrorCode::limit) return pass(std::move(bytes));
        return fail(ErrorCode::limit,
                    "Berkas itu lebih besar dari " +
                        std::to_string(limits::kRegisterFileBytes / 1024 / 1024) +
                        " MB. Bagi menjadi beberapa berkas.",
                    "register file is too big");
    }
    const auto text = as_text(*bytes);
    if (text.starts_with("PK\x03\x04")) return read_xlsx(file, facts, take);
    if (text.starts_with("\xd0\xcf\x11\xe0")) {
        return fail(ErrorCode::invalid,
                    "Berkas .xls lama tidak terbaca. Buka di Excel, simpan sebagai .xlsx, lalu "
                    "impor lagi.",
                    "register is an OLE file");
    }
    return read_csv(*bytes, take);
}

}  // namespace disapa::residents
