"""The link to the calendar of one person's events."""

from django.conf import settings
from django.db import models

from fashionista.common.access import Own, System
from fashionista.common.secret_links import SecretLink


class EventFeed(SecretLink):
    """The link to the events one person has to do with, drafts too, for their calendar."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_feed")

    access = [Own("user", may="view add delete"), System("events.feed", may="view")]

    class Meta(SecretLink.Meta):
        db_table = "event_feeds"
