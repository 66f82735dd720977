"""What is signed with vendors: contract by contract, and what is booked without one."""

from decimal import Decimal as D

import pytest

from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.reports import Asked
from fashionista.common.testing import NOON
from vendors.reports import read_price, vendors

from .factories import (
    EventVendorFactory,
    VendorContractFactory,
    VendorFactory,
    VendorServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "price"),
    [
        ("4200", (D(4200), "EUR")),
        ("GBP 4200.50", (D("4200.50"), "GBP")),
        (" 4200.5 GBP ", (D("4200.5"), "GBP")),
        ("4,200.00", None),  # four, or four thousand: a person says so
        ("4200 and the taxi", None),
        ("-1", None),
        ("", None),
    ],
)
def test_a_price_is_read_where_it_is_nothing_but_one(said, price):
    assert read_price(said, "EUR") == price


def test_contracts_carry_their_bookings_and_the_rest_has_none():
    event = EventFactory()
    light = VendorFactory(organizer=event.organizer, name="Bright Rig")
    pricing = {"amount": "4200.00", "currency": "EUR", "unit": "evening"}
    service = VendorServiceFactory(vendor=light, name="Light", pricing=pricing)
    signed = VendorContractFactory(
        event=event, vendor=light, status="active", signed_at=NOON, terms={"price": "4000.00 EUR"}
    )
    EventVendorFactory(event=event, vendor=light, service=service, status="confirmed",
                       confirmed_at=NOON, contract=signed)  # fmt: skip
    cook = VendorFactory(organizer=event.organizer, name="Low Tide")
    EventVendorFactory(
        event=event, vendor=cook, service=VendorServiceFactory(vendor=cook, name="Supper")
    )

    with acting_as(event.organizer):
        table = vendors(Asked(event, NOON))

    assert [row[:4] + row[5:] for row in table.rows] == [
        ("Bright Rig", "Light", "Contract active", 1, D("4000.00")),
        ("Low Tide", "Supper", "No contract yet", 1, None),
    ]
    assert table.rows[0][4] == "€4,200.00 / evening"
    assert table.total[5] == D("4000.00")
