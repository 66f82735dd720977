"""The running order: segments of a show, looks of a segment."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .exceptions import AlreadyFirst
from .models import LineupEntry, RunwaySegment


@transaction.atomic
def move_earlier(
    row: RunwaySegment | LineupEntry, *, by: Any, at: datetime
) -> RunwaySegment | LineupEntry:
    """
    Let a segment or a look change places with the one before it; looks keep their numbers.

    Raises AlreadyFirst where nothing comes before, PermissionDenied where the order is not theirs.
    """
    locked = row.neighbours().filter(position__lte=row.position).select_for_update()
    pair = list(locked.order_by("-position")[:2])
    if not pair or pair[0].pk != row.pk:
        raise PermissionDenied
    if len(pair) == 1:
        raise AlreadyFirst
    later, earlier = pair
    later.position, earlier.position = earlier.position, later.position
    for moved in pair:
        moved.save(update_fields=["position"])
    row.position = later.position
    return row
