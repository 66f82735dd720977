"""What is scarce: places of one type, and places of the whole event."""

import uuid

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Cast, JSONObject, Now
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, Reserved, System, Through

STEPPED = {"price": Cast("price", models.TextField()), "until": "until", "first": "first_places"}
SELLERS = [
    "ticketing.checkout", "ticketing.payment", "ticketing.sweep", "ticketing.allotment",
    "ticketing.refunding",
]  # fmt: skip
UNSOLD = Q(held=0, sold=0)  # else who deletes a row and makes it anew would reset its counters


class TicketTypeQuerySet(models.QuerySet):
    def with_steps(self):
        """Each with `steps`, its early prices that are not over by the database's clock."""
        live = PriceStep.objects.filter(Q(until=None) | Q(until__gt=Now()))
        steps = live.filter(ticket_type=OuterRef("pk")).values(json=JSONObject(**STEPPED))
        return self.annotate(steps=ArraySubquery(steps))

    def on_sale(self, at):
        """Those whose sale is open; the counters say whether there are any left."""
        begun = Q(sale_start=None) | Q(sale_start__lte=at)
        return self.to_be_sold(at).filter(begun)

    def to_be_sold(self, at):
        """Those whose sale is open or is going to be."""
        not_over = Q(sale_end=None) | Q(sale_end__gt=at)
        return self.filter(not_over, status=TicketType.Status.ACTIVE)

    def open_to(self, voucher):
        """Those that everybody sees, and the hidden ones a code opens."""
        shown = Q(is_hidden=False)
        if voucher and voucher.ticket_type_id:
            shown |= Q(pk=voucher.ticket_type_id)
        elif voucher and voucher.kind == voucher.Kind.ACCESS:
            shown = Q()
        return self.filter(shown)


class TicketType(Guarded):
    """A kind of place at an event, its price, and how many are held, sold and left."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        SOLD_OUT = "sold_out", _("sold out")  # set by hand; the counters decide the sale

    class EntryPolicy(models.TextChoices):
        ONCE = "once", _("once")
        DAILY = "daily", _("once a day")
        IN_AND_OUT = "in_and_out", _("in and out")

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
    lowest_price = models.DecimalField(
        _("pay what you can, from"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Buyers choose their price from here up; the price above is the suggestion."),
    )
    vat_rate = models.DecimalField(
        _("VAT, percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        db_default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    vat_on_top = models.BooleanField(
        _("VAT comes on top"),
        default=False,
        db_default=False,
        help_text=_("The prices typed are without VAT. Buyers always see and pay them with VAT."),
    )
    quantity = models.PositiveIntegerField(_("places"))
    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Shown only to those who enter a code for it.")
    )
    companion_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="companions",
        db_constraint=False,
        verbose_name=_("companion of"),
        help_text=_("At most as many as tickets of that type in the same order."),
    )
    benefits = models.JSONField(_("benefits"), default=list, blank=True)
    sale_start = models.DateTimeField(_("sale opens"), null=True, blank=True)
    sale_end = models.DateTimeField(_("sale closes"), null=True, blank=True)
    status = models.TextField(_("status"), choices=Status, default=Status.ACTIVE)
    max_per_order = models.PositiveSmallIntegerField(
        _("most in one order"), default=6, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    min_per_order = models.PositiveSmallIntegerField(
        _("fewest in one order"), default=1, validators=[MinValueValidator(1)]
    )
    max_per_person = models.PositiveSmallIntegerField(
        _("most for one person"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Over all orders with the same address or account."),
    )
    entry_policy = models.TextField(
        _("lets in"),
        choices=EntryPolicy,
        default=EntryPolicy.ONCE,
        db_default=EntryPolicy.ONCE.value,
    )
    needs_slot = models.BooleanField(
        _("for a chosen time"),
        default=False,
        db_default=False,
        help_text=_("Buyers choose one of the event's times, each with places of its own."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    held = models.PositiveIntegerField(_("held"), default=0, editable=False)
    sold = models.PositiveIntegerField(_("sold"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("waiting"), default=0, editable=False)  # entries

    steps: list[dict]  # there after `with_steps`

    access = [
        Through("event"),
        May("event", "sell", may="add change"),
        May("event", "sell", may="delete", title="unsold", when=UNSOLD),
        Admin(),
        System("ticketing.checkout", may="change", columns=["held"]),
        System("ticketing.payment", may="view change", columns=["held", "sold"]),
        System("ticketing.sweep", may="view change", columns=["held"]),
        System("ticketing.allotment", may="view change", columns=["held"]),
        System("ticketing.waiting", may="view change", columns=["waiting"]),
        System("ticketing.refunding", may="view change", columns=["sold"]),
        Reserved("held", "sold", to=SELLERS),
        Reserved("waiting", to=["ticketing.waiting"]),
        Agrees("companion_of", on="event"),
    ]

    objects = TicketTypeQuerySet.as_manager()

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
                condition=Q(entry_policy__in=["once", "daily", "in_and_out"]),
                name="ticket_types_entry_policy_known",
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
            models.CheckConstraint(
                condition=Q(min_per_order__gte=1, min_per_order__lte=F("max_per_order")),
                name="ticket_types_min_per_order",
                violation_error_message=_("The fewest of an order are no more than the most."),
            ),
            models.CheckConstraint(
                condition=Q(max_per_person__isnull=True)
                | Q(max_per_person__gte=F("min_per_order")),
                name="ticket_types_max_per_person",
                violation_error_message=_("One person must be able to buy the fewest of an order."),
            ),
            models.CheckConstraint(
                condition=Q(lowest_price__isnull=True)
                | Q(lowest_price__gte=0, lowest_price__lte=F("price")),
                name="ticket_types_lowest_price",
                violation_error_message=_("The lowest price is no more than the price suggested."),
            ),
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0, vat_rate__lte=100),
                name="ticket_types_vat_rate",
                violation_error_message=_("VAT is between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(vat_on_top=False) | Q(lowest_price__isnull=True),
                name="ticket_types_vat_of_chosen_price",
                violation_error_message=_("A price that buyers choose has its VAT in it."),
            ),
            models.CheckConstraint(
                condition=~Q(companion_of=F("id")),
                name="ticket_types_companion_of_another",
                violation_error_message=_("A type is no companion of its own."),
            ),
            models.CheckConstraint(
                condition=Q(needs_slot=False) | Q(waiting=0),
                name="ticket_types_nobody_waits_for_times",
                violation_error_message=_("People wait for these tickets, so this cannot change."),
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


class PriceStep(Guarded):
    """A lower price for those who come early: until a moment, for the first places, or both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket_type = models.ForeignKey(
        TicketType, models.CASCADE, related_name="price_steps", db_constraint=False
    )
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="price_steps", db_constraint=False, editable=False
    )
    price = models.DecimalField(
        _("price"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    first_places = models.PositiveIntegerField(_("for the first"), null=True, blank=True)

    access = [
        Through("ticket_type"),
        May("event", "sell", may="add change delete"),
        Admin(),
        Agrees("ticket_type", on="event"),
    ]

    class Meta:
        db_table = "price_steps"
        verbose_name = _("early price")
        verbose_name_plural = _("early prices")
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="price_steps_price_positive"),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(first_places__isnull=False),
                name="price_steps_end",
                violation_error_message=_("Say until when, or for how many."),
            ),
        ]

    def __str__(self):
        return f"{self.price}"


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
        System("ticketing.allotment", may="view change", columns=["held"]),
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
