// Synthetic answers for tests of service and letter. No real person.
#pragma once

#include <string_view>

namespace disapa::sample {

inline constexpr std::string_view kApplicant = R"(
    "nik": "6402124503870003", "no_kk": "6402121205110004", "nama": "Lung Bilung",
    "tempat_lahir": "Umaq Dian", "tanggal_lahir": "1987-03-05", "jenis_kelamin": "Perempuan",
    "agama": "kristen", "status_kawin": "Kawin", "pekerjaan": "petani", "kewarganegaraan": "WNI",
    "alamat": "Jalan Poros Hulu, Dusun Lepo", "rt": "003", "no_hp": "0812 5555 0103")";

inline constexpr std::string_view kSktm = R"(,
    "keperluan": "keringanan biaya sekolah anak", "penghasilan_bulan": "Rp 1.250.000",
    "jumlah_tanggungan": 3, "terdaftar_dtsen": "Belum Dicek",
    "anggota": [{"nama": "Ncuk Bilung", "nik": "6402125406120001", "hubungan": "anak"},
                {"nama": "Bit Lejau", "nik": "6402121107850002", "hubungan": "suami"}])";

inline constexpr std::string_view kSku = R"(,
    "nama_usaha": "Warung Lung", "jenis_usaha": "warung sembako", "alamat_usaha": "Dusun Lepo RT 003",
    "mulai_usaha": "2019-02-01", "modal": 15000000, "keperluan": "mengajukan KUR",
    "bank_tujuan": "Bankaltimtara Tabang")";

inline constexpr std::string_view kSkaw = R"(,
    "pewaris_nama": "Lejau Anye", "pewaris_nik": "6402120101500001", "tgl_meninggal": "2026-09-14",
    "tempat_meninggal": "Puskesmas Tabang", "no_akta_mati": "6402-KM-14092026-0003",
    "istri_suami": [{"nama": "Buaq Usat", "status": "hidup"}],
    "ahli_waris": [
      {"nama": "Buaq Usat", "nik": "6402124204520001", "umur": 74, "hubungan": "istri", 
       "alamat": "Dusun Lepo RT 003", "hadir": true},
      {"nama": "Lung Bilung", "nik": "6402124503870003", "umur": 39, "hubungan": "anak kandung", 
       "alamat": "Dusun Lepo RT 003", "hadir": "ya"}],
    "saksi": [{"nama": "Igung Ding", "nik": "6402120908750004", "umur": 51},
              {"nama": "Pebulaan Ngau", "nik": "6402121711690002", "umur": 57}],
    "objek": [{"jenis": "tabungan",
      "uraian": "rekening simpanan di Bankaltimtara Tabang", "nilai": 27500000}])";

inline constexpr std::string_view kDisnik = R"(,
    "nik_pria": "6402120307980002", "nama_pria": "Ding Igung", "nik_wanita": "6402125211010003",
    "nama_wanita": "Hangin Bilung", "tanggal_akad": "2026-11-30", "tempat": "rumah mempelai wanita, RT 003",
    "kua": "KUA Kecamatan Tabang", "alasan": "Calon mempelai pria harus berangkat bekerja ke luar daerah.")";

}  // namespace disapa::sample
