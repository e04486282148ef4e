"""The workload: requests as a village's office writes them (840 bytes of JSON each), decisions on them, photos.

Made up throughout, the same on every run. Peers carry these files as they are; disapa-weaklink-seed makes acts of
the requests. A request's "sig" stands for the signature that a design with one signature a record needs.
"""
import base64
import datetime
import json
import os
import random

GIVEN = """Siti Budi Agus Sri Slamet Wahyu Dewi Eko Tri Dwi Rina Ani Joko Bambang Suparman Sutrisno Wati Ningsih Rahmat
Hidayat Nur Aisyah Fatimah Ahmad Muhammad Abdul Yusuf Ibrahim Hasan Husein Ratna Lestari Indah Puspita Galih Bayu Teguh
Sugeng Mulyono Suharto Parjo Paijo Tukiyem Ngatinah Sumarni Sulastri Kartini Endang Yuni Yanti Tuti Titik Heri Hendra
Dedi Dadang Asep Ujang Cecep Euis Neng Iis""".split()
FAMILY = """Santoso Wijaya Kusuma Pratama Saputra Hidayat Nugroho Setiawan Susanto Wibowo Purnomo Raharjo Utomo Widodo
Gunawan Kurniawan Suryadi Haryanto Prasetyo Rahayu Lestari Handayani Astuti Wulandari Permata Sari Maharani Utami
Rahmawati Safitri Anggraini Puspitasari Mulyani Suryani Hartati Yuliana Oktaviani Firmansyah Ramadhan Maulana Siregar
Nasution Lubis Harahap Simanjuntak Situmorang""".split()
STREETS = """Melati Mawar Kenanga Anggrek Cempaka Dahlia Flamboyan Merpati Rajawali Garuda Diponegoro Sudirman Kartini
Pahlawan Merdeka Masjid Pasar Sawah Kali Gunung""".split()
HAMLETS = "Krajan Sumberejo Karanganyar Tegalrejo Ngablak Kedungdowo".split()
TOWNS = "Boyolali Surakarta Klaten Sukoharjo Semarang Salatiga Wonogiri Sragen Jakarta Magelang".split()
TRADES = ["Petani/Pekebun", "Buruh Harian Lepas", "Karyawan Swasta", "Mengurus Rumah Tangga", "Wiraswasta", "Pedagang",
          "Pelajar/Mahasiswa", "Guru", "Buruh Tani/Perkebunan", "Belum/Tidak Bekerja", "Sopir", "Tukang Kayu"]
FAITHS = ["Islam"] * 9 + ["Kristen", "Katolik", "Hindu", "Buddha"]
MARITAL = ["Belum Kawin", "Kawin", "Cerai Hidup", "Cerai Mati"]
BANKS = ["BRI unit kecamatan", "BPR desa", "KUR Bank Jateng", "koperasi simpan pinjam"]
PURPOSES = ["pengajuan beasiswa anak", "keringanan biaya rumah sakit", "pendaftaran sekolah", "pengajuan kredit usaha",
            "melamar pekerjaan", "pengurusan BPJS Kesehatan", "pembuatan rekening bank", "pengurusan akta kelahiran",
            "persyaratan nikah", "bantuan langsung tunai", "pencairan dana pensiun", "izin keramaian hajatan"]
SHOPS = ["warung kelontong", "bengkel motor", "ternak lele", "jahit pakaian", "penggilingan padi", "kios pulsa",
         "tempe dan tahu", "mebel kayu", "bakso keliling"]
CLERKS = ["perangkat-01", "perangkat-02", "kaur-umum", "kasi-pelayanan"]
DECLARATIONS = ["Saya menyatakan bahwa data di atas benar dan sanggup menanggung akibat hukum bila tidak benar.",
                "Demikian permohonan ini saya buat dengan sebenarnya tanpa paksaan dari pihak mana pun.",
                "Saya setuju data saya diproses untuk pelayanan ini."]
WORDS = """mohon segera karena anak mau masuk tanggal besok lusa dokumen lama hilang kebanjiran rumah ibu bapak sakit
dirawat di puskesmas RSUD bulan ini untuk tetangga sudah disetujui RT surat pengantar terlampir foto KTP KK asli
fotokopi lembar tanah warisan batas utara timur sawah kebun""".split()
SCHOOLS = ["SMPN 1", "SMAN 2", "RSUD Pandan Arang", "MTs Negeri", "SDN 03"]
SERVICES = ["SKTM", "SKU", "DOM", "SKCK", "KTP", "KK", "LHR", "KMT", "NKH", "PND", "IKR", "UMM"]
REFUSALS = ["lampiran KK tidak terbaca", "NIK tidak cocok dengan data Dukcapil", "surat pengantar RT belum ada",
            "tanda tangan pemohon tidak ada"]
PHOTOS = 20


def signature(r):
    return base64.b64encode(r.randbytes(64)).decode()


def name(r):
    return " ".join([r.choice(GIVEN), r.choice(GIVEN + FAMILY), r.choice(FAMILY)][r.randint(0, 1):])


def form(r, service, now):
    f = {"keperluan": r.choice(PURPOSES)}
    if service == "SKU":
        f |= {"jenis_usaha": r.choice(SHOPS), "mulai_usaha": r.randint(1995, 2025),
              "omzet_bulanan": r.randint(5, 200) * 100000, "bank_tujuan": r.choice(BANKS)}
    elif service in ("LHR", "KMT", "NKH"):
        f |= {"nama_terkait": name(r), "nik_saksi_1": "330905%010d" % r.randint(0, 10**10 - 1), "saksi_1": name(r),
              "saksi_2": name(r), "tanggal_kejadian": str(now.date() - datetime.timedelta(days=r.randint(0, 60)))}
    elif service == "SKTM":
        f |= {"penghasilan_bulanan": r.randint(3, 25) * 100000, "tanggungan": r.randint(0, 7), "untuk_nama": name(r),
              "sekolah_rs": r.choice(SCHOOLS)}
    else:
        f |= {"no_pengantar_rt": "%03d/RT%02d/%s/2026" % (r.randint(1, 400), r.randint(1, 12),
                                                          r.choice(["I", "II", "III", "IV", "V"])),
              "berlaku_hari": r.choice([30, 60, 90])}
    f["catatan"] = " ".join(r.choice(WORDS) for _ in range(r.randint(0, 10)))
    return f


def record(r, i, now):
    born = datetime.date(1950, 1, 1) + datetime.timedelta(days=r.randint(0, 27000))
    woman = r.random() < 0.5
    nik = "330905%02d%02d%02d%04d" % (born.day + (40 if woman else 0), born.month, born.year % 100,
                                      min(9999, int(r.expovariate(1 / 4)) + 1))
    family = "330905%02d%02d%02d%04d" % (r.randint(1, 31), r.randint(1, 12), r.randint(5, 25), r.randint(1, 9999))
    service = r.choice(SERVICES)
    answers = form(r, service, now)
    return {
        "v": 1, "id": "3309052007-K1-%06d" % i, "kiosk": "3309052007-K1", "seq": i,
        "dibuat": now.strftime("%Y-%m-%dT%H:%M:%S+07:00"), "layanan": service, "petugas": r.choice(CLERKS),
        "pemohon": {"nik": nik, "no_kk": family, "nama": name(r).upper(), "jk": "P" if woman else "L",
                    "tempat_lahir": r.choice(TOWNS), "tgl_lahir": str(born), "agama": r.choice(FAITHS),
                    "status": r.choice(MARITAL), "pekerjaan": r.choice(TRADES),
                    "alamat": "Jl. %s No. %d" % (r.choice(STREETS), r.randint(1, 150)), "rt": "%03d" % r.randint(1, 12),
                    "rw": "%03d" % r.randint(1, 6), "dusun": r.choice(HAMLETS),
                    "hp": "08%d%08d" % (r.choice([12, 13, 21, 52, 57, 78, 95]), r.randint(0, 10**8 - 1))},
        "form": answers, "pernyataan": DECLARATIONS[0] if r.random() < .7 else r.choice(DECLARATIONS),
        "sig": signature(r)}


def decision(r, request, now):
    ok = r.random() < 0.85
    return {"v": 1, "ref": request["id"], "putusan": "setuju" if ok else "tolak",
            "nomor_surat": "470/%04d/%s/2026" % (r.randint(1, 9999), request["layanan"]) if ok else None,
            "catatan": "" if ok else r.choice(REFUSALS), "pejabat": r.choice(["camat", "sekcam", "kasi-pem"]),
            "waktu": (now + datetime.timedelta(hours=r.randint(1, 72), seconds=r.randint(0, 3599))).strftime(
                "%Y-%m-%dT%H:%M:%S+07:00"),
            "sig": signature(r)}


def records(count):
    r = random.Random(20260101)
    now = datetime.datetime(2026, 3, 2, 8, 0, 0)
    made = []
    for i in range(1, count + 1):
        now += datetime.timedelta(seconds=int(r.expovariate(1 / 900)) + 60)
        made.append(record(r, i, now))
    return made, now


def write(folder, count):
    """records.jsonl, rec/*.json, decisions.jsonl and dec/*.json of `count` requests"""
    requests, end = records(count)
    r = random.Random(77)
    decisions = [decision(r, request, end) for request in requests]
    for stem, sub, rows, key in (("records", "rec", requests, "id"), ("decisions", "dec", decisions, "ref")):
        os.makedirs(os.path.join(folder, sub), exist_ok=True)
        with open(os.path.join(folder, stem + ".jsonl"), "w") as whole:
            for row in rows:
                text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                whole.write(text + "\n")
                with open(os.path.join(folder, sub, row[key] + ".json"), "w") as one:
                    one.write(text)


def write_photos(folder):
    """20 files of about 60 KB that do not compress, 1.2 MB in all"""
    r = random.Random(5)
    os.makedirs(folder, exist_ok=True)
    for i in range(PHOTOS):
        size = r.randint(52000, 68000)
        with open(os.path.join(folder, "foto-%02d.jpg" % i), "wb") as f:
            f.write(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + r.randbytes(size - 14) + b"\xff\xd9")


def write_all(folder):
    """1/, 100/, 1000/ and photos/ in `folder`"""
    for count in (1, 100, 1000):
        write(os.path.join(folder, str(count)), count)
    write_photos(os.path.join(folder, "photos"))
