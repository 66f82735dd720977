"""What sponsors have promised, by level and state, each currency for itself."""

from decimal import Decimal as D

import pytest

from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.reports import Asked
from fashionista.common.testing import NOON
from sponsorship.reports import sponsors

from .factories import EventSponsorshipFactory

pytestmark = pytest.mark.django_db


def deal(event, tier, price, **fields):
    agreed = {"tier": tier, "agreed_price": price, "currency": "EUR", "approved_at": NOON}
    known = {"public_name": f"{tier} {price}", "status": "active"}
    return EventSponsorshipFactory(event=event, **agreed | known | fields)


def table_of(event):
    with acting_as(event.organizer):
        return sponsors(Asked(event, NOON))


def test_levels_and_states_are_summed_the_highest_first():
    event = EventFactory()
    deal(event, "Lead", "24000.00", tier_position=1)
    deal(event, "Friend", "1500.50", tier_position=3)
    deal(event, "Friend", "1500.50", tier_position=3)
    deal(event, "Friend", "99.00", tier_position=3, status="cancelled", cancelled_at=NOON)
    EventSponsorshipFactory(event=event)
    deal(EventFactory(organizer=event.organizer), "Lead", "7.00")

    table = table_of(event)

    assert table.rows == [
        ("Lead", "Active", 1, D("24000.00")),
        ("Friend", "Active", 2, D("3001.00")),
        ("Friend", "Cancelled", 1, D("99.00")),
        ("Not agreed yet", "Pending", 1, None),
    ]


def test_each_currency_has_its_column():
    event = EventFactory()
    deal(event, "Lead", "100.00")
    deal(event, "Lead", "90000", currency="JPY")

    table = table_of(event)

    assert [column.name for column in table.columns[3:]] == [
        "Price agreed, EUR",
        "Price agreed, JPY",
    ]
    assert table.rows == [("Lead", "Active", 2, D("100.00"), D(90000))]
