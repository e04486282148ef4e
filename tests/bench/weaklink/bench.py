#!/usr/bin/env python3
"""Ours and the peers over emulated weak links; one JSON line for each measurement. Needs root; see README.md.

    bench.py BIN WORKFOLDER OUT PLAN...        PLAN = peers:links:works:repetitions, each a list with commas

Works: 1, 100, 1000 (requests up), photos (20 of them, 1.2 MB), decisions (100 down); "nothing" is measured after 1.
A work with "!" behind it is done once more with a power cut at half of its payload.
"""
import argparse
import concurrent.futures
import json
import os
import threading
import time

import lab as laboratory
import workload
from lab import Lab, must
from ours import Disapa, DisapaStick, DisapaTls
from peers import PEERS

PEERS = {"disapa": Disapa, "disapa-tls": DisapaTls, "disapa-stick": DisapaStick, **PEERS}
WEIGHT = {"photos": 9, "1000": 4, "100": 2}  # longest first keeps the tail short


class Tools:
    """where everything is"""
    def __init__(self, bin_folder, folder):
        self.bin, self.folder = os.path.abspath(bin_folder), os.path.abspath(folder)
        self.workload, self.tls = os.path.join(self.folder, "workload"), os.path.join(self.folder, "tls")
        os.makedirs(os.path.join(self.folder, "seeds"), exist_ok=True)
        if not os.path.exists(self.workload):
            workload.write_all(self.workload)
        if not os.path.exists(self.tls):
            os.makedirs(self.tls)
            must(["sh", os.path.join(laboratory.HERE, "make_tls.sh")], cwd=self.tls)


class Bench:
    def __init__(self, options):
        self.tools, self.options = Tools(options.bin, options.folder), options
        first = os.getpid() * 100  # so that two benches do not take each other's namespaces
        self.numbers, self.lock = list(range(first, first + options.jobs)), threading.Lock()

    def job(self, peer, link, work, repetition):
        clean = self.one(peer, link, work.rstrip("!"), repetition, None)
        if work.endswith("!") and clean.get("up") and not clean["late"]:
            self.one(peer, link, work.rstrip("!"), repetition, clean["up"]["payload_b"] // 2)

    def one(self, peer, link, work, repetition, cut_at):
        row = {"peer": peer, "link": link, "work": work, "cut": cut_at is not None, "repetition": repetition}
        with self.lock:
            number = self.numbers.pop(0)
        lab = None
        try:
            lab = Lab(number, link, "/dev/shm/disapa-weaklink/%d" % number, self.tools.bin, repetition * 1000 + 17,
                      self.options.keep)
            p = PEERS[peer](lab, work, self.tools)
            p.prepare()
            time.sleep(0.2)
            if cut_at is not None:
                lab.cut_power_after(cut_at)
            row.update(lab.measure(p.go, self.options.cap))
            row.update(done=p.done(), of=p.total(), **p.facts)
            if lab.at_cut:
                row["held_b"] = lab.at_cut["ab"]["held_b"] + lab.at_cut["ba"]["held_b"]
            if work == "1" and p.quiet and not row["late"]:
                self.write({**row, "work": "nothing", **lab.measure(p.go, self.options.cap)})
        except Exception as error:  # a peer that fails is a row of its own, not the end of the others
            row["error"] = "%s: %s" % (type(error).__name__, str(error)[:300])
        finally:
            if lab:
                lab.close(self.options.keep)
            with self.lock:
                self.numbers.append(number)
        self.write(row)
        return row

    def write(self, row):
        with self.lock:
            with open(self.options.out, "a") as f:
                f.write(json.dumps(row) + "\n")
            moved = "%6.1f s %7d + %6d B, %d connections, %d turns" % (
                row["seconds"], row["up"]["wire_b"], row["down"]["wire_b"], row["conns"],
                row["turns"]) if "up" in row else ""
            print("%-14s %-14s %s%-9s %s/%s %s %s%s" % (
                row["peer"], row["link"], "cut " if row["cut"] else "", row["work"], row.get("done"), row.get("of"),
                moved, row.get("error", ""), " TOO LATE" if row.get("late") else ""), flush=True)

    def run(self):
        jobs = []
        for plan in self.options.plan:
            peers, links, works, repetitions = plan.split(":")
            jobs += [(p, l, w, r) for r in range(1, int(repetitions) + 1) for p in peers.split(",")
                     for l in links.split(",") for w in works.split(",") if w.rstrip("!") in PEERS[p].works]
        jobs.sort(key=lambda j: -WEIGHT.get(j[2].rstrip("!"), 1) - (5 if j[2].endswith("!") else 0))
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            list(pool.map(lambda j: self.job(*j), jobs))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("bin", help="folder of the built programs")
    ap.add_argument("folder", help="work folder: workload, certificates, seeded stores")
    ap.add_argument("out", help="JSON lines; grows")
    ap.add_argument("plan", nargs="+")
    ap.add_argument("--jobs", type=int, default=8, help="measurements at once")
    ap.add_argument("--cap", type=float, default=330, help="seconds for each")
    ap.add_argument("--keep", action="store_true", help="keep folders, logs and packets.pcap in /dev/shm")
    Bench(ap.parse_args()).run()


main()
