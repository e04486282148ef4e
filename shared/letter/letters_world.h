// Synthetic letters for tests: no real person, and a key of a seed.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "shared/base/limits.h"
#include "shared/letter/letter.h"

namespace disapa::sample {

inline const Instant kDecided = instant_of({2026, 11, 22}, 14, 5);

// For looking at: set DISAPA_LETTERS to a folder.
inline void keep(const char* name, const Bytes& pdf) {
    const char* folder = ::getenv("DISAPA_LETTERS");
    if (folder == nullptr) return;
    std::filesystem::create_directories(folder);
    std::ofstream(std::filesystem::path(folder) / name, std::ios::binary) << as_text(pdf);
}

inline Claims claims() {
    Claims made;
    made.type = ActType::approved;
    made.at = kDecided;
    made.of = sha256(as_bytes("endorsed"));
    made.service = "SKTM";
    made.number = "400.9.14/012/UMD/XI/2026";
    made.register_number = "400.9.14/031/TBG/XI/2026";
    made.holder = "LUNG BILUNG";
    made.nik_tail = "0003";
    made.valid_until = Date{2026, 12, 22};
    return made;
}

inline Jws decision(const SigningKey& key, const Claims& of) {
    Jws jws;
    jws.signer = key.id();
    jws.payload = encode_claims(of).value();
    jws.signature = sign_jws(key, kTypAct, jws.payload);
    return jws;
}

inline SigningKey key_of_seed(std::uint64_t seed) {
    SeededRandom random(seed);
    return SigningKey::generate(random);
}

inline LetterData blank() {
    LetterData letter;
    letter.office.region = *Region::parse("64.02.12.2005");
    letter.office.name = "Umaq Dian";
    letter.office.address = "Jalan Poros Hulu RT 001";
    letter.office.postcode = "75561";
    letter.office.email = "umaqdian@example.id";
    letter.kecamatan.region = *Region::parse("64.02.12");
    letter.kecamatan.name = "Tabang";
    letter.kecamatan.address = "Jalan Pemerintahan Nomor 1, Sidomulyo";
    letter.kecamatan.postcode = "75561";
    letter.kecamatan.phone = "0541-555-0101";
    letter.kabupaten = "Kutai Kartanegara";
    letter.number = "400.9.14/012/UMD/XI/2026";
    letter.right = {"Kepala Desa Umaq Dian", "IGUNG DING", "", "Umaq Dian, 21 November 2026", ""};
    letter.qr_text =
        qr_text("https://disapa.kukarkab.example/umum", decision(key_of_seed(1), claims()));
    letter.code = "K7M2QX94BHD";
    letter.copy = 1;
    letter.at = kDecided;
    letter.closing =
        "Demikian surat keterangan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana "
        "mestinya.";
    return letter;
}

inline Signatory camat() {
    return {"Camat Tabang", "PEBULAAN NGAU, S.Sos., M.Si.", "197503052005011003",
            "Tabang, 22 November 2026", "400.9.14/031/TBG/XI/2026"};
}

inline void add_identity(LetterData& letter) {
    letter.facts = {
        {"Nama lengkap", "LUNG BILUNG"},
        {"NIK", "6402124503870003"},
        {"Nomor KK", "6402121205110004"},
        {"Tempat, tanggal lahir", "UMAQ DIAN, 5 Maret 1987"},
        {"Jenis kelamin", "PEREMPUAN"},
        {"Agama", "KRISTEN"},
        {"Status perkawinan", "KAWIN"},
        {"Pekerjaan", "PETANI/PEKEBUN"},
        {"Kewarganegaraan", "WNI"},
        {"Alamat", "Jalan Poros Hulu, Dusun Lepo, RT 003, Desa Umaq Dian, Kecamatan Tabang"}};
}

inline LetterData sktm() {
    auto letter = blank();
    letter.title = "SURAT KETERANGAN TIDAK MAMPU";
    letter.opening =
        "Yang bertanda tangan di bawah ini, Kepala Desa Umaq Dian, Kecamatan Tabang, Kabupaten "
        "Kutai Kartanegara, menerangkan dengan sebenarnya bahwa:";
    add_identity(letter);
    letter.facts.emplace_back("Penghasilan keluarga", "Rp1.250.000 sebulan");
    letter.facts.emplace_back("Jumlah tanggungan", "3 (tiga) orang");
    letter.facts.emplace_back("Terdaftar di DTSEN", "Belum dicek");
    letter.tables.push_back({"Anggota keluarga yang menjadi tanggungan:",
                             {"Nama", "NIK", "Hubungan"},
                             {{"NCUK BILUNG", "6402125406120001", "anak"},
                              {"BIT LEJAU", "6402121107850002", "suami"}}});
    letter.body = {
        "Orang tersebut benar penduduk Desa Umaq Dian. Menurut pengamatan kami dan surat "
        "pernyataan yang bersangkutan, ia tergolong keluarga tidak mampu.",
        "Surat keterangan ini dibuat atas permintaan yang bersangkutan untuk keperluan: "
        "keringanan biaya sekolah anak. Surat keterangan ini berlaku sampai dengan tanggal 22 "
        "Desember 2026."};
    letter.left = camat();
    letter.left->heading = "Mengetahui,\nCamat Tabang";
    return letter;
}

inline LetterData sku() {
    auto letter = sktm();
    letter.title = "SURAT KETERANGAN USAHA";
    letter.number = "500.2.2.4/007/UMD/XI/2026";
    letter.tables.clear();
    letter.left.reset();
    letter.facts.resize(10);
    letter.facts.emplace_back("Nama usaha", "Warung Lung");
    letter.facts.emplace_back("Jenis usaha", "warung sembako");
    letter.facts.emplace_back("Berjalan sejak", "1 Februari 2019");
    return letter;
}

inline LetterData skaw(int heirs) {
    auto letter = sktm();
    letter.title = "SURAT KETERANGAN AHLI WARIS";
    letter.number = "400.12.3.1/003/UMD/XI/2026";
    letter.opening.back() = ' ';
    letter.opening += "telah meninggal dunia:";
    letter.facts = {{"Nama", "LEJAU ANYE"},
                    {"NIK", "6402120101500001"},
                    {"Hari, tanggal meninggal", "Senin, 14 September 2026"},
                    {"Tempat meninggal", "Puskesmas Tabang"},
                    {"Nomor akta kematian", "6402-KM-14092026-0003"}};
    letter.tables = {
        {"Almarhum/almarhumah meninggalkan ahli waris sebagai berikut:",
         {"Nama", "NIK", "Umur", "Hubungan", "Alamat"},
         {}},
        {"Keterangan para ahli waris disaksikan oleh:",
         {"Nama", "NIK", "Umur"},
         {{"IGUNG DING", "6402120908750004", "51"}, {"PEBULAAN NGAU", "6402121711690002", "57"}}}};
    for (int i = 0; i < heirs; ++i) {
        const bool longer = i % 3 == 2;
        letter.tables[0].rows.push_back(
            {longer ? "ANYE LEJAU BILUNG NGAU USAT APUI KUENG DING IGUNG HANGIN LAWAI"
                    : "LUNG BILUNG",
             "64021245038700" + std::to_string(10 + i), std::to_string(20 + i),
             longer ? "anak kandung" : "istri",
             longer ? "Jalan Poros Hulu Gang Gereja Lama Nomor 17, Dusun Lepo, RT 003 RW 001"
                    : "Dusun Lepo RT 003"});
    }
    letter.left->heading = "Mengetahui dan menguatkan,\nCamat Tabang";
    return letter;
}

inline LetterData disnik() {
    auto letter = blank();
    letter.office = letter.kecamatan;
    letter.title = "SURAT DISPENSASI NIKAH";
    letter.number = "400.12.3.2/004/TBG/XI/2026";
    letter.opening =
        "Berdasarkan Pasal 3 Peraturan Menteri Agama Nomor 30 Tahun 2024 tentang Pencatatan "
        "Pernikahan serta pengantar Kepala Desa Umaq Dian tanggal 21 November 2026, Camat Tabang, "
        "Kabupaten Kutai Kartanegara, dengan ini memberikan dispensasi nikah kepada:";
    letter.facts = {{"Calon mempelai pria", "DING IGUNG"},
                    {"NIK mempelai pria", "6402120307980002"},
                    {"Calon mempelai wanita", "HANGIN BILUNG"},
                    {"NIK mempelai wanita", "6402125211010003"},
                    {"Hari, tanggal akad", "Senin, 30 November 2026"},
                    {"Tempat akad", "rumah mempelai wanita, RT 003"},
                    {"KUA tujuan", "KUA Kecamatan Tabang"}};
    letter.body = {
        "Kedua calon mempelai tersebut dapat melangsungkan akad nikah dalam waktu kurang dari 10 "
        "(sepuluh) hari kerja sejak kehendak nikah didaftarkan, sepanjang syarat dan rukun nikah "
        "serta ketentuan peraturan perundang-undangan dipenuhi."};
    letter.right = camat();
    letter.right.heading = "Plt. Camat Tabang";
    letter.right.register_number.clear();
    return letter;
}

}  // namespace disapa::sample
