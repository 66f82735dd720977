"""What an event's organizer promises to those who cannot come."""

import uuid
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Guarded, Reserved, Through
from fashionista.common.money import exponent


class RefundPolicy(Guarded):
    """Buyers may return tickets of this event, or ask for it. No row: they may not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(Event, models.CASCADE, related_name="refund_policies")
    hours = models.PositiveSmallIntegerField(
        _("until so many hours before the start"), default=24, validators=[MaxValueValidator(8760)]
    )
    approval = models.BooleanField(
        _("you decide on each return"),
        default=False,
        db_default=False,
        help_text=_("Buyers ask for it, and you approve or decline at the desk."),
    )
    fee_fixed = models.DecimalField(
        _("fee for each ticket"),
        max_digits=10,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    fee_percent = models.DecimalField(
        _("and percent of its price"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    resale = models.BooleanField(
        _("tickets may be offered to the waiting list"),
        default=False,
        db_default=False,
        help_text=_("Their price goes back in full once somebody who waits has paid for them."),
    )

    access = [
        Through("event"),
        May("event", "sell", may="add change delete"),
        May("event", "programme", may="add change delete"),
        Admin(),
        Reserved("event", to=[]),
    ]

    class Meta:
        db_table = "refund_policies"
        verbose_name = _("return of tickets")
        verbose_name_plural = _("return of tickets")
        constraints = [
            models.CheckConstraint(condition=Q(hours__lte=8760), name="refund_policies_hours"),
            models.CheckConstraint(condition=Q(fee_fixed__gte=0), name="refund_policies_fee_fixed"),
            models.CheckConstraint(
                condition=Q(fee_percent__gte=0, fee_percent__lte=100),
                name="refund_policies_fee_percent",
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def ends_at(self, starts_at):
        """The last moment at which tickets of what starts then may be returned."""
        return starts_at - timedelta(hours=self.hours)

    def fee_for(self, price, currency):
        """What is kept of a ticket's price, never more than that."""
        smallest = Decimal(1).scaleb(-min(exponent(currency), 2))
        fee = self.fee_fixed + price * self.fee_percent / 100
        return min(fee.quantize(smallest, ROUND_HALF_UP), price)
