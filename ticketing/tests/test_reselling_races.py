"""A ticket on offer while its buyer, the door, the organizer and who waits reach for it at once."""

import pytest

from fashionista.common.errors import DomainError
from fashionista.common.testing import assert_integrity

from .sale import (
    check_out,
    counters,
    news_of,
    race,
    refunds_of,
    states,
    stored,
    tell,
    while_uncommitted,
)
from .test_admission import scan, scans
from .test_refunds import by_organizer
from .test_reselling import full_house, offer, on_offer, order_of, sweep, withdraw
from .test_waiting import wait

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sale():
    sale = full_house()
    sale.ticket = sale.tickets[0]
    return sale


def outcome_of(sale, order):
    """(what the ticket is, what the offer is): exactly one of both has the place."""
    return stored(sale.ticket).status, states(order)[0]


@pytest.mark.parametrize("_again", range(3))
def test_an_offer_paid_while_the_ticket_is_scanned_gives_the_place_to_one(sale, _again):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    payment = check_out(order)

    outcomes = race(
        lambda: tell(news_of(payment)), lambda: scan(sale.event, sale.ticket.code).result
    )

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    has_it = outcome_of(sale, order)
    assert has_it in [("used", "expired"), ("refunded", "completed")]
    admitted = [result for _ticket, result in scans(sale.event)] == ["admitted"]
    assert admitted == (has_it[0] == "used")
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()


def test_a_payment_waits_for_the_door_and_sees_what_it_did(sale):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    payment = check_out(order)

    applied = while_uncommitted(
        lambda: scan(sale.event, sale.ticket.code), lambda: tell(news_of(payment))
    )

    assert applied is True
    assert outcome_of(sale, order) == ("used", "expired")
    assert_integrity()


def test_a_ticket_is_withdrawn_or_offered_to_somebody_not_both(sale):
    wait(sale.type)
    offer(sale.ticket)

    withdrawn, swept = race(lambda: withdraw(sale.ticket), sweep)

    taken = isinstance(withdrawn, DomainError)
    assert swept == (1 if taken else 0)
    assert on_offer(sale.ticket)[1] is taken
    assert_integrity()


def test_an_offer_is_paid_while_the_organizer_refunds_the_ticket(sale):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    payment = check_out(order)

    applied, refunded = race(
        lambda: tell(news_of(payment)), lambda: by_organizer(sale.order).reason
    )

    assert applied is True
    [owed] = refunds_of(sale.order)
    assert refunded == owed.reason or isinstance(refunded, DomainError)
    assert states(order)[0] == "completed"
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()
