# Sourced by the demo and the end-to-end tests: the offices of the tale, and how its programs are called.
bin=${DISAPA_BIN:-$PWD/build/bin}
hub=$bin/disapa-hub kiosk=$bin/disapa-kiosk sync=$bin/disapa-sync
started=()

stop_all() {
    local pid
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    started=()
}

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# A number or text member of a flat JSON line.
member() { grep -o "\"$1\":[^,}]*" | head -n 1 | sed 's/^[^:]*://; s/^"//; s/"$//'; }

# Waits up to 60 s for a line of the file and prints it.
wait_for_line() {
    local file=$1 pattern=$2 tries
    for tries in $(seq 600); do
        grep -m 1 "$pattern" "$file" 2>/dev/null && return
        sleep 0.1
    done
    echo "no line '$pattern' in $file:" >&2; cat "$file" >&2
    return 1
}

# start_hub DATA LISTEN LOG: sets hub_pid and hub_url.
start_hub() {
    : >"$3"
    "$hub" serve --data "$1" --listen "$2" >"$3" 2>&1 &
    hub_pid=$!
    started+=("$hub_pid")
    hub_url=$(wait_for_line "$3" '^Hub siap di ' | sed 's/^Hub siap di //')
}
stop_hub() { kill "$hub_pid"; wait "$hub_pid" 2>/dev/null || true; }

# A display of our own where there is none: sets DISPLAY.
need_display() {
    [ -z "${DISPLAY:-}" ] || return 0
    local out=$1/display
    Xvfb -displayfd 3 -screen 0 "${DISAPA_SCREEN:-1280x800}x24" -nolisten tcp 3>"$out" >/dev/null 2>&1 &
    started+=("$!")
    wait_for_line "$out" '[0-9]' >/dev/null
    export DISPLAY=:$(cat "$out")
}

# The offices of kecamatan Tabang and desa Umaq Dian, in the folder $1, all people made up: writes
# desa.json, kecamatan.json, the PINs of the clerk and the kades and the camat's passphrase.
write_offices() {
    cat >"$1/desa.json" <<'JSON'
{"name": "Umaq Dian", "address": "Jalan Poros Desa RT 001", "postcode": "75561", "phone": "0812 0000 2005",
 "email": "", "unit_code": "UMD", "letterhead": ["PEMERINTAH KABUPATEN KUTAI KARTANEGARA", "KECAMATAN TABANG"],
 "head_name": "Lawing Ngau", "head_title": "Kepala Desa Umaq Dian", "head_nip": ""}
JSON
    cat >"$1/kecamatan.json" <<'JSON'
{"name": "Tabang", "address": "Jalan Pemuda Nomor 1, Sidomulyo", "postcode": "75561", "phone": "0812 0000 0012",
 "email": "", "unit_code": "TBG", "letterhead": ["PEMERINTAH KABUPATEN KUTAI KARTANEGARA"],
 "head_name": "Rusli Wibisono", "head_title": "Camat Tabang", "head_nip": "197503122000031004"}
JSON
    echo 274951 >"$1/pin-petugas"
    echo 830462 >"$1/pin-kades"
    echo "perahu tenang lima rotan pagi" >"$1/frasa-camat"
    chmod 600 "$1"/pin-* "$1"/frasa-*
}

# Makes a sample hub in $1/hub, enrols kiosk $1/kiosk with a clerk and the kades, and the camat ($1/camat.jwe).
# Sets petugas, kades, camat (key ids). The hub must be running while a kiosk exchanges.
make_hub() {
    "$hub" init --data "$1/hub" --region 64.02.12 --name Tabang --public-url https://tabang.example --sample
    "$hub" office --data "$1/hub" --region 64.02.12 --file "$1/kecamatan.json"
    "$hub" office --data "$1/hub" --region 64.02.12.2005 --file "$1/desa.json"
}
invite() { "$hub" invite --data "$1/hub" "${@:2}"; }
enrol_desa() {
    "$kiosk" enrol --data "$1/kiosk" "$(invite "$1" --region 64.02.12.2005 --role kiosk)" >/dev/null
    petugas=$("$kiosk" enrol --data "$1/kiosk" --pin-file "$1/pin-petugas" \
        "$(invite "$1" --region 64.02.12.2005 --role petugas --name 'Mastora Lestari' --title 'Kasi Pelayanan')")
    kades=$("$kiosk" enrol --data "$1/kiosk" --pin-file "$1/pin-kades" \
        "$(invite "$1" --region 64.02.12.2005 --role kades --name 'Lawing Ngau' --title 'Kepala Desa Umaq Dian')")
}
enrol_camat() {
    camat=$("$hub" officer --data "$1/hub" --key "$1/camat.jwe" --passphrase-file "$1/frasa-camat" \
        "$(invite "$1" --region 64.02.12 --role camat --name 'Rusli Wibisono' --title 'Camat Tabang' --nip 197503122000031004)")
}

# Text of the QR on the first page of a PDF.
qr_of() {
    pdftoppm -r 150 -f 1 -l 1 -png "$1" "${1%.pdf}-150"
    zbarimg -q --raw "${1%.pdf}-150"-*1.png 2>/dev/null
    rm -f "${1%.pdf}-150"-*.png
}

# Changes one letter inside a letter's QR text: what a forger would do.
forge_qr() {  # text from to
    local head=${1%%#*} body=${1#*#}
    while [ $((${#body} % 8)) -ne 0 ]; do body+="="; done
    printf '%s#%s\n' "$head" "$(printf '%s' "$body" | base32 -d | LC_ALL=C sed "s/$2/$3/" | base32 -w 0 | tr -d '=')"
}
