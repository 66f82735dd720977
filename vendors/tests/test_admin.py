"""The desk's pages of vendors: one's own only, state by rules, nobody types JSON."""

import pytest

from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from vendors.models import EventVendor, Vendor, VendorContract, VendorService

from .factories import (
    EventVendorFactory,
    VendorContractFactory,
    VendorFactory,
    VendorServiceFactory,
)

VENDORS = "/admin/vendors/vendor/"
SERVICES = "/admin/vendors/vendorservice/"
BOOKINGS = "/admin/vendors/eventvendor/"
CONTRACTS = "/admin/vendors/vendorcontract/"


def rows_of(world, client, path, *names):
    page = client.get(path).content.decode()
    return [name for name in names if f"{getattr(world, name).pk}/change/" in page]


@pytest.mark.parametrize(
    ("name", "letters"), [("olga", "a"), ("saul", "a"), ("boris", "b"), ("admin", "ab")]
)
def test_everybody_lists_their_own(world, client, name, letters):
    client.force_login(getattr(world, name))

    for path, names in [
        (VENDORS, ["lights_a", "rated_a", "lights_b", "rated_b"]),
        (SERVICES, ["lamps_a", "amps_a", "lamps_b", "amps_b"]),
        (BOOKINGS, ["booking_a", "wish_a", "booking_b", "wish_b"]),
        (CONTRACTS, ["contract_a", "draft_contract_a", "contract_b", "draft_contract_b"]),
    ]:
        mine = [name for name in names if name[-1] in letters]
        assert rows_of(world, client, path, *names) == mine
        for row in mine:
            assert client.get(page_of(getattr(world, row))).status_code == 200


def test_a_colleague_of_the_one_event_sees_its_rows_without_the_address_book(world, client):
    client.force_login(world.sara)

    assert rows_of(world, client, VENDORS, "lights_a", "rated_a") == []
    assert rows_of(world, client, BOOKINGS, "booking_a", "wish_a") == ["booking_a", "wish_a"]
    assert rows_of(world, client, CONTRACTS, "contract_a") == ["contract_a"]
    assert client.get(page_of(world.booking_a)).status_code == 200


@pytest.mark.parametrize("name", ["faye", "rita", "stan", "ann"])
def test_these_pages_are_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (VENDORS, SERVICES, BOOKINGS, CONTRACTS, page_of(world.contract_a)):
        of_contracts = "contract" in path and name == "faye"  # who keeps the books reads them
        if name == "faye" and path in (VENDORS, SERVICES, BOOKINGS):
            continue  # an organizer's own, and empty
        assert client.get(path, follow=True).status_code == (200 if of_contracts else 403)


def test_who_keeps_the_books_reads_contracts_and_changes_none(world, client):
    client.force_login(world.faye)

    assert rows_of(world, client, VENDORS, "lights_a", "lights_b") == []
    assert rows_of(world, client, CONTRACTS, "contract_a", "contract_b") == ["contract_a"]
    client.post(CONTRACTS, {"action": "cancel_contract", "_selected_action": world.loud_a.pk})

    assert stored(world.loud_a).status == "active"


def test_a_rivals_are_not_there(world, client):
    client.force_login(world.boris)

    for row in (world.lights_a, world.lamps_a, world.booking_a, world.contract_a):
        assert client.get(page_of(row))["Location"] == "/admin/"
    for path, action, row in [
        (VENDORS, "deactivate_vendor", world.lights_a),
        (BOOKINGS, "confirm_booking", world.wish_a),
        (CONTRACTS, "sign_contract", world.draft_contract_a),
    ]:
        client.post(path, {"action": action, "_selected_action": row.pk})

    statuses = [stored(row).status for row in (world.lights_a, world.wish_a, world.loud_a)]
    assert statuses == ["active", "pending", "active"]


def test_a_vendor_is_written_down_without_json_and_without_a_score(world, client):
    client.force_login(world.saul)

    page = client.get(f"{VENDORS}add/")
    data = filled_in(
        page, name="Flora", contact_info_email="flora@canary.example", rating="5.00",
        organizer=str(world.olga.pk),
    ) | {"type": ["flowers", "other"]}  # fmt: skip
    idle = client.post(f"{VENDORS}add/", data | {"type": []})
    client.post(f"{VENDORS}add/", data)

    assert "This field is required." in idle.content.decode()
    with everything():
        flora = Vendor.objects.get(name="Flora")
    assert (flora.organizer_id, flora.rating, flora.type) == (
        world.olga.pk, None, ["flowers", "other"],
    )  # fmt: skip
    assert flora.contact_info == {"email": "flora@canary.example"}
    assert "flowers, other" in client.get(VENDORS).content.decode()


def test_a_service_is_written_down_without_json(world, client):
    client.force_login(world.olga)

    client.post(f"{SERVICES}add/", filled_in(
        client.get(f"{SERVICES}add/"), vendor=str(world.lights_a.pk), name="Follow spot",
        pricing_amount="80.50", pricing_currency="EUR", pricing_unit="hour",
        availability_days="Fridays",
    ))  # fmt: skip

    with everything():
        spot = VendorService.objects.get(name="Follow spot")
    assert spot.pricing == {"amount": "80.50", "currency": "EUR", "unit": "hour"}
    assert (spot.availability, spot.organizer_id) == ({"days": "Fridays"}, world.olga.pk)
    assert "80.50 EUR hour" in client.get(SERVICES).content.decode()


def test_a_contract_is_drafted_signed_and_then_only_looked_at(world, client):
    flora = VendorFactory(organizer=world.olga, name="Flora")
    client.force_login(world.saul)

    client.post(f"{CONTRACTS}add/", filled_in(
        client.get(f"{CONTRACTS}add/"), event=str(world.shown_a.pk), vendor=str(flora.pk),
        start_date_0="2099-12-01", start_date_1="10:00", end_date_0="2099-12-31",
        end_date_1="10:00", terms_price="Two parts", status="active",
    ))  # fmt: skip
    with everything():
        contract = VendorContract.objects.get(vendor=flora)
    assert (contract.status, contract.terms) == ("draft", {"price": "Two parts"})
    client.post(page_of(contract), filled_in(client.get(page_of(contract)), terms_price="Three"))
    act = {"action": "sign_contract", "_selected_action": [contract.pk, world.draft_contract_a.pk]}
    answer = client.post(CONTRACTS, act, follow=True)

    assert (stored(contract).status, stored(contract).terms) == ("active", {"price": "Three"})
    said = "Another contract with this vendor for this event is active."
    assert said in answer.content.decode()
    assert stored(world.draft_contract_a).status == "draft"
    assert 'name="terms_price"' not in client.get(page_of(contract)).content.decode()
    client.post(page_of(contract), {"terms_price": "Four"})
    assert client.get(f"{CONTRACTS}{contract.pk}/delete/").status_code == 403
    assert stored(contract).terms == {"price": "Three"}


def test_a_booking_is_made_confirmed_and_called_off(world, client):
    client.force_login(world.saul)
    spot = VendorServiceFactory(vendor=world.lights_a, name="Spot")
    data = filled_in(
        client.get(f"{BOOKINGS}add/"), event=str(world.shown_a.pk),
        vendor=str(world.lights_a.pk), service=str(spot.pk), requirements_power="2 kW",
    )  # fmt: skip

    wrong = client.post(f"{BOOKINGS}add/", data | {"service": str(world.amps_a.pk)})
    client.post(f"{BOOKINGS}add/", data)
    with everything():
        booking = EventVendor.objects.get(service=spot)
    statuses = [booking.status]
    for action in ("confirm_booking", "cancel_booking"):
        client.post(BOOKINGS, {"action": action, "_selected_action": booking.pk})
        statuses.append(stored(booking).status)

    assert "This is a service of another vendor." in wrong.content.decode()
    assert statuses == ["pending", "confirmed", "cancelled"]
    assert stored(booking).requirements == {"power": "2 kW"}
    assert 'name="requirements_power"' not in client.get(page_of(booking)).content.decode()


def at_an_event(factory):
    return lambda olga: factory(event=EventFactory(organizer=olga))


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (VENDORS, 7, lambda olga: VendorFactory(organizer=olga)),
        (SERVICES, 7, lambda olga: VendorServiceFactory(vendor=VendorFactory(organizer=olga))),
        (BOOKINGS, 10, at_an_event(EventVendorFactory)),
        (CONTRACTS, 9, at_an_event(VendorContractFactory)),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    olga = EventFactory().organizer
    client.force_login(olga)
    make(olga)

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make(olga)
    with django_assert_num_queries(number):
        client.get(path)
