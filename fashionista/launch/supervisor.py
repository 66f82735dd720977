"""`make run`: everything the portal needs, ended together."""

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import places, preflight
from .children import end, ends_with_parent, kill_group, wait_until
from .embedded import Embedded
from .locks import Lock
from .refusal import Refusal
from .services import Fork, load_portal, run_scheduler, run_worker, serve_web
from .setup_steps import Step, steps

WELCOME = """
  Demo logins, each with the password runway-demo-2027:
    admin@fashionista.example        organizer@fashionista.example
    attendee@fashionista.example     organizer2@fashionista.example
    staff@fashionista.example        designer@fashionista.example
    model@fashionista.example
  Mail that the portal sends is at http://127.0.0.1:{port}/dev/mail/
  Ctrl-C ends everything.
"""
# A service that ends is started again, but not for ever.
RESTARTS, WITHIN_SECONDS = 5, 60
HEALTHY_WITHIN = 120
LOG_LIMIT = 5 * 1024 * 1024


class Stopped(Exception):
    """Somebody asked the portal to end."""


@dataclass
class Service:
    name: str
    title: str
    run: Callable[[], None]
    end_seconds: int
    process: Fork | None = None
    restarts: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))


def run(home: Path) -> int:
    port = preflight.chosen_port()
    places.prepare_home(home)
    alone = Lock(home / "locks" / "run")
    if not alone.take_now():
        raise Refusal(
            f"The portal already runs on {home}: stop it with Ctrl-C in its terminal first, "
            "or set VAR_DIR and PORT for a second one."
        )
    preflight.check_port_is_free(port)
    preflight.check_disk_has_room(home)
    os.umask(0o077)
    return Supervisor(home, port).run()


class Supervisor:
    def __init__(self, home: Path, port: int):
        self.home = home
        self.port = port
        self.started_at = time.monotonic()
        self.asked_to_stop = False
        self.services = [
            Service("web", "The web server", lambda: serve_web(port), end_seconds=8),
            Service("worker", "The worker", run_worker, end_seconds=10),
            Service("beat", "The scheduler", run_scheduler, end_seconds=5),
        ]

    def run(self) -> int:
        self._listen_to_signals()
        servers = Embedded(self.home, tick=self.tick, report=self.say)
        try:
            with servers:
                try:
                    self.environment = os.environ | servers.environment()
                    self._set_up(servers)
                    self._start(servers)
                    self._watch(servers)
                finally:
                    self._end_services()
        except Stopped:
            pass
        self.say("everything has ended")
        return 0

    def say(self, line: str) -> None:
        _show(f"[{time.monotonic() - self.started_at:5.1f} s] {line}")

    def tick(self) -> None:
        if self.asked_to_stop:
            self.say("ending …")
            raise Stopped

    def _listen_to_signals(self) -> None:
        self.woken, waker = socket.socketpair()
        self.woken.setblocking(False)
        waker.setblocking(False)
        self.waker = waker
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to be woken
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
                signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number, frame) -> None:
        self.asked_to_stop = True  # no more: printing could meet itself half way

    def _pause(self, seconds: float) -> None:
        """Sleep until a signal comes or the time is over."""
        if select.select([self.woken], [], [], seconds)[0]:
            self.woken.recv(1024)
        self.tick()

    def _set_up(self, servers: Embedded) -> None:
        todo = [
            step
            for step in steps(embedded_database=servers.postgres is not None)
            if not step.is_done(self.home)
        ]
        begun: list[tuple[Step, subprocess.Popen]] = []
        try:
            for step in todo:
                self.say(step.title)
                begun.append((step, self._begin(step)))
                if not step.alongside:
                    self._finish(*begun[-1])
            for step, process in begun:
                if step.alongside:
                    self._finish(step, process)
        finally:
            for _, process in begun:
                end(process, signal.SIGTERM, within=5)

    def _begin(self, step: Step) -> subprocess.Popen:
        with open(self._step_log(step), "w") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *step.command],
                cwd=places.REPO,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # the terminal's Ctrl-C is ours alone
                preexec_fn=ends_with_parent(signal.SIGTERM),
            )

    def _finish(self, step: Step, process: subprocess.Popen) -> None:
        while process.poll() is None:
            self._pause(1)
        if process.returncode:
            log = self._step_log(step)
            said = log.read_text(errors="replace").strip().splitlines()
            reason = f": {said[-1].strip()}" if said else ""
            raise Refusal(f"{step.title.capitalize()} failed, see {log}{reason}")
        step.note_done(self.home)

    def _step_log(self, step: Step) -> Path:
        return self.home / "logs" / f"setup-{step.name}.log"

    def _start(self, servers: Embedded) -> None:
        self.say("loading the portal")
        os.environ |= self.environment
        os.environ.pop("DATABASE_OWNER_URL", None)  # web and worker never hold the owner's password
        try:
            load_portal()
        except Exception as error:
            raise Refusal(f"The portal cannot be loaded: {error!r}") from error
        self.tick()
        self.say("starting web server, worker and scheduler")
        for service in self.services:
            self._start_service(service)
        missing = ["an answer"]

        def healthy():
            nonlocal missing
            self._mend(servers)
            missing = self._what_is_missing()
            return not missing

        if not wait_until(healthy, within=HEALTHY_WITHIN, tick=lambda: self._pause(0.3)):
            raise Refusal(
                f"The portal does not come up ({', '.join(missing)} missing): "
                f"see the logs in {self.home / 'logs'}."
            )
        self.say(f"ready: http://127.0.0.1:{self.port}")
        if servers.postgres:
            _show(WELCOME.format(port=self.port))

    def _what_is_missing(self) -> list[str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            parts = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return ["an answer"]
        finally:
            connection.close()
        if answer.status == 200:
            return []
        return [part for part, state in parts.items() if state != "ok"]

    def _watch(self, servers: Embedded) -> None:
        while True:
            self._pause(1)
            self._mend(servers)

    def _mend(self, servers: Embedded) -> None:
        """Start again what has ended, unless it keeps ending."""
        servers.check()
        for service in self.services:
            if not service.process or service.process.poll() is None:
                continue
            now = time.monotonic()
            kill_group(service.process)  # what a killed leader left behind
            full = len(service.restarts) == RESTARTS
            if full and now - service.restarts[0] < WITHIN_SECONDS:
                raise Refusal(f"{service.title} keeps ending: see {self._log(service)}.")
            service.restarts.append(now)
            self.say(f"{service.title.lower()} ended and is started again")
            self._start_service(service)

    def _start_service(self, service: Service) -> None:
        log = self._log(service)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        service.process = Fork(f"fashionista {service.name}", service.run, log)

    def _end_services(self) -> None:
        for service in self.services:
            if service.process:
                end(service.process, signal.SIGTERM, within=service.end_seconds)

    def _log(self, service: Service) -> Path:
        return self.home / "logs" / f"{service.name}.log"


def _show(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError:
        pass  # the terminal is gone; ending cleanly matters more
