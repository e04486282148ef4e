#!/usr/bin/env bash
# pictures.sh DATA HUB-URL OUT: PNGs of the kiosk's screens, a letter, and the desk where a browser is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/demo/lib.sh
data=$1 url=$2 out=$3
copy=$(mktemp -d); trap 'rm -rf "$copy"' EXIT
cp -a "$data/kiosk/." "$copy"
"$bin/disapa-pictures" "$copy" "$PWD" "$out" >/dev/null
code=$("$kiosk" queue --data "$data/kiosk" --json | grep -o '{[^}]*}' | grep '"service":"SKTM"' | grep '"state":"approved"' | head -n 1 | member code)
"$kiosk" letter --data "$copy" "$code" --out "$out/letter.pdf"
pdftoppm -r 80 -singlefile -png "$out/letter.pdf" "$out/letter"
if command -v chromium node >/dev/null && [ -d tests/web/node_modules ]; then
    node tests/web/support/picture_of_desk.mjs "$url" "$data/camat.jwe" "$(cat "$data/frasa")" "$out/desk.png"
else
    echo "(no picture of the desk: ./disapa test brings the browser for it)"
fi
