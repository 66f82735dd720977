"""Processes that end with whoever started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def ends_with_parent(by: signal.Signals) -> Callable[[], None]:
    """For `Popen(preexec_fn=…)`: the kernel sends `by` to the child when its parent is gone."""
    parent = os.getpid()

    def ask():
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, int(by))
            if os.getppid() != parent:  # it died before the kernel was asked
                os._exit(1)

    return ask


def end(process, by: signal.Signals, *, within: float) -> None:
    """
    Ask a process to end, wait, and kill what is left of its group.

    The process must lead a session of its own.
    """
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(within)
        except subprocess.TimeoutExpired:
            pass
    kill_group(process)


def kill_group(process) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def wait_until(true: Callable[[], bool], *, within: float, tick: Callable[[], None]) -> bool:
    limit = time.monotonic() + within
    while not true():
        if time.monotonic() > limit:
            return False
        tick()
        time.sleep(0.02)
    return True
