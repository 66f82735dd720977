"""
Who works when: a shift is offered, and theirs once they accept. Nothing of it is deleted.

That a shift is not overfilled and that nobody is in two places at once, the database knows; here
its refusals become sentences.
"""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fashionista.common.errors import constraint_of
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere, advance

from . import telling
from .exceptions import (
    AlreadyWorks,
    IsHere,
    LacksCertificate,
    NotBegun,
    NotTheirRole,
    OffTheBooks,
    OnItAlready,
    ShiftFull,
    ShiftOver,
    ShiftTaken,
)
from .fitness import does, lacking
from .models import LIVE, OPEN_SWAPS, Shift, ShiftSwap, StaffAssignment, StaffMember

PLANNED = ("start_time", "end_time", "required_staff")
REFUSALS = {
    "staff_assignments_once_a_shift": OnItAlready,
    "staff_assignments_one_a_slot": ShiftFull,
    "staff_assignments_within_the_shift": ShiftTaken,
}


@transaction.atomic
def offer_shift(shift, member, *, role=None, notes="", by, at):
    """
    Ask somebody whether they work a shift; until they answer, the place is theirs. They are told.

    Without a role it is for the one the shift wants, else for theirs. Returns the assignment.
    Raises ShiftFull, ShiftOver, OffTheBooks, OnItAlready, NotTheirRole, LacksCertificate, and
    AlreadyWorks where they have another shift at that time, whoever's it is.
    """
    shift = locked_shift(shift)
    if shift.end_time <= at:
        raise ShiftOver
    if member.status != StaffMember.Status.ACTIVE:
        raise OffTheBooks
    if role is None and shift.role and not does(member, shift.role):
        raise NotTheirRole
    role = role or shift.role or member.role
    has_certificates(shift, member, role)
    if shift.assignments.filter(staff=member, status__in=LIVE).exists():
        raise OnItAlready
    free = _free_places(shift)
    if not free:
        raise ShiftFull
    with in_words(shift, [member.user_id]):
        assignment = StaffAssignment.objects.create(
            event=shift.event,
            shift=shift,
            staff=member,
            user_id=member.user_id,
            role=role,
            slot=free[0],
            notes=notes,
            offered_at=at,
            **{name: getattr(shift, name) for name in (*PLANNED, "revision")},
        )
    telling.offered(assignment)
    return assignment


@transaction.atomic
def accept_offer(assignment, *, by, at):
    """Take a shift that was offered to oneself. Raises ShiftOver and OffTheBooks."""
    if assignment.end_time <= at:
        raise ShiftOver
    if not StaffMember.objects.filter(pk=assignment.staff_id, status="active").exists():
        raise OffTheBooks
    return _answer(assignment, StaffAssignment.Status.SCHEDULED, at)


@transaction.atomic
def decline_offer(assignment, *, by, at):
    """Leave an offered shift to somebody else; its place is free again."""
    return _answer(assignment, StaffAssignment.Status.DECLINED, at)


def _answer(assignment, status, at):
    with acting_as("staffing.answer"):
        rows = StaffAssignment.objects.filter(pk=assignment.pk)
        if rows.values_list("status", flat=True).get() != StaffAssignment.Status.OFFERED:
            raise NotFromHere
        advance(assignment, status, at=at, answered_at=at)
    telling.answered(assignment)
    return assignment


@transaction.atomic
def withdraw_offer(assignment, *, by, at):
    """Take back an offer that has no answer yet. They are told."""
    advance(assignment, StaffAssignment.Status.WITHDRAWN, at=at, closed_at=at)
    telling.called_off(assignment)
    return assignment


@transaction.atomic
def cancel_assignment(assignment, *, by, at):
    """
    Take somebody off a shift; what their role let them do there ends at once. They are told.

    Raises IsHere where they have come to work it.
    """
    if _is_here(assignment):
        raise IsHere
    advance(assignment, StaffAssignment.Status.CANCELLED, at=at, closed_at=at)
    for swap in ShiftSwap.objects.filter(assignment=assignment, status__in=OPEN_SWAPS):
        advance(swap, ShiftSwap.Status.WITHDRAWN, at=at, decided_at=at)
    telling.called_off(assignment)
    return assignment


@transaction.atomic
def complete_assignment(assignment, *, by, at):
    """Note that somebody has worked their shift; who is there goes by that. Raises NotBegun."""
    if assignment.start_time > at:
        raise NotBegun
    went = {"checked_out_at": at} if _is_here(assignment) else {}
    return advance(assignment, StaffAssignment.Status.COMPLETED, at=at, closed_at=at, **went)


def _is_here(assignment):
    here = StaffAssignment.objects.filter(pk=assignment.pk, checked_out_at=None)
    return here.filter(checked_in_at__isnull=False).exists()


@transaction.atomic
def change_shift(shift, changes, *, by, at):
    """
    Write what is new about a shift; whoever is on it moves with it, and is told of new times.

    Raises ShiftTaken where more people are on it than it would need, and AlreadyWorks where one of
    them has another shift at the new time.
    """
    shift = locked_shift(shift)
    moved = any(changes.get(name, getattr(shift, name)) != getattr(shift, name) for name in PLANNED)
    for name, value in changes.items():
        setattr(shift, name, value)
    if moved:
        shift.revision += 1
    people = list(shift.assignments.filter(status__in=LIVE).values_list("user_id", flat=True))
    with in_words(shift, people):
        _close_ranks(shift)
        shift.save(update_fields=[*changes, *(["revision"] if moved else [])])
    if {"start_time", "end_time"} & changes.keys() and moved:
        for assignment in shift.assignments.filter(status__in=["offered", "scheduled"]):
            telling.moved(assignment)
    return shift


@transaction.atomic
def deactivate_staff(member, *, by, at):
    """Take somebody off the books; every door closes to them at once."""
    return advance(member, StaffMember.Status.INACTIVE, at=at)


@transaction.atomic
def reactivate_staff(member, *, by, at):
    return advance(member, StaffMember.Status.ACTIVE, at=at)


def locked_shift(shift):
    shifts = Shift.objects.select_for_update(of=("self",))
    return shifts.select_related("event__venue", "role").get(pk=shift.pk)


def has_certificates(shift, member, role):
    last_day = shift.end_time.astimezone(shift.event.zone).date()
    if names := lacking(member, role, on=last_day):
        raise LacksCertificate(names)


def _free_places(shift):
    taken = shift.assignments.filter(status__in=LIVE).values_list("slot", flat=True)
    return sorted(set(range(1, shift.required_staff + 1)) - set(taken))


def _close_ranks(shift):
    """Whoever has a place past the last takes one that is free, so that a shift can shrink."""
    free = _free_places(shift)
    past = shift.assignments.filter(status__in=LIVE, slot__gt=shift.required_staff)
    for assignment, slot in zip(past.order_by("slot"), free, strict=False):
        StaffAssignment.objects.filter(pk=assignment.pk).update(slot=slot)


@contextmanager
def in_words(shift, people):
    """What the database refuses, as a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = constraint_of(error)
        if name == "staff_assignments_one_place_at_a_time":
            raise AlreadyWorks(_clash(shift, people)) from error
        if name in REFUSALS:
            raise REFUSALS[name] from error
        raise


def _clash(shift, people):
    """When one of these people works at the time of this shift. Looks past whose shift it is."""
    with acting_as("staffing.roster"):
        other = (
            StaffAssignment.objects.filter(
                user__in=people,
                status__in=LIVE,
                start_time__lt=shift.end_time,
                end_time__gt=shift.start_time,
            )
            .exclude(shift=shift.pk)
            .order_by("start_time")
            .values("start_time", "end_time")
            .first()
        )
    if other is None:  # it has gone meanwhile
        return AlreadyWorks.message
    zone = shift.event.zone
    start, end = (timezone.localtime(other[name], zone) for name in ("start_time", "end_time"))
    times = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return _("They already work %(start)s–%(end)s that day.") % times
