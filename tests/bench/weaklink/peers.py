"""What a user could pick today instead: each peer moves the same records, decisions or photos over the same link.

A peer has prepare() (before the clock starts), go() (the measured work, with the retries that a careful user would
script) and done() (how much of it is where it belongs). Commands are those of Debian 12.
"""
import os
import re
import signal
import sys
import time

from lab import HERE, HUB, copy_files, count_files, lines, must, run

# What must cross at least, from the entropy of the workload: bytes of a request and of a decision without signature.
LEAST_REQUEST, LEAST_DECISION, SIGNATURE = 29.3, 11.3, 64


class Peer:
    works = ("1", "100", "1000", "decisions", "photos")
    quiet = False  # has a way to ask whether there is news

    def __init__(self, lab, work, tools):
        self.lab, self.work, self.tools, self.dir = lab, work, tools, lab.dir
        self.facts = {}  # of its own, for its row
        self.source = os.path.join(tools.workload, {"decisions": "100", "photos": "photos"}.get(work, work))
        self.down = work == "decisions"
        # one file for each thing that travels, and where it lies before and after
        self.files = self.source if work == "photos" else os.path.join(self.source, "dec" if self.down else "rec")
        self.lines = os.path.join(self.source, "decisions.jsonl" if self.down else "records.jsonl")
        self.from_side, self.to_side = ("b", "a") if self.down else ("a", "b")
        self.outbox = os.path.join(self.dir, self.from_side, "out")
        self.inbox = os.path.join(self.dir, self.to_side, "in")
        os.makedirs(self.inbox)

    def total(self):
        return len(os.listdir(self.files))

    def done(self):
        return count_files(self.inbox)


class Floor(Peer):
    """one plain TCP stream of exactly the bytes that must cross, a signature for each record; one short answer"""
    signatures = True

    def size(self):
        if self.work == "photos":
            return sum(os.path.getsize(os.path.join(self.files, f)) for f in os.listdir(self.files))
        body = self.total() * (LEAST_DECISION if self.down else LEAST_REQUEST)
        return int(body + SIGNATURE * (self.total() if self.signatures else 1)) + 8

    def prepare(self):
        self.lab.serve([sys.executable, HERE + "/floor.py", "serve", self.inbox, str(self.size())], 7000)

    def go(self):
        self.ok = self.lab.repeat([sys.executable, HERE + "/floor.py", "down" if self.down else "up", HUB,
                                   str(self.size())])

    def done(self):
        return self.total() if self.ok else 0


class FloorBatch(Floor):
    """the same with one signature for the batch"""
    works = ("1", "100", "1000", "decisions")
    signatures = False


class Http(Peer):
    """curl to a small HTTPS server with a bearer token, as most forms apps do"""
    works = ("1", "100", "1000", "photos")
    scheme, port = "https", 8443

    def prepare(self):
        keys = [self.tools.tls] if self.scheme == "https" else []
        self.lab.serve([sys.executable, HERE + "/http_sink.py", self.inbox, str(self.port)] + keys, self.port)
        self.url = "%s://%s:%d/" % (self.scheme, HUB, self.port)

    def options(self, target="/dev/null"):
        return ["--silent", "--show-error", "--fail", "--output", target, "--cacert", self.tools.tls + "/root.pem",
                "--connect-timeout", "15", "--speed-limit", "1", "--speed-time", "60", "--header",
                "Authorization: Bearer 0123456789abcdef0123456789abcdef01234567", "--header",
                "Content-Type: application/json"]


class ZstdPost(Http):
    """the whole batch as JSON lines, zstd -19, in one POST"""
    works = ("1", "100", "1000")

    def prepare(self):
        super().prepare()
        self.batch = os.path.join(self.dir, "a", "batch.zst")
        must(["zstd", "-19", "-q", "-o", self.batch, self.lines])

    def go(self):
        self.lab.repeat(["curl"] + self.options() + ["--data-binary", "@" + self.batch, self.url + "batch.zst"])

    def done(self):
        return self.total() if count_files(self.inbox) else 0


class ZstdPostPlain(ZstdPost):
    """the same without TLS"""
    scheme, port = "http", 8080


class ZstdGet(Http):
    """the decisions as one compressed answer"""
    works = ("decisions",)

    def prepare(self):
        os.makedirs(os.path.join(self.dir, "b", "out"))
        must(["zstd", "-19", "-q", "-o", os.path.join(self.dir, "b", "out", "dec.zst"), self.lines])
        self.inbox, self.target = os.path.join(self.dir, "b", "out"), self.inbox + "/dec.zst"
        super().prepare()

    def go(self):
        self.lab.repeat(["curl"] + self.options(self.target) + [self.url + "dec.zst"])

    def done(self):
        return self.total() if os.path.exists(self.target) else 0


class PostClose(Http):
    """a connection and a POST for each record or photo, as a script from cron does"""

    def go(self):
        for f in sorted(os.listdir(self.files)):
            sent = self.lab.repeat(["curl"] + self.options() +
                                   ["--data-binary", "@" + os.path.join(self.files, f), self.url + f])
            if not sent:
                return


class PostKeep(Http):
    """one kept connection, a POST for each record or photo, one after the other; only what was not answered again"""

    def request(self, f):
        """as lines of a curl configuration"""
        words = self.options() + ["--write-out", f + "\\n", "--data-binary", "@" + os.path.join(self.files, f)]
        text = "".join("\n" + w[2:] if w.startswith("--") else ' = "%s"' % w for w in words)
        return '%s\nhttp1.1\nurl = "%s%s"\n' % (text, self.url, f)

    def go(self):
        log = os.path.join(self.dir, "a", "acked")
        while not self.lab.expired():
            answered = set(lines(log))
            left = [f for f in sorted(os.listdir(self.files)) if f not in answered]
            if not left:
                return
            with open(os.path.join(self.dir, "a", "curl.cfg"), "w") as config:
                config.write("\nnext\n".join(self.request(f) for f in left))
            if self.lab.client(["sh", "-c", "stdbuf -oL curl --fail-early -K curl.cfg >>acked"]) != 0:
                self.lab.rest(2)


class RsyncDaemon(Peer):
    """rsync's own daemon, in clear: the least that rsync costs; a file for each record"""
    quiet = True
    options = ["-az", "--partial", "--timeout=25"]

    def prepare(self):
        copy_files(self.files, self.outbox)
        with open(self.dir + "/rsyncd.conf", "w") as f:
            f.write("uid=root\ngid=root\nuse chroot=no\nport=8730\naddress=%s\nreverse lookup=no\n"
                    "[hub]\npath=%s/b\nread only=no\n" % (HUB, self.dir))
        self.lab.serve(["rsync", "--daemon", "--no-detach", "--config", self.dir + "/rsyncd.conf"], 8730)
        self.command = ["rsync"] + self.options + ["--contimeout=20"]
        self.remote = "rsync://%s:8730/hub" % HUB

    def go(self):
        if self.down:
            self.lab.repeat(self.command + [self.remote + "/out/", self.inbox + "/"])
        else:
            self.lab.repeat(self.command + [self.outbox + "/", self.remote + "/in/"])


class Ssh(Peer):
    """an sshd at the hub; what rsync-ssh and git-push stand on"""

    def prepare(self):
        for key in ("host", "user"):
            must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(self.dir, key)])
        with open(self.dir + "/sshd.conf", "w") as f:
            f.write("Port 2222\nListenAddress %s\nHostKey %s/host\nAuthorizedKeysFile %s/user.pub\nStrictModes no\n"
                    "UsePAM no\nPermitRootLogin yes\nPidFile none\nUseDNS no\nClientAliveInterval 10\n"
                    "ClientAliveCountMax 3\n" % (HUB, self.dir, self.dir))
        with open(self.dir + "/host.pub") as key, open(self.dir + "/known", "w") as known:
            known.write("[%s]:2222 %s" % (HUB, key.read()))
        os.makedirs("/run/sshd", exist_ok=True)
        self.lab.serve(["/usr/sbin/sshd", "-D", "-f", self.dir + "/sshd.conf"], 2222)
        self.ssh = ("ssh -F none -p 2222 -i %s/user -o UserKnownHostsFile=%s/known -o BatchMode=yes "
                    "-o ConnectTimeout=20 -o ServerAliveInterval=8 -o ServerAliveCountMax=3" % (self.dir, self.dir))


class RsyncSsh(Ssh, RsyncDaemon):
    """rsync -az over ssh, a file for each record"""

    def prepare(self):
        Ssh.prepare(self)
        copy_files(self.files, self.outbox)
        self.command = ["rsync"] + self.options + ["-e", self.ssh]
        self.remote = "root@%s:%s/b" % (HUB, self.dir)


class GitPush(Ssh):
    """a file for each record, one commit for the batch, push or pull over ssh"""
    quiet = True
    env = {"GIT_AUTHOR_NAME": "k", "GIT_AUTHOR_EMAIL": "k@desa", "GIT_COMMITTER_NAME": "k",
           "GIT_COMMITTER_EMAIL": "k@desa", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}

    def git(self, folder, *words):
        must(["git", "-c", "gc.auto=0"] + list(words), cwd=folder, env={**os.environ, **self.env})

    def prepare(self):
        super().prepare()
        bare, writer, reader = self.dir + "/b/hub.git", self.outbox, self.dir + "/a/copy"
        self.git(self.dir, "init", "-q", "--bare", "-b", "main", bare)
        self.git(self.dir, "init", "-q", "-b", "main", writer)
        self.git(writer, "commit", "-q", "--allow-empty", "-m", "start")
        self.git(writer, "push", "-q", bare, "main")  # a shared start, as after an earlier exchange
        self.git(self.dir, "clone", "-q", bare, reader)
        copy_files(self.files, writer + "/in")
        self.git(writer, "add", "-A")
        self.git(writer, "commit", "-q", "-m", "batch")
        if self.down:
            self.git(writer, "push", "-q", bare, "main")
        self.bare, self.remote, self.reader = bare, "root@%s:%s" % (HUB, bare), reader

    def go(self):
        env = {**self.env, "GIT_SSH_COMMAND": self.ssh}
        if self.down:
            self.lab.repeat(["git", "-C", self.reader, "pull", "-q", "--ff-only", self.remote, "main"], env)
        else:
            self.lab.repeat(["git", "-C", self.outbox, "push", "-q", self.remote, "main"], env)

    def done(self):
        listed = run(["git", "-C", self.reader if self.down else self.bare, "ls-tree", "-r", "--name-only", "main"])
        return listed.stdout.count(b"in/")


class Nncp(Peer):
    """nncp-file for each record, nncp-call to nncp-daemon: encrypted and signed packets, store and forward"""
    batch = False

    def configure(self):
        words = "id|exchpub|signpub|noisepub|exchprv|signprv|noiseprv"
        own = {}
        for side in "ab":
            text = must(["nncp-cfgnew", "-nocomments"]).split("neigh:")[0]
            own[side] = dict(re.findall(r"^\s*(%s): (\S+)" % words, text, re.M))
        for side, other, name in (("a", "b", "hub"), ("b", "a", "kiosk")):
            home = os.path.join(self.dir, side)
            os.makedirs(home + "/spool")
            public = lambda keys: "".join("      %s: %s\n" % (k, keys[k]) for k in words.split("|")[:4])
            with open(home + "/nncp.hjson", "w") as f:
                f.write("{\n  spool: %s/spool\n  log: %s/nncp.log\n  self: {\n" % (home, home))
                f.write("".join("    %s: %s\n" % pair for pair in own[side].items()))
                f.write("  }\n  neigh: {\n    self: {\n%s    }\n    %s: {\n%s" % (
                    public(own[side]), name, public(own[other])))
                f.write('      incoming: "%s/in"\n      onlinedeadline: 10\n' % home)
                f.write('      addrs: {\n        lan: "%s:5400"\n      }\n' % HUB if side == "a" else "")
                f.write("    }\n  }\n}\n")
            os.makedirs(home + "/in", exist_ok=True)

    def config(self, side):
        return ["-cfg", os.path.join(self.dir, side, "nncp.hjson")]

    def prepare(self):
        self.configure()
        files, side = [os.path.join(self.files, f) for f in sorted(os.listdir(self.files))], self.from_side
        if self.batch:
            files = [os.path.join(self.dir, side, "batch.zst")]
            must(["zstd", "-19", "-q", "-o", files[0], self.lines])
        for f in files:
            must(["nncp-file", "-quiet"] + self.config(side) +
                 [f, "%s:%s" % ("hub" if side == "a" else "kiosk", os.path.basename(f))])
        self.lab.serve(["nncp-daemon", "-quiet"] + self.config("b") + ["-bind", HUB + ":5400"], 5400)

    def waiting(self):
        return sum(1 for folder, _, files in os.walk(os.path.join(self.dir, self.from_side, "spool"))
                   if os.path.basename(folder) == "tx" for f in files if "." not in f)

    def go(self):
        while not self.lab.expired():
            call = self.lab.spawn("a", ["nncp-call"] + self.config("a") + ["-onlinedeadline", "25", "hub"],
                                  "client.log")
            while call.poll() is None and not self.lab.expired():
                if self.waiting() == 0:
                    return
                time.sleep(0.05)
            if self.waiting() == 0:
                return
            self.lab.rest(2)

    def done(self):
        run(["nncp-toss", "-quiet"] + self.config(self.to_side))
        found = count_files(self.inbox)
        return self.total() if self.batch and found else found


class NncpBatch(Nncp):
    """the whole batch as one zstd -19 file in one packet"""
    works = ("1", "100", "1000", "decisions")
    batch = True


class MqttBridge(Peer):
    """a broker with a queue on disk at the kiosk, bridged with QoS 1 over TLS to the hub's broker"""
    works = ("1", "100", "1000", "photos")

    def configure(self):
        store = ("allow_anonymous true\nmax_queued_messages 0\nmax_queued_bytes 0\npersistence true\n"
                 "persistence_location %s/%s/\n")
        tls = self.tools.tls
        with open(self.dir + "/b/m.conf", "w") as f:
            f.write("user root\nlistener 8883 %s\ncafile %s/root.pem\ncertfile %s/chain.pem\nkeyfile %s/leaf.key\n"
                    "listener 1883 127.0.0.1\n" % (HUB, tls, tls, tls) + store % (self.dir, "b"))
        with open(self.dir + "/a/m.conf", "w") as f:
            f.write("user root\nlistener 1883 127.0.0.1\nautosave_on_changes true\nautosave_interval 50\n" +
                    store % (self.dir, "a") + "connection hub\naddress %s:8883\nbridge_cafile %s/root.pem\n"
                    "remote_clientid kiosk1\ncleansession false\ntopic req/# out 1\nkeepalive_interval 15\n"
                    "restart_timeout 2\nnotifications false\nbridge_protocol_version mqttv311\n" % (HUB, tls))

    def prepare(self):
        self.configure()
        lab, local = self.lab, ["-h", "127.0.0.1", "-q", "1", "-t"]
        lab.serve(["mosquitto", "-c", self.dir + "/b/m.conf"], 8883)
        lab.spawn("b", ["mosquitto_sub", "-i", "sub", "-c", "-F", "%t"] + local + ["req/#"], "got")
        lab.ask("down")  # the queue fills while there is no link
        broker = lab.serve(["mosquitto", "-c", self.dir + "/a/m.conf"], 1883, side="a")
        for f in sorted(os.listdir(self.files)):
            must(lab.inside("a", ["mosquitto_pub"] + local + ["req/" + f, "-f", os.path.join(self.files, f)]))
        time.sleep(0.5)
        for pid in lab.pids("a"):
            os.kill(pid, signal.SIGTERM)
        broker.wait(10)
        lab.ask("up")

    def go(self):
        broker = None
        while not self.lab.expired() and self.done() < self.total():
            if broker is None or broker.poll() is not None:
                if broker:
                    self.lab.rest(0)
                broker = self.lab.spawn("a", ["mosquitto", "-c", self.dir + "/a/m.conf"], "second.log")
            time.sleep(0.03)

    def done(self):
        return len(set(lines(os.path.join(self.dir, "b", "got"))))


PEERS = {"floor": Floor, "floor-batchsig": FloorBatch, "zstd-post": ZstdPost, "zstd-post-http": ZstdPostPlain,
         "zstd-get": ZstdGet, "post-keep": PostKeep, "post-close": PostClose, "rsyncd": RsyncDaemon,
         "rsync-ssh": RsyncSsh, "git-push": GitPush, "nncp": Nncp, "nncp-batch": NncpBatch, "mqtt-bridge": MqttBridge}
