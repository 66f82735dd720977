"""What came in and went back, in pieces: each sum is that of the payments and of the documents."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest

from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from ticketing.billing import shares_in
from ticketing.figures import income_of
from ticketing.giving import give_tickets
from ticketing.models import Invoice, Order, TicketType, WaitingEntry
from ticketing.refunding import refund
from ticketing.takings import KEYS, takings

from .factories import (
    OrderFactory,
    OrderLineFactory,
    PaymentFactory,
    RefundFactory,
    VoucherFactory,
    WaitingEntryFactory,
)
from .sale import bought, show, tickets_of
from .test_billing import give_back, taxed_show
from .test_issuing import draw_and_mail

pytestmark = pytest.mark.django_db


def taken(event, by, **asked):
    return {each.key: each for each in takings([event.pk], by, **asked)}


def sums(found):
    """Tickets, gross, VAT, given back and the VAT in that, of all keys together."""
    rows = found.values()
    return tuple(
        sum((getattr(each, name) for each in rows), D(0))
        for name in ("tickets", "gross", "vat", "back", "back_vat")
    )


def documents(event):
    """{(kind, rate): (gross, VAT)}, as the invoices and credit notes of an event have it."""
    found = {}
    with everything():
        for document in Invoice.objects.filter(event=event):
            for share in shares_in(document):
                key = (document.kind, share.rate)
                gross, vat = found.get(key, (D(0), D(0)))
                found[key] = gross + share.gross, vat + share.vat
    return found


def busy(*, currency="EUR", price=D("24.99"), on_top=False):
    """A show of two rates with all that happens to orders, and the paper of it."""
    sale = taxed_show(22, 4, price=price, currency=currency)
    if on_top:
        with everything():
            TicketType.objects.filter(event=sale.event).update(vat_on_top=True)
    stalls, balcony = sale.types
    orders = [
        bought(sale.event, {stalls: 3, balcony: 2}),
        bought(sale.event, {stalls: 1}),
        bought(sale.event, {balcony: 4}),
        bought(sale.event, {stalls: 2, balcony: 2}),
        bought(sale.event, {stalls: 1, balcony: 1}),
    ]
    draw_and_mail()
    give_back(sale, orders[0], tickets=tickets_of(orders[0])[:2])
    give_back(sale, orders[0], amount=D(7))  # over two rates, and none of the tickets
    give_back(sale, orders[1])
    give_back(sale, orders[2], tickets=tickets_of(orders[2])[:1], amount=D(5))  # a fee kept
    give_back(sale, orders[3], amount=D(1))
    give_back(sale, orders[3])
    late = OrderFactory(event=sale.event, status="expired", total_amount=price)
    OrderLineFactory(order=late, ticket_type=stalls)
    RefundFactory(payment=PaymentFactory(order=late, status="successful"), reason="too_late")
    sale.late = price
    return sale


@pytest.mark.parametrize(
    ("currency", "price", "on_top"),
    [
        ("EUR", D("24.99"), False),
        ("EUR", D("24.99"), True),
        ("JPY", D(2499), False),
        ("JPY", D(2499), True),
    ],
)
def test_all_reports_come_to_the_payments_and_to_the_documents(currency, price, on_top):
    sale = busy(currency=currency, price=price, on_top=on_top)
    with acting_as(sale.event.organizer):
        income = income_of(sale.event)
    papers = documents(sale.event)

    for by in KEYS:
        tickets, gross, vat, back, back_vat = sums(taken(sale.event, by))
        assert (by, tickets) == (by, 16)
        assert (by, gross) == (by, income.received - sale.late)
        assert (by, back) == (by, income.given_back - sale.late)
        told = {kind: [D(0), D(0)] for kind in ("invoice", "credit_note")}
        for (kind, _rate), (part, part_vat) in papers.items():
            told[kind] = [told[kind][0] + part, told[kind][1] + part_vat]
        assert (by, [gross, vat], [back, back_vat]) == (by, *told.values())
    for settled in (False, True):
        rates = taken(sale.event, "rate", settled=settled)
        assert {rate: (each.gross, each.vat) for rate, each in rates.items()} == {
            rate: sums for (kind, rate), sums in papers.items() if kind == "invoice"
        }
        assert {rate: (each.back, each.back_vat) for rate, each in rates.items()} == {
            rate: sums for (kind, rate), sums in papers.items() if kind == "credit_note"
        }


def test_what_is_owed_and_has_no_paper_yet_is_parted_the_same_way():
    sale = taxed_show(22, 4, price=25)
    stalls, balcony = sale.types
    order = bought(sale.event, {stalls: 2, balcony: 1})
    with acting_as(sale.event.organizer):
        refund(order, amount=D(10), by=sale.event.organizer, at=NOON)

    types = taken(sale.event, "type")

    assert (types[stalls.pk].back, types[balcony.pk].back) == (D("6.67"), D("3.33"))
    assert (types[stalls.pk].back_vat, types[balcony.pk].back_vat) == (D("1.20"), D("0.13"))
    assert (types[stalls.pk].vat, types[balcony.pk].vat) == (D("9.02"), D("0.96"))
    assert sums(taken(sale.event, "rate", settled=True))[3] == 0  # it has not gone back yet


def test_tickets_given_back_are_those_of_their_type():
    sale = taxed_show(22, 22)
    stalls, balcony = sale.types
    order = bought(sale.event, {stalls: 2, balcony: 2})
    draw_and_mail()
    gone = [each for each in tickets_of(order) if each.ticket_type_id == balcony.pk]

    give_back(sale, order, tickets=gone)

    types = taken(sale.event, "type")
    found = {key: (each.returned, each.back, each.back_vat) for key, each in types.items()}
    assert found == {stalls.pk: (0, 0, 0), balcony.pk: (2, D(50), D("9.02"))}


def test_a_day_is_the_venues_and_its_ends_belong_to_it():
    sale = show(10)  # in Brussels, an hour ahead
    for hour, minute in [(22, 59), (23, 0)]:
        bought(sale.event, {sale.type: 1}, at=datetime(2099, 11, 20, hour, minute, tzinfo=UTC))
    midnight = datetime(2099, 11, 20, 23, tzinfo=UTC)
    zone = sale.event.venue.timezone

    days = taken(sale.event, "day", zone=zone)
    after = taken(sale.event, "day", zone=zone, start=midnight)
    before = taken(sale.event, "day", zone=zone, end=midnight)

    assert {day.day: each.tickets for day, each in days.items()} == {20: 1, 21: 1}
    assert ([day.day for day in before], [day.day for day in after]) == ([20], [21])


def test_codes_make_cheaper_and_are_told_by_their_lines():
    sale = show(10, 10)
    code = VoucherFactory(event=sale.event, code="TENTH")
    order = OrderFactory(event=sale.event, paid=True, total_amount=D("47.50"), voucher=code)
    first, second = sale.types
    reduced = {"unit_price": D("22.50"), "full_price": 25, "with_code": True}
    OrderLineFactory(order=order, ticket_type=first, **reduced)
    OrderLineFactory(order=order, ticket_type=second)

    found = taken(sale.event, "code")

    assert {key: (each.tickets, each.gross, each.reduced) for key, each in found.items()} == {
        code.pk: (1, D("22.50"), D("2.50")),
        None: (1, 25, 0),
    }
    prices = taken(sale.event, "price")
    assert {key[1:]: each.tickets for key, each in prices.items()} == {
        ("22.50", "true"): 1,
        ("25.00", "false"): 1,
    }


def test_each_ticket_came_one_way():
    sale = show(50)
    minute = timedelta(minutes=1)
    plain = OrderFactory(event=sale.event, paid=True, created_at=NOON - minute)
    OrderLineFactory(order=plain, ticket_type=sale.type)
    waited = OrderFactory(event=sale.event, paid=True, created_at=NOON - minute)
    OrderLineFactory(order=waited, ticket_type=sale.type, quantity=2)
    entry = WaitingEntryFactory(ticket_type=sale.type)
    with everything():
        WaitingEntry.objects.filter(pk=entry.pk).update(
            order=waited, status="offered", offered_at=NOON
        )
    resold = OrderFactory(event=sale.event, paid=True, created_at=NOON - minute)
    OrderLineFactory(order=resold, ticket_type=sale.type, quantity=3, from_resale=3)
    with acting_as(sale.event.organizer):
        give_tickets(
            sale.type, order_id=uuid.uuid4(), number=4, name="Press", email="press@example.org",
            by=sale.event.organizer, at=NOON,
        )  # fmt: skip

    found = taken(sale.event, "channel")

    assert {key: each.tickets for key, each in found.items()} == {
        "online": 1, "waiting": 2, "resold": 3, "given": 4,
    }  # fmt: skip


def test_the_way_of_payment_is_the_one_that_bought_it():
    sale = show(10)
    order = OrderFactory(event=sale.event, paid=True)
    OrderLineFactory(order=order, ticket_type=sale.type)
    early = NOON - timedelta(hours=1)
    twice = PaymentFactory(
        order=order, status="successful", payment_method="stripe", created_at=early
    )
    RefundFactory(payment=twice, reason="twice")
    PaymentFactory(order=order, status="successful", payment_method="transfer")

    assert set(taken(sale.event, "method")) == {"transfer"}
    assert sums(taken(sale.event, "method"))[3] == 0


def test_what_is_held_or_let_go_is_no_sale():
    sale = show(10)
    for status in ("pending", "expired", "cancelled"):
        OrderLineFactory(order=OrderFactory(event=sale.event, status=status))

    assert takings([sale.event.pk], "type") == []
    assert takings([], "event") == []


def test_events_are_summed_apart():
    first, second = show(10), show(10)
    bought(first.event, {first.type: 2})
    bought(second.event, {second.type: 1})

    found = {each.key: each.gross for each in takings([first.event.pk, second.event.pk], "event")}

    assert found == {first.event.pk: 50, second.event.pk: 25}
    with everything():
        assert Order.objects.count() == 2
