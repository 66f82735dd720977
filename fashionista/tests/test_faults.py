"""The whole portal in bad hours: a rush for few places, a worker that dies."""

import email
import os
import signal
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email.policy import default

import pytest
from django.utils.html import escape

from bench.shopper import Visitor
from fashionista.launch.tests.portal import eventually
from ticketing.exceptions import SoldOut

pytestmark = pytest.mark.faults


@pytest.fixture
def make_event(portal):
    """`make_event(places)` returns the slug of a new event with so many places, all of one type."""

    def make(places):
        slug = f"fault-{uuid.uuid4().hex[:8]}"
        portal.run("-m", "bench.prepare", slug, str(places), "0")
        return slug

    return make


def at_once(portal, number, work):
    """What `work(visitor, n, ready)` returns for so many visitors; `ready` lets them wait."""
    barrier = threading.Barrier(number)

    def one(n):
        visitor = Visitor(portal.port)
        try:
            return work(visitor, n, barrier.wait)
        finally:
            visitor.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def mails_to(portal, domain):
    """{address: number of different mails} for the buyers of one domain."""
    headers = (
        email.message_from_bytes(file.read_bytes(), policy=default) for file in portal.mails()
    )
    return Counter(mail["To"] for mail in headers if mail["To"].endswith(f"@{domain}"))


def sales_of(portal, slug):
    return portal.ask(
        """
        SELECT t.held, t.sold, c.held, c.sold,
               (SELECT count(*) FROM tickets WHERE event_id = e.id),
               (SELECT count(*) FROM orders WHERE event_id = e.id AND status = 'completed')
          FROM events e JOIN ticket_types t ON t.event_id = e.id
          JOIN event_capacity c ON c.event_id = e.id WHERE e.slug = %s
        """,
        slug,
    )


def test_200_buyers_at_once_get_10_places(portal, make_event):
    show, deadlocks = make_event(10), portal.deadlocks()

    def hurry(visitor, n, ready):
        visitor.get(f"/events/{show}/")
        ready()
        status = visitor.hold(show)
        if status == 302:
            return visitor.pay(f"{n}@{show}.example")
        return status, escape(str(SoldOut.message)) in visitor.page

    outcome = Counter(at_once(portal, 200, hurry))

    assert outcome == {200: 10, (409, True): 190}
    assert eventually(lambda: mails_to(portal, f"{show}.example").total() == 10, within=60)
    assert set(mails_to(portal, f"{show}.example").values()) == {1}
    assert sales_of(portal, show) == [(0, 10, 0, 10, 10, 10)]
    assert portal.deadlocks() == deadlocks
    assert portal.run("manage.py", "check_integrity") == "Every invariant holds.\n"


def test_worker_killed_amid_purchases_costs_no_mail(portal, make_event):
    show, dead = make_event(10), threading.Event()
    domain = f"{show}.example"

    def buy(visitor, n, ready):
        visitor.get(f"/events/{show}/")
        assert visitor.hold(show) == 302
        ready()
        if n % 2:
            dead.wait(60)  # these pay while nobody works
        return visitor.pay(f"{n}@{domain}")

    def kill():
        some_are_sold = eventually(lambda: sales_of(portal, show)[0][-1], within=30)
        [worker] = portal.services("celeryd")
        os.killpg(worker, signal.SIGKILL)
        dead.set()
        return some_are_sold, mails_to(portal, domain).total()

    with ThreadPoolExecutor(1) as alongside:
        killing = alongside.submit(kill)
        paid = at_once(portal, 10, buy)

    assert paid == [200] * 10
    some_were_sold, mailed = killing.result()
    assert some_were_sold
    assert mailed <= 5
    portal.wait_for("the worker ended and is started again")
    everybody = {f"{n}@{domain}": 1 for n in range(10)}
    assert eventually(lambda: mails_to(portal, domain) == everybody, within=120)
    assert sales_of(portal, show) == [(0, 10, 0, 10, 10, 10)]
    assert portal.run("manage.py", "check_integrity") == "Every invariant holds.\n"
    assert eventually(lambda: portal.ask("SELECT count(*) FROM outbox") == [(0,)], within=60)
    assert mails_to(portal, domain) == everybody
