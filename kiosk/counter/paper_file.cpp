#include "kiosk/counter/paper_file.h"

#include "shared/base/limits.h"
#include "shared/base/text.h"

namespace disapa {
namespace {

std::string mime_of(ByteView bytes) {
    const auto starts = [&](std::string_view magic) { return as_text(bytes).starts_with(magic); };
    if (starts("\xff\xd8\xff")) return "image/jpeg";
    if (starts("\x89PNG\r\n\x1a\n")) return "image/png";
    if (starts("%PDF-")) return "application/pdf";
    if (starts("RIFF") && bytes.size() > 12 && as_text(bytes.subspan(8, 4)) == "WEBP") {
        return "image/webp";
    }
    return "";
}

}  // namespace

Result<FinishedPaper> make_paper(std::string_view id, std::string_view file_name, ByteView bytes) {
    if (bytes.empty() || bytes.size() > limits::kBlobBytes) {
        return fail(ErrorCode::limit,
                    "Berkas itu kosong atau lebih besar dari " +
                        std::to_string(limits::kBlobBytes / 1024) +
                        " KB. Kecilkan fotonya, atau bawa kertasnya ke loket.",
                    "attachment empty or too big");
    }
    auto mime = mime_of(bytes);
    if (mime.empty()) {
        return fail(
            ErrorCode::invalid,
            "Berkas itu bukan foto (JPEG, PNG, WebP) atau PDF. Pilih berkas lain, atau bawa "
            "kertasnya ke loket.",
            "attachment is no picture and no PDF");
    }
    auto name = clean_text(file_name);
    while (name.size() > limits::kFileNameBytes) name = first_letters(name, letters(name) - 1);
    FinishedPaper paper;
    paper.fact = {std::string(id), PaperHow::file,  sha256(bytes),
                  std::move(name), std::move(mime), bytes.size()};
    paper.bytes.assign(bytes.begin(), bytes.end());
    return paper;
}

}  // namespace disapa
