"""Offers of a shift to several at once, and once more to who has not answered or has said no."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import NotFromHere

from . import telling
from .exceptions import JustAsked, ShiftOver
from .models import Shift, StaffAssignment, StaffMember
from .rostering import offer_shift

PATIENCE = timedelta(hours=1)  # before somebody is asked again
Status = StaffAssignment.Status


@transaction.atomic
def send_offers(
    shift: Shift, members: list[StaffMember], *, by: Any, at: datetime
) -> tuple[list[StaffAssignment], list[tuple[StaffMember, str]]]:
    """
    Ask several whether they work a shift, one by one.

    Returns the offers made, and who could not be asked with the sentence why.
    """
    made, refused = [], []
    for member in members:
        try:
            made.append(offer_shift(shift, member, by=by, at=at))
        except DomainError as refusal:
            refused.append((member, refusal.sentence))
    return made, refused


@transaction.atomic
def send_again(assignment: StaffAssignment, *, by: Any, at: datetime) -> StaffAssignment:
    """
    Ask once more: an open offer is told anew, and whoever is off the shift gets another.

    Raises JustAsked within an hour of the last time, ShiftOver, and what `offer_shift` raises.
    """
    if assignment.status != Status.OFFERED:
        return offer_shift(assignment.shift, assignment.staff, role=assignment.role, by=by, at=at)
    if assignment.end_time <= at:
        raise ShiftOver
    if at - assignment.offered_at < PATIENCE:
        raise JustAsked
    waiting = StaffAssignment.objects.filter(pk=assignment.pk, status=Status.OFFERED)
    if not waiting.update(offered_at=at):
        raise NotFromHere
    assignment.offered_at = at
    telling.offered(assignment)
    return assignment
