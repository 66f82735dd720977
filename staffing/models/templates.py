"""Days that an organizer plans again and again."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from fashionista.common.access import Admin, Guarded

MOST_ROWS = 30
FURTHEST = 7 * 24 * 60  # minutes before or after
ROW = {
    "name": str,
    "starts": int,  # minutes from the begin or the end of the show
    "starts_from": str,
    "ends": int,
    "ends_from": str,
    "people": int,
    "role": str,  # the key of a staff role, or nothing
}
ANCHORS = ("start", "end")


def validate_rows(value):
    if not isinstance(value, list) or not 0 < len(value) <= MOST_ROWS:
        raise ValidationError(_("A list of shifts, at most %(n)s.") % {"n": MOST_ROWS})
    if not all(map(_is_row, value)):
        raise ValidationError(_("A shift has a name, two times and a number of people."))


def _is_row(row):
    return (
        isinstance(row, dict)
        and row.keys() == ROW.keys()
        and all(type(row[name]) is kind for name, kind in ROW.items())
        and {row["starts_from"], row["ends_from"]} <= set(ANCHORS)
        and max(abs(row["starts"]), abs(row["ends"])) <= FURTHEST
        and row["people"] > 0
    )


class ShiftTemplate(Guarded):
    """The shifts of a day of an organizer, told from when the show begins and ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="shift_templates",
        verbose_name=_("organizer"),
    )
    name = models.CharField(_("name"), max_length=60)
    rows = models.JSONField(_("shifts"), validators=[validate_rows])

    access = [MayFor("organizer", "staff"), Admin()]

    class Meta:
        db_table = "shift_templates"
        verbose_name = _("shift template")
        verbose_name_plural = _("shift templates")
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "name"], name="shift_templates_once_an_organizer"
            )
        ]

    def __str__(self):
        return self.name
