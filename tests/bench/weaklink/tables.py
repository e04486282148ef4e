#!/usr/bin/env python3
"""The tables of one or more runs of bench.py, in Markdown on standard output: tables.py FILE.jsonl..."""
import collections
import json
import statistics
import sys

from lab import LINKS, lines

OURS = "disapa"
PHOTO_BYTES = 1216466
CHUNK = 17 * 1024  # the most a cut may cost beside what the modem held, its frames and headers among it
AGAIN = 1500       # connecting and asking anew after a cut
WHAT = {"1": "1 request up", "100": "100 requests up", "1000": "1000 requests up", "photos": "20 photos up",
        "decisions": "100 decisions down", "nothing": "nothing new"}


def is_whole(row):
    return "up" in row and not row["late"] and "error" not in row and row["done"] == row["of"]


class Rows:
    def __init__(self, files):
        self.rows = [json.loads(x) for f in files for x in lines(f)]
        self.groups = collections.defaultdict(list)
        for row in self.rows:
            self.groups[row["peer"], row["link"], row["work"], row["cut"]].append(row)
        seen = {r["peer"] for r in self.rows} - {"disapa-stick"}
        self.peers = sorted(seen, key=lambda p: (not p.startswith(OURS), p.startswith("floor"), p))

    def median(self, peer, link, work, value, cut=False):
        """of the runs that did all their work in time; None when there is none"""
        found = [value(r) for r in self.groups[peer, link, work, cut] if is_whole(r)]
        return statistics.median(found) if found else None

    def best(self, link, work, value):
        """the best that is neither ours nor a floor: (value, name)"""
        found = [(v, p) for p in self.peers if not p.startswith((OURS, "floor"))
                 and (v := self.median(p, link, work, value)) is not None]
        return min(found, default=(None, ""))


def wire(row):
    return row["up"]["wire_b"] + row["down"]["wire_b"]


def each(row):
    return wire(row) / row["of"]


def seconds(row):
    return row["seconds"]


def without_losses(row):
    return wire(row) - row["up"]["lost_b"] - row["down"]["lost_b"]


def say(value, digits=0):
    return "-" if value is None else "{:,.{}f}".format(value, digits)


def sent_again(rows, peer, link, work):
    """bytes sent beyond those of a clean run, and those of them that the modem held at the cut"""
    clean = rows.median(peer, link, work, without_losses)
    cut = rows.median(peer, link, work, without_losses, cut=True)
    held = rows.median(peer, link, work, lambda r: r.get("held_b", 0), cut=True)
    return (None, None) if clean is None or cut is None else (cut - clean, held)


def figures(rows):
    """the table of what must be reached: work, bound, best peer, ours, must, aim; the lower the better"""
    ideal = lambda p, w, f: rows.median(p, "ideal", w, f)
    for work, must, aim in (("100", 80, 70), ("1000", 64, 56)):
        yield (WHAT[work] + ", IP bytes each, both ways", ideal("floor-batchsig", work, each),
               rows.best("ideal", work, each), ideal(OURS, work, each), must, aim, 1)
    yield (WHAT["decisions"] + ", signed each, IP bytes each", ideal("floor", "decisions", each),
           rows.best("ideal", "decisions", each), ideal(OURS, "decisions", each), 130, 110, 1)
    yield (WHAT["1"] + ", IP bytes up + back", ideal("floor", "1", wire), rows.best("ideal", "1", wire),
           ideal(OURS, "1", wire), 1500, 1150, 0)
    yield ("nothing new, IP bytes up + back", 600, rows.best("ideal", "nothing", wire), ideal(OURS, "nothing", wire),
           1200, 900, 0)
    for work, must, aim in (("100", 2.8, 2.3), ("1000", 9.5, 8.5)):
        yield (WHAT[work] + " on EDGE, seconds", rows.median("floor-batchsig", "edge", work, seconds),
               rows.best("edge", work, seconds), rows.median(OURS, "edge", work, seconds), must, aim, 1)
    floor = rows.median("floor", "edge", "photos", seconds)
    if floor:
        best, name = rows.best("edge", "photos", seconds)
        ours = rows.median(OURS, "edge", "photos", seconds)
        yield ("20 photos on EDGE, seconds over plain TCP's", 1, (best and best / floor, name), ours and ours / floor,
               1.03, 1.01, 3)
    for work in ("1000", "photos"):
        again, held = sent_again(rows, OURS, "vsat", work)
        if again is None:
            continue
        others = [(a, p) for p in rows.peers if not p.startswith((OURS, "floor"))
                  and (a := sent_again(rows, p, "vsat", work)[0]) is not None]
        yield ("sent again after a power cut at half of %s, bytes (the modem held %s)" % (WHAT[work], say(held)), 0,
               min(others, default=(None, "")), again, round(held + CHUNK + AGAIN), round(held + CHUNK + AGAIN), 0)


def print_figures(rows):
    print("| work | bound | best peer | ours | must | aim | reached |\n|---|---|---|---|---|---|---|")
    for work, bound, (best, name), ours, must, aim, digits in figures(rows):
        reached = "-" if ours is None else "aim" if ours <= aim else "must" if ours <= must else "**no**"
        print("| %s | %s | %s %s | %s | %s | %s | %s |" % (work, say(bound, digits), say(best, digits), name,
                                                         say(ours, digits), "{:,}".format(must),
                                                         "{:,}".format(aim), reached))
    plain, tls = rows.median(OURS, "ideal", "1", wire), rows.median("disapa-tls", "ideal", "1", wire)
    if plain and tls:
        print("\nhttp, cold connection, no name look-up; TLS 1.3 adds %s bytes to an exchange." % say(tls - plain))


def print_bytes(rows):
    print("\n### IP bytes, both ways, no losses\n\n| | 1 request | 100, each | 1000, each | nothing new "
          "| 100 decisions, each | photos, over their size | connections 1/100/photos | turns 1/100/photos |\n" +
          "|---" * 9 + "|")
    for p in rows.peers:
        at = lambda work, value: rows.median(p, "ideal", work, value)
        photos = at("photos", wire)
        count = lambda what: "/".join(say(at(w, lambda r: r[what])) for w in ("1", "100", "photos"))
        print("| %s | %s | %s | %s | %s | %s | %s | %s | %s |" % (
            p, say(at("1", wire)), say(at("100", each), 1), say(at("1000", each), 1), say(at("nothing", wire)),
            say(at("decisions", each), 1), "-" if photos is None else "%+.1f %%" % ((photos / PHOTO_BYTES - 1) * 100),
            count("conns"), count("turns")))


def print_seconds(rows):
    links = [x for x in LINKS if x != "ideal" and any(r["link"] == x for r in rows.rows)]
    for work in ("1", "100", "1000", "photos", "decisions"):
        print("\n### %s: seconds (IP bytes)\n\n| | %s |\n" % (WHAT[work], " | ".join(links)) +
              "|---" * (len(links) + 1) + "|")
        for p in rows.peers:
            cells = []
            for link in links:
                took = rows.median(p, link, work, seconds)
                tried = [r for r in rows.groups[p, link, work, False] if "up" in r]
                if took is not None:
                    cells.append("%.1f (%s)" % (took, say(rows.median(p, link, work, wire))))
                else:
                    cells.append("%s/%s in %.0f s" % (tried[0]["done"], tried[0]["of"], tried[0]["seconds"])
                                 if tried else "-")
            if any(c != "-" for c in cells):
                print("| %s | %s |" % (p, " | ".join(cells)))


def print_cuts(rows):
    print("\n### Power cut at half of the payload, 5 s without power and link, started again\n\n"
          "| | work | link | clean run, bytes | sent again | the modem held | seconds (clean) |\n" + "|---" * 7 + "|")
    for peer, link, work, cut in list(rows.groups):
        again, held = sent_again(rows, peer, link, work) if cut else (None, None)
        if again is None:
            continue
        print("| %s | %s | %s | %s | %s | %s | %s (%s) |" % (
            peer, WHAT[work], link, say(rows.median(peer, link, work, wire)), say(again), say(held),
            say(rows.median(peer, link, work, seconds, cut=True), 1), say(rows.median(peer, link, work, seconds), 1)))


def print_stick(rows):
    found = [r for r in rows.rows if r["peer"] == "disapa-stick"]
    if found:
        print("\n### On a stick (KURIR): bytes of the files\n\n| work | to the hub | back to the desa |\n|---|---|---|")
        for r in found:
            print("| %s | %s | %s |" % (WHAT[r["work"]], say(r["there"]), say(r["back"])))


def main():
    rows = Rows(sys.argv[1:])
    print_figures(rows)
    print_bytes(rows)
    print_seconds(rows)
    print_cuts(rows)
    print_stick(rows)
    for row in rows.rows:
        if "error" in row:
            print("\nfailed: %s, %s, %s: %s" % (row["peer"], row["link"], row["work"], row["error"]))


main()
