// A letter as PDF: a rendering of signed data, the same bytes on every machine.
//
// A4, Liberation Sans, margins 2/2.5/3/2 cm (top, bottom, left, right). Fixed fonts through a
// private fontconfig, fixed metadata, date from the decision.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/date.h"
#include "shared/letter/qr.h"
#include "shared/service/office.h"
#include "shared/service/service.h"

namespace disapa {

struct Signatory {
    std::string heading;  // "Kepala Desa Umaq Dian", "Plt. Camat Tabang"
    std::string name, nip;
    std::string place_date;       // "Umaq Dian, 22 November 2026"
    std::string register_number;  // of the camat
};
struct LetterData {
    Office office;  // whose letterhead
    Office kecamatan;
    std::string kabupaten;      // "Kutai Kartanegara"
    std::string title, number;  // "SURAT KETERANGAN TIDAK MAMPU", "400.9.14/012/UMD/XI/2026"
    std::string opening;
    std::vector<std::pair<std::string, std::string>> facts;
    struct Table {
        std::string caption;
        std::vector<std::string> head;
        std::vector<std::vector<std::string>> rows;
    };
    std::vector<Table> tables;
    std::vector<std::string> body;
    std::string closing;
    Signatory right;
    std::optional<Signatory> left;  // "Mengetahui, Camat ..."
    std::string qr_text;
    std::string code;       // receipt code, shown small
    std::int64_t copy = 0;  // > 1: "SALINAN ke-2"
    bool sample = false;
    Instant at = 0;  // of the decision: the PDF's date
};
// `assets` holds the fonts' configuration.
[[nodiscard]] Result<Bytes> render_letter(const LetterData& letter);

// Everything a letter needs, from the node's store. Refused by name when the case has no letter
// yet.
[[nodiscard]] Result<LetterData> letter_of(Node& node, const Case& of, const Catalogue& catalogue,
                                           const Lists& lists);

struct ReceiptData {
    std::string office_line, code, service, asked_on, come_back_on, telephone, sample_note;
    std::vector<std::string> bring;
    std::string qr_text;  // the code
    // Of a question or complaint these say other things.
    std::string title = "TANDA TERIMA PERMOHONAN", about = "Surat yang diminta",
                asked_label = "Diminta pada",
                foot = "Layanan ini GRATIS.\nSimpan kertas ini.";
};
[[nodiscard]] Result<Bytes> render_receipt(const ReceiptData& receipt);  // PDF, 80 mm wide
// The same for a thermal printer of 8 dots/mm, with the office's initial on top: rows of `dots`
// (384 or 576), eight a byte, leftmost in the highest bit, 1 is black.
[[nodiscard]] Result<Bytes> render_receipt_dots(const ReceiptData& receipt, int dots);

}  // namespace disapa
