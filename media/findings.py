"""What is left to do about the pictures of an event. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from events.findings import Question, Weight, finds, list_of
from events.models import Event

from .models import MediaAsset, MediaGallery

HAPPENED = [Event.Status.PUBLISHED, Event.Status.COMPLETED]


@finds("media")
def pictures(event: Event, at: datetime) -> Iterator[Question]:
    yield Question(
        MediaAsset.objects.filter(event=event, alt_text="").exclude(type=MediaAsset.Type.DOCUMENT),
        ngettext_lazy("%(n)s picture is not described", "%(n)s pictures are not described", "n"),
        list_of("media_mediaasset", event, alt_text__exact=""),
    )
    if event.end_date > at or event.status not in HAPPENED:
        return
    draft = MediaGallery.Status.DRAFT
    yield Question(
        MediaGallery.objects.filter(event=event, status=draft),
        ngettext_lazy("%(n)s gallery is not published", "%(n)s galleries are not published", "n"),
        list_of("media_mediagallery", event, status__exact=draft),
    )
    yield Question(
        Event.objects.filter(pk=event.pk, media_galleries=None),
        _("No gallery shows how it was"),
        list_of("media_mediagallery", event),
        Weight.LATER,
    )
