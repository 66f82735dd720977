"""Where a run keeps its files: all under VAR_DIR, save where PostgreSQL's account cannot go."""

import errno
import hashlib
import os
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

from .refusal import Refusal

REPO = Path(__file__).resolve().parents[2]
MARKER = "ABOUT.txt"
ABOUT = """\
Everything Fashionista Portal writes while it runs: database, broker, uploads, mail, logs, keys.
`make reset` deletes this folder with all its data.
"""
# A unix socket's path may hold 107 bytes; this leaves room for the longest file name in use.
LONGEST_SOCKET_FOLDER = 88


def package(name: str) -> Path | None:
    """Where an installed package is, without importing it."""
    found = find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or REPO / "var").expanduser().resolve()


def prepare_home(home: Path) -> None:
    """Make the folder of a run, or refuse one that is someone else's or cannot be written."""
    try:
        if not home.exists():
            home.mkdir(parents=True)
            # As root PostgreSQL runs under another account, which has to pass through here.
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
        elif not home.is_dir():
            raise Refusal(f"{home} is not a folder: move it away, or set VAR_DIR to a folder.")
        elif not is_ours(home) and any(home.iterdir()):
            raise Refusal(f"{home} already holds other files: set VAR_DIR to an empty folder.")
        marker = home / MARKER
        if not marker.exists():
            marker.write_text(ABOUT)
        for name in ("logs", "locks", "mail"):
            (home / name).mkdir(mode=0o700, exist_ok=True)
        probe = home / "locks" / f"probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise cannot_write(home, error) from error


def is_ours(home: Path) -> bool:
    return (home / MARKER).exists() or home in (REPO / "var", REPO / "var" / "test")


def cannot_write(home: Path, error: OSError) -> Refusal:
    if error.errno == errno.ENOSPC:
        return Refusal(f"The disk that holds {home} is full: make room and start again.")
    return Refusal(
        f"{home} cannot be written ({error.strerror}): "
        "make it yours, or set VAR_DIR to a folder that you can write to."
    )


def refuge(home: Path) -> Path:
    """The folder outside `home` for what PostgreSQL's account must reach, named after `home`."""
    return Path("/var/tmp") / f"fashionista-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"


def prepare_refuge(home: Path, uid: int, gid: int) -> Path:
    path = refuge(home)
    make_private(path, uid, gid)
    (home / "elsewhere.txt").write_text(
        f"Part of this folder's data is in {path}: PostgreSQL must be able to reach it there.\n"
        "`make reset` deletes both.\n"
    )
    return path


def make_private(path: Path, uid: int, gid: int) -> None:
    """Make a folder that only this account can enter; never trust one that another made."""
    try:
        path.mkdir(mode=0o700)
        os.chown(path, uid, gid)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
            raise Refusal(f"{path} belongs to someone else: remove it and start again.") from None
        os.chown(path, uid, gid)
        path.chmod(0o700)


def remove_home(home: Path) -> list[Path]:
    """Delete a run's folder and its refuge; answer what was there."""
    removed = []
    for path in (refuge(home), home):
        if path.is_symlink() or not path.is_dir():
            continue
        if path == home and not is_ours(home):
            raise Refusal(f"{home} was not made by the portal, so it is left alone.")
        shutil.rmtree(path)
        removed.append(path)
    return removed
