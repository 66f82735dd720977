"""
Web server, worker and scheduler as forks of one process that has loaded the portal once.

Loading takes two seconds and 80 MB. Forks begin with what is loaded, and share its memory.
"""

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import setproctitle

from .children import ends_with_parent
from .places import REPO

AUTOGROUP = Path("/proc/self/autogroup")
WORKER_NICENESS = 5  # a third of the web server's share where both want all

setproctitle.getproctitle()  # finds the title's place now, before the environment grows


# What each fork would load for itself, in an order that Django allows.
LOADED = (
    "celery.app.amqp", "celery.app.log", "celery.apps.beat", "celery.apps.worker",
    "celery.bin.celery", "celery.concurrency.prefork", "celery.worker.components",
    "celery.worker.consumer", "kombu.transport.redis", "psycopg_pool", "fashionista.lanes",
    "fashionista.wsgi", "django_celery_beat.schedulers",
)  # fmt: skip


def load_portal() -> None:
    """Load what web, worker and scheduler need, and open no connection: forks cannot share one."""
    # The launcher knows nothing of Django; only this process, once set-up is done, becomes it.
    sys.path.insert(0, str(REPO))
    for name in LOADED:
        import_module(name)
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018
    from fashionista.celery import app

    app.loader.import_default_modules()
    app.finalize()
    # Celery would have each fork check all models, which `migrate` has just done, and with it write
    # to the memory they share.
    os.environ["CELERY_SKIP_CHECKS"] = "true"
    gc.collect()
    gc.freeze()  # collections in the forks leave what they share alone


def serve_web(port: int) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["gunicorn", "--bind", f"127.0.0.1:{port}", "fashionista.wsgi"]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


def run_worker() -> None:
    from fashionista.celery import app

    _give_way()
    app.worker_main(
        [
            *("worker", "--loglevel", "WARNING", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle", "--heartbeat-interval", "5"),
        ]
    )


def run_scheduler() -> None:
    from fashionista.celery import app

    app.start(["beat", "--loglevel", "WARNING"])


def _give_way() -> None:
    """Mails and files wait where buyers need the processors."""
    os.nice(WORKER_NICENESS)
    if AUTOGROUP.exists():  # there niceness counts among a session's own processes only
        AUTOGROUP.write_text(str(WORKER_NICENESS))


class Fork:
    """A child that goes on from here; to its parent it is like a `subprocess.Popen`."""

    def __init__(self, title: str, run: Callable[[], None], log: Path):
        self.returncode: int | None = None
        ask = ends_with_parent(signal.SIGTERM)
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                ask()
                _begin_afresh(title, log)
                run()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except BaseException:
                traceback.print_exc()  # into its own log
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        limit = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > limit:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _begin_afresh(title: str, log: Path) -> None:
    """Leave the supervisor's session, signals and files behind."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, 1024)  # the supervisor's locks among them: they end with it alone
    os.chdir(REPO)
    setproctitle.setproctitle(title)
