#include "tests/support/people.h"

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/base/text.h"

namespace disapa::test {
namespace {

const std::vector<std::string> kPurposes{
    "keringanan biaya sekolah anak", "keringanan biaya berobat", "pengajuan beasiswa anak",
    "pendaftaran bantuan sosial",    "keringanan biaya kuliah",  "pengurusan jaminan kesehatan"};
const std::vector<std::string> kBusinesses{"Warung kelontong", "Kebun lada",  "Bengkel ketinting",
                                           "Jahit pakaian",    "Ternak ayam", "Kios pulsa"};
const std::vector<std::string> kJobs{"PETANI/PEKEBUN", "NELAYAN/PERIKANAN", "MENGURUS RUMAH TANGGA",
                                     "BURUH HARIAN LEPAS", "WIRASWASTA"};
const std::vector<std::string> kStreets{"Jalan Poros Desa", "Gang Meranti", "Jalan Sungai Belayan",
                                        "Dusun Hulu", "Dusun Hilir"};

std::string two(int value) {
    char text[8];
    std::snprintf(text, sizeof text, "%02d", value % 100);
    return text;
}
std::string four(std::uint64_t value) {
    char text[24];
    std::snprintf(text, sizeof text, "%04llu", static_cast<unsigned long long>(value));
    return text;
}

}  // namespace

People::People(const std::filesystem::path& source, std::uint64_t seed) : random_(seed) {
    const auto csv = read_file(source / "tests/support/nama_sintetis.csv", 1 << 20);
    if (!csv) std::abort();  // a test without its data has nothing to say
    for (const auto& row : parse_csv(as_text(*csv))) {
        if (row.size() < 3) continue;
        if (row[1] == "belakang") family_.push_back(row[0]);
        if (row[1] == "depan") (row[2] == "P" ? women_ : men_).push_back(row[0]);
    }
}

std::uint64_t People::number(std::uint64_t below) {
    std::array<std::uint8_t, 8> bytes{};
    random_.fill(bytes);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value % below;
}

const std::string& People::any(const std::vector<std::string>& of) {
    return of[number(of.size())];
}

People::Person People::person(int age_min, int age_max, const Date& today) {
    Person made;
    made.female = number(2) == 0;
    made.name = any(made.female ? women_ : men_) + " " + any(family_);
    const int days =
        365 * age_min +
        static_cast<int>(number(static_cast<std::uint64_t>(365 * (age_max - age_min))));
    const auto born = add_days(today, -days);
    made.born = to_iso(born);
    made.nik = "640212" + two(born.day + (made.female ? 40 : 0)) + two(born.month) +
               two(born.year) + four(1 + number(9000));
    made.kk = "640212" + two(1 + static_cast<int>(number(28))) +
              two(1 + static_cast<int>(number(12))) + two(6 + static_cast<int>(number(18))) +
              four(1 + number(9000));
    return made;
}

Json People::form(std::string_view service, const Date& today) {
    const auto who = person(24, 70, today);
    Json form{{"nik", who.nik},
              {"no_kk", who.kk},
              {"nama", who.name},
              {"tempat_lahir", "Tabang"},
              {"tanggal_lahir", who.born},
              {"jenis_kelamin", who.female ? "PEREMPUAN" : "LAKI-LAKI"},
              {"agama", number(3) == 0 ? "KRISTEN" : "ISLAM"},
              {"status_kawin", "KAWIN"},
              {"pekerjaan", any(kJobs)},
              {"kewarganegaraan", "WNI"},
              {"alamat", any(kStreets)},
              {"rt", "00" + std::to_string(1 + number(8))},
              {"no_hp", "0812" + four(number(10000)) + four(number(10000))}};
    if (service == "SKTM") {
        form["keperluan"] = any(kPurposes);
        form["penghasilan_bulan"] = (5 + number(15)) * 100000;
        form["jumlah_tanggungan"] = number(6);
        form["terdaftar_dtsen"] = "belum dicek";
    } else if (service == "SKU") {
        form["nama_usaha"] = any(kBusinesses) + " " + any(family_);
        form["jenis_usaha"] = "Perdagangan";
        form["alamat_usaha"] = any(kStreets) + ", Desa Umaq Dian";
        form["mulai_usaha"] = to_iso(add_days(today, -400 - static_cast<int>(number(3000))));
        form["omzet_bulan"] = (10 + number(60)) * 100000;
        form["keperluan"] = "pengajuan kredit usaha rakyat";
    } else if (service == "SKAW") {
        form["pewaris_nama"] = person(70, 90, today).name;
        form["tgl_meninggal"] = to_iso(add_days(today, -60 - static_cast<int>(number(300))));
        form["tempat_meninggal"] = "Desa Umaq Dian";
        form["no_akta_mati"] = "6402-KM-" + four(number(10000));
        Json heirs = Json::array();
        for (std::uint64_t i = 0; i < 2 + number(4); ++i) {
            const auto heir = person(20, 60, today);
            heirs.push_back({{"nama", heir.name},
                             {"nik", heir.nik},
                             {"umur", 20 + number(40)},
                             {"hubungan", "anak kandung"},
                             {"alamat", any(kStreets)},
                             {"hadir", true}});
        }
        form["ahli_waris"] = heirs;
        Json witnesses = Json::array();
        for (int i = 0; i < 2; ++i) {
            const auto witness = person(30, 70, today);
            witnesses.push_back(
                {{"nama", witness.name}, {"nik", witness.nik}, {"umur", 30 + number(40)}});
        }
        form["saksi"] = witnesses;
    } else if (service == "DISNIK") {
        const auto one = person(20, 35, today);
        const auto other = person(20, 35, today);
        form["nik_pria"] = one.nik;
        form["nama_pria"] = one.name;
        form["nik_wanita"] = other.nik;
        form["nama_wanita"] = other.name;
        form["tanggal_akad"] = to_iso(add_days(today, 5));
        form["tempat"] = "Balai Desa Umaq Dian";
        form["kua"] = "KUA Tabang";
        form["alasan"] = "Calon pengantin pria segera berangkat bekerja di luar daerah.";
    }
    return form;
}

}  // namespace disapa::test
