"""The link to the calendar of one person's events."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Guarded, Own, System


class EventFeed(Guarded):
    """
    The link to the events one person has to do with, drafts too, for their calendar.

    Its secret is kept as a hash only: see `common.secret_links`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    secret_hash.secret = True
    created_at = models.DateTimeField()

    access = [Own("user", may="view add delete"), System("events.feed", may="view")]

    class Meta:
        db_table = "event_feeds"
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self):
        return _("calendar link %(id)s") % {"id": str(self.pk)[:8]}
