"""VAT: put on top of what organizers type, found within what buyers pay. By hand-computed sums."""

from decimal import Decimal as D

import pytest

from events.models import EventListing
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from ticketing.checkout import place_hold
from ticketing.exceptions import PriceHasChanged
from ticketing.models import OrderLine, TicketType
from ticketing.offers import offers_of
from ticketing.pricing import price_of
from ticketing.vat import Share, shares, split, spread, with_vat

from .factories import PriceStepFactory, VoucherFactory
from .sale import hold, show, stored
from .visit import hold_by_http, visitor, words

pytestmark = pytest.mark.django_db


def euros(*amounts):
    return [(share.rate, share.net, share.vat, share.gross) for share in shares(amounts, "EUR")]


@pytest.mark.parametrize(
    ("rate", "gross", "net", "vat"),
    [
        ("0", "25.00", "25.00", "0.00"),
        ("4", "25.00", "24.04", "0.96"),  # 0.9615
        ("10", "25.00", "22.73", "2.27"),  # 2.2727
        ("22", "25.00", "20.49", "4.51"),  # 4.5082
        ("22", "0.03", "0.02", "0.01"),  # 0.0054
        ("5.5", "99.99", "94.78", "5.21"),  # 5.2128
        ("100", "0.01", "0.00", "0.01"),  # 0.005 is half up
    ],
)
def test_vat_within_a_gross_sum(rate, gross, net, vat):
    assert euros((D(rate), D(gross))) == [(D(rate), D(net), D(vat), D(gross))]


def test_vat_of_a_document_is_rounded_once_for_each_rate():
    mixed = euros(*[(D(22), D("0.99"))] * 3, (D(4), D("10.00")), (D(0), D(5)), (D(4), D("2.50")))

    assert mixed == [
        (D(22), D("2.43"), D("0.54"), D("2.97")),  # line by line it were 3 × 0.18; of all: 0.5356
        (D(4), D("12.02"), D("0.48"), D("12.50")),
        (D(0), D(5), D(0), D(5)),
    ]


def test_vat_of_yen_is_whole():
    assert shares([(D(10), D(1980))], "JPY") == [Share(D(10), D(1800), D(180), D(1980))]
    assert shares([(D(8), D(100))], "JPY") == [Share(D(8), D(93), D(7), D(100))]  # 7.407


@pytest.mark.parametrize(
    ("net", "rate", "currency", "gross"),
    [
        ("10.00", "22", "EUR", "12.20"),
        ("8.19", "22", "EUR", "9.99"),  # 9.9918
        ("8.20", "22", "EUR", "10.00"),  # 10.004
        ("0.25", "10", "EUR", "0.28"),  # 0.275 is half up
        ("12.35", "4", "EUR", "12.84"),  # 12.844
        ("25", "0", "EUR", "25.00"),
        ("1235", "10", "JPY", "1359"),  # 1358.5 is half up
        ("10.01", "5", "KWD", "10.51"),  # prices keep two decimals of the dinar's three
    ],
)
def test_vat_on_top_to_the_smallest_unit(net, rate, currency, gross):
    assert with_vat(D(net), D(rate), currency) == D(gross)


def test_a_sum_is_parted_to_the_cent():
    assert split(D("10.00"), {D(22): D(1), D(10): D(1), D(4): D(1)}, "EUR") == {
        D(22): D("3.34"), D(10): D("3.33"), D(4): D("3.33")
    }  # fmt: skip
    assert split(D(100), {D(10): D(2), D(0): D(1)}, "JPY") == {D(10): D(67), D(0): D(33)}
    with pytest.raises(ValueError, match="nothing to part"):
        split(D(1), {D(22): D(0)}, "EUR")


def test_no_part_is_above_its_room():
    room = {D(22): D(25), D(0): D(25)}

    assert spread(D(40), {D(22): D(40)}, room, "EUR") == {D(22): D(25), D(0): D(15)}
    with pytest.raises(ValueError, match="not room enough"):
        spread(D("50.01"), {D(22): D(40)}, room, "EUR")


def with_steps(kind):
    with everything():
        return TicketType.objects.with_steps().select_related("event").get(pk=kind.pk)


def taxed(price, *, rate=22, on_top=True, **fields):
    sale = show(10, price=D(price), **fields)
    with everything():
        sale.type.vat_rate, sale.type.vat_on_top = rate, on_top
        sale.type.save()
    return sale


def test_vat_comes_last_after_early_prices_and_codes():
    sale = taxed("10.00")
    PriceStepFactory(ticket_type=sale.type, price=D("8.19"), first_places=5)
    half = VoucherFactory(event=sale.event, value=50)

    price = price_of(with_steps(sale.type), voucher=half)

    # 8.19 less half is 4.10 (4.095), and 22 % make 5.00 of that (5.002)
    assert (price.amount, price.full, price.regular, price.net) == (
        D("5.00"), D("9.99"), D("12.20"), D("8.19")
    )  # fmt: skip


def test_a_reduction_lost_in_the_rounding_is_none():
    sale = taxed("100", currency="JPY")
    code = VoucherFactory(event=sale.event, kind="amount", value=D("0.20"))

    price = price_of(with_steps(sale.type), voucher=code)

    assert (price.amount, price.full) == (D(122), None)


def test_vat_within_changes_no_price():
    sale = taxed("25.00", on_top=False)

    assert price_of(with_steps(sale.type)).amount == D("25.00")


def test_an_order_is_of_what_the_buyer_sees_and_keeps_its_rate():
    sale = taxed("8.19")

    order = hold(sale.event, {sale.type: 3})
    with everything():
        sale.type.vat_rate = 10
        sale.type.save()
        line = OrderLine.objects.get()

    assert (stored(order).total_amount, line.unit_price, line.vat_rate) == (
        D("29.97"), D("9.99"), D(22)
    )  # fmt: skip


def test_the_price_without_vat_is_not_the_one_shown():
    sale = taxed("10.00")

    def said(price):
        with acting_as(None):
            return place_hold(
                sale.event, wanted={sale.type.pk: 1}, order_id=sale.type.pk, buyer=None, at=NOON,
                said={sale.type.pk: D(price)},
            )  # fmt: skip

    with pytest.raises(PriceHasChanged):
        said("10.00")
    assert said("12.20").total_amount == D("12.20")


def test_lists_and_offers_say_what_buyers_pay():
    sale = taxed("10.00")

    with everything():
        (offer,) = offers_of(sale.event, at=NOON)
        listed = EventListing.objects.get(event=sale.event).price_from
        sale.type.vat_on_top = False
        sale.type.save()
        then = EventListing.objects.get(event=sale.event).price_from

    assert (offer.price.amount, listed, then) == (D("12.20"), D("12.20"), D("10.00"))


@pytest.mark.parametrize(
    ("net", "rate", "currency"), [("8.19", 22, "EUR"), ("0.25", 10, "EUR"), ("1235", 10, "JPY")]
)
def test_lists_round_as_the_sale_does(net, rate, currency):
    sale = taxed(net, rate=rate, currency=currency)

    with everything():
        listed = EventListing.objects.get(event=sale.event).price_from

    assert listed == with_vat(D(net), D(rate), currency)


def test_event_page_and_checkout_say_the_vat():
    sale = taxed("10.00")
    client = visitor()

    page = client.get(f"/events/{sale.event.slug}/")
    order = hold_by_http(client, sale, 2)
    checkout = words(client.get(f"{order}checkout/"))

    assert "€12.20 incl. 22% VAT" in words(page)
    assert '"price": "12.20"' in page.content.decode()
    assert "Total €24.40 incl. €4.40 VAT" in checkout


def test_without_vat_nothing_is_said_of_it():
    sale = show(10)
    client = visitor()

    order = hold_by_http(client, sale)

    assert "VAT" not in words(client.get(f"/events/{sale.event.slug}/"))
    assert "VAT Total" not in words(client.get(f"{order}checkout/"))
    assert "incl." not in words(client.get(f"{order}checkout/"))
