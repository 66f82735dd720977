"""What is scarce: places of one type, and places of the whole event."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Guarded, Reserved, System, Through

SELLERS = ["ticketing.checkout", "ticketing.payment", "ticketing.sweep", "ticketing.refunding"]
UNSOLD = Q(held=0, sold=0)  # else who deletes a row and makes it anew would reset its counters


class TicketType(Guarded):
    """A kind of place at an event, its price, and how many are held, sold and left."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        SOLD_OUT = "sold_out", _("sold out")  # set by hand; the counters decide the sale

    MOVES = {
        "status": {
            Status.ACTIVE: {Status.INACTIVE, Status.SOLD_OUT},
            Status.INACTIVE: {Status.ACTIVE},
            Status.SOLD_OUT: {Status.ACTIVE},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="ticket_types")
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True)
    price = models.DecimalField(
        _("price"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    quantity = models.PositiveIntegerField(_("places"))
    benefits = models.JSONField(_("benefits"), default=list, blank=True)
    sale_start = models.DateTimeField(_("sale opens"), null=True, blank=True)
    sale_end = models.DateTimeField(_("sale closes"), null=True, blank=True)
    status = models.TextField(_("status"), choices=Status, default=Status.ACTIVE)
    max_per_order = models.PositiveSmallIntegerField(
        _("most in one order"), default=6, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    held = models.PositiveIntegerField(_("held"), default=0, editable=False)
    sold = models.PositiveIntegerField(_("sold"), default=0, editable=False)

    access = [
        Through("event"),
        May("event", "sell", may="add change"),
        May("event", "sell", may="delete", title="unsold", when=UNSOLD),
        Admin(),
        System("ticketing.checkout", may="change", columns=["held"]),
        System("ticketing.payment", may="view change", columns=["held", "sold"]),
        System("ticketing.sweep", may="view change", columns=["held"]),
        System("ticketing.refunding", may="view change", columns=["sold"]),
        Reserved("held", "sold", to=SELLERS),
    ]

    class Meta:
        db_table = "ticket_types"
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=F("held") + F("sold")),
                name="ticket_types_never_oversold",
                violation_error_message=_("More places than that are held or sold already."),
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="ticket_types_price_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive", "sold_out"]),
                name="ticket_types_status_known",
            ),
            models.CheckConstraint(
                condition=Q(sale_start__isnull=True)
                | Q(sale_end__isnull=True)
                | Q(sale_end__gt=F("sale_start")),
                name="ticket_types_sale_ends_after_start",
                violation_error_message=_("A sale closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(max_per_order__gte=1, max_per_order__lte=50),
                name="ticket_types_max_per_order",
            ),
            models.UniqueConstraint(fields=["id", "event"], name="ticket_types_id_event"),
            models.UniqueConstraint(
                fields=["event", "name"],
                name="ticket_types_name_once",
                violation_error_message=_("This event has a ticket type of that name."),
            ),
        ]
        indexes = [models.Index(fields=["event", "position"], name="ticket_types_order")]

    def __str__(self):
        return self.name

    @property
    def left(self):
        return max(self.quantity - self.held - self.sold, 0)


class EventCapacity(Guarded):
    """
    The same counters for a whole event, whatever the types.

    `quantity` is the least of what event, venue and restriction allow, null for unlimited. Where
    places are taken or given back, types come first, by key, and this row last.
    """

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="event_capacity"
    )
    quantity = models.PositiveIntegerField(_("places"), null=True)
    held = models.PositiveIntegerField(_("held"), default=0)
    sold = models.PositiveIntegerField(_("sold"), default=0)

    access = [
        Through("event"),
        May("event", "sell", may="delete", title="unsold", when=UNSOLD),
        Admin(may="delete"),
        System("ticketing.capacity", may="add", title="new", when=UNSOLD),
        System("ticketing.capacity", may="change", columns=["quantity"]),
        System("ticketing.checkout", may="change", columns=["held"]),
        System("ticketing.payment", may="view change", columns=["held", "sold"]),
        System("ticketing.sweep", may="view change", columns=["held"]),
        System("ticketing.refunding", may="view change", columns=["sold"]),
    ]

    class Meta:
        db_table = "event_capacity"
        verbose_name = _("event capacity")
        verbose_name_plural = _("event capacities")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=F("held") + F("sold")),
                name="event_capacity_never_oversold",
            )
        ]

    def __str__(self):
        return _("capacity of event %(id)s") % {"id": str(self.event_id)[:8]}

    @property
    def left(self):
        """Places left, or None for unlimited."""
        return None if self.quantity is None else max(self.quantity - self.held - self.sold, 0)
