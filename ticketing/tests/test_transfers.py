"""Paying by bank transfer: held for a day, paid when the organizer has seen the money."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.exceptions import NoTransfer
from ticketing.issuing import tell_account
from ticketing.models import Payment, PaymentEvent, TicketType
from ticketing.references import in_fours, reference_of
from ticketing.sweeping import sweep_holds
from ticketing.transfers import confirm_transfer

from .sale import (
    bought,
    check_out,
    counters,
    ordered,
    race,
    refunds_of,
    show,
    states,
    stored,
    tickets_of,
)  # fmt: skip
from .visit import buyer, hold_by_http, visitor, words

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)
ACCOUNT = {"holder": "House of Test", "iban": "GB29NWBK60161331926819", "bic": "NWBKGB2L"}


@pytest.fixture
def sale():
    sale = show(2)
    agreed = {"transfer": ACCOUNT}
    OrganizerProfileFactory(user=sale.event.organizer, gateway_credentials=agreed)
    return sale


def waiting(sale, at=NOON):
    return ordered(sale.event, {sale.type: 2}, gateway="transfer", at=at)


def confirm(payment, *, by=None, at=NOON):
    with acting_as(by):
        return confirm_transfer(stored(payment), by=by, at=at)


def test_the_page_says_where_to_send_the_money(sale, settings):
    settings.PAYMENT_SANDBOX = False
    browser = visitor()
    address = hold_by_http(browser, sale, 2)

    answer = browser.post(f"{address}checkout/", buyer())
    page = words(browser.get(address))

    with everything():
        payment = Payment.objects.select_related("order").get()
    assert (answer.status_code, answer.url) == (302, address)
    for said in [
        "Send the money, and the tickets are yours", "House of Test",
        "GB29 NWBK 6016 1331 9268 19", "NWBKGB2L", "€50.00",
        in_fours(reference_of(payment.order.number)),
    ]:  # fmt: skip
        assert said in page
    held_for = payment.order.hold_expires_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < held_for <= DAY


def test_places_are_held_a_day_from_the_choice_and_no_longer(sale):
    order, _payment = waiting(sale)
    check_out(order, gateway="sandbox", at=NOON + timedelta(hours=1))
    check_out(order, gateway="transfer", at=NOON + timedelta(hours=2))

    assert stored(order).hold_expires_at == NOON + DAY
    assert sweep_holds(at=NOON + DAY - timedelta(seconds=1)) == 0
    assert sweep_holds(at=NOON + DAY) == 1
    assert counters(sale.event) == [(0, 0), (0, 0)]


def test_the_account_is_mailed_once_an_order_while_it_waits(sale, mailoutbox):
    order, payment = waiting(sale)
    check_out(order, gateway="sandbox")
    check_out(order, gateway="transfer")

    drain_outbox("ticketing.tell_account", "communications.deliver")

    (message,) = mailoutbox
    assert message.to == ["gwen@example.org"]
    assert message.subject == "Where to send the money: Spring Show"
    for said in ("GB29 NWBK 6016 1331 9268 19", in_fours(reference_of(order.number)), "€50.00"):
        assert said in message.body
    confirm(payment)
    tell_account(order.pk)
    assert not OutboxMessage.objects.filter(kind="communications.deliver").exists()


def test_other_ways_keep_the_ten_minutes(sale):
    order, _payment = ordered(sale.event, {sale.type: 1})

    assert stored(order).hold_expires_at == NOON + timedelta(minutes=10)


def test_money_that_has_arrived_completes_the_order_once(sale):
    order, payment = waiting(sale)

    confirm(payment)
    with pytest.raises(NoTransfer):
        confirm(payment)

    assert states(order) == ("completed", "paid", ["successful"])
    assert len(tickets_of(order)) == 2
    with everything():
        assert PaymentEvent.objects.count() == 1
    assert_integrity()


def test_money_that_is_late_gets_what_is_free_or_goes_back(sale):
    late = NOON + DAY
    (lucky, one), later = waiting(sale), late + timedelta(hours=1)
    sweep_holds(at=late)
    confirm(one, at=late)
    with everything():
        TicketType.objects.update(quantity=4)
    unlucky, two = waiting(sale, at=late)
    sweep_holds(at=late + DAY)
    with everything():
        TicketType.objects.update(quantity=3)
    confirm(two, at=later + DAY)

    assert states(lucky) == ("completed", "paid", ["successful"])
    assert states(unlucky) == ("expired", "pending", ["successful"])
    assert [(each.reason, each.status) for each in refunds_of(unlucky)] == [("too_late", "pending")]
    assert_integrity(at=later + DAY)


def test_a_buyer_who_left_the_transfer_for_another_way_and_sent_it_all_the_same(sale):
    order, payment = waiting(sale)
    check_out(order, gateway="sandbox")

    confirm(payment)

    assert states(order)[:2] == ("completed", "paid")
    assert_integrity()


def test_what_is_paid_otherwise_is_not_confirmed_by_hand():
    other = show(10)
    order, payment = ordered(other.event, {other.type: 1})

    with pytest.raises(NoTransfer):
        confirm(payment)

    assert states(order) == ("pending", "pending", ["pending"])
    assert bought(other.event, {other.type: 1}).status == "completed"


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_sell_once():
    sale = show(2)
    order, payment = waiting(sale)

    outcomes = race(*[lambda: confirm(payment)] * 3)

    assert sorted(type(each).__name__ for each in outcomes) == ["NoTransfer"] * 2 + ["NoneType"]
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert len(tickets_of(order)) == 2
    assert_integrity()


def member(sale, permission):
    person = UserFactory()
    EventTeamMemberFactory(event=sale.event, user=person, permissions=[permission])
    return person


def press(client, payment):
    chosen = {"action": "confirm_transfer", "_selected_action": [payment.pk]}
    return client.post("/admin/ticketing/payment/", chosen, follow=True)


@pytest.mark.parametrize("permission", ["sell", "refund"])
def test_who_does_not_keep_the_books_confirms_nothing(sale, permission):
    order, payment = waiting(sale)

    press(visitor(member(sale, permission)), payment)

    assert states(order) == ("pending", "pending", ["pending"])


def test_a_rival_and_a_stranger_confirm_nothing(sale):
    order, payment = waiting(sale)
    rival = show(1)

    for client in (visitor(), visitor(rival.event.organizer)):
        press(client, payment)

    assert states(order) == ("pending", "pending", ["pending"])


def test_who_keeps_the_books_confirms_and_is_told(sale):
    order, payment = waiting(sale)

    page = words(press(visitor(member(sale, "finance")), payment))

    assert "Money has arrived: Done for 1 row." in page
    assert states(order) == ("completed", "paid", ["successful"])


def test_a_hold_that_has_run_out_shows_no_account(sale):
    browser = visitor()
    address = hold_by_http(browser, sale)
    browser.post(f"{address}checkout/", buyer(gateway="transfer"))
    with everything():
        payment = Payment.objects.select_related("order").get()
        payment.order.hold_expires_at = timezone.now() - timedelta(seconds=1)
        payment.order.save()

    page = words(browser.get(address))

    assert "The hold has run out" in page
    assert "GB29" not in page
