"""The times of an event that buyers choose between, each with places of its own."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Guarded, Reserved, System, Through

from .ticket_types import UNSOLD

COUNTERS = ["ticketing.checkout", "ticketing.payment", "ticketing.sweep", "ticketing.refunding"]


class EventSlotQuerySet(models.QuerySet):
    def bookable(self, at=None):
        """
        Those that may be chosen, by the database's clock where no moment is given.

        An exhibition's time can be entered until it ends; whoever comes late to a workshop, or a
        show, has missed it.
        """
        now = Now() if at is None else at
        whole = Q(event__type=Event.Type.EXHIBITION, ends_at__gt=now)
        return self.filter(whole | Q(starts_at__gt=now))

    def with_left(self):
        """Each with `left`: its free places, and no more than the house lets in at once."""
        house = F("event__event_capacity__quantity")
        free = Least(F("quantity"), house) - F("held") - F("sold")  # without a limit: its own
        return self.annotate(left=Greatest(free, 0))


class EventSlot(Guarded):
    """
    One time of an event: a visit, a sitting, one date of a workshop.

    `held` and `sold` count its places as those of a ticket type are counted. They fill the house
    for this time only, so they are not among those of the whole event.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="event_slots", verbose_name=_("event")
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        help_text=_("Only where the time does not say it all, such as “Morning group”."),
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    quantity = models.PositiveIntegerField(_("places"), validators=[MinValueValidator(1)])
    held = models.PositiveIntegerField(_("held"), default=0, editable=False)
    sold = models.PositiveIntegerField(_("sold"), default=0, editable=False)

    left: int  # there after `with_left`

    access = [
        Through("event"),
        May("event", "sell", may="change"),
        May("event", "sell", may="add delete", title="unsold", when=UNSOLD),
        Admin(may="change"),
        Admin(may="add delete", title="unsold", when=UNSOLD),
        System("ticketing.checkout", may="change", columns=["held"]),
        System("ticketing.payment", may="view change", columns=["held", "sold"]),
        System("ticketing.sweep", may="view change", columns=["held"]),
        System("ticketing.refunding", may="view change", columns=["sold"]),
        Reserved("event", to=[]),
        Reserved("held", "sold", to=COUNTERS),
    ]

    objects = EventSlotQuerySet.as_manager()

    class Meta:
        db_table = "event_slots"
        verbose_name = _("time")
        verbose_name_plural = _("times")
        constraints = [
            models.UniqueConstraint(fields=["id", "event"], name="event_slots_id_event"),
            models.UniqueConstraint(
                fields=["event", "starts_at", "name"],
                name="event_slots_once",
                violation_error_message=_("This event has such a time already."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("held") + F("sold")),
                name="event_slots_never_oversold",
                violation_error_message=_("More places than that are held or sold already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_slots_end_after_start",
                violation_error_message=_("A time ends after it begins."),
            ),
        ]

    def __str__(self):
        return self.name or f"{self.starts_at:%Y-%m-%d %H:%M %Z}"
