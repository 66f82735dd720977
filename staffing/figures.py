"""How far the shifts of an event are filled, in numbers."""

from dataclasses import dataclass

from django.db.models import Sum

from events.models import Event

from .models import Shift


@dataclass(frozen=True)
class Filling:
    """Places on all shifts of an event."""

    needed: int
    filled: int
    asked: int  # offered to somebody who has not answered

    @property
    def open(self) -> int:
        return self.needed - self.filled - self.asked


def filling_of(event: Event) -> Filling:
    shifts = Shift.objects.filter(event=event).with_taken()
    found = shifts.aggregate(
        places=Sum("required_staff", default=0),
        places_filled=Sum("filled", default=0),
        places_taken=Sum("taken", default=0),
    )
    filled = found["places_filled"]
    return Filling(found["places"], filled, asked=found["places_taken"] - filled)
