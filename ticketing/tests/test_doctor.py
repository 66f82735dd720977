"""The payment doctor finds where money and tickets do not agree, and mends it once."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import assert_integrity, drain_outbox, everything
from ticketing.models import Order, Payment, PaymentEvent
from ticketing.payments import REFUND_FAILED, REFUNDED
from ticketing.refunding import refund as give_back
from ticketing.sweeping import sweep_holds

from .factories import RefundFactory
from .sale import (
    bought,
    counters,
    news_of,
    ordered,
    promised,
    refunds_of,
    show,
    states,
    stored,
    tell,
    tickets_of,
)  # fmt: skip
from .visit import visitor, words

pytestmark = pytest.mark.django_db
URL = "/admin/ticketing/payment/doctor/"
WELL = "All is well: money and tickets agree."


@pytest.fixture
def sale():
    return show(9)


@pytest.fixture
def client(sale):
    return visitor(sale.event.organizer)


def now_ordered(sale, **details):
    return ordered(sale.event, {sale.type: 1}, at=timezone.now(), **details)


def press(client, repair, row, because=""):
    """Press a button. Returns what the page says then."""
    pressed = {"repair": repair, "row": row.pk, "because": because}
    return words(client.post(URL, pressed, follow=True))


def paid_without_tickets(sale):
    """Something went wrong that no code of ours does: a payment by hand, in the database."""
    order, payment = now_ordered(sale)
    with everything():
        Payment.objects.filter(pk=payment.pk).update(status="successful")
    return order, payment


def in_quarantine(sale):
    order, payment = now_ordered(sale)
    tell(news_of(payment, amount=Decimal("24.99"), currency="EUR"))
    with everything():
        return order, PaymentEvent.objects.get(payment=payment)


def failed_refund(sale, **details):
    order, payment = now_ordered(sale, **details)
    with everything():
        Payment.objects.filter(pk=payment.pk).update(status="successful")
        Order.objects.filter(pk=order.pk).update(status="expired")
    refund = RefundFactory(payment=stored(payment), order=stored(order), status="failed")
    return order, refund


def test_a_well_desk_says_so(sale, client):
    bought(sale.event, {sale.type: 1}, at=timezone.now())
    now_ordered(sale)

    assert WELL in words(client.get(URL))


def test_an_order_given_back_in_part_is_well(sale, client):
    order = bought(sale.event, {sale.type: 2}, at=timezone.now())
    organizer = sale.event.organizer
    with acting_as(organizer):
        give_back(order, amount=Decimal(10), by=organizer, at=timezone.now(), reason="Late start")

    assert WELL in words(client.get(URL))


def test_paid_and_no_tickets_takes_the_places(sale, client):
    order, payment = paid_without_tickets(sale)
    page = words(client.get(URL))

    press(client, "settle", payment)

    assert "Paid, and no tickets The money is there" in page
    assert order.number in page
    assert states(order) == ("completed", "paid", ["successful"])
    assert (counters(sale.event), len(tickets_of(order))) == ([(0, 1), (0, 1)], 1)
    assert WELL in words(client.get(URL))
    assert_integrity(at=timezone.now())


def test_paid_and_no_tickets_gives_back_where_the_places_are_gone():
    sale = show(1)
    client = visitor(sale.event.organizer)
    order, payment = paid_without_tickets(sale)
    sweep_holds(at=stored(order).hold_expires_at)
    bought(sale.event, {sale.type: 1}, at=timezone.now())

    press(client, "settle", payment)

    (refund,) = refunds_of(order)
    assert (refund.status, refund.reason) == ("pending", "too_late")
    assert ("ticketing.refund", refund.pk) in promised()
    assert_integrity(at=timezone.now())


def test_a_repair_pressed_twice_is_done_once(client, sale):
    order, payment = paid_without_tickets(sale)

    press(client, "settle", payment)
    page = press(client, "settle", payment)

    assert "This has moved on meanwhile, so nothing was changed." in page
    assert len(tickets_of(order)) == 1


def test_tickets_without_a_payment_are_shown(sale, client):
    order = bought(sale.event, {sale.type: 1}, at=timezone.now())
    with everything():
        Payment.objects.filter(order=order).update(status="failed")

    page = words(client.get(URL))

    assert "Tickets, and not paid" in page
    assert order.number in page


def test_what_is_in_quarantine_is_dismissed_with_a_reason(sale, client):
    order, event = in_quarantine(sale)
    page = words(client.get(URL))

    without = press(client, "dismiss", event, because="  ")
    press(client, "dismiss", event, because="A test of the bank's.")

    assert "another amount than was asked for 24.99 EUR" in page
    assert order.number in page
    assert "Say what it was, for those who look at it later." in without
    event = stored(event)
    assert event.dismissed_because == "A test of the bank's."
    assert event.dismissed_at is not None
    assert states(order) == ("pending", "pending", ["pending"])
    assert WELL in words(client.get(URL))


def test_a_refund_that_failed_is_asked_for_again(sale, client):
    order, refund = failed_refund(sale)
    page = words(client.get(URL))

    press(client, "refund_again", refund)

    assert "Refunds that failed" in page
    (owed,) = refunds_of(order)
    assert (owed.pk, owed.status, owed.amount, owed.attempt) == (refund.pk, "pending", 25, 2)
    assert ("ticketing.refund", owed.pk) in promised()
    assert WELL in words(client.get(URL))
    again = press(client, "refund_again", refund)
    assert "This has moved on meanwhile" in again
    assert len(refunds_of(order)) == 1


def test_a_transfer_is_sent_back_by_hand(sale, client, mailoutbox):
    account = {"transfer": {"holder": "House", "iban": "GB29NWBK60161331926819"}}
    OrganizerProfileFactory(user=sale.event.organizer, gateway_credentials=account)
    order, refund = failed_refund(sale, gateway="transfer")
    press(client, "refund_again", refund)
    drain_outbox("ticketing.refund")
    owed = next(each for each in refunds_of(order) if each.status == "pending")
    page = words(client.get(URL))

    press(client, "sent_back", owed)

    assert "To be sent back by hand" in page
    assert stored(owed).status == "successful"
    assert states(order)[:2] == ("refunded", "refunded")
    assert WELL in words(client.get(URL))


def test_a_refund_that_bounces_after_it_was_done_is_shown(sale, client):
    order, refund = failed_refund(sale)
    press(client, "refund_again", refund)
    payment = refund.payment
    owed = next(each for each in refunds_of(order) if each.status == "pending")
    tell(news_of(payment, REFUNDED, refund_id=owed.pk))
    tell(news_of(payment, REFUND_FAILED, refund_id=owed.pk))

    assert "a refund that was done has come back" in words(client.get(URL))
    assert stored(owed).status == "successful"


def all_wrong(sale):
    return [
        ("settle", paid_without_tickets(sale)[1]),
        ("dismiss", in_quarantine(sale)[1]),
        ("refund_again", failed_refund(sale)[1]),
    ]


def test_a_rival_sees_nothing_and_mends_nothing(sale):
    rows = all_wrong(sale)
    rival = visitor(show(1).event.organizer)

    assert WELL in words(rival.get(URL))
    for name, row in rows:
        assert "This has moved on meanwhile" in press(rival, name, row, because="mine")
    with everything():
        assert not PaymentEvent.objects.exclude(dismissed_at=None).exists()
        assert Order.objects.filter(status="completed").count() == 0
    assert len(refunds_of(rows[2][1].order)) == 1


@pytest.mark.parametrize(
    ("permission", "sees"), [("finance", True), ("refund", True), ("sell", False), ("door", False)]
)
def test_of_the_team_who_has_to_do_with_money_sees_it(sale, permission, sees):
    all_wrong(sale)
    person = UserFactory()
    EventTeamMemberFactory(event=sale.event, user=person, permissions=[permission])

    answer = visitor(person).get(URL)

    assert answer.status_code == (200 if sees else 403)
    if sees:
        assert words(answer).count("EUR") + words(answer).count("€25.00") == 3


def test_strangers_are_asked_to_sign_in(sale):
    for answer in (visitor().get(URL), visitor().post(URL, {})):
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize("posted", [{}, {"repair": "x"}, {"repair": "settle", "row": "x"}])
def test_nonsense_mends_nothing(sale, client, posted):
    order, _payment = paid_without_tickets(sale)

    page = words(client.post(URL, posted, follow=True))

    assert "This has moved on meanwhile, so nothing was changed." in page
    assert states(order) == ("pending", "pending", ["successful"])


def test_the_page_asks_as_much_for_three_rows_as_for_one(sale, client):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        return len(asked)

    all_wrong(sale)
    client.get(URL)
    one = statements()
    for _ in range(2):
        all_wrong(sale)

    assert statements() == one
