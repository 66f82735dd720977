"""Whose turn it is at the web server."""

import socket
import threading
from types import SimpleNamespace

import pytest

from fashionista.lanes import Lanes, is_buying


@pytest.fixture
def request_of():
    """A connection on which this has arrived."""
    ends = []

    def make(begun):
        ours, theirs = socket.socketpair()
        ends.extend([ours, theirs])
        theirs.sendall(begun)
        return SimpleNamespace(sock=ours, begun=begun)

    yield make
    for end in ends:
        end.close()


@pytest.mark.parametrize(
    ("begun", "buys"),
    [
        (b"POST /events/tide-lines/hold/ HTTP/1.1", True),
        (b"GET /orders/8c2f/checkout/ HTTP/1.1", True),
        (b"POST /orders/8c2f/checkout/ HTTP/1.1", True),
        (b"GET /events/tide-lines/ HTTP/1.1", False),
        (b"HEAD / HTTP/1.1", False),
        (b"POST /checkin/tide-lines/ HTTP/1.1", False),
        (b"POST /webhooks/payments/stripe/8c2f/ HTTP/1.1", False),
        (b"GET /", False),
        (b"", False),
        (b"\x16\x03\x01", False),
    ],
)
def test_who_buys_and_who_does_not(request_of, begun, buys):
    conn = request_of(begun)

    assert is_buying(conn.sock) is buys
    if begun:
        assert conn.sock.recv(100) == begun  # it was only looked at


def test_a_connection_that_is_gone_waits_for_nobody(request_of):
    conn = request_of(b"")
    conn.sock.close()

    assert not is_buying(conn.sock)


def test_buyers_come_last_and_each_keeps_their_turn(request_of):
    lanes, free, served = Lanes(1), threading.Event(), []

    def handle(conn):
        free.wait(10)
        served.append(conn.begun)
        return len(served)

    asked = [
        b"GET /first", b"POST /events/a", b"GET /orders/b", b"GET /events/c",
        b"POST /orders/d", b"POST /webhooks/e",
    ]  # fmt: skip
    futures = [lanes.submit(handle, request_of(begun)) for begun in asked]
    free.set()
    lanes.shutdown(wait=True)

    assert served == [
        b"GET /first", b"GET /events/c", b"POST /webhooks/e",
        b"POST /events/a", b"GET /orders/b", b"POST /orders/d",
    ]  # fmt: skip
    assert [future.result(0) for future in futures] == [1, 4, 5, 2, 6, 3]


def test_what_breaks_is_told_to_who_asked_and_the_thread_goes_on(request_of):
    lanes = Lanes(1)

    broken = lanes.submit(lambda conn: conn.nothing, request_of(b"GET /"))
    well = lanes.submit(lambda conn: "well", request_of(b"GET /"))

    assert isinstance(broken.exception(10), AttributeError)
    assert well.result(10) == "well"
    lanes.shutdown(wait=True)
