"""When things happen in a show, as planned: from its start, its lengths and its looks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .models import LineupEntry, RunwaySegment


@dataclass
class TimedLook:
    """A look, when it goes on, and how long its model has had to change since the one before."""

    entry: LineupEntry
    starts_at: datetime
    after: int | None = None  # the number of the model's look before
    seconds_to_change: int | None = None

    @property
    def is_tight(self) -> bool:
        return self.seconds_to_change is not None and self.seconds_to_change < self.entry.change


@dataclass
class TimedSegment:
    segment: RunwaySegment
    starts_at: datetime
    looks: list[TimedLook] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.segment.duration)

    @property
    def seconds_late(self) -> int:
        """How long after its planned start it can begin, as things stand."""
        planned = self.segment.planned_start
        return int((self.starts_at - planned).total_seconds()) if planned else 0


def running_times(segments: Iterable[RunwaySegment], start: datetime) -> Iterator[TimedSegment]:
    """Segment after segment; one with a planned start waits for it."""
    at = start
    for segment in segments:
        at = max(at, segment.planned_start or at)
        timed = TimedSegment(segment, at)
        yield timed
        at = timed.ends_at


def with_looks(timed: list[TimedSegment]) -> list[TimedSegment]:
    """Give the segments their looks, in order, with the time each model has to change."""
    off: dict[object, tuple[int, datetime]] = {}  # by model: their last look, and when it was over
    for each in timed:
        on = each.starts_at
        for entry in sorted(each.segment.entries.all(), key=lambda entry: entry.position):
            look = TimedLook(entry, on)
            model = entry.fashion_model_id
            if model in off:
                look.after, over = off[model]
                look.seconds_to_change = int((on - over).total_seconds())
            if model:
                off[model] = (entry.look_number, on + timedelta(seconds=entry.walk))
            each.looks.append(look)
            on += timedelta(seconds=entry.cadence)
    return timed
