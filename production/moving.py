"""What is rehearsed and shown at an event that has other dates, or that is put on once more."""

from django.db import transaction

from events.duplicating import copy_of
from events.models import Event
from events.moving import Distance

from .models import RehearsalSchedule, RunwaySegment, TechnicalRequirement


@transaction.atomic
def copy_show(source: Event, event: Event, distance: Distance) -> None:
    """
    The segments of a show and what the house needs for it, to be confirmed anew.

    Who and what was shown, and its rehearsals, stay with the old one; so no line-up is public yet.
    """
    segments = {
        segment.pk: copy_of(
            segment,
            event=event,
            planned_start=distance.beyond(segment.planned_start),
            is_public=False,
        )
        for segment in RunwaySegment.objects.filter(event=source)
    }
    RunwaySegment.objects.bulk_create(segments.values())
    TechnicalRequirement.objects.bulk_create(
        copy_of(
            need,
            event=event,
            segment=need.segment_id and segments[need.segment_id],
            status=TechnicalRequirement.Status.PENDING,
            confirmed_at=None,
            completed_at=None,
        )
        for need in TechnicalRequirement.objects.filter(event=source)
    )


@transaction.atomic
def move_show(event: Event, distance: Distance) -> None:
    """Move the rehearsals of an event, and the hours that its segments keep to."""
    rehearsals = list(RehearsalSchedule.objects.select_for_update().filter(event=event))
    for rehearsal in distance.safely(rehearsals, "start_time"):
        times = distance.stretch(rehearsal.start_time, rehearsal.end_time)
        rehearsal.start_time, rehearsal.end_time = times
        rehearsal.save(update_fields=["start_time", "end_time"])
    segments = RunwaySegment.objects.select_for_update().filter(event=event)
    for segment in segments.filter(planned_start__isnull=False):
        segment.planned_start = distance.beyond(segment.planned_start)
        segment.save(update_fields=["planned_start"])
