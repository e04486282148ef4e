"""One measurement: two network namespaces joined only by an emulated link, folders, processes. Needs root.

The kiosk's side is "a" (192.0.2.1), the hub's "b" (192.0.2.2). Nothing else is in the namespaces, so no packet can
leave the machine. Everything is bounded in time and gone at the end; namespaces are named dpA<n> and dpB<n>.
"""
import csv
import json
import os
import shutil
import signal
import subprocess as sp
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HUB = "192.0.2.2"
CUT_SECONDS = 5  # the power is away for


def read_links():
    with open(os.path.join(HERE, "links.csv"), newline="") as f:
        return {row.pop("name"): {k: v if k == "origin" else float(v) for k, v in row.items()}
                for row in csv.DictReader(f)}


LINKS = read_links()


def run(cmd, **more):
    return sp.run(cmd, stdout=sp.PIPE, stderr=sp.STDOUT, check=False, **more)


def must(cmd, **more):
    done = run(cmd, **more)
    if done.returncode != 0:
        raise RuntimeError("%s: %s" % (" ".join(cmd), done.stdout[-400:].decode(errors="replace")))
    return done.stdout.decode()


def lines(path):
    try:
        with open(path) as f:
            return [x for x in f.read().split("\n") if x]
    except FileNotFoundError:
        return []


def copy_files(source, target):
    os.makedirs(target, exist_ok=True)
    for f in os.listdir(source):
        shutil.copy(os.path.join(source, f), target)


def count_files(folder):
    return sum(1 for _, _, files in os.walk(folder) for f in files if not f.startswith("."))


def difference(before, after):
    return {k: difference(before[k], v) if isinstance(v, dict) else v - before[k] for k, v in after.items()}


class Lab:
    def __init__(self, number, link, folder, bin_folder, seed, keep_packets=False):
        self.link, self.dir = link, folder
        self.ns = {"a": "dpA%d" % number, "b": "dpB%d" % number}
        self.processes, self.deadline = [], time.monotonic() + 180
        self.power_cut, self.power_back, self.at_cut = threading.Event(), threading.Event(), None
        self.talking = threading.Lock()
        shutil.rmtree(folder, ignore_errors=True)
        for side in "ab":
            os.makedirs(os.path.join(folder, side))
            run(["ip", "netns", "del", self.ns[side]])
            must(["ip", "netns", "add", self.ns[side]])
            must(self.inside(side, ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1",
                                    "net.ipv6.conf.default.disable_ipv6=1", "net.ipv4.tcp_no_metrics_save=1"]))
        w = LINKS[link]
        self.rtt = w["rtt_ms"] / 1000
        options = {"ns-a": self.ns["a"], "ns-b": self.ns["b"], "seed": seed, "rate-ab": w["up_kbps"],
                   "rate-ba": w["down_kbps"], "delay": w["rtt_ms"] / 2, "jitter": w["jitter_ms"] / 2,
                   "loss": w["loss_percent"], "up": w["up_s"], "down": w["down_s"]}
        if keep_packets:
            options["pcap"] = os.path.join(folder, "packets.pcap")
        self.emulator = sp.Popen(["nice", "-n", "-15", os.path.join(bin_folder, "disapa-linkemu")] +
                                 [str(x) for k, v in options.items() for x in ("--" + k, v)],
                                 stdin=sp.PIPE, stdout=sp.PIPE, text=True)
        if self.emulator.stdout.readline() != "ready\n":
            raise RuntimeError("disapa-linkemu did not start")

    def inside(self, side, cmd):
        return ["ip", "netns", "exec", self.ns[side]] + cmd

    def ask(self, command="stat"):
        with self.talking:
            self.emulator.stdin.write(command + "\n")
            self.emulator.stdin.flush()
            return json.loads(self.emulator.stdout.readline())

    # --- processes ---------------------------------------------------------------------------------------------

    def spawn(self, side, cmd, log="log", env=None):
        with open(os.path.join(self.dir, side, log), "ab") as out:
            p = sp.Popen(self.inside(side, cmd), stdin=sp.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                         env={**os.environ, **(env or {})}, cwd=os.path.join(self.dir, side))
        self.processes.append(p)
        return p

    def serve(self, cmd, port, side="b", log="log", env=None):
        """starts a server and waits until it listens"""
        p = self.spawn(side, cmd, log, env)
        for _ in range(600):
            if b":%d " % port in run(self.inside(side, ["ss", "-ltnH"])).stdout:
                return p
            if p.poll() is not None:
                break
            time.sleep(0.05)
        with open(os.path.join(self.dir, side, log)) as said:
            raise RuntimeError("%s does not listen: %s" % (cmd[0], said.read()[-400:]))

    def client(self, cmd, env=None):
        """a command of the kiosk, ended when the measurement's time is over"""
        p = self.spawn("a", cmd, "client.log", env)
        try:
            return p.wait(max(1, self.deadline - time.monotonic()))
        except sp.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            return p.wait()

    def expired(self):
        return time.monotonic() > self.deadline

    def rest(self, seconds):
        if self.power_cut.is_set():
            self.power_back.wait(60)
        time.sleep(max(0, min(seconds, self.deadline - time.monotonic())))

    def repeat(self, cmd, env=None):
        """again every two seconds until it succeeds: what a timer or a shell loop would do"""
        while not self.expired():
            if self.client(cmd, env) == 0:
                return True
            self.rest(2)
        return False

    def wait_for(self, fn):
        while not self.expired():
            if fn():
                return True
            time.sleep(0.03)
        return False

    def pids(self, side):
        return [int(x) for x in run(["ip", "netns", "pids", self.ns[side]]).stdout.split()]

    def kill_all(self, side):
        for pid in self.pids(side):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    # --- the link ----------------------------------------------------------------------------------------------

    def cut_power_after(self, payload):
        """the kiosk loses its power, and the link with it, once `payload` bytes have come through"""
        def watch():
            while not self.expired():
                if self.ask()["forced"]:
                    self.power_cut.set()
                    self.kill_all("a")
                    time.sleep(CUT_SECONDS)
                    self.at_cut = self.ask("restore")
                    self.power_back.set()
                    return
                time.sleep(0.02)
        self.ask("cut %d" % payload)
        threading.Thread(target=watch, daemon=True).start()

    def settle(self):
        """waits for the bytes of closing: until the link was quiet for 1.2 round trips and 0.3 s, at most 8 s"""
        last, end = None, time.monotonic() + 8
        quiet_since = time.monotonic()
        while time.monotonic() < min(end, quiet_since + 1.2 * self.rtt + 0.3):
            now = self.ask()
            packets = (now["ab"]["offered_p"], now["ba"]["offered_p"])
            if packets != last:
                last, quiet_since = packets, time.monotonic()
            time.sleep(0.05)

    def measure(self, work, seconds):
        """runs `work`; returns its time and the counters it moved, the bytes of closing among them"""
        self.ask("phase")
        before, began = self.ask(), time.monotonic()
        self.deadline = began + seconds
        work()
        took = time.monotonic() - began
        late = self.expired()
        self.settle()
        moved = difference(before, self.ask())
        self.deadline = max(self.deadline, time.monotonic() + 20)
        return {"seconds": round(took, 3), "late": late, "up": moved["ab"], "down": moved["ba"],
                "conns": moved["conns"], "turns": moved["turns"]}

    def close(self, keep=False):
        for side in "ab":
            self.kill_all(side)
        self.emulator.kill()
        self.emulator.communicate()
        for p in self.processes:
            try:
                p.wait(5)
            except sp.TimeoutExpired:  # none of it may keep the namespaces
                pass
        for side in "ab":
            run(["ip", "netns", "del", self.ns[side]])
        if not keep:
            shutil.rmtree(self.dir, ignore_errors=True)
