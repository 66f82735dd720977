"""Who can be hired, and for what."""

import uuid
from decimal import Decimal, InvalidOperation

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from events.models.houses import enter_books, house_key
from fashionista.common.access import Admin, Agrees, Guarded, Reserved, System
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import Record

from ..access import HIRING, RATING

UNRATED = Q(rating__isnull=True)


class Vendor(Guarded):
    """A company on the books of an organizer that can be hired."""

    class Type(models.TextChoices):
        CATERING = "catering", _("catering")
        FLOWERS = "flowers", _("flowers")
        HAIR_MAKEUP = "hair_makeup", _("hair and make-up")
        LIGHTING = "lighting", _("lighting")
        PHOTO_VIDEO = "photo_video", _("photo and video")
        PRINT = "print", _("print")
        SECURITY = "security", _("security")
        SOUND = "sound", _("sound")
        STAGING = "staging", _("staging")
        TRANSPORT = "transport", _("transport")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")

    MOVES = {
        "status": {Status.ACTIVE: {Status.INACTIVE}, Status.INACTIVE: {Status.ACTIVE}},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = house_key("vendors")
    name = models.CharField(_("name"), max_length=200)
    type = ArrayField(models.TextField(choices=Type), verbose_name=_("what they do"))
    contact_info = EncryptedJSONField(
        _("contact"),
        default=dict,
        blank=True,
        validators=[Record("name", "email", "phone", "address")],
    )
    status = models.TextField(_("status"), choices=Status, default=Status.ACTIVE)
    rating = models.DecimalField(
        _("rating"), max_digits=3, decimal_places=2, null=True, editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    # The score is counted from ratings: nobody writes it, or begins with one.
    access = [
        MayFor("organizer", "vendors", may="view change delete"),
        MayFor("organizer", "vendors", may="add", title="new", when=UNRATED),
        Admin(may="view change delete"),
        Admin(may="add", title="new", when=UNRATED),
        System(HIRING, may="view"),
        System(RATING, may="view change", columns=["rating"]),
        Reserved("organizer", to=["admin"]),
        Reserved("rating", to=[RATING]),
    ]

    class Meta:
        db_table = "vendors"
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive"]), name="vendors_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    type__contained_by=[
                        "catering",
                        "flowers",
                        "hair_makeup",
                        "lighting",
                        "photo_video",
                        "print",
                        "security",
                        "sound",
                        "staging",
                        "transport",
                        "other",
                    ]
                ),
                name="vendors_type_known",
            ),
            models.CheckConstraint(
                condition=~Q(type=[]),
                name="vendors_do_something",
                violation_error_message=_("Say what this vendor does."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="vendors_are_named",
                violation_error_message=_("A vendor has a name."),
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="vendors_rating_of_five",
            ),
            models.UniqueConstraint(
                F("organizer"),
                Lower("name"),
                name="vendors_name_once",
                violation_error_message=_("There is a vendor of that name already."),
            ),
            models.UniqueConstraint(fields=["id", "organizer"], name="vendors_id_organizer"),
        ]
        indexes = [models.Index(fields=["organizer", "status"], name="vendors_of_organizer")]

    def __str__(self):
        return self.name


def validate_pricing(value):
    """An amount, its currency, what it is for (an hour, a day) and what else is to be said."""
    Record("amount", "currency", "unit", "notes")(value)
    try:
        amount = Decimal(value.get("amount", 0))
    except InvalidOperation as error:
        raise ValidationError(_("An amount is written as 120.00.")) from error
    if not amount.is_finite() or amount < 0:
        raise ValidationError(_("An amount is written as 120.00."))
    currency = value.get("currency", "EUR")
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise ValidationError(_("Three capital letters, such as EUR."))


class VendorService(Guarded):
    """Something a vendor can be hired for. What it costs is between the two houses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = house_key("vendor_services", editable=False)
    vendor = models.ForeignKey(
        Vendor,
        models.CASCADE,
        related_name="services",
        verbose_name=_("vendor"),
        db_constraint=False,
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    pricing = models.JSONField(
        _("pricing"), default=dict, blank=True, validators=[validate_pricing]
    )
    availability = models.JSONField(
        _("availability"),
        default=dict,
        blank=True,
        validators=[Record("days", "hours", "notice")],
    )
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        MayFor("organizer", "vendors"),
        Admin(),
        Agrees("vendor", on="organizer"),
    ]

    class Meta:
        db_table = "vendor_services"
        verbose_name = _("vendor's service")
        verbose_name_plural = _("vendors' services")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="vendor_services_are_named",
                violation_error_message=_("A service has a name."),
            ),
            models.UniqueConstraint(
                F("vendor"),
                Lower("name"),
                name="vendor_services_name_once",
                violation_error_message=_("This vendor has a service of that name already."),
            ),
            models.UniqueConstraint(fields=["id", "vendor"], name="vendor_services_id_vendor"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        enter_books(self, of="vendor")
