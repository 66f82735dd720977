"""The vendors of an event on one page: for who hires for it, nobody else."""

import pytest

from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, acting_as
from fashionista.common.tests.pages import inline_code, page_of
from vendors.bookings import bookings_of, by_state

from .factories import (
    EventVendorFactory,
    VendorContractFactory,
    VendorFactory,
    VendorServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(start_date=NOON)


def page(event):
    return f"/vendors/{event.slug}/"


def read(client, event):
    answer = client.get(page(event))
    assert answer.status_code == 200
    assert inline_code(answer) == []
    return answer.content.decode()


def vendor(event, name, **fields):
    return VendorFactory(organizer=event.organizer, name=name, **fields)


def booking(event, vendor, **fields):
    return EventVendorFactory(event=event, vendor=vendor, **fields)


def contract(event, vendor, **fields):
    return VendorContractFactory(event=event, vendor=vendor, **fields)


def test_a_booking_says_what_is_open(event):
    names = ("A", "B", "C", "D", "E", "F")
    bare, drafted, signed, hired, gone, lapsed = (vendor(event, name) for name in names)
    booking(event, bare)
    contract(event, drafted)
    booking(event, drafted)
    contract(event, signed, active=True)
    contract(event, signed)  # a draft beside it changes nothing
    booking(event, signed)
    booking(event, hired, confirmed=True, contract=contract(event, hired, active=True))
    booking(event, gone, status="cancelled", cancelled_at=NOON)
    contract(event, lapsed, status="cancelled", cancelled_at=NOON)
    booking(event, lapsed)

    with acting_as(event.organizer):
        gaps = {each.name: each.gaps for each in bookings_of(event)}

    assert gaps == {
        "A": ["To be confirmed", "No contract"],
        "B": ["To be confirmed", "Contract to be signed"],
        "C": ["To be confirmed"],
        "D": [],
        "E": [],
        "F": ["To be confirmed", "No contract"],
    }


def test_bookings_come_state_by_state_and_by_name(event):
    zoe, abe = vendor(event, "Zoe"), vendor(event, "Abe")
    booking(event, zoe, confirmed=True, contract=contract(event, zoe, active=True))
    booking(event, zoe)
    booking(event, abe)

    with acting_as(event.organizer):
        states = by_state(bookings_of(event))

    assert [(label, [each.name for each in rows]) for label, rows in states] == [
        ("pending", ["Abe", "Zoe"]),
        ("confirmed", ["Zoe"]),
    ]


def test_the_organizer_reads_all_of_it(event, client):
    lights = vendor(
        event,
        "Lumen",
        contact_info={"name": "Ines", "email": "ines@lumen.example", "phone": "1234"},
    )
    lamps = VendorServiceFactory(vendor=lights, name="Follow spots")
    wish = booking(event, lights, service=lamps, requirements={"power": "3 x 32 A"})
    contract(event, lights)
    client.force_login(event.organizer)

    found = read(client, event)

    for words in (
        "Lumen", "Ines", "ines@lumen.example", "1234", "Follow spots", "Power: 3 x 32 A", "Pending",
        "Draft", "To be confirmed", "Contract to be signed", "1 booking is open.", page_of(wish),
    ):  # fmt: skip
        assert words in found
    assert found.index("Ines") < found.index("ines@lumen.example")


def test_who_hires_at_one_event_does_not_open_the_books(world, client):
    client.force_login(world.sara)

    found = read(client, world.shown_a)

    assert "Power Canary" in found
    assert str(world.booking_a) in found
    assert "Lights a" not in found
    assert "Contact Canary" not in found


def test_the_page_is_for_nobody_else(world, client):
    assert client.get(page(world.shown_a)).status_code == 302
    found = {}
    for name in ("olga", "admin", "saul", "sara", "boris", "paul", "mona", "tess", "ann"):
        client.force_login(getattr(world, name))
        found[name] = client.get(page(world.shown_a)).status_code

    assert found == {
        "olga": 200, "admin": 200, "saul": 200, "sara": 200, "boris": 404, "paul": 404,
        "mona": 404, "tess": 404, "ann": 404,
    }  # fmt: skip


def test_an_event_without_vendors_says_so(event, client):
    client.force_login(event.organizer)

    assert "No vendors yet" in read(client, event)


def test_the_page_costs_the_same_for_one_booking_and_for_three(
    event, client, django_assert_num_queries
):
    client.force_login(event.organizer)
    for count in (1, 2):
        for _more in range(count):
            hired = vendor(event, f"Vendor {count} {_more}")
            booking(event, hired, confirmed=True, contract=contract(event, hired, active=True))
        with django_assert_num_queries(7):
            client.get(page(event))


def test_the_events_page_leads_to_its_vendors(world, client):
    def linked(name):
        client.force_login(getattr(world, name))
        return (
            f'href="{page(world.shown_a)}"' in client.get(page_of(world.shown_a)).content.decode()
        )

    assert linked("olga")
    assert not linked("paul")  # programmes only
