"""What vendors, services, contracts and bookings are, and how forms say what they cannot be."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from fashionista.common.testing import NOON, everything
from vendors.models import EventVendor, VendorContract

from .factories import (
    EventVendorFactory,
    VendorContractFactory,
    VendorFactory,
    VendorServiceFactory,
)


def problems(row):
    with everything(), pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


def test_two_organizers_may_know_the_same_vendor_but_nobody_knows_it_twice(db):
    vendor = VendorFactory(name="Lux")
    VendorFactory(name="lux")
    VendorServiceFactory(vendor=vendor, name="Lamps")

    again = VendorFactory.build(organizer=vendor.organizer, name="LUX")
    service = VendorServiceFactory.build(vendor=vendor, organizer=vendor.organizer, name="lamps")

    assert problems(again) == {"__all__": ["There is a vendor of that name already."]}
    assert problems(service) == {"__all__": ["This vendor has a service of that name already."]}


def test_a_vendor_does_something_we_know(db):
    vendor = VendorFactory.build(organizer=VendorFactory().organizer, type=["magic"])
    assert problems(vendor) == {"type": ["Item 1 in the array did not validate: Value 'magic' is not a valid choice."]}  # fmt: skip  # noqa: E501

    vendor.type = []
    assert problems(vendor) == {"type": ["This field cannot be blank."]}


@pytest.mark.parametrize(
    ("pricing", "said"),
    [
        ({"fee": "1"}, "Words, for any of: amount, currency, unit, notes."),
        ({"amount": 1}, "Words, for any of: amount, currency, unit, notes."),
        ({"amount": "much"}, "An amount is written as 120.00."),
        ({"amount": "-1"}, "An amount is written as 120.00."),
        ({"amount": "NaN"}, "An amount is written as 120.00."),
        ({"currency": "eur"}, "Three capital letters, such as EUR."),
    ],
)
def test_what_a_price_cannot_be(db, pricing, said):
    service = VendorServiceFactory()
    service.pricing = pricing

    assert problems(service) == {"pricing": [said]}


def test_a_price_that_can_be(db):
    service = VendorServiceFactory()
    service.pricing = {"amount": "120.00", "currency": "EUR", "unit": "hour"}

    with everything():
        service.full_clean()


def test_a_service_belongs_to_its_vendors_organizer(db):
    vendor = VendorFactory()
    service = VendorServiceFactory.build(vendor=vendor, organizer=None)

    service.clean()

    assert service.organizer_id == vendor.organizer_id


def test_a_booking_is_of_one_organizers_own_and_of_the_vendors_service(db):
    booking = EventVendorFactory()
    other = VendorServiceFactory()

    booking.service = other
    assert problems(booking) == {"service": ["This is a service of another vendor."]}
    booking.vendor = other.vendor
    assert problems(booking) == {"vendor": ["This belongs to another organizer than the event."]}
    for nothing in (EventVendor(), VendorContract()):
        nothing.clean()


def test_a_service_is_booked_once_and_a_contract_ends_after_it_starts(db):
    booking = EventVendorFactory()
    again = EventVendorFactory.build(
        event=booking.event,
        vendor=booking.vendor,
        service=booking.service,
        organizer=booking.organizer,
    )
    contract = VendorContractFactory(event=booking.event, vendor=booking.vendor)
    contract.end_date = NOON - timedelta(days=1)

    assert problems(again) == {"__all__": ["This service is booked for this event already."]}
    assert problems(contract) == {"__all__": ["A contract ends after it starts."]}


def test_rows_are_told_apart(db):
    booking = EventVendorFactory(vendor__name="Lux", service__name="Lamps")
    contract = VendorContractFactory()

    assert (str(booking.vendor), str(booking.service)) == ("Lux", "Lamps")
    assert str(booking) == f"booking {str(booking.pk)[:8]}"
    assert str(contract) == f"contract {str(contract.pk)[:8]}"
