"""Whoever buys lets all others go first: a rush at a sale leaves pages, doors and tills open."""

import itertools
import queue
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 2.0  # seconds that buyers give way to what is asked for after them
BUYING = (b"POST /events/", b"POST /orders/", b"GET /orders/")
LONGEST = max(map(len, BUYING))


class Lanes:
    """
    A pool of threads that works in the order of deadlines, as far as gunicorn asks it anything.

    Pages, scans and what payment providers tell are due at once; what buyers send, and the pages
    of their orders, PATIENCE later. Those keep their turns among each other, and nothing waits for
    ever.
    """

    def __init__(self, threads: int):
        self._due: queue.PriorityQueue = queue.PriorityQueue()
        self._number = itertools.count()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, handle: Callable, conn) -> Future:
        future: Future = Future()
        due = time.monotonic() + (PATIENCE if is_buying(conn.sock) else 0)
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


def is_buying(sock: socket.socket) -> bool:
    """Whether a request that has begun to arrive is a buyer's."""
    try:
        begun = sock.recv(LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return False
    return begun.startswith(BUYING)


class LanesWorker(ThreadWorker):
    def get_thread_pool(self):
        return Lanes(self.cfg.threads)
