"""Disapa itself: disapa-hub serves on the hub's side, disapa-sync exchanges once on the kiosk's.

The folders of both come from disapa-weaklink-seed, made once for each kind of work and copied for each measurement.
"""
import os
import sqlite3
import threading

import lab as laboratory
from lab import HUB, must

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(laboratory.HERE)))
SEEDS = {"1": ("requests", 1), "100": ("requests", 100), "1000": ("requests", 1000), "photos": ("photos", 20),
         "decisions": ("decisions", 100)}
seeding = threading.Lock()


class Disapa:
    works = tuple(SEEDS)
    quiet = True  # has a way to ask whether there is news
    url, port, tls = "http://%s:8420" % HUB, 8420, False

    def __init__(self, lab, work, tools):
        self.lab, self.work, self.tools, self.facts = lab, work, tools, {}
        self.kiosk, self.hub = os.path.join(lab.dir, "a", "kiosk"), os.path.join(lab.dir, "b", "hub")

    def program(self, name):
        return os.path.join(self.tools.bin, name)

    def seed(self):
        """the folder to copy, and when its clock starts"""
        kind, count = SEEDS[self.work]
        folder = os.path.join(self.tools.folder, "seeds", self.work + ("-tls" if self.tls else ""))
        with seeding:
            if not os.path.exists(folder + "/now"):
                said = must([self.program("disapa-weaklink-seed"), kind, str(count), folder, "--source", SOURCE,
                             "--workload", self.tools.workload, "--url", self.url])
                with open(folder + "/now", "w") as f:
                    f.write(said.strip())
        with open(folder + "/now") as f:
            return folder, f.read()

    def unpack(self):
        folder, now = self.seed()
        self.env = {"DISAPA_NOW": now, "DISAPA_ASSETS": SOURCE + "/assets"}
        must(["cp", "-a", folder + "/kiosk", self.kiosk])
        must(["cp", "-a", folder + "/hub", self.hub])

    def prepare(self):
        self.unpack()
        keys = ["--tls-cert", self.tools.tls + "/chain.pem", "--tls-key", self.tools.tls + "/leaf.key"]
        self.lab.serve([self.program("disapa-hub"), "serve", "--data", self.hub, "--listen",
                        "%s:%d" % (HUB, self.port)] + (keys if self.tls else []), self.port, env=self.env)

    def go(self):
        once = [self.program("disapa-sync"), "once", "--json", "--data", self.kiosk]
        self.lab.repeat(once, self.env)

    def done(self):
        """how much of the work is where it belongs, counted in the stores themselves"""
        folder, what = self.hub, "entry WHERE CAST(payload AS TEXT) LIKE '%\"type\":\"submitted\"%'"
        if self.work == "photos":
            what = "blob"
        if self.work == "decisions":
            folder, what = self.kiosk, "entry WHERE CAST(payload AS TEXT) LIKE '%\"type\":\"approved\"%'"
        store = sqlite3.connect("file:%s/disapa.db?mode=ro" % folder, uri=True)
        found = store.execute("SELECT count(*) FROM " + what).fetchone()[0]
        store.close()
        return found

    def total(self):
        return SEEDS[self.work][1]


class DisapaStick(Disapa):
    """a stick instead of a link: there, and back with receipts or decisions"""
    quiet = False

    def prepare(self):
        self.unpack()
        self.stick = os.path.join(self.lab.dir, "stick")
        os.makedirs(self.stick)

    def courier(self, what, folder):
        must([self.program("disapa-sync"), "courier", what, "--data", folder, self.stick],
             env={**os.environ, **self.env})

    def files(self):
        paths = [os.path.join(folder, f) for folder, _, files in os.walk(self.stick) for f in files]
        return {(p, os.path.getsize(p), os.stat(p).st_mtime_ns) for p in paths}

    def go(self):
        for way, writer, reader in (("there", self.kiosk, self.hub), ("back", self.hub, self.kiosk)):
            before = self.files()
            self.courier("export", writer)
            self.facts[way] = sum(size for _, size, _ in self.files() - before)
            self.courier("import", reader)


class DisapaTls(Disapa):
    url, port, tls = "https://%s:8443" % HUB, 8443, True

