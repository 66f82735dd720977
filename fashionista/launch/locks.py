"""Locks that the kernel gives back when their holder is gone, however it went."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from .children import wait_until


class Lock:
    """An advisory lock on a file. `shared` holders keep out only an exclusive one."""

    def __init__(self, path: Path, descriptor: int | None = None):
        self.path = path
        self.descriptor = descriptor

    def open(self) -> int:
        if self.descriptor is None:
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self.descriptor

    def take_now(self, *, shared: bool = False) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.open(), kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def take(
        self, *, shared: bool = False, within: float, tick: Callable[[], None] = lambda: None
    ) -> bool:
        return wait_until(lambda: self.take_now(shared=shared), within=within, tick=tick)

    def wait_for_everyone_to_leave(self) -> None:
        fcntl.flock(self.open(), fcntl.LOCK_EX)

    def release(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
