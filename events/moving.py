"""New dates: an event moves, and all that is planned for it moves as far."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import NotFromHere

from .models import Event, EventSchedule
from .permissions import can_move
from .publishing import IsOver, publish_event
from .signals import event_moved


class SameDates(DomainError):
    message = _("These are the dates it has.")


class EndsTooEarly(DomainError):
    message = _("An event ends after it starts.")


@dataclass(frozen=True)
class Distance:
    """
    How far an event moves, on the clock of its venue: what begins at 20:00 does so there too.

    `span` lies between two times on the wall.
    """

    span: timedelta
    zone: ZoneInfo

    @classmethod
    def between(cls, before: datetime, after: datetime, *, zone: ZoneInfo) -> "Distance":
        old, new = (each.astimezone(zone).replace(tzinfo=None) for each in (before, after))
        return cls(new - old, zone)

    def beyond(self, moment: Any) -> Any:
        """This moment, so far on; none stays none."""
        if moment is None:
            return None
        on_the_wall = moment.astimezone(self.zone).replace(tzinfo=None) + self.span
        return on_the_wall.replace(tzinfo=self.zone).astimezone(UTC)

    def stretch(self, start: datetime, end: datetime) -> tuple[datetime, datetime]:
        """Both ends. One that a changing clock would make nothing of keeps its length."""
        first, last = self.beyond(start), self.beyond(end)
        return first, last if last > first else first + (end - start)

    @property
    def is_later(self) -> bool:
        return self.span > timedelta(0)

    def safely(self, rows: list, start: str) -> list:
        """The rows in the order in which they move out of each other's way."""
        return sorted(rows, key=lambda row: getattr(row, start), reverse=self.is_later)


@transaction.atomic
def move_event(
    event: Event, *, start: datetime, end: datetime | None = None, by: Any, at: datetime
) -> Event:
    """
    Give an event new dates. Its schedule moves, and so does what every app above plans for it.

    Without an end it lasts as long as before. One that was postponed is published again. Raises
    PermissionDenied for who may not change all of what moves, NotFromHere for one that is cancelled
    or completed, SameDates, EndsTooEarly and IsOver, and what the apps above refuse; then nothing
    has moved.
    """
    if not can_move(by, event):
        raise PermissionDenied
    locked = Event.objects.select_related("venue").select_for_update(of=("self",), no_key=True)
    event = locked.get(pk=event.pk)
    if event.status in (Event.Status.CANCELLED, Event.Status.COMPLETED):
        raise NotFromHere
    distance = Distance.between(event.start_date, start, zone=event.zone)
    first, last = distance.stretch(event.start_date, event.end_date)
    last = end or last
    if (first, last) == (event.start_date, event.end_date):
        raise SameDates
    if last <= first:
        raise EndsTooEarly
    if last <= at:
        raise IsOver
    event.start_date, event.end_date = first, last
    event.save(update_fields=["start_date", "end_date", "updated_at"])
    _move_schedule(event, distance)
    event_moved.send(sender=Event, event=event, distance=distance, by=by, at=at)
    if event.status == Event.Status.POSTPONED:
        publish_event(event, by=by, at=at)
    return event


def _move_schedule(event: Event, distance: Distance) -> None:
    entries = list(EventSchedule.objects.select_for_update().filter(event=event))
    for entry in entries:
        entry.start_time, entry.end_time = distance.stretch(entry.start_time, entry.end_time)
    EventSchedule.objects.bulk_update(entries, ["start_time", "end_time"])
