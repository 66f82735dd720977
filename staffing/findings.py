"""What is left to do about the staff of an event. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from events.findings import Question, finds, is_ahead, list_of, pressing
from events.models import Event

from .models import Shift, ShiftSwap, StaffAssignment


@finds("staff")
def staffing(event: Event, at: datetime) -> Iterator[Question]:
    if not is_ahead(event, at):
        return
    ahead = Shift.objects.filter(event=event, start_time__gt=at)
    yield Question(
        ahead.with_taken().filter(taken__lt=F("required_staff")),
        ngettext_lazy("%(n)s shift is open", "%(n)s shifts are open", "n"),
        reverse("admin:staffing_shift_open", args=[event.pk]),
        pressing(event, at),
    )
    offered = StaffAssignment.Status.OFFERED
    yield Question(
        StaffAssignment.objects.filter(event=event, status=offered, start_time__gt=at),
        ngettext_lazy(
            "%(n)s offer of a shift is not answered", "%(n)s offers of shifts are not answered", "n"
        ),
        list_of("staffing_staffassignment", event, status__exact=offered),
    )
    yield Question(
        ShiftSwap.objects.filter(event=event.pk, status=ShiftSwap.Status.TAKEN, start_time__gt=at),
        ngettext_lazy("%(n)s swap waits for approval", "%(n)s swaps wait for approval", "n"),
        reverse("admin:staffing_shift_swaps", args=[event.pk]),
        pressing(event, at),
    )
