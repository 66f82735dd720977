"""What is done before the portal starts, and skipped while nothing has changed since."""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .places import REPO


@dataclass(frozen=True)
class Step:
    """One of Django's commands, and what its result depends on."""

    name: str
    title: str
    command: tuple[str, ...]
    depends_on: Callable[[], str]
    alongside: bool = False  # needs no database: runs beside the steps after it

    def is_done(self, home: Path) -> bool:
        try:
            return self._note(home).read_text() == self.depends_on()
        except FileNotFoundError:
            return False

    def note_done(self, home: Path) -> None:
        note = self._note(home)
        note.parent.mkdir(exist_ok=True)
        note.write_text(self.depends_on())

    def _note(self, home: Path) -> Path:
        return home / "done" / self.name


def steps(*, embedded_database: bool) -> list[Step]:
    chosen = [
        Step("words", "reading translations", _COMPILE, _words_state, alongside=True),
        Step("static", "collecting styles and pictures", _COLLECT, _static_state, alongside=True),
    ]
    if embedded_database or os.environ.get("DATABASE_OWNER_URL"):
        chosen.append(Step("migrate", "making the tables", _MIGRATE, _migrations_state))
    if embedded_database:  # a server of your own is never filled with demo data
        chosen.append(Step("demo", "making the demo data (once)", ("seed_demo",), lambda: "done"))
    return chosen


_COMPILE = ("compilemessages",)
_COLLECT = ("collectstatic", "--noinput", "--clear", "--verbosity", "0")
_MIGRATE = ("migrate", "--noinput", "--verbosity", "0")


def _migrations_state() -> str:
    database = os.environ.get("DATABASE_URL", "")
    keys = os.environ.get("AUTHZ_KEY", "")  # `migrate` hands it to the database
    month = f"{datetime.now(UTC):%Y-%m}"  # and makes room in the audit for the next few
    files = (
        *REPO.glob("*/migrations/*.py"),
        *REPO.glob("*/*/migrations/*.py"),
        *REPO.glob("fashionista/common/sql/*.sql"),
        *REPO.glob("*/sql/*.sql"),
    )
    contents = (
        f"{file.relative_to(REPO)} {hashlib.sha256(file.read_bytes()).hexdigest()}"
        for file in sorted(files)
    )
    return _digest(contents, database, keys, month)


def _static_state() -> str:
    files = [*REPO.glob("static/**/*"), *REPO.glob("*/static/**/*")]
    # Size and time are enough for files that only people change.
    stats = ((file, file.stat()) for file in sorted(files) if file.is_file())
    return _digest(
        (f"{file.relative_to(REPO)} {stat.st_size} {stat.st_mtime_ns}" for file, stat in stats)
    )


def _words_state() -> str:
    files = sorted(REPO.glob("locale/*/LC_MESSAGES/*.po"))
    return _digest(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)


def _digest(lines: Iterable[str], *more: str) -> str:
    # New versions of libraries bring migrations and static files of their own.
    locked = (REPO / "requirements.txt").read_bytes()
    everything = "\n".join([hashlib.sha256(locked).hexdigest(), *lines, *more])
    return hashlib.sha256(everything.encode()).hexdigest()
