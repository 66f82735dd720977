"""Codes: what they open, what they take off a price, how often they may be used."""

import uuid
from decimal import ROUND_HALF_UP, Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, Reserved, System

from .ticket_types import TicketType

CENT = Decimal("0.01")
HANDS = ["ticketing.checkout", "ticketing.payment", "ticketing.sweep", "ticketing.allotment"]
UNUSED = Q(held=0, sold=0, given=0, reserved=0)


class Voucher(Guarded):
    """
    A code of one event, for one ticket type or (none) for all.

    `held` and `sold` count the tickets it was used for, `given` is what they were cheaper by, in
    major units of the event's currency. `reserved` places of its type are kept for it: they count
    as held there until somebody with the code takes them.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("opens hidden tickets")
        PERCENT = "percent", _("percent off")
        AMOUNT = "amount", _("amount off each ticket")
        FIXED = "fixed", _("fixed price")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="vouchers", verbose_name=_("event")
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[
            RegexValidator(r"^[0-9A-Za-z-]{4,40}\Z", _("4 to 40 letters, digits, dashes."))
        ],
        help_text=_("Capital or small letters are the same."),
    )
    kind = models.TextField(_("what it does"), choices=Kind, default=Kind.PERCENT)
    value = models.DecimalField(
        _("value"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Percent, or money in the event's currency; empty for a code that only opens."),
    )
    ticket_type = models.ForeignKey(
        TicketType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vouchers",
        db_constraint=False,
        verbose_name=_("ticket type"),
        help_text=_("A hidden type is opened by it. None: for all that are shown."),
    )
    quantity = models.PositiveIntegerField(
        _("tickets at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("1 for a code that works once."),
    )
    budget = models.DecimalField(
        _("reductions at most, together"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateTimeField(_("valid from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    reserved = models.PositiveIntegerField(_("places kept for it"), default=0, editable=False)
    held = models.PositiveIntegerField(_("held"), default=0, editable=False)
    sold = models.PositiveIntegerField(_("used"), default=0, editable=False)
    given = models.DecimalField(
        _("reduced by"), max_digits=10, decimal_places=2, default=0, editable=False
    )

    access = [
        May("event", "sell", may="view change"),
        May("event", "sell", may="add delete", title="unused", when=UNUSED),
        Admin(may="view change"),
        Admin(may="add delete", title="unused", when=UNUSED),
        System("ticketing.checkout", may="view change", columns=["held", "given", "reserved"]),
        System("ticketing.payment", may="view change", columns=["held", "sold", "given"]),
        System("ticketing.sweep", may="view change", columns=["held", "given", "reserved"]),
        System("ticketing.allotment", may="view change", columns=["reserved"]),
        System("ticketing.reports", may="view"),
        Agrees("ticket_type", on="event"),
        Reserved("held", "sold", "given", "reserved", to=HANDS),
    ]

    class Meta:
        db_table = "vouchers"
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["access", "percent", "amount", "fixed"]),
                name="vouchers_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="access", value__isnull=True)
                | Q(kind="percent", value__isnull=False, value__gt=0, value__lte=100)
                | Q(kind="amount", value__isnull=False, value__gt=0)
                | Q(kind="fixed", value__isnull=False, value__gte=0),
                name="vouchers_value_fits",
                violation_error_message=_("This value does not fit what the code does."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=F("held") + F("sold")),
                name="vouchers_never_overused",
                violation_error_message=_("The code was used for more tickets than that."),
            ),
            models.CheckConstraint(
                condition=Q(given__gte=0) & (Q(budget__isnull=True) | Q(budget__gte=F("given"))),
                name="vouchers_within_budget",
                violation_error_message=_("More than that was given already."),
            ),
            models.CheckConstraint(
                condition=Q(reserved=0) | Q(ticket_type__isnull=False),
                name="vouchers_reserve_of_a_type",
                violation_error_message=_("Places are kept of one type: choose it."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="vouchers_end_after_start",
                violation_error_message=_("A code ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Z-]{4,40}$"), name="vouchers_code_is_capital"
            ),
            models.UniqueConstraint(
                fields=["event", "code"],
                name="vouchers_code_once",
                violation_error_message=_("This event has such a code."),
            ),
            models.UniqueConstraint(fields=["id", "event"], name="vouchers_id_event"),
        ]

    def __str__(self):
        return self.code

    def clean(self):
        self.code = self.code.upper()

    def is_for(self, ticket_type):
        return self.ticket_type_id in (None, ticket_type.pk)

    def counts_for(self, ticket_type, price):
        """Whether a place of this type at this price makes use of the code."""
        if not self.is_for(ticket_type):
            return False
        return bool(self.ticket_type_id or ticket_type.is_hidden or self.reduce(price) < price)

    def reduce(self, price):
        """What `price` becomes with this code; never more, never below nothing. Cents half up."""
        match self.kind:
            case self.Kind.PERCENT:
                price = (price * (100 - self.value) / 100).quantize(CENT, ROUND_HALF_UP)
            case self.Kind.AMOUNT:
                price = max(price - self.value, Decimal(0))
            case self.Kind.FIXED:
                price = min(price, self.value)
        return price
