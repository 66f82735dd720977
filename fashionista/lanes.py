"""Who only looks around is served before who buys: a rush at a sale leaves the pages open."""

import itertools
import queue
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 2.0  # seconds that buyers give way to what is asked for after them
LOOKING = (b"GET /", b"HEAD /")
BUYING = b"GET /orders/"


class Lanes:
    """
    A pool of threads that works in the order of deadlines, as far as gunicorn asks it anything.

    A page is due when it is asked for; what is sent, and the pages of orders, PATIENCE later. Those
    keep their turns among each other, and nothing waits for ever.
    """

    def __init__(self, threads: int):
        self._due: queue.PriorityQueue = queue.PriorityQueue()
        self._number = itertools.count()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, handle: Callable, conn) -> Future:
        future: Future = Future()
        due = time.monotonic() + (0 if is_looking(conn.sock) else PATIENCE)
        self._due.put((due, next(self._number), future, handle, conn))
        return future

    def shutdown(self, *, wait: bool) -> None:
        """End the threads after what is due already; waits for them where asked to."""
        for _ in self._threads:
            self._due.put((float("inf"), next(self._number), None, None, None))
        for thread in self._threads if wait else ():
            thread.join()

    def _work(self):
        while True:
            _due, _number, future, handle, conn = self._due.get()
            if future is None:
                return
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(handle(conn))
            except BaseException as error:  # for whoever asks the future, as executors do
                future.set_exception(error)


def is_looking(sock: socket.socket) -> bool:
    """Whether a request that has begun to arrive is a page's; so is one that has not begun."""
    try:
        begun = sock.recv(len(BUYING), socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return True
    return not begun or (begun.startswith(LOOKING) and begun != BUYING)


class LanesWorker(ThreadWorker):
    def get_thread_pool(self):
        return Lanes(self.cfg.threads)
