# Sourced by tests that touch the real kiosk in a real window: xdotool's finger, guided by `--tree`.
# Needs tests/demo/lib.sh. `tree` is the file of the tree, `shots` the folder of pictures.

# open_glass DATA WIDTHxHEIGHT: starts the kiosk on the display; sets glass_pid.
open_glass() {
    rm -f "$tree"
    "$kiosk" ${glass_options:-} --data "$1" --size "$2" --tree "$tree" >"$shots/kiosk.log" 2>&1 &
    glass_pid=$!; started+=("$glass_pid")
    await_node '.' >/dev/null
}
close_glass() { kill "$glass_pid"; wait "$glass_pid" 2>/dev/null || true; }

# The line of the widget with this id; nothing when it is not on the screen.
node() { awk -F'\t' -v id="$1" '$1 == id { print; exit }' "$tree" 2>/dev/null; }
# The id of the first widget with an id whose label contains the text, in sight or not.
labelled() { awk -F'\t' -v t="$1" '$1 != "" && $2 != "text" && index($9, t) { print $1; exit }' "$tree"; }

# await_node REGEX: waits up to 60 s for a line that matches.
await_node() {
    local tries
    for tries in $(seq 600); do
        grep -m 1 -E -- "$1" "$tree" 2>/dev/null && return
        sleep 0.1
    done
    echo "the screen never showed: $1" >&2; awk -F"\t" "\$7 == 1" "$tree" | cut -f1,2,9 | head -n 40 >&2
    return 1
}
says() { await_node "($1)[^	]*\$" >/dev/null; }

# is_on ID 1|0 SECONDS: waits until the widget is chosen or has the focus, or is not; 1 when it never is.
is_on() {
    local end=$((SECONDS + $3))
    until [ "$(node "$1" | cut -f 8)" = "$2" ]; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}
# Until the screen has stood as it is for a while: a touch right after a page came counts as the second half of a
# double tap, and what still glides is not where the tree says. At most 10 s.
still() {
    local tries changed
    for tries in $(seq 100); do
        changed=$(stat -c %.3Y "$tree" 2>/dev/null | tr -d .) || true
        [ -n "$changed" ] && [ $(($(now_ms) - changed)) -ge 400 ] && return
        sleep 0.1
    done
}

# tap ID: touches the middle of the widget, once it can be touched; drags the page until it is in sight.
tap() {
    local end=$((SECONDS + 60)) id role x y w h can rest
    while [ "$SECONDS" -lt "$end" ]; do
        still
        IFS=$'\t' read -r id role x y w h can rest < <(node "$1") || true
        if [ "${can:-0}" = 1 ] && [ "$h" -ge 40 ]; then
            xdotool mousemove $((x + w / 2)) $((y + h / 2)) click 1
            sleep 0.45  # what the touch changes shows meanwhile, as a rule
            return
        fi
        # Out of sight: a widget without a visible part has height 0 and stands at the edge it lies behind.
        if [ -n "${id:-}" ] && [ "${h:-1}" -lt 40 ]; then
            if [ "$y" -lt $((glass_height / 2)) ]; then drag 1; else drag -1; fi
        fi
        sleep 0.2; id='' can=''
    done
    echo "nothing to tap: $1" >&2; awk -F"\t" "\$7 == 1" "$tree" | cut -f1,2,9 | head -n 40 >&2
    return 1
}
tap_label() { local id; await_node "^[^	]+	.*$1[^	]*\$" >/dev/null; id=$(labelled "$1"); tap "$id"; }
# drag 1|-1: one drag of the page, down or up.
drag() {
    local x=$((glass_width * 3 / 4)) y=$((glass_height * (10 - $1 * 2) / 20)) step
    xdotool mousemove "$x" "$y" mousedown 1
    for step in 1 2 3 4; do xdotool mousemove "$x" $((y + $1 * step * glass_height / 11)); sleep 0.03; done
    sleep 0.2  # held, or the page would glide on past what is looked for
    xdotool mouseup 1; sleep 0.3
}

# fill ID TEXT: a field, by the keyboard on the table.
fill() {
    local tries
    for tries in 1 2 3; do
        tap "$1"
        is_on "$1" 1 10 && break
    done
    xdotool type --delay 25 -- "$2"
    xdotool key Escape  # the keys on the glass go down again, after all that was typed
    is_on "$1" 0 60 || { echo "still typing: $1" >&2; return 1; }
}
# tick ID: a box that is to be ticked, whether it is already or not.
tick() {
    local tries
    is_on "$1" 1 0 && return
    for tries in 1 2 3; do
        tap "$1"
        is_on "$1" 1 10 && return
    done
    echo "never ticked: $1" >&2
    return 1
}

# A picture of the screen, for the eye.
shot() { xwd -root -silent | xwdtopnm 2>/dev/null | pnmtopng >"$shots/$1.png" 2>/dev/null; }
