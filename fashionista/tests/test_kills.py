"""
Processes are killed while buyers stand at a lock: what was acknowledged stays, the rest is nothing.

A transaction of ours keeps the row that all of them need, so that they do stand there.
"""

import http.client
import os
import signal
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from bench.shopper import Visitor
from fashionista.launch.tests.portal import eventually

pytestmark = pytest.mark.faults

BUYERS = 6
CODE = "FAULTS"
ROWS = {
    "vouchers": "SELECT FROM vouchers WHERE event_id = %s FOR UPDATE",
    "ticket_types": "SELECT FROM ticket_types WHERE event_id = %s FOR UPDATE",
    "event_capacity": "SELECT FROM event_capacity WHERE event_id = %s FOR UPDATE",
}
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'portal_app'
"""


@pytest.fixture
def show(portal):
    """The slug of an event with more places than buyers, and a code for half its price."""
    slug = f"kill-{uuid.uuid4().hex[:8]}"
    portal.ask("DELETE FROM throttles RETURNING key")  # so many bring their code from here
    portal.run("-m", "bench.prepare", slug, "10", "0", CODE)
    return slug


@pytest.fixture
def buyers(portal, show):
    """They have opened the event's page, and brought the code."""
    buyers = [Buyer(portal, show, number) for number in range(BUYERS)]
    yield buyers
    for buyer in buyers:
        buyer.visitor.close()


@contextmanager
def closed(portal, table, slug):
    """Nobody gets past the event's row in this table meanwhile."""
    [(event,)] = portal.ask("SELECT id FROM events WHERE slug = %s", slug)
    keeper = psycopg.connect(portal.admin_url)
    try:
        keeper.execute(ROWS[table], [event])
        yield
    finally:
        keeper.close()


def kill(portal, victim):
    if victim == "database":
        [(folder,)] = portal.ask("SHOW data_directory")
        os.kill(int((Path(folder) / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        portal.forget_database()
        return
    title = {"web": "gunicorn", "worker": "celeryd"}[victim]
    [process] = portal.services(title)
    os.killpg(process, signal.SIGKILL)


class Buyer:
    """One who tries again where no answer came."""

    def __init__(self, portal, show, number):
        self.visitor, self.show = Visitor(portal.port), show
        self.email = f"{number}@{show}.example"
        # The first question to a database that came back may still find an old connection.
        assert eventually(self.brings_the_code, within=60)

    def brings_the_code(self):
        self.visitor.get(f"/events/{self.show}/?code={CODE}")
        return self.visitor.get(f"/events/{self.show}/") == 200 and CODE in self.visitor.page

    def hold(self):
        """Send the page's form, the same each time; whether it was acknowledged."""
        page = self.visitor.page
        try:
            held = self.visitor.hold(self.show) == 302
        except (OSError, http.client.HTTPException):
            self.visitor.close()
            held = False
        self.visitor.page = page
        return held

    def to_the_provider(self):
        self.visitor.check_out(self.email)


def stand_there(portal):
    return eventually(lambda: portal.ask(WAITING)[0][0] > 0, within=30)


def everybody_has_one_ticket(portal, show):
    """What must come of it: one order, ticket and mail for each, half the price, no place lost."""

    def mails():
        return Counter(
            line.removeprefix("To: ")
            for file in portal.mails()
            for line in file.read_text().splitlines()
            if line.startswith("To: ") and show in line
        )

    wanted = {f"{number}@{show}.example": 1 for number in range(BUYERS)}
    # A message whose handler died is offered again after half a minute, then after a minute more.
    assert eventually(lambda: mails() == wanted, within=300), mails()
    [(sold, sold_of_event, used)] = portal.ask(
        """
        SELECT t.sold, c.sold, v.sold FROM events e
          JOIN ticket_types t ON t.event_id = e.id JOIN event_capacity c ON c.event_id = e.id
          JOIN vouchers v ON v.event_id = e.id WHERE e.slug = %s
        """,
        show,
    )
    assert sold == sold_of_event == used == BUYERS
    assert portal.ask(
        """
        SELECT o.status, o.total_amount::int, count(*) FROM orders o
          JOIN events e ON e.id = o.event_id JOIN tickets t ON t.order_id = o.id
         WHERE e.slug = %s GROUP BY 1, 2
        """,
        show,
    ) == [("completed", 10, BUYERS)]
    assert portal.run("manage.py", "check_integrity") == "Every invariant holds.\n"


@pytest.mark.parametrize(
    ("table", "victim"),
    [("vouchers", "web"), ("ticket_types", "database"), ("event_capacity", "web")],
)
def test_a_hold_that_was_not_acknowledged_is_tried_again(portal, show, buyers, table, victim):
    with ThreadPoolExecutor(BUYERS) as pool:
        with closed(portal, table, show):
            holding = [pool.submit(eventually, buyer.hold, within=120) for buyer in buyers]
            assert stand_there(portal)
            kill(portal, victim)
        assert all(held.result() for held in holding)
    for buyer in buyers:
        buyer.to_the_provider()
        buyer.visitor.decide("pay")

    everybody_has_one_ticket(portal, show)


@pytest.mark.parametrize(
    ("table", "victim"),
    [
        ("vouchers", "web"), ("vouchers", "worker"), ("ticket_types", "web"),
        ("event_capacity", "worker"), ("event_capacity", "database"),
    ],
)  # fmt: skip
def test_what_was_paid_is_sold(portal, show, buyers, table, victim):
    for buyer in buyers:
        assert buyer.hold()
        buyer.to_the_provider()

    with closed(portal, table, show):
        for buyer in buyers:
            buyer.visitor.decide("pay")
        assert stand_there(portal)
        kill(portal, victim)

    everybody_has_one_ticket(portal, show)
