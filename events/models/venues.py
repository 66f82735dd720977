"""Where events take place: venues, and the halls in them."""

import uuid
import zoneinfo
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import MayFor, MyVenue
from fashionista.common.access import Admin, Guarded, Own, Public, Reserved
from fashionista.common.addresses import Addressed
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import validate_lines


def validate_timezone(value):
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("Not a time zone of the IANA database, such as Europe/Rome."))


def degrees(name, most):
    """Degrees north or east in WGS 84, to a tenth of a metre."""
    return models.DecimalField(
        name,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-most), MaxValueValidator(most)],
    )


class Venue(Addressed):
    """A place events happen at. Without an owner it is the platform's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="venues"
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("page address"), max_length=120, unique=True)
    address = models.CharField(_("address"), max_length=300)
    city = models.CharField(_("city"), max_length=100)
    country = models.CharField(_("country"), max_length=100)
    capacity = models.PositiveIntegerField(_("capacity"), validators=[MinValueValidator(1)])
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_timezone])
    latitude = degrees(_("latitude"), 90)
    longitude = degrees(_("longitude"), 180)
    facilities = models.JSONField(
        _("facilities"), default=list, blank=True, validators=[validate_lines]
    )
    contact_info = EncryptedJSONField(_("contact"), default=dict, blank=True)
    meta_data = models.JSONField(default=dict, blank=True)

    audit_organizer = "owner"
    access = [
        Public(),
        Own("owner", role="organizer"),
        MayFor("owner", "programme", may="change"),
        Admin(),
        Reserved("owner", to=["admin"]),
    ]

    class Meta:
        db_table = "venues"
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="venues_capacity_positive"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__isnull=False,
                    longitude__range=(-180, 180),
                ),
                name="venues_on_the_map",
                violation_error_message=_(
                    "A place on the map has both: degrees north from -90 to 90 and degrees east"
                    " from -180 to 180."
                ),
            ),
        ]
        indexes = [models.Index(fields=["city"], name="venues_city")]

    def __str__(self):
        return f"{self.name}, {self.city}"

    @property
    def map_url(self):
        """Where a public map shows it, or looks its address up: the portal asks no map itself."""
        if self.latitude is not None:
            place = f"{self.latitude:f}/{self.longitude:f}"
            at = urlencode({"mlat": self.latitude, "mlon": self.longitude})
            return f"https://www.openstreetmap.org/?{at}#map=18/{place}"
        place = f"{self.address}, {self.city}, {self.country}"
        return f"https://www.openstreetmap.org/search?{urlencode({'query': place})}"

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.timezone)


class Hall(Guarded):
    """A part of a venue with doors of its own, and how many people it holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="halls", verbose_name=_("venue"))
    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(_("capacity"), validators=[MinValueValidator(1)])

    access = [Public(), MyVenue("venue"), Admin()]

    class Meta:
        db_table = "venue_halls"
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="venue_halls_hold_somebody"),
            models.UniqueConstraint(fields=["venue", "name"], name="venue_halls_once_a_name"),
            models.UniqueConstraint(fields=["id", "venue"], name="venue_halls_id_venue"),
        ]

    def __str__(self):
        return self.name
