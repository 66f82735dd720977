"""What a sponsor may buy."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from events.models.houses import house_key
from fashionista.common.access import Admin, Guarded, Reserved, System
from fashionista.common.shapes import Record, validate_lines

from ..access import DEALS


def validate_validity_period(value):
    """Days such as 2026-11-24, under "from" and "until"; either may be left out."""
    Record("from", "until")(value)
    try:
        days = [date.fromisoformat(value[key]) for key in ("from", "until") if key in value]
    except ValueError as error:
        raise ValidationError(_("Days are written as 2026-11-24.")) from error
    if days != sorted(days):
        raise ValidationError(_("A package is offered until a day after the first."))


class SponsorshipPackage(Guarded):
    """What a sponsor of an organizer may buy, at which price, and how many there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = house_key("sponsorship_packages")
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True)
    benefits = models.JSONField(
        _("benefits"), default=list, blank=True, validators=[validate_lines]
    )
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator("^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    position = models.PositiveSmallIntegerField(
        _("rank"), default=0, help_text=_("The highest package has the lowest number.")
    )
    availability = models.PositiveIntegerField(
        _("how many there are"), null=True, blank=True, help_text=_("Empty for any number.")
    )
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    validity_period = models.JSONField(
        _("offered"), default=dict, blank=True, validators=[validate_validity_period]
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = models.JSONField(default=dict, blank=True)

    # Nobody is born with a count, so that it always is the number of deals.
    access = [
        MayFor("organizer", "sponsors", may="view change delete"),
        MayFor("organizer", "sponsors", may="add", title="new", when=Q(taken=0)),
        Admin(may="view change delete"),
        Admin(may="add", title="new", when=Q(taken=0)),
        System(DEALS, may="view change", columns=["taken"]),
        Reserved("organizer", to=["admin"]),
        Reserved("taken", to=[DEALS]),
    ]

    class Meta:
        db_table = "sponsorship_packages"
        verbose_name = _("sponsorship package")
        verbose_name_plural = _("sponsorship packages")
        constraints = [
            models.CheckConstraint(
                condition=Q(availability__isnull=True) | Q(availability__gte=F("taken")),
                name="sponsorship_packages_never_oversold",
                violation_error_message=_("More of these than that are taken already."),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0), name="sponsorship_packages_price_positive"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="sponsorship_packages_currency"
            ),
            models.UniqueConstraint(
                F("organizer"),
                Lower("name"),
                name="sponsorship_packages_name_once",
                violation_error_message=_("There is a package of that name already."),
            ),
            models.UniqueConstraint(
                fields=["id", "organizer"], name="sponsorship_packages_id_organizer"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def left(self):
        """How many may still be approved, or None for any number."""
        return None if self.availability is None else self.availability - self.taken

    def is_offered(self, day):
        """Whether it is offered on this day."""
        days = {key: date.fromisoformat(words) for key, words in self.validity_period.items()}
        return days.get("from", day) <= day <= days.get("until", day)
