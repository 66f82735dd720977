"""
Using codes. Whoever takes or gives back places counts the code first, then the types, then the
event: its row comes first in the one order of locks.
"""

import re
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from fashionista.common.identity import acting_as

from . import places
from .exceptions import AllotmentTaken, CodeUsedUp, NoSuchCode, SoldOut, TimesAreKept
from .models import Voucher

CODE = re.compile(r"[0-9A-Z-]{4,40}")


def find_voucher(event, typed):
    """The code of this event that is valid by the database's clock. Raises NoSuchCode."""
    code = typed.strip().upper()
    if not CODE.fullmatch(code):
        raise NoSuchCode
    with acting_as("ticketing.checkout"):
        found = (
            Voucher.objects.filter(event=event, code=code)
            .exclude(valid_from__gt=Now())
            .exclude(valid_until__lte=Now())
            .first()
        )
    if found is None:
        raise NoSuchCode
    return found


def lock_vouchers(*keys):
    """{key: Voucher}, locked in the order of their keys."""
    wanted = [key for key in keys if key]
    if not wanted:
        return {}
    found = Voucher.objects.select_for_update().filter(pk__in=wanted).order_by("pk").in_bulk()
    if len(found) != len(set(wanted)):
        raise Voucher.DoesNotExist(f"{wanted}: not all could be locked")
    return found


def use(voucher, lines):
    """
    Count a locked code for the lines that make use of it, and give them of the places kept for it.

    Raises CodeUsedUp where it is left for fewer tickets, or less money, than that.
    """
    used = [line for line in lines if line.with_code]
    number, given = _used(used)
    if voucher.quantity is not None and voucher.held + voucher.sold + number > voucher.quantity:
        raise CodeUsedUp
    if voucher.budget is not None and voucher.given + given > voucher.budget:
        raise CodeUsedUp
    kept = voucher.reserved
    for line in used:
        if line.ticket_type_id == voucher.ticket_type_id and line.slot_id is None:
            line.from_allotment = min(kept, line.quantity)
            kept -= line.from_allotment
    _count(voucher.pk, held=number, given=given, reserved=kept - voucher.reserved)


def release_use(order, lines):
    """Take a use back; places that were kept for the code are kept for it again."""
    number, given = _used(lines)
    if number:
        kept = sum(line.from_allotment for line in lines)
        _count(order.voucher_id, held=-number, given=-given, reserved=kept)


def settle_use(order, lines):
    """What was held with the code is sold with it."""
    number, _given = _used(lines)
    if number:
        _count(order.voucher_id, held=-number, sold=number)


def sell_use(order, lines):
    """Use the code once more for an order that is paid after its hold has gone. Raises SoldOut."""
    number, given = _used(lines)
    if not number:
        return
    voucher = lock_vouchers(order.voucher_id)[order.voucher_id]
    if voucher.quantity is not None and voucher.held + voucher.sold + number > voucher.quantity:
        raise SoldOut
    if voucher.budget is not None and voucher.given + given > voucher.budget:
        raise SoldOut
    _count(voucher.pk, sold=number, given=given)


def _used(lines):
    used = [line for line in lines if line.with_code]
    reductions = [
        line.quantity * (line.full_price - line.unit_price) for line in used if line.full_price
    ]
    return sum(line.quantity for line in used), sum(reductions, Decimal(0))


def _count(key, **changes):
    changed = {name: F(name) + change for name, change in changes.items() if change}
    if changed and not Voucher.objects.filter(pk=key).update(**changed):
        raise Voucher.DoesNotExist(f"{key}: no row to count on")


@transaction.atomic
def keep_places(voucher, number, *, by, at):
    """
    Keep `number` places of the code's type for it, more or fewer than now. Returns the code.

    Those taken with it are not among them. The caller has asked `can_sell_at`. Raises
    AllotmentTaken where the type or the event has fewer places free, and TimesAreKept for tickets
    of a chosen time: no time could be told which of its places they are.
    """
    if number > voucher.reserved and voucher.ticket_type.needs_slot:
        raise TimesAreKept
    with acting_as("ticketing.allotment"):
        voucher = lock_vouchers(voucher.pk)[voucher.pk]
        more = number - voucher.reserved
        _count(voucher.pk, reserved=more)
        try:
            places.keep(voucher.event_id, {(voucher.ticket_type_id, None): more})
        except SoldOut as refusal:
            raise AllotmentTaken from refusal
        voucher.reserved = number
    return voucher
