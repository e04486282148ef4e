#include "kiosk/residents/report.h"

namespace disapa::residents {
namespace {

std::string cell_of_csv(std::string_view text) {
    std::string out = "\"";
    // A program for tables runs what begins so.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != text.npos) out += '\'';
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

}  // namespace

std::vector<std::string> to_sentences(const ImportReport& report) {
    const auto number = [](std::size_t count) { return std::to_string(count); };
    std::vector<std::string> sentences;
    sentences.push_back(number(report.rows) + " baris dibaca: " + number(report.added) + " baru, " +
                        number(report.changed) + " berubah, " + number(report.same) +
                        " tetap sama.");
    if (report.bad > 0) {
        sentences.push_back(number(report.bad) +
                            " baris tidak dimasukkan karena keliru. Perbaiki di berkasnya, lalu "
                            "impor lagi.");
    }
    if (report.without_nik > 0) {
        sentences.push_back(number(report.without_nik) +
                            " baris tanpa NIK tidak dimasukkan. Petugas tetap dapat melayani "
                            "mereka.");
    }
    if (report.gone > 0) {
        sentences.push_back(number(report.gone) +
                            " orang yang meninggal atau pindah dikeluarkan dari data kios.");
    }
    if (report.kept > 0) {
        sentences.push_back(number(report.kept) +
                            " orang tidak ada di berkas ini dan tetap disimpan.");
    }
    sentences.push_back("Sekarang ada " + number(report.total) + " penduduk di kios ini.");
    return sentences;
}

std::string faults_csv(const ImportReport& report) {
    std::string csv =
        "\xef\xbb\xbf"
        "baris,kolom,isi,masalah,akibat\r\n";
    for (const auto& fault : report.faults) {
        csv += std::to_string(fault.line) + "," + cell_of_csv(fault.column) + "," +
               cell_of_csv(fault.typed) + "," + cell_of_csv(fault.sentence) + "," +
               (fault.row_left_out ? "baris tidak dimasukkan" : "isian dikosongkan") + "\r\n";
    }
    if (report.faults_more > 0) {
        csv += ",,,dan " + std::to_string(report.faults_more) + " masalah lain,\r\n";
    }
    return csv;
}

}  // namespace disapa::residents
