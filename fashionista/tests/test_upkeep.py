"""What admins read of the platform at the desk, and nobody else."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from fashionista.common import outbox
from fashionista.common.identity import acting_as
from fashionista.common.models import IntegrityCheck, OutboxMessage
from fashionista.common.testing import NOON, everything
from fashionista.health import WORKER_KEY, note_worker
from fashionista.upkeep import Backlog, Holds, upkeep
from ticketing.models import Order
from ticketing.tests.factories import OrderFactory, PaymentFactory


@pytest.fixture(autouse=True)
def no_worker():
    cache.delete(WORKER_KEY)
    yield
    cache.delete(WORKER_KEY)


def state_of(admin, at=NOON):
    with acting_as(admin):
        return upkeep(admin, at=at)


def test_whether_worker_and_broker_are_there(world, settings, tmp_path):
    without = state_of(world.admin)
    note_worker()
    there = state_of(world.admin)
    settings.REDIS_URL = f"unix://{tmp_path}/nobody-listens"
    deaf = state_of(world.admin)

    assert [(found.broker, found.worker) for found in (without, there, deaf)] == [
        (True, False), (True, True), (False, False),
    ]  # fmt: skip


def test_work_that_waits_and_since_when(world):
    OutboxMessage.objects.all().delete()
    nothing = state_of(world.admin).backlog
    for _ in range(2):
        outbox.post("ticketing.issue", world.order_a.pk)
    waiting = state_of(world.admin).backlog

    assert nothing == Backlog(0, None)
    assert waiting.count == 2
    assert timezone.now() - waiting.oldest < timedelta(minutes=1)


def test_holds_that_run_and_that_have_run_out(world):
    before = state_of(world.admin).holds
    OrderFactory(event=world.shown_a, hold_expires_at=NOON)
    OrderFactory(event=world.shown_b, hold_expires_at=NOON + timedelta(seconds=1))
    after = state_of(world.admin).holds

    assert after == Holds(before.running + 1, before.run_out + 1)


def test_payments_are_counted_at_all_events_and_the_open_ones_a_day_back(world):
    before = state_of(world.admin).payments
    for event, age in [(world.shown_a, 1), (world.shown_b, 23), (world.shown_b, 25)]:
        order = OrderFactory(event=event, status="expired")
        at = NOON - timedelta(hours=age)
        PaymentFactory(order=order, status="successful", created_at=at)

    assert before >= 2  # refunds of either house have failed, and news are not believed
    assert state_of(world.admin).payments == before + 2


def test_the_last_check_of_integrity_is_kept(world, client):
    with everything():
        IntegrityCheck.objects.all().delete()
    client.force_login(world.admin)
    never = client.get("/admin/").content.decode()

    with acting_as(None):
        call_command("check_integrity")
    well = client.get("/admin/").content.decode()
    with everything():
        Order.objects.filter(pk=world.held_a.pk).update(total_amount=1)
    with acting_as(None), pytest.raises(SystemExit):
        call_command("check_integrity")
    broken = client.get("/admin/").content.decode()

    assert "Nobody has run check_integrity yet." in never
    assert "Every invariant holds" in well
    assert "1 row must not be" in broken
    assert "<li>An order asks for what its lines cost.</li>" in broken
    assert (
        world.held_a.number
        not in re.search(r'<section class="upkeep".*?</section>', broken, re.S)[0]
    )
    with acting_as(world.admin):
        checks = IntegrityCheck.objects.order_by("checked_at").values_list("found", "broken")
        assert list(checks) == [(0, []), (1, ["An order asks for what its lines cost."])]


@pytest.mark.parametrize(
    ("name", "shown"), [("admin", True), ("olga", False), ("faye", False), ("dora", False)]
)
def test_it_is_for_admins_only(world, client, name, shown):
    client.force_login(getattr(world, name))

    page = client.get("/admin/")

    assert ("The platform" in page.content.decode(), "upkeep" in page.context) == (shown, shown)


def test_where_the_server_does_not_measure_no_slow_queries_are_told(world):
    assert state_of(world.admin).slow is None
