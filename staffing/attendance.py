"""
The day itself: who has come and gone, and who has not come at all.

Who leads the staff taps it; a slip can be undone for a quarter of an hour.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from fashionista.common.lifecycle import NotFromHere, advance

from .exceptions import NotMissing, ShiftOver, TooEarly, TooLateToUndo
from .models import StaffAssignment
from .rostering import in_words

EARLY = timedelta(hours=2)  # before their shift they may be there
GRACE = timedelta(minutes=30)  # from then on who has not come is missing, not late
UNDO = timedelta(minutes=15)
Status = StaffAssignment.Status


@transaction.atomic
def check_in(assignment: StaffAssignment, *, by: Any, at: datetime) -> StaffAssignment:
    """Note that somebody has come to their shift. Raises TooEarly, ShiftOver and NotFromHere."""
    row = _locked(assignment)
    if row.status != Status.SCHEDULED or row.checked_in_at:
        raise NotFromHere
    if at < row.start_time - EARLY:
        raise TooEarly
    if at >= row.end_time:
        raise ShiftOver
    return _noted(row, at)


@transaction.atomic
def check_out(assignment: StaffAssignment, *, by: Any, at: datetime) -> StaffAssignment:
    """Note that somebody goes, and with it that they have worked. Raises NotFromHere."""
    row = _locked(assignment)
    if row.status != Status.SCHEDULED or not row.checked_in_at:
        raise NotFromHere
    return advance(row, Status.COMPLETED, at=at, closed_at=at, checked_out_at=at)


@transaction.atomic
def mark_no_show(assignment: StaffAssignment, *, by: Any, at: datetime) -> StaffAssignment:
    """
    Note that somebody did not come. Their place is free for another.

    Raises NotMissing in the first half hour, and NotFromHere.
    """
    row = _locked(assignment)
    if row.status != Status.SCHEDULED or row.checked_in_at:
        raise NotFromHere
    if at < row.start_time + GRACE:
        raise NotMissing
    return advance(row, Status.NO_SHOW, at=at, closed_at=at)


@transaction.atomic
def undo(assignment: StaffAssignment, *, by: Any, at: datetime) -> StaffAssignment:
    """
    Take back the last thing noted of somebody's day.

    Raises TooLateToUndo after a quarter of an hour, NotFromHere where nothing is noted, and what
    says that their place or time is taken by now.
    """
    row = _locked(assignment)
    last = last_noted(row)
    if last is None:
        raise NotFromHere
    if at - last > UNDO:
        raise TooLateToUndo
    if row.status == Status.SCHEDULED:
        return _noted(row, None)
    with in_words(row.shift, [row.user_id]):
        return advance(row, Status.SCHEDULED, at=at, closed_at=None, checked_out_at=None)


def last_noted(assignment: StaffAssignment) -> datetime | None:
    """When the last thing was noted that can be undone."""
    if assignment.status == Status.NO_SHOW:
        return assignment.closed_at
    return assignment.checked_out_at or assignment.checked_in_at


def _locked(assignment: StaffAssignment) -> StaffAssignment:
    rows = StaffAssignment.objects.select_for_update(of=("self",))
    return rows.select_related("shift__event__venue").get(pk=assignment.pk)


def _noted(row: StaffAssignment, at: datetime | None) -> StaffAssignment:
    row.checked_in_at = at
    row.save(update_fields=["checked_in_at"])
    return row
