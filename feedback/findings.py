"""What visitors said and nobody has read yet. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import ngettext_lazy

from events.findings import Question, finds, list_of
from events.models import Event

from .models import DesignerReview, EventFeedback


@finds("marketing")
def moderation(event: Event, at: datetime) -> Iterator[Question]:
    pending = EventFeedback.Status.PENDING
    yield Question(
        EventFeedback.objects.filter(event=event, status=pending),
        ngettext_lazy(
            "%(n)s visitor’s feedback waits to be read",
            "%(n)s visitors’ feedback waits to be read",
            "n",
        ),
        list_of("feedback_eventfeedback", event, status__exact=pending),
    )
    yield Question(
        DesignerReview.objects.filter(event=event, status=pending),
        ngettext_lazy(
            "%(n)s review of a designer waits to be read",
            "%(n)s reviews of designers wait to be read",
            "n",
        ),
        list_of("feedback_designerreview", event, status__exact=pending),
    )
