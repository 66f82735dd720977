"""
Contracts are signed, bookings confirmed under them, and both are closed or called off.

Who may, is asked as the person; what is agreed is then moved by the system. The contract's row is
locked before a booking's, everywhere: no contract ends under a booking that is being confirmed.
"""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance

from .access import HIRING
from .exceptions import (
    AnotherIsActive,
    BookingsOpen,
    EventNotOn,
    NoContract,
    NotOver,
    VendorNotActive,
)
from .models import EventVendor, Vendor, VendorContract
from .permissions import can_hire_at

ONE_ACTIVE = "vendor_contracts_one_active"


@transaction.atomic
def deactivate_vendor(vendor, *, by, at):
    """Make no new contracts with a vendor. Those signed stay."""
    return advance(vendor, Vendor.Status.INACTIVE, at=at)


@transaction.atomic
def reactivate_vendor(vendor, *, by, at):
    return advance(vendor, Vendor.Status.ACTIVE, at=at)


@transaction.atomic
def sign_contract(contract, *, by, at):
    """
    Make a draft the contract; its terms stay from now on.

    Raises EventNotOn, VendorNotActive, and AnotherIsActive where there is one for this event.
    """
    stored = _asked_for(contract, by)
    if stored.event.status in (Event.Status.CANCELLED, Event.Status.COMPLETED):
        raise EventNotOn
    with acting_as(HIRING):
        if stored.vendor.status != Vendor.Status.ACTIVE:
            raise VendorNotActive
        try:
            with transaction.atomic():
                advance(contract, VendorContract.Status.ACTIVE, at=at, signed_at=at)
        except IntegrityError as error:  # of two signed at once, too
            if ONE_ACTIVE not in str(error):
                raise
            raise AnotherIsActive from error
    return contract


@transaction.atomic
def complete_contract(contract, *, by, at):
    """Close a contract that is fulfilled. Raises BookingsOpen."""
    _asked_for(contract, by)
    with acting_as(HIRING):
        advance(contract, VendorContract.Status.COMPLETED, at=at, completed_at=at)
        return _without_bookings(contract)


@transaction.atomic
def cancel_contract(contract, *, by, at):
    """Call off a draft, or a contract under which nothing is confirmed. Raises BookingsOpen."""
    _asked_for(contract, by)
    with acting_as(HIRING):
        advance(contract, VendorContract.Status.CANCELLED, at=at, cancelled_at=at)
        return _without_bookings(contract)


@transaction.atomic
def confirm_booking(booking, *, by, at):
    """Hire a vendor, under the active contract with it for this event. Raises NoContract."""
    stored = _asked_for(booking, by)
    with acting_as(HIRING):
        contract = _active_contracts(stored).select_for_update().first()
        if contract is None:
            raise NoContract
        return advance(
            booking, EventVendor.Status.CONFIRMED, at=at, confirmed_at=at, contract=contract
        )


@transaction.atomic
def complete_booking(booking, *, by, at):
    """Sign off what a vendor did. Raises NotOver."""
    if _asked_for(booking, by).event.end_date > at:
        raise NotOver
    with acting_as(HIRING):
        return advance(booking, EventVendor.Status.COMPLETED, at=at, completed_at=at)


@transaction.atomic
def cancel_booking(booking, *, by, at):
    """Do without. The contract stays, until it is called off itself."""
    _asked_for(booking, by)
    with acting_as(HIRING):
        return advance(booking, EventVendor.Status.CANCELLED, at=at, cancelled_at=at)


def _asked_for(row, by):
    """The row as it is stored, for who may move it. Raises PermissionDenied for all others."""
    stored = type(row).objects.select_related("event").get(pk=row.pk)
    if not can_hire_at(by, stored):
        raise PermissionDenied
    return stored


def _active_contracts(row):
    return VendorContract.objects.filter(
        event=row.event_id, vendor=row.vendor_id, status=VendorContract.Status.ACTIVE
    )


def _without_bookings(contract):
    """Asked after the contract's row is locked: who confirms meanwhile waits, and finds it gone."""
    open_ones = EventVendor.objects.filter(
        contract=contract.pk, status=EventVendor.Status.CONFIRMED
    )
    if open_ones.exists():
        raise BookingsOpen
    return contract
