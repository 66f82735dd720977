"""Where people come in."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Guarded


class Gate(Guarded):
    """One entrance of an event, by the name its people call it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="gates")
    name = models.CharField(_("name"), max_length=60)

    access = [May("event", "door", may="view"), May("event", "programme"), Admin()]

    class Meta:
        db_table = "gates"
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"],
                name="gates_name_once",
                violation_error_message=_("This event has a gate of that name."),
            ),
            models.UniqueConstraint(fields=["id", "event"], name="gates_id_event"),
        ]

    def __str__(self):
        return self.name
