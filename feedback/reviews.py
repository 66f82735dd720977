"""What the public reads of an event's feedback."""

from dataclasses import dataclass, field

from django.db.models import Avg, Count

from .models import EventFeedback

ENOUGH = 3  # reviews before there is an average: one voice is none
LATEST = 6


@dataclass(frozen=True)
class Reviews:
    count: int = 0
    average: float | None = None
    latest: list[EventFeedback] = field(default_factory=list)

    @property
    def stars(self):
        """The average in whole stars, to be drawn."""
        return self.average and int(self.average + 0.5)


def published_of(event):
    """The mean of what was published, from three reviews on, and the latest that have words."""
    published = EventFeedback.objects.filter(event=event, status=EventFeedback.Status.PUBLISHED)
    sums = published.aggregate(mean=Avg("rating"), count=Count("pk"))
    if not sums["count"]:
        return Reviews()
    latest = published.exclude(published_text="").order_by("-created_at", "pk")
    return Reviews(
        count=sums["count"],
        average=round(sums["mean"], 1) if sums["count"] >= ENOUGH else None,
        latest=list(latest.only("rating", "display_name", "published_text", "created_at")[:LATEST]),
    )
