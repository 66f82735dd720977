"""What is left to do about a show. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext_lazy

from events.findings import Question, finds, is_ahead, list_of, pressing
from events.models import Event

from .models import LineupEntry, RunwaySegment, TechnicalRequirement
from .timing import running_times, with_looks


@finds("production")
def show(event: Event, at: datetime) -> Iterator[Question]:
    if not is_ahead(event, at) or event.type != Event.Type.FASHION_SHOW:
        return
    yield Question(
        tight_changes(event),
        ngettext_lazy("%(n)s quick change is tight", "%(n)s quick changes are tight", "n"),
        reverse("production:line_up", args=[event.slug]),
        pressing(event, at),
    )
    yield Question(
        LineupEntry.objects.filter(event=event, fashion_model=None),
        ngettext_lazy("%(n)s look is to be cast", "%(n)s looks are to be cast", "n"),
        list_of("production_lineupentry", event, fashion_model__isnull="True"),
        pressing(event, at),
    )
    pending = TechnicalRequirement.Status.PENDING
    yield Question(
        TechnicalRequirement.objects.filter(event=event, status=pending),
        ngettext_lazy(
            "%(n)s technical need is not confirmed", "%(n)s technical needs are not confirmed", "n"
        ),
        list_of("production_technicalrequirement", event, status__exact=pending),
        pressing(event, at),
    )


def tight_changes(event: Event) -> int:
    """How many looks give their model less time to change into them than it takes."""
    segments = RunwaySegment.objects.filter(event=event).order_by("position")
    timed = running_times(segments.prefetch_related("entries"), event.start_date)
    return sum(look.is_tight for each in with_looks(list(timed)) for look in each.looks)
