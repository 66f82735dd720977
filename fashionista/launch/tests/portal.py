"""A portal of its own for a test: another folder, another port, the real processes."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import psycopg

from fashionista.launch.places import REPO

PATIENCE = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(true: Callable[[], object], *, within: float = PATIENCE) -> bool:
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if true():
            return True
        time.sleep(0.05)
    return False


class Portal:
    """As `make run` starts one. `with Portal(home) as portal` waits for it and ends it."""

    def __init__(self, home: Path, port: int | None = None, **environment: str):
        self.begun = time.monotonic()
        self.home = home
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | environment | {"VAR_DIR": str(home), "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fashionista.launch", "run"],
            cwd=REPO,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        try:
            self.wait_for("ready: http")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *unused):
        if "database" in self.__dict__:
            self.database.close()
        self.stop()

    def wait_for(self, words: str) -> None:
        """Until it says this."""
        limit = time.monotonic() + PATIENCE
        while (line := self._lines.get(timeout=limit - time.monotonic())) is not None:
            self.said.append(line)
            if words in line:
                return
        raise AssertionError(f"ended before it said {words!r}:\n{''.join(self.said)}")

    def finish(self) -> tuple[int, str]:
        """Wait for its end: exit code and all it said."""
        code = self.process.wait(PATIENCE)
        self._reader.join(10)
        while not self._lines.empty():
            self.said.append(self._lines.get() or "")
        self.process.stdout.close()
        return code, "".join(self.said)

    def stop(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(by)
        return self.finish()

    def health(self) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=15) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
        except OSError:
            return 0, {}

    def run(self, *command: str) -> str:
        """Run Python with the portal's own environment, as one of its commands; what it printed."""
        launcher = [sys.executable, "-m", "fashionista.launch", "exec", "--", sys.executable]
        done = subprocess.run(
            [*launcher, *command],
            cwd=REPO,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    @cached_property
    def admin_url(self) -> str:
        return self.run("-c", "import os; print(os.environ['PG_ADMIN_URL'])").strip()

    @cached_property
    def database(self) -> psycopg.Connection:
        """The administrator's way in: past every policy, to arrange and to count."""
        return psycopg.connect(self.admin_url, autocommit=True)

    def forget_database(self) -> None:
        """After it was killed: the next question opens a new connection, once it answers again."""
        self.__dict__.pop("database").close()
        assert eventually(lambda: self.health()[0] == 200)

    def ask(self, query: str, *values: object) -> list[tuple]:
        return self.database.execute(query, values).fetchall()

    def deadlocks(self) -> int:
        [(count,)] = self.ask("SELECT sum(deadlocks)::int FROM pg_stat_database")
        return count

    def mails(self) -> list[Path]:
        return list((self.home / "mail").glob("*.eml"))

    def services(self, title: str) -> list[int]:
        """The processes under this supervisor whose title holds these words."""
        parent = str(self.process.pid)
        return [
            pid
            for pid in map(int, filter(str.isdigit, os.listdir("/proc")))
            if _stat(pid)[1:2] == [parent] and title in _read(f"/proc/{pid}/cmdline")
        ]

    def left_behind(self) -> list[int]:
        """Every living process that works for this folder."""
        return [
            pid
            for pid in map(int, filter(str.isdigit, os.listdir("/proc")))
            if pid != os.getpid() and _stat(pid)[:1] not in ([], ["Z"]) and self._works_here(pid)
        ]

    def _works_here(self, pid: int) -> bool:
        home = str(self.home)
        try:
            folder = os.readlink(f"/proc/{pid}/cwd")
        except OSError:
            folder = ""
        return (
            folder.startswith(home)
            or home in _read(f"/proc/{pid}/cmdline")
            or f"VAR_DIR={home}\0" in _read(f"/proc/{pid}/environ")
        )

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)


def _stat(pid: int) -> list[str]:
    """State, parent and so on."""
    return _read(f"/proc/{pid}/stat").rpartition(")")[2].split()


def _read(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""
