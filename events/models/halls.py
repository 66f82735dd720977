"""The halls of a venue, each of which may be in use by itself."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import MyVenue
from fashionista.common.access import Admin, Guarded, Public

from .events import Venue


class Hall(Guarded):
    """A part of a venue with doors of its own, and how many people it holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="halls", verbose_name=_("venue"))
    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(_("capacity"), validators=[MinValueValidator(1)])

    access = [Public(), MyVenue("venue"), Admin()]

    class Meta:
        db_table = "venue_halls"
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="venue_halls_hold_somebody"),
            models.UniqueConstraint(fields=["venue", "name"], name="venue_halls_once_a_name"),
            models.UniqueConstraint(fields=["id", "venue"], name="venue_halls_id_venue"),
        ]

    def __str__(self):
        return self.name
