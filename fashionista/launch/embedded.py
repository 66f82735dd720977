"""The servers a command needs, and the environment in which it finds them."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from . import places
from .keeper import Lease, Server
from .keys import ENVIRONMENT, LOGINS, load_keys
from .postgres import Postgres
from .refusal import Refusal
from .valkey import Valkey

STARTING_UP = 10  # seconds in which a server may say that it is not ready after all


class Embedded:
    """
    PostgreSQL and Valkey of this folder, for as long as the block runs.

    A server whose address the environment already gives is not started: DATABASE_URL (with
    DATABASE_OWNER_URL) and REDIS_URL win.
    """

    def __init__(
        self,
        home: Path,
        *,
        durable: bool = True,
        needed: bool = True,
        tick: Callable[[], None] = lambda: None,
        report: Callable[[str], None] = lambda line: None,
    ):
        self.home = home
        self.needed = needed  # otherwise the addresses are enough
        self.tick = tick
        self.report = report
        self.postgres = None if os.environ.get("DATABASE_URL") else Postgres(home, durable=durable)
        self.valkey = None if os.environ.get("REDIS_URL") else Valkey(home, durable=durable)
        self.leases: list[Lease] = []

    def __enter__(self) -> Self:
        try:
            places.prepare_home(self.home)
            self.keys = load_keys(self.home)
            if self.needed and self.postgres:
                self._start(self.postgres)
                self._make_roles(self.postgres)
            if self.needed and self.valkey:
                self._start(self.valkey)
        except BaseException as error:
            self.__exit__()
            if isinstance(error, OSError):
                raise places.cannot_write(self.home, error) from error
            raise
        return self

    def __exit__(self, *unused) -> None:
        while self.leases:
            self.leases.pop().leave()

    def check(self) -> None:
        """Raise when a server is gone for good."""
        for lease in self.leases:
            if not lease.is_alive():
                raise Refusal(f"{lease.server.title} ended: see {lease.log}.")

    def environment(self) -> dict[str, str]:
        """What to add to a command's environment. What is set already stays as it is."""
        port = os.environ.get("PORT") or "8000"
        added = {name: self.keys[name] for name in ENVIRONMENT} | {
            "VAR_DIR": str(self.home),
            "PORT": port,
            "SITE_URL": f"http://127.0.0.1:{port}",
        }
        if self.postgres:
            added |= {
                "DATABASE_URL": self._url(self.postgres, "portal_app"),
                "DATABASE_OWNER_URL": self._url(self.postgres, "portal_owner"),
                "MAIL_DIR": str(self.home / "mail"),
            }
        if self.valkey:
            added["REDIS_URL"] = self.valkey.url
        return {name: os.environ.get(name) or value for name, value in added.items()} | {
            "VAR_DIR": str(self.home)
        }

    def administration(self) -> dict[str, str]:
        """For tests and measurements only: an administrator's way in, and PostgreSQL's tools."""
        if not self.postgres:
            return {}
        return {
            "PG_ADMIN_URL": self._url(self.postgres, "portal_admin"),
            "PG_BIN": str(self.postgres.bin),
        }

    def _start(self, server: Server) -> None:
        self.report(f"starting {server.title}")
        lease = Lease(server)
        lease.enter(tick=self.tick, report=self.report)
        self.leases.append(lease)

    def _url(self, postgres: Postgres, login: str) -> str:
        return postgres.url(login, self.keys[login])

    def _make_roles(self, postgres: Postgres) -> None:
        """Make the roles, unless this code has made them in this very cluster before."""
        code = Path(__file__).with_name("roles.py").read_bytes()
        logins = [self.keys[login] for login in LOGINS]
        state = hashlib.sha256(b" ".join([code, *map(str.encode, logins)])).hexdigest()
        note = postgres.base / "roles"
        if note.exists() and note.read_text() == state:
            return

        import psycopg  # here, so that a second start need not load it

        from .roles import make_roles

        limit = time.monotonic() + STARTING_UP
        while True:
            try:
                make_roles(
                    postgres.url("portal_admin", self.keys["portal_admin"], "postgres"),
                    app_url=self._url(postgres, "portal_app"),
                    owner_url=self._url(postgres, "portal_owner"),
                )
                break
            except psycopg.OperationalError as error:
                if "starting up" not in str(error) or time.monotonic() > limit:
                    raise Refusal(f"The database refuses its administrator: {error}") from error
                time.sleep(0.1)
        note.write_text(state)
