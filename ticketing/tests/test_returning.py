"""Tickets that buyers return themselves, within what the organizer promised."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.models import Event
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.exceptions import (
    AnotherSum,
    NoLongerOpen,
    NoReturns,
    NothingToRefund,
    TooLateToReturn,
    UsedAtTheDoor,
)
from ticketing.models import RefundPolicy
from ticketing.returning import return_tickets

from .factories import RefundPolicyFactory
from .sale import (
    bought,
    counters,
    ordered,
    promised,
    race,
    refunds_of,
    show,
    states,
    tickets_of,
)  # fmt: skip
from .test_admin_forms import save_event
from .test_refunds import admitted, by_organizer, left_of
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db
START = NOON + timedelta(days=10)


def returnable(*quantities, price=25, **policy):
    """A sale whose tickets may be returned until a day before its start."""
    sale = show(
        *quantities or [10], price=price, start_date=START, end_date=START + timedelta(hours=3)
    )
    RefundPolicyFactory(event=sale.event, **policy)
    return sale


def returned(order, tickets, expected, *, at=NOON, by=None):
    """What the buyer's button does."""
    with acting_as(by), order_in_scope(order.pk):
        return return_tickets(order, tickets=tickets, expected=Decimal(expected), by=by, at=at)


def test_one_ticket_of_two_goes_back_less_its_fee():
    sale = returnable(fee_fixed=Decimal("1.50"), fee_percent=Decimal(10))
    buyer = UserFactory()
    order = bought(sale.event, {sale.type: 2}, buyer=buyer)

    owed = returned(order, tickets_of(order)[:1], 21, by=buyer)

    assert (owed.amount, owed.reason, owed.by) == (21, "returned", buyer)
    assert ("ticketing.refund", owed.pk) in promised()
    assert [ticket.status for ticket in tickets_of(order)] == ["refunded", "valid"]
    assert states(order)[0] == "completed"
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert left_of(order) == [29]
    assert_integrity()

    returned(order, tickets_of(order)[1:], 21, by=buyer)
    assert states(order) == ("refunded", "refunded", ["successful"])
    assert left_of(order) == [8]
    assert_integrity()


@pytest.mark.parametrize(
    ("price", "fixed", "percent", "fee"),
    [
        ("25.00", "0", "0", "0"),
        ("25.00", "2.50", "0", "2.50"),
        ("25.00", "0", "10", "2.50"),
        ("9.99", "0", "12.5", "1.25"),  # 1.24875
        ("0.30", "0", "15", "0.05"),  # 0.045, half up
        ("2.00", "5", "0", "2.00"),  # never more than it cost
        ("0.00", "5", "10", "0"),
    ],
)
def test_the_fee_of_a_ticket(price, fixed, percent, fee):
    policy = RefundPolicy(fee_fixed=Decimal(fixed), fee_percent=Decimal(percent))

    assert policy.fee_for(Decimal(price), "EUR") == Decimal(fee)


def test_the_fee_has_no_more_decimals_than_the_currency():
    policy = RefundPolicy(fee_fixed=Decimal(0), fee_percent=Decimal("12.5"))

    assert policy.fee_for(Decimal(999), "KRW") == 125


def test_to_the_deadline_and_no_later():
    sale = returnable(hours=48)
    order = bought(sale.event, {sale.type: 2})
    first, second = tickets_of(order)
    deadline = START - timedelta(hours=48)

    returned(order, [first], 25, at=deadline)
    with pytest.raises(TooLateToReturn):
        returned(order, [second], 25, at=deadline + timedelta(seconds=1))

    assert [ticket.status for ticket in tickets_of(order)] == ["refunded", "valid"]


def test_what_cannot_be_returned_is_refused_and_changes_nothing():
    sale, without = returnable(), show(10)
    order, other = (bought(sale.event, {sale.type: 2}) for _ in range(2))
    first, second = tickets_of(order)
    kept = bought(without.event, {without.type: 1})
    assert admitted(first) == "admitted"

    for tickets, expected, refusal in [
        ([first], 25, UsedAtTheDoor),
        ([second], 24, AnotherSum),
        ([], 0, NothingToRefund),
        (tickets_of(other), 50, NoLongerOpen),
    ]:
        with pytest.raises(refusal):
            returned(order, tickets, expected)
    with pytest.raises(NoReturns):
        returned(kept, tickets_of(kept), 25)

    assert refunds_of(order) == refunds_of(other) == refunds_of(kept) == []
    assert counters(sale.event) == [(0, 4), (0, 4)]
    assert_integrity()


def test_no_more_goes_back_than_is_left():
    sale = returnable()
    order = bought(sale.event, {sale.type: 2})
    by_organizer(order, amount=Decimal(30))

    assert returned(order, tickets_of(order), 20).amount == 20

    assert_integrity()


def test_free_tickets_are_returned_without_money():
    sale = returnable(price=0, fee_fixed=Decimal(5))
    order, _none = ordered(sale.event, {sale.type: 1})

    assert returned(order, tickets_of(order), 0) is None

    assert states(order) == ("refunded", "refunded", [])
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert ("ticketing.tell_cancelled", order.pk) in promised()
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_returned_many_times_at_once_is_returned_once():
    sale = returnable()
    order = bought(sale.event, {sale.type: 2})
    tickets = tickets_of(order)[:1]

    outcomes = race(*[lambda: returned(order, tickets, 25)] * 6)

    assert sorted(type(each).__name__ for each in outcomes) == ["NoLongerOpen"] * 5 + ["Refund"]
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()


# the pages


def url_of(order):
    return f"/orders/{order.pk}/return/"


def guest_of(order):
    client = visitor()
    client.get(mailed_link(order))
    return client


def ticked(*tickets, **more):
    return {"tickets": [ticket.pk for ticket in tickets], **more}


def test_a_guest_ticks_sees_what_comes_back_and_confirms():
    sale = returnable(fee_percent=Decimal(10))
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    _first, second = tickets_of(order)
    client = guest_of(order)
    page = words(client.get(f"/orders/{order.pk}/"))
    assert "Tickets can be returned until Tue 1 Dec 2099" in page
    assert "10% of the price of each are kept. Return tickets" in page
    assert "Type 1, Ida, €25.00" in words(client.get(url_of(order)))

    preview = client.post(url_of(order), ticked(second))

    assert "Type 1, Ove €25.00 Kept of it −€2.50 Back to you €22.50" in words(preview)
    assert refunds_of(order) == []
    (shown,) = re.findall(r'name="confirm" value="([^"]*)"', preview.content.decode())

    page = words(client.post(url_of(order), ticked(second, confirm=shown), follow=True))

    assert "Your tickets are returned. We have emailed you." in page
    assert "€22.50 of what you paid goes back the way it came." in page
    assert [owed.amount for owed in refunds_of(order)] == [Decimal("22.50")]
    again = client.post(url_of(order), ticked(second, confirm=shown))
    assert again.status_code == 422
    assert len(refunds_of(order)) == 1


def test_a_fee_that_changed_meanwhile_is_shown_and_nothing_is_done():
    sale = returnable()
    order = bought(sale.event, {sale.type: 1})
    client = guest_of(order)
    with everything():
        RefundPolicy.objects.update(fee_fixed=5)

    answer = client.post(url_of(order), ticked(*tickets_of(order), confirm="25.00"))

    assert answer.status_code == 422
    assert "What goes back has changed meanwhile." in words(answer)
    assert "Back to you €20.00" in words(answer)
    assert refunds_of(order) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Tick the tickets you want to return."),
        ({"tickets": "x"}, "is not a valid UUID"),
        (
            {"tickets": "00000000-0000-4000-8000-000000000001"},
            "is not one of the available choices",
        ),
    ],
)
def test_what_is_ticked_wrong_is_told(typed, says):
    sale = returnable()
    order = bought(sale.event, {sale.type: 1})

    answer = guest_of(order).post(url_of(order), typed)

    assert (answer.status_code, says in words(answer)) == (422, True)
    assert refunds_of(order) == []


def test_after_the_deadline_and_without_returns_the_pages_say_so():
    sale, without = returnable(), show(10)
    late, kept = (bought(each.event, {each.type: 1}) for each in (sale, without))
    with everything():
        Event.objects.filter(pk=sale.event.pk).update(
            start_date=timezone.now() + timedelta(hours=23)
        )

    for order, says in [
        (late, "It is too late to return tickets of this event."),
        (kept, "The organizer does not take tickets of this event back."),
    ]:
        client = guest_of(order)
        assert says in words(client.get(url_of(order)))
        answer = client.post(url_of(order), ticked(*tickets_of(order), confirm="25.00"))
        assert (answer.status_code, says in words(answer)) == (422, True)
        assert "Return tickets" not in words(client.get(f"/orders/{order.pk}/"))
        assert refunds_of(order) == []


def test_whose_the_page_is():
    sale = returnable()
    buyer = UserFactory()
    order = bought(sale.event, {sale.type: 1}, buyer=buyer)
    typed = ticked(*tickets_of(order), confirm="25.00")

    for client in (visitor(), visitor(UserFactory()), visitor(sale.event.organizer)):
        assert client.get(url_of(order)).status_code == 404
        assert client.post(url_of(order), typed).status_code == 404
    assert refunds_of(order) == []
    assert visitor(buyer).post(url_of(order), typed).status_code == 302
    assert [owed.by_id for owed in refunds_of(order)] == [buyer.pk]


def test_the_page_asks_as_much_for_many_tickets_as_for_one():
    sale = returnable()
    counts = []
    for number in (1, 3):
        order = bought(sale.event, {sale.type: number})
        client = guest_of(order)
        client.post(url_of(order), ticked(*tickets_of(order)))
        with CaptureQueriesContext(connection) as asked:
            assert client.post(url_of(order), ticked(*tickets_of(order))).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_an_organizer_sets_the_policy_on_the_events_page():
    sale = show(10)

    page = save_event(
        visitor(sale.event.organizer),
        sale.event,
        **{
            "refund_policies-TOTAL_FORMS": 1,
            "refund_policies-0-hours": 72,
            "refund_policies-0-fee_fixed": "1.00",
            "refund_policies-0-fee_percent": "5",
        },
    )

    assert "was changed successfully" in page
    with everything():
        policy = RefundPolicy.objects.get()
    assert (policy.event_id, policy.hours, policy.fee_fixed, policy.fee_percent) == (
        sale.event.pk,
        72,
        1,
        5,
    )
