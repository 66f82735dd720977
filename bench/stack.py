"""A portal of its own to measure, started as `make run` starts one, and what it costs."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg

from fashionista.launch.embedded import Embedded

REPO = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")
STATEMENTS = """
    SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements
     WHERE query !~* '^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DEALLOCATE|START)'
       AND query NOT LIKE '%pg_stat_statements%'
"""  # transaction control is no work of the portal's, nor is asking for this


class Stack:
    """Start with `with Stack(home) as stack`; everything ends with the block."""

    def __init__(self, home: Path):
        self.home, self.database = home, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *unused):
        self._stop()

    def _start(self) -> None:
        """Start and wait until web and worker answer: `seconds` says how long that took."""
        begun = time.monotonic()
        self.home.parent.mkdir(parents=True, exist_ok=True)
        with self.home.with_suffix(".log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "fashionista.launch", "run"],
                cwd=REPO,
                env=os.environ | {"VAR_DIR": str(self.home), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        while self._health() != {"ok"}:
            if self.process.poll() is not None or time.monotonic() - begun > 300:
                sys.exit(f"The portal did not start: see {self.home.with_suffix('.log')}")
            time.sleep(0.05)
        self.seconds = time.monotonic() - begun
        embedded = Embedded(self.home, needed=False)
        with embedded:
            self.environment = os.environ | {"PORT": str(self.port)}
            os.environ["PORT"] = str(self.port)
            self.environment |= embedded.environment()
            admin = embedded.administration()["PG_ADMIN_URL"]
        self.database = psycopg.connect(admin, autocommit=True)

    def _stop(self):
        if self.database:
            self.database.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def reset(self):
        """Begin with nothing, as a first run does."""
        command = [sys.executable, "-m", "fashionista.launch", "reset"]
        subprocess.run(command, cwd=REPO, env=os.environ | {"VAR_DIR": str(self.home)}, check=True)

    def _health(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
                return set(json.load(page).values())
        except OSError:
            return set()

    def run(self, *command) -> str:
        """Run a script of ours inside the portal's environment; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=REPO,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def processes(self) -> set[int]:
        """The supervisor and everything below it, PostgreSQL and Valkey included."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, parent = _fields(stat)[0], _fields(stat)[3]
            except OSError:
                continue
            children.setdefault(int(parent), []).append(int(pid))
        found, waiting = set(), [self.process.pid, *self._servers()]
        while waiting:
            pid = waiting.pop()
            if pid not in found:
                found.add(pid)
                waiting += children.get(pid, [])
        return found

    def _servers(self) -> list[int]:
        (folder,) = self.database.execute("SHOW data_directory").fetchone()
        return [int((Path(folder) / "postmaster.pid").read_text().split()[0])]

    def cpu(self) -> float:
        """CPU seconds of all processes so far, those that have ended counted by their parents."""
        total = 0
        for pid in self.processes():
            try:
                total += sum(map(int, _fields(Path(f"/proc/{pid}/stat"))[13:17]))
            except OSError:
                continue
        return total / TICK

    def memory(self) -> float:
        """Proportional set size of all processes, MiB."""
        total = 0
        for pid in self.processes():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
        return total / 1024

    def statements(self) -> int:
        """SQL statements so far, identity calls included, transaction control excluded."""
        (count,) = self.database.execute(STATEMENTS).fetchone()
        return count

    def deadlocks(self) -> int:
        (count,) = self.database.execute("SELECT sum(deadlocks) FROM pg_stat_database").fetchone()
        return int(count)

    def mails(self) -> int:
        return len(list((self.home / "mail").glob("*.eml")))

    def settle(self, mails: int, *, within: float = 120) -> float:
        """Wait until so many mails were delivered; returns the seconds that took."""
        begun = time.monotonic()
        while self.mails() < mails:
            if time.monotonic() - begun > within:
                sys.exit(f"Only {self.mails()} of {mails} mails after {within:.0f} s.")
            time.sleep(0.05)
        return time.monotonic() - begun


def _fields(stat: Path) -> list[str]:
    head, _, rest = stat.read_text().rpartition(")")
    return [head.split(" ", 1)[0], "", *rest.split()]
