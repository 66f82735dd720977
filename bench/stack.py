"""A portal of its own to measure, started as `make run` starts one, and what it costs."""

import os
import re
import sys
import time
from pathlib import Path

from fashionista.launch.tests.portal import Portal

TICK = os.sysconf("SC_CLK_TCK")
STATEMENTS = """
    SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements
     WHERE query !~* '^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DEALLOCATE|START)'
       AND query NOT LIKE '%%pg_stat_statements%%'
"""  # transaction control is no work of the portal's, nor is asking for this


class Stack(Portal):
    """Start with `with Stack(home) as stack`; everything ends with the block."""

    def __enter__(self):
        super().__enter__()
        self.seconds = time.monotonic() - self.begun  # until web and worker answer
        return self

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
        [(folder,)] = self.ask("SHOW data_directory")
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
        [(count,)] = self.ask(STATEMENTS)
        return count

    def settle(self, mails: int, *, within: float = 120) -> float:
        """Wait until so many mails were delivered; returns the seconds that took."""
        begun = time.monotonic()
        while len(self.mails()) < mails:
            if time.monotonic() - begun > within:
                sys.exit(f"Only {len(self.mails())} of {mails} mails after {within:.0f} s.")
            time.sleep(0.05)
        return time.monotonic() - begun


def _fields(stat: Path) -> list[str]:
    head, _, rest = stat.read_text().rpartition(")")
    return [head.split(" ", 1)[0], "", *rest.split()]
