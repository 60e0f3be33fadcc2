"""Starts a cluster on this machine, runs the job of python/jobs on it over archives, and says how long it took.

    clusters.py spark|ray PATHS OUT [--kill READING MARKING]

Spark: a master and two workers of a core each; Ray: a head of two cores. PATHS is the job's list of archives, OUT its folder. With
--kill an executor of Spark, or a process of Ray that works on a task, is killed by SIGKILL so many seconds after the job began, and
again so many after it began to mark what it had read. A line of JSON goes to standard output, what the cluster says to OUT.log.
"""

import argparse
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version

JOBS = pathlib.Path(__file__).resolve().parent.parent / "jobs"
CORES = 2
HOST = "127.0.0.1"
# What is there once all is read.
STAGED = "staged-*/done"
# Seconds that a cluster may take to begin, and a process to be found that can be killed.
PATIENCE = 60


def free_port():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return taken.getsockname()[1]


def answers(host, port):
    with socket.socket() as asked:
        asked.settimeout(1)
        return asked.connect_ex((host, port)) == 0


def wait_for(what, found):
    """What `found` gives once it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if got := found():
            return got
        time.sleep(0.1)
    raise SystemExit(f"there was no {what} in {PATIENCE} s; the log says why")


def processes():
    """Of all processes number, number of the parent, when they began, command."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as stat:
                fields = stat.read().rpartition(")")[2].split()
            with open(f"/proc/{entry}/cmdline", "rb") as cmdline:
                command = cmdline.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        # What has ended and was not asked for yet is a zombie.
        if fields[0] != "Z":
            yield int(entry), int(fields[1]), int(fields[19]), command


def below(roots):
    """The processes that were started by some, and by those, and so on, with when they began and their commands; those themselves
    last."""
    children, known = {}, {}
    for number, parent, began, command in processes():
        children.setdefault(parent, []).append(number)
        known[number] = number, began, command
    found = []

    def visit(number):
        for child in children.get(number, []):
            visit(child)
        if number in known:
            found.append(known[number])

    for root in roots:
        visit(root)
    return found


def still_there(some):
    """Those that did not end: another process may have the number of one that did."""
    now = {(number, began) for number, _, began, _ in processes()}
    return [process for process in some if process[:2] in now]


def end(some, kind):
    for number, _, _ in still_there(some):
        try:
            os.kill(number, kind)
        except ProcessLookupError:
            pass


class Cluster:
    """Processes that were started here, and what they say."""

    def __init__(self, log):
        self.log = log
        self.started = []
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="khabar-"))

    def start(self, *command, **environment):
        started = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        self.started.append(started)
        return started

    def stop(self):
        # Now, since children of one that ends are found no more.
        ours = below([process.pid for process in self.started])
        end(ours, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while (left := still_there(ours)) and time.monotonic() < limit:
            for process in self.started:
                process.poll()
            time.sleep(0.1)
        end(left, signal.SIGKILL)
        for process in self.started:
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Spark(Cluster):
    version = f"Spark {version('pyspark')}"
    nothing = "import pyspark.sql as s; s.SparkSession.builder.getOrCreate().range(1).count()"

    def __init__(self, log):
        super().__init__(log)
        import pyspark

        self.home = pathlib.Path(pyspark.__file__).parent
        self.master = f"spark://{HOST}:{free_port()}"
        port = int(self.master.rpartition(":")[2])
        self.environment = {
            "SPARK_HOME": str(self.home),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": HOST,
            "SPARK_LOCAL_DIRS": str(self.folder),
        }
        self._daemon("master.Master", "--host", HOST, "--port", port, "--webui-port", 0)
        wait_for("master of Spark", lambda: answers(HOST, port))
        for number in range(CORES):
            work = self.folder / f"work-{number}"
            sizes = ("--cores", 1, "--memory", "3g", "--webui-port", 0)
            self._daemon("worker.Worker", self.master, "--host", HOST, "--work-dir", work, *sizes)

    def _daemon(self, name, *arguments):
        started = self.home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}"
        self.start(*started, *arguments, **self.environment)

    def job(self, script, *arguments):
        submit = (self.home / "bin" / "spark-submit", "--master", self.master)
        memory = ("--driver-memory", "2g", "--executor-memory", "2g")
        return self.start(*submit, *memory, script, *arguments, **self.environment)

    script = "spark_corpus.py"

    def victims(self):
        for number, _, command in below([process.pid for process in self.started]):
            if "CoarseGrainedExecutorBackend" in command:
                yield number


class Ray(Cluster):
    version = f"Ray {version('ray')}"
    nothing = "import ray.data; ray.init(); ray.data.range(1).map(dict).count()"

    def __init__(self, log):
        super().__init__(log)
        import ray.util

        # Ray takes no address for its own but that of the machine.
        host, port = ray.util.get_node_ip_address(), free_port()
        # Of this cluster alone: without one, anybody who reaches the machine could run what he likes.
        token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        self.environment = {"RAY_ADDRESS": f"{host}:{port}", **token}
        script = ("-m", "ray.scripts.scripts", "start", "--head", "--block", "--disable-usage-stats")
        where = ("--node-ip-address", host, "--port", port, "--temp-dir", self.folder)
        sizes = ("--num-cpus", CORES, "--object-store-memory", 3 << 30, "--include-dashboard", "false")
        client = ("--ray-client-server-port", free_port())
        self.start(sys.executable, *script, *where, *sizes, *client, **token)
        wait_for("head of Ray", lambda: answers(host, port))

    def job(self, script, *arguments):
        return self.start(sys.executable, script, *arguments, **self.environment)

    script = "ray_corpus.py"

    def victims(self):
        for number, _, command in below([process.pid for process in self.started]):
            # What else Ray runs is not restarted, or has nothing to lose.
            if command.startswith("ray::") and not any(name in command for name in ("IDLE", "Actor", "Agent")):
                yield number


def finished(job):
    if job.wait() != 0:
        raise SystemExit(f"the job ended with {job.returncode}; the log says why")


def kill(cluster, moment):
    """Kills a process of the cluster at a moment."""
    time.sleep(max(0, moment - time.monotonic()))
    victim = wait_for("process to kill", lambda: next(cluster.victims(), None))
    os.kill(victim, signal.SIGKILL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=("spark", "ray"))
    parser.add_argument("paths")
    parser.add_argument("out")
    parser.add_argument("--kill", type=float, nargs=2)
    arguments = parser.parse_args()
    out = pathlib.Path(arguments.out).resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{out}.log", "w", encoding="utf-8") as log:
        cluster = {"spark": Spark, "ray": Ray}[arguments.engine](log)
        try:
            # What a job takes that does nothing, once the cluster is up: the first finds that no worker is there yet.
            nothing = cluster.folder / "nothing.py"
            nothing.write_text(cluster.nothing + "\n", encoding="utf-8")
            finished(cluster.job(nothing))
            begin = time.monotonic()
            finished(cluster.job(nothing))
            empty = time.monotonic() - begin
            begin = time.monotonic()
            job = cluster.job(JOBS / cluster.script, os.path.abspath(arguments.paths), out)
            kills = arguments.kill
            if kills:
                kill(cluster, begin + kills[0])
            while job.poll() is None and not any(out.glob(STAGED)):
                time.sleep(0.05)
            read = time.monotonic()
            if kills:
                kill(cluster, read + kills[1])
            finished(job)
            end = time.monotonic()
        finally:
            cluster.stop()
    figures = {"reading": read - begin, "marking": end - read, "seconds": end - begin, "nothing": empty}
    print(json.dumps({"version": cluster.version, **figures}))


if __name__ == "__main__":
    main()
