"""A cancelled event gives back all its orders, whatever happens on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from events.publishing import cancel_event
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing import calling_off
from ticketing.calling_off import retry_run, work_off
from ticketing.exceptions import NotOnSale
from ticketing.models import EventCapacity, RefundRun, Ticket, TicketType
from ticketing.payments import REFUND_FAILED

from .sale import (
    bought,
    counters,
    hold,
    news_of,
    ordered,
    promised,
    race,
    refunds_of,
    settled,
    show,
    states,
    stored,
    tell,
    tickets_of,
)  # fmt: skip
from .test_refunds import admitted
from .visit import visitor, words

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def cancelled(sale):
    with acting_as(sale.event.organizer):
        cancel_event(sale.event, by=sale.event.organizer, at=LATER)


def worked_off(event, at=LATER):
    """One message handled by the worker."""
    with acting_as(None):
        work_off(event.pk, at=at)


def run_of(event):
    with everything():
        run = RefundRun.objects.get(event=event)
    return run.total, run.done, run.failed, run.finished_at


def test_all_orders_go_back_and_holds_are_let_go():
    sale, other = show(20), show(10)
    paid = [bought(sale.event, {sale.type: 2}) for _ in range(2)]
    used = bought(sale.event, {sale.type: 1})
    assert admitted(tickets_of(used)[0]) == "admitted"
    held = hold(sale.event, {sale.type: 1})
    kept = bought(other.event, {other.type: 1})

    cancelled(sale)

    assert run_of(sale.event) == (3, 0, 0, None)
    assert ("ticketing.call_off", sale.event.pk) in promised()
    drain_outbox("ticketing.call_off")

    assert run_of(sale.event) == (3, 3, 0, stored_finish(sale.event))
    for order, sum_back in [(paid[0], 50), (paid[1], 50), (used, 25)]:
        assert states(order) == ("refunded", "refunded", ["successful"])
        (owed,) = refunds_of(order)
        assert (owed.amount, owed.reason) == (sum_back, "event_cancelled")
        assert ("ticketing.refund", owed.pk) in promised()
        assert {ticket.status for ticket in tickets_of(order)} == {"refunded"}
    assert states(held)[0] == "cancelled"
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert states(kept)[0] == "completed"
    assert_integrity(at=LATER)
    with pytest.raises(NotOnSale):
        hold(sale.event, {sale.type: 1})


def stored_finish(event):
    with everything():
        finished = RefundRun.objects.get(event=event).finished_at
    assert finished is not None
    return finished


def test_an_event_that_sold_nothing_has_no_run():
    sale = show(10)

    cancelled(sale)

    with everything():
        assert not RefundRun.objects.exists()
    assert promised() == set()


def test_killed_in_the_middle_it_goes_on_and_twice_is_once(monkeypatch):
    monkeypatch.setattr(calling_off, "BATCH", 2)
    sale = show(20)
    orders = [bought(sale.event, {sale.type: 1}) for _ in range(5)]
    cancelled(sale)

    worked_off(sale.event)
    assert run_of(sale.event) == (5, 2, 0, None)
    with everything():  # the mark of a batch is written last: a kill before it leaves the old one
        RefundRun.objects.update(reached=None)
    worked_off(sale.event)
    assert run_of(sale.event) == (5, 4, 0, None)
    worked_off(sale.event)
    worked_off(sale.event)
    worked_off(sale.event)

    assert run_of(sale.event) == (5, 5, 0, LATER)
    assert [len(refunds_of(order)) for order in orders] == [1] * 5
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert_integrity(at=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_each_order_back_once():
    sale = show(20)
    orders = [bought(sale.event, {sale.type: 1}) for _ in range(6)]
    cancelled(sale)

    outcomes = race(*[lambda: worked_off(sale.event)] * 2)

    assert outcomes == [None, None]
    assert run_of(sale.event) == (6, 6, 0, LATER)
    assert [len(refunds_of(order)) for order in orders] == [1] * 6
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert_integrity(at=LATER)


def test_an_order_paid_after_the_event_was_cancelled_goes_back_too(mailoutbox):
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1})
    cancelled(sale)
    drain_outbox("ticketing.call_off")
    assert states(order) == ("cancelled", "pending", ["pending"])

    tell(news_of(payment), at=LATER)
    assert states(order)[0] == "completed"
    drain_outbox("ticketing.issue", "ticketing.call_off", "communications.deliver")

    assert states(order) == ("refunded", "refunded", ["successful"])
    assert [owed.reason for owed in refunds_of(order)] == ["event_cancelled"]
    assert run_of(sale.event)[:3] == (1, 1, 0)
    assert mailoutbox == []  # no tickets to a show that is off
    assert_integrity(at=LATER)


def without_counters(sale):
    """Places that are counted nowhere: no order of this sale can be given back."""
    with everything():
        EventCapacity.objects.filter(event=sale.event).update(sold=0)


def test_one_that_cannot_be_given_back_does_not_keep_the_others_and_is_tried_again(caplog):
    sale = show(10, 10)
    one, two = sale.types
    good, bad = bought(sale.event, {one: 1}), bought(sale.event, {two: 1})
    with everything():
        TicketType.objects.filter(pk=two.pk).update(sold=0)
    cancelled(sale)

    worked_off(sale.event)

    assert (states(good)[0], states(bad)[0]) == ("refunded", "completed")
    assert run_of(sale.event) == (2, 1, 1, LATER)
    assert (refunds_of(bad), [t.status for t in tickets_of(bad)]) == ([], ["valid"])
    assert f"order {bad.pk} of a cancelled event could not be undone" in caplog.text
    url = f"/desk/refunds/{sale.event.slug}/"
    client = visitor(sale.event.organizer)
    page = words(client.get(url))
    assert "1 of 2 orders given back." in page
    assert (bad.number in page, good.number in page) == (True, False)

    with everything():
        TicketType.objects.filter(pk=two.pk).update(sold=1)
    page = words(client.post(url, follow=True))
    assert "What was not given back is tried again." in page
    drain_outbox("ticketing.call_off")

    assert run_of(sale.event)[:3] == (2, 2, 0)
    assert bad.number not in words(client.get(url))
    assert_integrity(at=LATER)


def test_what_the_provider_refused_is_listed_and_asked_for_again():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    cancelled(sale)
    drain_outbox("ticketing.call_off")
    (owed,) = refunds_of(order)
    settled(owed, REFUND_FAILED)
    url = f"/desk/refunds/{sale.event.slug}/"
    client = visitor(sale.event.organizer)
    assert f"{order.number} The provider did not give back €25.00." in words(client.get(url))

    client.post(url)

    assert stored(owed).status == "pending"
    assert order.number not in words(client.get(url))


def test_for_whom_the_page_and_its_button_are():
    sale, rivals = show(10), show(10)
    bought(sale.event, {sale.type: 1})
    url = f"/desk/refunds/{sale.event.slug}/"
    assert visitor(sale.event.organizer).get(url).status_code == 404  # it takes place
    cancelled(sale)
    seller, refunder = UserFactory(), UserFactory()
    for person, permission in [(seller, "sell"), (refunder, "refund")]:
        EventTeamMemberFactory(event=sale.event, user=person, permissions=[permission])

    def answers(client):
        return client.get(url).status_code, client.post(url).status_code

    assert answers(visitor()) == (302, 302)
    for person in (UserFactory(), seller, rivals.event.organizer):
        assert answers(visitor(person)) == (403, 403)
    assert answers(visitor(refunder)) == (200, 302)
    with acting_as(seller), pytest.raises(PermissionDenied):
        with everything():
            run = RefundRun.objects.get()
        retry_run(run, by=seller, at=LATER)


def test_progress_shows_on_the_events_page():
    sale = show(10)
    bought(sale.event, {sale.type: 1})
    cancelled(sale)
    client = visitor(sale.event.organizer)
    desk, url = f"/admin/events/event/{sale.event.pk}/change/", f"/desk/refunds/{sale.event.slug}/"
    assert f'<a href="{url}">Refunds: 0%</a>' in client.get(desk).content.decode()
    assert '<progress value="0" max="100"' in client.get(url).content.decode()

    drain_outbox("ticketing.call_off")

    assert f'<a href="{url}">Refunds: 100%</a>' in client.get(desk).content.decode()
    assert '<progress value="100" max="100"' in client.get(url).content.decode()


def test_the_page_asks_as_much_for_many_orders_as_for_one():
    counts = []
    for number in (1, 3):
        sale = show(10)
        for _ in range(number):
            bought(sale.event, {sale.type: 1})
        cancelled(sale)
        without_counters(sale)
        worked_off(sale.event)
        assert run_of(sale.event)[2] == number
        client = visitor(sale.event.organizer)
        client.get(f"/desk/refunds/{sale.event.slug}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/refunds/{sale.event.slug}/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_every_buyer_is_told(mailoutbox):
    sale, free = show(10, title="Spring Show"), show(10, price=0, title="Open House")
    bought(sale.event, {sale.type: 2})
    ordered(free.event, {free.type: 1})
    cancelled(sale)
    cancelled(free)

    drain_outbox("ticketing.call_off", "ticketing.tell_called_off", "communications.deliver")

    paid_for, for_free = sorted(mailoutbox, key=lambda mail: mail.subject, reverse=True)
    assert (paid_for.subject, for_free.subject) == (
        "Cancelled: Spring Show",
        "Cancelled: Open House",
    )
    assert "Spring Show does not take place." in paid_for.body
    assert "€50.00 goes back the way it came." in paid_for.body
    assert "They cost nothing, so nothing is paid back." in for_free.body
    with everything():
        assert set(Ticket.objects.values_list("status", flat=True)) == {"refunded"}
