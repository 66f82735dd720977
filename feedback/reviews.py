"""What the public reads of what visitors said of an event or a designer."""

from dataclasses import dataclass, field

from django.db.models import Avg, Count

from .models import Moderated

ENOUGH = 3  # reviews before there is an average: one voice is none
LATEST = 6
SHOWN = ["rating", "display_name", "published_text", "created_at"]


@dataclass(frozen=True)
class Reviews:
    count: int = 0
    average: float | None = None
    latest: list[Moderated] = field(default_factory=list)

    @property
    def stars(self):
        """The average in whole stars, to be drawn."""
        return self.average and int(self.average + 0.5)


def published_of(event):
    """The mean of what was published, from three reviews on, and the latest that have words."""
    return _read(event.feedback.only("event", *SHOWN))


def published_about(designer):
    """The same of a designer, over all the events they showed at."""
    reviews = designer.reviews.select_related("event__venue")
    return _read(reviews.only("designer", "event__title", "event__venue__timezone", *SHOWN))


def _read(reviews):
    published = reviews.filter(status=Moderated.Status.PUBLISHED)
    sums = published.aggregate(mean=Avg("rating"), count=Count("pk"))
    if not sums["count"]:
        return Reviews()
    latest = published.exclude(published_text="").order_by("-created_at", "pk")
    return Reviews(
        count=sums["count"],
        average=round(sums["mean"], 1) if sums["count"] >= ENOUGH else None,
        latest=list(latest[:LATEST]),
    )
