"""What somebody's shift page shows of swaps: their own, and those they could take over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from .models import LIVE, OPEN_SWAPS, ShiftSwap, StaffAssignment, StaffMember
from .swapping import fits


@dataclass(frozen=True)
class Swaps:
    given: list[ShiftSwap]  # one's own that nobody has decided
    offered: list[ShiftSwap]  # of colleagues, which one could take
    taken: list[ShiftSwap]  # of colleagues, which wait for the organizer

    @property
    def given_keys(self) -> set:
        """Of the assignments that are being handed on."""
        return {swap.assignment_id for swap in self.given}


def swaps_of(user: Any, at: datetime) -> Swaps:
    """
    Two queries, or three.

    To others than whoever is named, one that does not fit them, or at a time at which they work, is
    not shown.
    """
    books = StaffMember.objects.filter(user=user, status="active").select_related("role")
    mine = {member.organizer_id: member for member in books}
    keys = {member.pk for member in mine.values()}
    concerns = Q(user=user) | Q(taken_by__in=keys) | Q(status="open", organizer__in=mine)
    ahead = ShiftSwap.objects.filter(concerns, status__in=OPEN_SWAPS, start_time__gt=at)
    rows = list(ahead.select_related("role").order_by("start_time", "pk"))
    open_to_me = [
        swap
        for swap in rows
        if swap.user_id != user.pk
        and swap.status == "open"
        and (swap.to_id in keys or (swap.to_id is None and fits(mine[swap.organizer], swap)))
    ]
    return Swaps(
        given=[swap for swap in rows if swap.user_id == user.pk],
        offered=_while_free(user, open_to_me, keys),
        taken=[swap for swap in rows if swap.taken_by_id in keys],
    )


def _while_free(user: Any, swaps: list[ShiftSwap], keys: set) -> list[ShiftSwap]:
    """Those at a time at which somebody has no shift, and those they are asked for by name."""
    if not swaps:
        return []
    mine = StaffAssignment.objects.filter(user=user, status__in=LIVE)
    taken = list(
        mine.filter(end_time__gt=swaps[0].start_time).values_list("start_time", "end_time")
    )
    return [
        swap
        for swap in swaps
        if swap.to_id in keys
        or not any(start < swap.end_time and swap.start_time < end for start, end in taken)
    ]
