"""What people's work costs. Who plans shifts need not know it: it is for who keeps the books."""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from events.models.houses import enter_books, house_key
from fashionista.common.access import Admin, Agrees, Guarded
from fashionista.common.encryption import EncryptedTextField
from fashionista.common.money import exponent, from_minor, to_minor

from .crew import StaffMember


class StaffRate(Guarded):
    """
    What an hour of somebody's work costs from a day on, until a later row says otherwise.

    `hourly` is sealed: minor units of `currency`, in digits. Shifts of an event are paid at rates
    in its currency.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = house_key("staff_rates", editable=False, db_constraint=False)
    staff = models.ForeignKey(
        StaffMember,
        models.CASCADE,
        related_name="rates",
        verbose_name=_("staff member"),
        db_constraint=False,
    )
    since = models.DateField(_("from"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator("^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    hourly = EncryptedTextField(_("an hour"))

    access = [MayFor("organizer", "finance"), Admin(), Agrees("staff", on="organizer")]

    class Meta:
        db_table = "staff_rates"
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="staff_rates_currency"
            ),
            models.UniqueConstraint(
                fields=["staff", "currency", "since"],
                name="staff_rates_once_a_day",
                violation_error_message=_("There is a rate from that day on."),
            ),
        ]

    def __str__(self):
        return f"{self.since:%Y-%m-%d} {self.currency}"

    def clean(self):
        enter_books(self, of="staff")

    @property
    def amount(self) -> Decimal:
        """For an hour, in major units."""
        return from_minor(int(self.hourly), self.currency)

    @amount.setter
    def amount(self, amount: Decimal):
        """Raises ValidationError for what is no sum of the currency."""
        try:
            exponent(self.currency)
        except ValueError as error:
            raise ValidationError({"currency": _("This is no currency.")}) from error
        try:
            self.hourly = str(to_minor(amount, self.currency))
        except ValueError as error:
            raise ValidationError(_("This currency has no such small part.")) from error
