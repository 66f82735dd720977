"""
One server shared by every command that needs it: the last one out turns it off.

Each user of a server holds a shared lock. The server's keeper, a small process of its own, waits
for the exclusive one, which the kernel grants when the last user is gone, even by kill -9. It then
stops the server and ends. Should the keeper itself be killed, the kernel ends the server.

    <server>.starting   held while somebody looks whether the server runs, and starts it
    <server>.in-use     shared by all users; the keeper takes it to turn the server off
    <server>.keeper     held by the living keeper
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .children import end, wait_until
from .keys import load_keys
from .locks import Lock
from .places import REPO, cannot_write
from .postgres import Postgres
from .refusal import Refusal
from .valkey import Valkey

SERVERS = {server.name: server for server in (Postgres, Valkey)}
Server = Postgres | Valkey
READY = "ready"
FAILED = "failed: "
RESTARTS = 3
LONGEST_STOP = 30
# Keepers we have started and others still use: held, as Python warns of children it forgets.
_outlive_us: list[subprocess.Popen] = []


class Lease:
    """The right to use a server, which is started if it is down."""

    def __init__(self, server: Server):
        self.server = server
        locks = server.home / "locks"
        self.starting = Lock(locks / f"{server.name}.starting")
        self.in_use = Lock(locks / f"{server.name}.in-use")
        self.keeper = Lock(locks / f"{server.name}.keeper")
        self.state = locks / f"{server.name}.state"
        self.log = server.home / "logs" / f"{server.name}.log"
        self.process: subprocess.Popen | None = None

    def enter(
        self,
        *,
        tick: Callable[[], None] = lambda: None,
        report: Callable[[str], None] = lambda line: None,
    ) -> None:
        patience = self.server.start_seconds + LONGEST_STOP
        try:
            if not self.starting.take(within=patience, tick=tick):
                raise Refusal(f"{self.server.title} is being started by another command for long.")
            if not self.in_use.take(shared=True, within=LONGEST_STOP * 2, tick=tick):
                raise Refusal(f"{self.server.title} does not end: see {self.log}.")
            if self.keeper.take_now():
                self.state.write_text("")
                self.process = self._start_keeper()
            self.keeper.release()
            self._wait_until_ready(tick, report)
        except BaseException:
            self.leave()
            raise
        finally:
            self.starting.release()

    def is_alive(self) -> bool:
        if self.process and self.process.poll() is not None:
            return False
        return self._read_state() == READY

    def leave(self) -> None:
        """Give up the right; return when the server is off, or somebody else is using it."""
        self.in_use.release()
        used_by_others = 0
        limit = time.monotonic() + LONGEST_STOP
        while used_by_others < 5 and time.monotonic() < limit:
            if self.starting.take_now():
                ended = self.keeper.take_now()
                self.keeper.release()
                self.starting.release()
                if ended:
                    break
            used_by_others += self.in_use.take_now(shared=True)
            self.in_use.release()
            time.sleep(0.02)
        self.starting.release()
        if self.process and self.process.poll() is None:
            _outlive_us.append(self.process)
        self.process = None

    def _start_keeper(self) -> subprocess.Popen:
        """Hand the lock over: it is free again only when the new process is gone."""
        durable = "durable" if self.server.durable else "careless"
        with open(self.log, "a") as log:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", "fashionista.launch.keeper"),
                    *(self.server.name, self.server.home, durable, str(self.keeper.open())),
                ],
                cwd=REPO,
                pass_fds=[self.keeper.open()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_until_ready(self, tick, report) -> None:
        told = ""

        def decided():
            nonlocal told
            state = self._read_state()
            if state != told and state not in ("", READY) and not state.startswith(FAILED):
                report(state)
                told = state
            gone = self.process and self.process.poll() is not None
            return gone or state == READY or state.startswith(FAILED)

        wait_until(decided, within=self.server.start_seconds, tick=tick)
        state = self._read_state()
        if state.startswith(FAILED):
            raise Refusal(state.removeprefix(FAILED))
        if state != READY:
            raise Refusal(f"{self.server.title} did not start: see {self.log}.")

    def _read_state(self) -> str:
        try:
            return self.state.read_text().strip()
        except FileNotFoundError:
            return ""


class Keeper:
    """The process that runs one server for as long as somebody uses it."""

    def __init__(self, server: Server, lock: Lock):
        self.server = server
        self.lock = lock  # held for as long as this process lives
        self.lease = Lease(server)
        self.unused = threading.Event()

    def keep(self) -> int:
        threading.Thread(target=self._wait_until_unused, daemon=True).start()
        with open(self.lease.log, "a") as log:
            try:
                process = self._start(log)
                self._say(READY)
                process = self._watch(process, log)
            except Refusal as refusal:
                self._say(f"{FAILED}{refusal}")
                return 1
            except OSError as error:
                self._say(f"{FAILED}{cannot_write(self.server.home, error)}")
                return 1
            self._say("ending")
            end(process, self.server.end_signal, within=LONGEST_STOP - 5)
        return 0

    def _start(self, log) -> subprocess.Popen:
        self.server.prepare(load_keys(self.server.home), self._say)
        process = self.server.start(log)
        wait_until(
            lambda: self.server.is_ready() or process.poll() is not None or self.unused.is_set(),
            within=self.server.start_seconds,
            tick=lambda: None,
        )
        if not self.server.is_ready() and not self.unused.is_set():
            end(process, self.server.end_signal, within=5)
            raise Refusal(f"{self.server.title} did not start: see the end of {self.lease.log}.")
        return process

    def _watch(self, process: subprocess.Popen, log) -> subprocess.Popen:
        restarts = 0
        while not self.unused.wait(1):
            if process.poll() is None:
                continue
            if restarts == RESTARTS:
                raise Refusal(f"{self.server.title} ended again and again: see {self.lease.log}.")
            restarts += 1
            process = self._start(log)
        return process

    def _wait_until_unused(self) -> None:
        self.lease.in_use.wait_for_everyone_to_leave()
        self.unused.set()

    def _say(self, state: str) -> None:
        draft = self.lease.state.with_suffix(".new")
        draft.write_text(state)
        draft.replace(self.lease.state)


def close_for_good(server: Server) -> bool:
    """
    Before its folder is deleted: whether nobody uses the server, which is then down.

    The locks stay taken until this process ends, so that nobody starts it in between.
    """
    lease = Lease(server)
    if not (lease.starting.take_now() and lease.in_use.take_now()):
        lease.starting.release()
        lease.in_use.release()
        return False
    if isinstance(server, Postgres):
        server.end_stale_server()
    return True


def main(name: str, home: str, durable: str, descriptor: str) -> int:
    # A terminal's Ctrl-C and hang-up are for the users; we end when they have left.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    folder = Path(home)
    lock = Lock(folder / "locks" / f"{name}.keeper", int(descriptor))
    os.set_inheritable(lock.open(), False)
    return Keeper(SERVERS[name](folder, durable=durable == "durable"), lock).keep()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
