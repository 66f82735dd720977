"""An event once more: a draft with all of it that repeats, so many days on."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from .creating import save_at_free_address
from .models import (
    Event,
    EventAmenityAssignment,
    EventRestriction,
    EventSchedule,
    EventTagAssignment,
)
from .moving import Distance
from .signals import event_duplicated

NEVER = {"meta_data", "former_slugs", "created_at", "updated_at"}


def copy_of(row: models.Model, **changes: Any) -> Any:
    """A row like this one with these changes, not saved yet. What systems keep beside it stays."""
    fields: list[Any] = [
        field
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in NEVER and not hasattr(field, "source")
    ]
    kept = {field.attname: getattr(row, field.attname) for field in fields}
    for field in fields:
        if field.name in changes:
            del kept[field.attname]
    return type(row)(**kept, **changes)


@transaction.atomic
def duplicate_event(source: Event, *, title: str, start: datetime, by: Any, at: datetime) -> Event:
    """
    Make a draft like an event, with this title, from `start` on; every app above adds its part.

    All times are as far on as the event, on the clock of its venue. Orders, people and messages
    stay with the old one. Whatever the policies refuse `by` undoes it all.
    """
    distance = Distance.between(source.start_date, start, zone=source.zone)
    first, last = distance.stretch(source.start_date, source.end_date)
    event = save_at_free_address(
        copy_of(
            source, title=title, start_date=first, end_date=last, status=Event.Status.DRAFT, slug=""
        )
    )
    _copy_programme(source, event, distance)
    event_duplicated.send(sender=Event, source=source, event=event, distance=distance)
    return event


def _copy_programme(source: Event, event: Event, distance: Distance) -> None:
    EventSchedule.objects.bulk_create(
        copy_of(entry, event=event, start_time=start, end_time=end)
        for entry in EventSchedule.objects.filter(event=source)
        for start, end in [distance.stretch(entry.start_time, entry.end_time)]
    )
    for kind in (EventTagAssignment, EventAmenityAssignment, EventRestriction):
        kind.objects.bulk_create(
            copy_of(row, event=event) for row in kind.objects.filter(event=source)
        )
