"""How far a day is covered: needed, accepted, asked and open, from one change to the next."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from events.models import Event

from .days import day_bounds
from .models import Shift


@dataclass(frozen=True)
class Span:
    """A stretch in which the numbers stay as they are."""

    start: datetime
    end: datetime
    needed: int
    filled: int
    asked: int
    lacking: tuple[Shift, ...]  # those with places that nobody has or is asked for

    @property
    def open(self) -> int:
        return self.needed - self.filled - self.asked

    @property
    def minutes(self) -> int:
        length = self.end.astimezone(UTC) - self.start.astimezone(UTC)  # not that on the wall
        return int(length.total_seconds() // 60)

    @property
    def numbers(self) -> tuple:
        return self.needed, self.filled, self.asked, self.lacking


@dataclass(frozen=True)
class Coverage:
    """Times are on the venue's clock."""

    spans: list[Span]

    @property
    def gaps(self) -> list[Span]:
        return [span for span in self.spans if span.open]

    @property
    def most(self) -> int:
        return max(span.needed for span in self.spans)

    @property
    def minutes_open(self) -> int:
        """Minutes of work that nobody has or is asked for."""
        return sum(span.open * span.minutes for span in self.spans)


def coverage_of(event: Event, day: date) -> Coverage:
    """Of this day on the venue's calendar, with what reaches into it. One query."""
    first, last = day_bounds(day, event.zone)
    touching = Shift.objects.filter(event=event, start_time__lt=last, end_time__gt=first)
    shifts = list(touching.select_related("role").with_taken().order_by("start_time", "name", "pk"))
    times = sorted(
        {max(first, shift.start_time) for shift in shifts}
        | {min(last, shift.end_time) for shift in shifts}
    )
    spans: list[Span] = []
    for start, end in pairwise(times):
        span = _span(start, end, shifts)
        if not span.needed:
            continue
        if spans and (spans[-1].end, spans[-1].numbers) == (start, span.numbers):
            span = Span(spans.pop().start, end, *span.numbers)
        spans.append(span)
    zone = event.zone
    return Coverage([
        Span(span.start.astimezone(zone), span.end.astimezone(zone), *span.numbers)
        for span in spans
    ])  # fmt: skip


def _span(start: datetime, end: datetime, shifts: list[Any]) -> Span:
    on = [shift for shift in shifts if shift.start_time < end and start < shift.end_time]
    filled = sum(shift.filled for shift in on)
    return Span(
        start,
        end,
        needed=sum(shift.required_staff for shift in on),
        filled=filled,
        asked=sum(shift.taken for shift in on) - filled,
        lacking=tuple(shift for shift in on if shift.taken < shift.required_staff),
    )
