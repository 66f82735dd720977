"""
A shift handed on: somebody asks, a colleague takes it, the organizer approves.

Until then it stays with whoever asked. At the approval one assignment ends and the other is made,
in one transaction, with all that a shift asks of those on it.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from fashionista.common.errors import constraint_of
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere, advance

from . import telling
from .exceptions import (
    AskedAlready,
    IsHere,
    NotAColleague,
    NotForYou,
    NotTheirRole,
    OffTheBooks,
    ShiftBegun,
    TimesChanged,
    YouWork,
)
from .fitness import does, lacking
from .models import LIVE, ShiftSwap, StaffAssignment, StaffMember
from .rostering import PLANNED, has_certificates, in_words, locked_shift

Status = ShiftSwap.Status


@transaction.atomic
def ask_swap(assignment: StaffAssignment, *, to: str = "", by: Any, at: datetime) -> ShiftSwap:
    """
    Ask to hand on a shift of one's own: to the colleague of this address, or to anybody who fits.

    Raises NotFromHere where it is not theirs any more, ShiftBegun, AskedAlready, NotAColleague.
    """
    if assignment.user_id != by.pk or assignment.status != StaffAssignment.Status.SCHEDULED:
        raise NotFromHere
    if assignment.start_time <= at or assignment.checked_in_at:
        raise ShiftBegun
    with acting_as("staffing.swap"):
        giver = StaffMember.objects.get(pk=assignment.staff_id)
        colleague = _colleague(giver, to) if to else None
        swap = ShiftSwap(
            assignment=assignment,
            event=assignment.event_id,
            staff=giver,
            organizer=giver.organizer_id,
            user_id=assignment.user_id,
            role_id=assignment.role_id,
            start_time=assignment.start_time,
            end_time=assignment.end_time,
            to=colleague,
            asked_at=at,
        )
        try:
            with transaction.atomic():
                swap.save(force_insert=True)
        except IntegrityError as error:
            if constraint_of(error) != "shift_swaps_one_at_a_time":
                raise NotFromHere from error  # the assignment has other columns by now
            raise AskedAlready from error
    if colleague:
        telling.swap_asked(swap, colleague.user_id)
    return swap


def _colleague(giver: StaffMember, address: str) -> StaffMember:
    """Whether somebody has an account is not told: only whether they are on the same books."""
    person = User.objects.filter(email=address.strip()).first()
    books = StaffMember.objects.filter(organizer=giver.organizer_id, status="active")
    found = books.filter(user=person).exclude(pk=giver.pk).first() if person else None
    if found is None:
        raise NotAColleague
    return found


@transaction.atomic
def take_swap(swap: ShiftSwap, *, by: Any, at: datetime) -> ShiftSwap:
    """
    Offer to work a colleague's shift. The organizer and the colleague are told.

    Raises OffTheBooks, NotForYou, YouWork, ShiftBegun, and NotFromHere where another was quicker.
    """
    if swap.start_time <= at:
        raise ShiftBegun
    member = member_for(swap, by)
    if member is None:
        raise OffTheBooks
    if not fits(member, swap):
        raise NotForYou
    mine = StaffAssignment.objects.filter(user=by, status__in=LIVE)
    if mine.filter(start_time__lt=swap.end_time, end_time__gt=swap.start_time).exists():
        raise YouWork
    agreed = {"agreed_start": swap.start_time, "agreed_end": swap.end_time}
    advance(swap, Status.TAKEN, at=at, taken_by=member, taken_at=at, **agreed)
    telling.swap_taken(swap, by.full_name)
    return swap


def member_for(swap: ShiftSwap, user: Any) -> StaffMember | None:
    rows = StaffMember.objects.filter(organizer=swap.organizer, user=user, status="active")
    return rows.select_related("role").first()


def fits(member: StaffMember, swap: ShiftSwap) -> bool:
    return does(member, swap.role) and not lacking(member, swap.role, on=swap.end_time.date())


@transaction.atomic
def decline_swap(swap: ShiftSwap, *, by: Any, at: datetime) -> ShiftSwap:
    """Say no to a colleague who asked by name. They are told."""
    advance(swap, Status.DECLINED, at=at, decided_at=at)
    telling.swap_declined(swap)
    return swap


@transaction.atomic
def withdraw_swap(swap: ShiftSwap, *, by: Any, at: datetime) -> ShiftSwap:
    """Keep one's shift after all."""
    return advance(swap, Status.WITHDRAWN, at=at, decided_at=at)


@transaction.atomic
def approve_swap(swap: ShiftSwap, *, by: Any, at: datetime) -> StaffAssignment:
    """
    Put the colleague in the place of whoever asked. Both are told.

    Returns the new assignment. Raises NotFromHere where the swap or the shift has moved on,
    TimesChanged, ShiftBegun, IsHere, OffTheBooks, NotTheirRole, LacksCertificate, OnItAlready, and
    AlreadyWorks where they have another shift at that time by now, whoever's it is.
    """
    before = swap.assignment
    shift = locked_shift(before.shift)
    swap = ShiftSwap.objects.select_related("taken_by__role", "role").get(pk=swap.pk)
    member = swap.taken_by
    if swap.status != Status.TAKEN or member is None:
        raise NotFromHere
    if (shift.start_time, shift.end_time) != (swap.agreed_start, swap.agreed_end):
        raise TimesChanged
    if shift.start_time <= at:
        raise ShiftBegun
    if member.status != StaffMember.Status.ACTIVE:
        raise OffTheBooks
    if not does(member, swap.role):
        raise NotTheirRole
    has_certificates(shift, member, swap.role)
    before = StaffAssignment.objects.select_for_update(of=("self",)).get(pk=before.pk)
    if before.checked_in_at:
        raise IsHere
    advance(before, StaffAssignment.Status.CANCELLED, at=at, closed_at=at)
    advance(swap, Status.APPROVED, at=at, decided_at=at)
    with in_words(shift, [member.user_id]):
        after = StaffAssignment.objects.create(
            event=shift.event,
            shift=shift,
            staff=member,
            user_id=member.user_id,
            role=swap.role,
            slot=before.slot,
            status=StaffAssignment.Status.SCHEDULED,
            notes=before.notes,
            offered_at=swap.asked_at,
            answered_at=swap.taken_at,
            **{name: getattr(shift, name) for name in (*PLANNED, "revision")},
        )
    telling.swap_approved(swap, member.user_id)
    return after


@transaction.atomic
def refuse_swap(swap: ShiftSwap, *, by: Any, at: datetime) -> ShiftSwap:
    """Leave the shift with whoever asked. They and the colleague are told."""
    advance(swap, Status.REFUSED, at=at, decided_at=at)
    telling.swap_refused(swap, swap.taken_by.user_id if swap.taken_by else None)
    return swap
