// What IPP's words mean for a person at the printer: progress_of of letter_printer.h.
#include <algorithm>
#include <array>
#include <string_view>

#include "kiosk/devices/letter_printer.h"

namespace disapa::devices {
namespace {

// States of a job and of a printer (RFC 8011, 5.3.7 and 5.4.11).
constexpr int kPending = 3, kHeld = 4, kStopped = 6, kCancelled = 7, kAborted = 8, kCompleted = 9;
constexpr int kPrinterStopped = 5;

struct Known {
    std::string_view reason, sentence;
};
// Those first that a person can see and mend at once.
constexpr std::array kTroubles = {
    Known{"media-empty", "Kertas printer habis. Isi kertas, lalu tunggu sebentar."},
    Known{"media-needed", "Kertas printer habis. Isi kertas, lalu tunggu sebentar."},
    Known{"media-jam",
          "Kertas tersangkut di printer. Keluarkan kertasnya pelan-pelan, lalu tunggu sebentar."},
    Known{"cover-open", "Tutup printer terbuka. Tutup printer, lalu tunggu sebentar."},
    Known{"door-open", "Tutup printer terbuka. Tutup printer, lalu tunggu sebentar."},
    Known{"interlock-open", "Tutup printer terbuka. Tutup printer, lalu tunggu sebentar."},
    Known{"input-tray-missing", "Baki kertas tidak terpasang. Pasang baki, lalu tunggu sebentar."},
    Known{"output-area-full", "Tempat kertas keluar penuh. Ambil kertasnya, lalu tunggu sebentar."},
    Known{"toner-empty", "Tinta printer habis. Ganti tintanya, lalu tunggu sebentar."},
    Known{"marker-supply-empty", "Tinta printer habis. Ganti tintanya, lalu tunggu sebentar."},
    Known{"marker-waste-full", "Wadah tinta buangan penuh. Ganti wadahnya, lalu tunggu sebentar."},
    Known{"offline", "Printer mati atau kabelnya lepas. Nyalakan printer dan periksa kabelnya."},
    Known{"shutdown", "Printer mati atau kabelnya lepas. Nyalakan printer dan periksa kabelnya."},
    Known{"timed-out", "Printer mati atau kabelnya lepas. Nyalakan printer dan periksa kabelnya."},
    Known{"paused", "Printer sedang dihentikan. Tekan tombol lanjut pada printer."},
    Known{"spool-area-full", "Printer penuh cetakan lain. Tunggu sampai selesai, lalu coba lagi."}};

constexpr std::string_view kUnknownTrouble =
    "Printer berhenti. Lihat pesan pada layar printer, lalu coba lagi.";
constexpr std::string_view kRefusedDocument =
    "Printer tidak dapat membaca surat ini. Hubungi administrator.";
constexpr std::string_view kEndedAtPrinter =
    "Cetakan dibatalkan di printer. Periksa printer, lalu coba lagi.";
constexpr std::string_view kGaveUp =
    "Printer gagal mencetak. Matikan lalu nyalakan printer, kemudian coba lagi.";

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

// "media-empty-error" without what only tells how bad it is: printers out of paper have been seen
// to call that a warning. What is merely low is not among the known troubles.
std::string_view bare(std::string_view reason) {
    for (const std::string_view tail : {"-error", "-warning", "-report"}) {
        if (reason.ends_with(tail)) reason.remove_suffix(tail.size());
    }
    return reason;
}

std::string_view trouble_of(const IppWords& words) {
    for (const auto& known : kTroubles) {
        for (const auto& reason : words.printer_reasons) {
            if (bare(reason) == known.reason) return known.sentence;
        }
    }
    const bool stopped = words.printer_state == kPrinterStopped || words.job_state == kStopped ||
                         has(words.job_reasons, "printer-stopped");
    return stopped ? kUnknownTrouble : std::string_view();
}

std::string_view why_ended(const IppWords& words) {
    for (const std::string_view reason :
         {"document-format-error", "unsupported-document-format", "document-unprintable-error"}) {
        if (has(words.job_reasons, reason)) return kRefusedDocument;
    }
    // What the printer complains of now is most likely why.
    if (const auto trouble = trouble_of(words); !trouble.empty()) return trouble;
    return words.job_state == kCancelled ? kEndedAtPrinter : kGaveUp;
}

std::string joined(const IppWords& words) {
    std::string log = "job " + std::to_string(words.job_state);
    for (const auto& reason : words.job_reasons) log += " " + reason;
    log += ", printer " + std::to_string(words.printer_state);
    for (const auto& reason : words.printer_reasons) log += " " + reason;
    return log;
}

}  // namespace

PrintProgress progress_of(const IppWords& words) {
    PrintProgress progress{PrintStage::printing, {}, joined(words)};
    switch (words.job_state) {
        case kCompleted:
            progress.stage = PrintStage::done;
            return progress;
        case kCancelled:
        case kAborted:
            progress.stage = PrintStage::failed;
            progress.what_to_do = why_ended(words);
            return progress;
        case kPending:
        case kHeld:
            progress.stage = PrintStage::queued;
            break;
        default:
            break;
    }
    progress.what_to_do = trouble_of(words);
    if (!progress.what_to_do.empty()) progress.stage = PrintStage::stuck;
    return progress;
}

}  // namespace disapa::devices
