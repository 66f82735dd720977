"""Contracts and bookings: what is signed stays, and nobody is hired without."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, everything, stored
from fashionista.common.tests.races import race
from vendors.exceptions import (
    AnotherIsActive,
    BookingsOpen,
    EventNotOn,
    NoContract,
    NotOver,
    VendorNotActive,
)
from vendors.hiring import (
    cancel_booking,
    cancel_contract,
    complete_booking,
    complete_contract,
    confirm_booking,
    deactivate_vendor,
    reactivate_vendor,
    sign_contract,
)
from vendors.models import VendorContract
from vendors.rating import score_vendor

from .factories import (
    EventVendorFactory,
    VendorContractFactory,
    VendorFactory,
    VendorServiceFactory,
)


@pytest.fixture
def contract(db):
    return VendorContractFactory()


@pytest.fixture
def booking(contract):
    return EventVendorFactory(event=contract.event, vendor=contract.vendor)


def do(rule, row, *, by=None, at=NOON):
    by = by or row.organizer
    with acting_as(by):
        return rule(row, by=by, at=at)


def test_a_booking_is_confirmed_under_the_active_contract_and_signed_off(contract, booking):
    over = contract.event.end_date

    assert do(sign_contract, contract) is contract
    assert do(confirm_booking, booking) is booking
    with pytest.raises(NotOver):
        do(complete_booking, booking, at=over - timedelta(seconds=1))
    assert stored(booking).status == "confirmed"
    do(complete_booking, booking, at=over)
    do(complete_contract, contract, at=over)

    signed, done = stored(contract), stored(booking)
    assert (signed.status, signed.signed_at, signed.completed_at) == ("completed", NOON, over)
    assert (done.status, done.contract_id, done.confirmed_at, done.completed_at) == (
        "completed", contract.pk, NOON, over,
    )  # fmt: skip
    assert_integrity()


@pytest.mark.parametrize("status", [None, "draft", "completed", "cancelled"])
def test_nobody_is_hired_without_an_active_contract(db, status):
    booking = EventVendorFactory()
    if status:
        VendorContractFactory(
            event=booking.event,
            vendor=booking.vendor,
            status=status,
            signed_at=None if status == "draft" else NOON,
            completed_at=NOON if status == "completed" else None,
            cancelled_at=NOON if status == "cancelled" else None,
        )

    with pytest.raises(NoContract):
        do(confirm_booking, booking)

    assert (stored(booking).status, stored(booking).contract_id) == ("pending", None)


def test_a_contract_of_another_vendor_or_event_is_none(booking):
    VendorContractFactory(active=True, event=booking.event)
    VendorContractFactory(
        active=True, event=EventFactory(organizer=booking.organizer), vendor=booking.vendor
    )

    with pytest.raises(NoContract):
        do(confirm_booking, booking)

    assert stored(booking).status == "pending"


def test_a_booking_is_called_off_and_may_be_made_anew(contract, booking):
    do(sign_contract, contract)
    do(confirm_booking, booking)

    do(cancel_booking, booking)

    assert (stored(booking).status, stored(booking).cancelled_at) == ("cancelled", NOON)
    again = EventVendorFactory(event=booking.event, vendor=booking.vendor, service=booking.service)
    do(confirm_booking, again)
    assert stored(again).contract_id == contract.pk
    with pytest.raises(IntegrityError, match="event_vendors_one_live"):
        EventVendorFactory(event=booking.event, vendor=booking.vendor, service=booking.service)


def test_a_pending_booking_is_called_off_but_not_signed_off(booking):
    with pytest.raises(NotFromHere):
        do(complete_booking, booking, at=booking.event.end_date)
    do(cancel_booking, booking)

    assert stored(booking).status == "cancelled"
    for rule in (cancel_booking, confirm_booking):
        with pytest.raises((NotFromHere, NoContract)):
            do(rule, booking)
    assert stored(booking).status == "cancelled"


@pytest.mark.parametrize("rule", [complete_contract, cancel_contract])
def test_a_contract_does_not_end_under_a_confirmed_booking(contract, booking, rule):
    do(sign_contract, contract)
    do(confirm_booking, booking)

    with pytest.raises(BookingsOpen):
        do(rule, contract)
    assert stored(contract).status == "active"
    do(cancel_booking, booking)
    do(rule, contract)

    assert stored(contract).status in ("completed", "cancelled")
    assert_integrity()


def test_a_draft_is_thrown_away_and_not_closed(contract):
    with pytest.raises(NotFromHere):
        do(complete_contract, contract)
    do(cancel_contract, contract)

    assert (stored(contract).status, stored(contract).signed_at) == ("cancelled", None)
    with pytest.raises(NotFromHere):
        do(sign_contract, contract)
    assert stored(contract).status == "cancelled"


def test_one_contract_with_a_vendor_is_active_for_an_event(contract):
    other = VendorContractFactory(event=contract.event, vendor=contract.vendor)
    do(sign_contract, contract)

    with pytest.raises(AnotherIsActive):
        do(sign_contract, other)
    assert (stored(other).status, stored(other).signed_at) == ("draft", None)
    do(cancel_contract, contract)
    do(sign_contract, other)

    assert stored(other).status == "active"


def test_an_inactive_vendor_signs_nothing(contract):
    do(deactivate_vendor, contract.vendor)

    with pytest.raises(VendorNotActive):
        do(sign_contract, contract)
    assert stored(contract).status == "draft"
    do(reactivate_vendor, contract.vendor)
    do(sign_contract, contract)

    assert stored(contract).status == "active"


@pytest.mark.parametrize("status", ["cancelled", "completed"])
def test_nobody_is_hired_for_an_event_that_is_off_or_over(contract, status):
    with everything():
        contract.event.status = status
        contract.event.save()

    with pytest.raises(EventNotOn):
        do(sign_contract, contract)

    assert stored(contract).status == "draft"


def test_vendors_come_and_go_once(db):
    vendor = VendorFactory()

    with pytest.raises(NotFromHere):
        do(reactivate_vendor, vendor)
    do(deactivate_vendor, vendor)
    with pytest.raises(NotFromHere):
        do(deactivate_vendor, vendor)

    assert stored(vendor).status == "inactive"


@pytest.mark.parametrize(
    "rule",
    [
        sign_contract, complete_contract, cancel_contract, confirm_booking, complete_booking,
        cancel_booking,
    ],
)  # fmt: skip
def test_only_who_hires_there_moves_anything(contract, booking, rule):
    row = contract if "contract" in rule.__name__ else booking
    books = EventTeamMemberFactory(event=row.event, permissions=["finance", "sponsors"]).user
    rival = EventFactory().organizer

    for person in (books, rival, UserFactory()):
        with pytest.raises((PermissionDenied, type(row).DoesNotExist)):
            do(rule, row, by=person, at=row.event.end_date)

    assert stored(row).status in ("draft", "pending")


def test_a_colleague_of_the_one_event_hires_without_the_address_book(contract, booking):
    colleague = EventTeamMemberFactory(event=contract.event, permissions=["vendors"]).user

    do(sign_contract, contract, by=colleague)
    do(confirm_booking, booking, by=colleague)

    assert stored(booking).contract_id == contract.pk


def test_the_score_is_kept_by_the_rule(db):
    vendor = VendorFactory()

    with acting_as(UserFactory()):
        score_vendor(vendor, rating="4.25", at=NOON)
    assert str(stored(vendor).rating) == "4.25"
    with acting_as(None):
        score_vendor(vendor, rating=None, at=NOON)
        with pytest.raises(type(vendor).DoesNotExist):
            score_vendor(VendorFactory.build(), rating=1, at=NOON)

    assert stored(vendor).rating is None


@pytest.mark.django_db(transaction=True)
def test_race_of_two_contracts_for_one_event_signs_one():
    first = VendorContractFactory()
    drafts = [first, *VendorContractFactory.create_batch(3, event=first.event, vendor=first.vendor)]

    outcomes = race(*[lambda draft=draft: do(sign_contract, draft) for draft in drafts])

    assert Counter(type(outcome).__name__ for outcome in outcomes) == {
        "VendorContract": 1, "AnotherIsActive": 3,
    }  # fmt: skip
    with everything():
        assert VendorContract.objects.filter(status="active").count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_of_confirming_and_ending_the_contract_leaves_nobody_without():
    contract = VendorContractFactory(active=True)
    bookings = [
        EventVendorFactory(event=contract.event, vendor=contract.vendor, service=service)
        for service in VendorServiceFactory.create_batch(4, vendor=contract.vendor)
    ]

    outcomes = race(
        *[lambda booking=booking: do(confirm_booking, booking) for booking in bookings],
        *[lambda: do(cancel_contract, stored(contract), by=contract.organizer)] * 3,
    )

    assert {type(outcome).__name__ for outcome in outcomes} <= {
        "EventVendor", "NoContract", "VendorContract", "BookingsOpen", "NotFromHere",
    }  # fmt: skip
    confirmed = [stored(booking).status for booking in bookings].count("confirmed")
    assert (confirmed > 0) == (stored(contract).status == "active")
    assert_integrity()
