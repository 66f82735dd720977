"""Who is hired for an event, for which service, under which contract."""

import uuid
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import May, MayFor
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, Reserved, System
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import Record

HIRING = "vendors.hiring"  # moves bookings and contracts that are no longer worked on
RATING = "vendors.rating"  # keeps the score
UNRATED, PENDING, DRAFT = Q(rating__isnull=True), Q(status="pending"), Q(status="draft")


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
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="vendors",
        verbose_name=_("organizer"),
    )
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
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="vendor_services",
        verbose_name=_("organizer"),
        editable=False,
    )
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
        """It belongs to its vendor's organizer."""
        if self.vendor_id:
            self.organizer_id = self.vendor.organizer_id


class OfAnEvent(Guarded):
    """A vendor at an event, both of one organizer."""

    class Meta:
        abstract = True

    def clean(self):
        if not self.event_id:
            return
        self.organizer_id = self.event.organizer_id
        if self.vendor_id and self.vendor.organizer_id != self.organizer_id:
            raise ValidationError(
                {"vendor": _("This belongs to another organizer than the event.")}
            )


class VendorContract(OfAnEvent):
    """What was signed with a vendor for an event. From then on it stays as it is."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        "status": {
            Status.DRAFT: {Status.ACTIVE, Status.CANCELLED},
            Status.ACTIVE: {Status.COMPLETED, Status.CANCELLED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="vendor_contracts",
        verbose_name=_("organizer"),
        editable=False,
    )
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        related_name="contracts",
        verbose_name=_("vendor"),
        db_constraint=False,
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="vendor_contracts",
        verbose_name=_("event"),
        db_constraint=False,
    )
    terms = EncryptedJSONField(
        _("terms"),
        default=dict,
        blank=True,
        validators=[Record("work", "price", "payment", "cancellation", "notes")],
    )
    start_date = models.DateTimeField(_("starts"))
    end_date = models.DateTimeField(_("ends"))
    status = models.TextField(_("status"), choices=Status, default=Status.DRAFT)
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    # A draft is worked on; from then on only the rules in `hiring` move it.
    access = [
        May("event", "vendors", may="view"),
        May("event", "vendors", may="add change delete", title="draft", when=DRAFT),
        May("event", "finance", may="view"),
        Admin(may="view"),
        Admin(may="add change delete", title="draft", when=DRAFT),
        System(
            HIRING,
            may="view change",
            columns=["status", "signed_at", "completed_at", "cancelled_at"],
        ),
        Agrees("event", "vendor", on="organizer"),
    ]

    class Meta:
        db_table = "vendor_contracts"
        verbose_name = _("vendor contract")
        verbose_name_plural = _("vendor contracts")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "active", "completed", "cancelled"]),
                name="vendor_contracts_status_known",
            ),
            models.CheckConstraint(
                condition=Q(end_date__gt=F("start_date")),
                name="vendor_contracts_end_after_start",
                violation_error_message=_("A contract ends after it starts."),
            ),
            models.CheckConstraint(
                condition=(~Q(status="draft") | Q(signed_at__isnull=True))
                & (~Q(status__in=["active", "completed"]) | Q(signed_at__isnull=False)),
                name="vendor_contracts_signed_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | ~Q(status="completed") & Q(completed_at__isnull=True),
                name="vendor_contracts_completed_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True),
                name="vendor_contracts_cancelled_is_stamped",
            ),
            models.UniqueConstraint(
                fields=["event", "vendor"],
                condition=Q(status="active"),
                name="vendor_contracts_one_active",
            ),
            models.UniqueConstraint(fields=["id", "event"], name="vendor_contracts_id_event"),
            models.UniqueConstraint(fields=["id", "vendor"], name="vendor_contracts_id_vendor"),
        ]
        indexes = [models.Index(fields=["event", "status"], name="vendor_contracts_of_event")]

    def __str__(self):
        return _("contract %(id)s") % {"id": str(self.pk)[:8]}


class EventVendor(OfAnEvent):
    """One service of one vendor, wanted or hired for one event: a booking."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        CONFIRMED = "confirmed", _("confirmed")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        "status": {
            Status.PENDING: {Status.CONFIRMED, Status.CANCELLED},
            Status.CONFIRMED: {Status.COMPLETED, Status.CANCELLED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="event_vendors",
        verbose_name=_("organizer"),
        editable=False,
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="event_vendors",
        verbose_name=_("event"),
        db_constraint=False,
    )
    vendor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        related_name="event_vendors",
        verbose_name=_("vendor"),
        db_constraint=False,
    )
    service = models.ForeignKey(
        VendorService,
        models.PROTECT,
        related_name="event_vendors",
        verbose_name=_("service"),
        db_constraint=False,
    )
    contract = models.ForeignKey(
        VendorContract,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="event_vendors",
        verbose_name=_("contract"),
        db_constraint=False,
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    requirements = EncryptedJSONField(
        _("requirements"),
        default=dict,
        blank=True,
        validators=[Record("power", "access", "times", "people", "notes")],
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    # Until it is confirmed a booking is worked on; then only the rules in `hiring` move it.
    access = [
        May("event", "vendors", may="view"),
        May("event", "vendors", may="add change delete", title="pending", when=PENDING),
        Admin(may="view"),
        Admin(may="add change delete", title="pending", when=PENDING),
        System(
            HIRING,
            may="view change",
            columns=["status", "contract", "confirmed_at", "completed_at", "cancelled_at"],
        ),
        Agrees("event", "vendor", on="organizer"),
        Agrees("service", "contract", on="vendor"),
        Agrees("contract", on="event"),
    ]

    class Meta:
        db_table = "event_vendors"
        verbose_name = _("vendor booking")
        verbose_name_plural = _("vendor bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "confirmed", "completed", "cancelled"]),
                name="event_vendors_status_known",
            ),
            models.CheckConstraint(
                condition=(~Q(status="pending") | Q(confirmed_at__isnull=True))
                & (~Q(status__in=["confirmed", "completed"]) | Q(confirmed_at__isnull=False)),
                name="event_vendors_confirmed_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, contract__isnull=True)
                | Q(confirmed_at__isnull=False, contract__isnull=False),
                name="event_vendors_confirmed_by_contract",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | ~Q(status="completed") & Q(completed_at__isnull=True),
                name="event_vendors_completed_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True),
                name="event_vendors_cancelled_is_stamped",
            ),
            models.UniqueConstraint(
                fields=["event", "service"],
                condition=Q(status__in=["pending", "confirmed"]),
                name="event_vendors_one_live",
                violation_error_message=_("This service is booked for this event already."),
            ),
        ]
        indexes = [models.Index(fields=["event", "status"], name="event_vendors_of_event")]

    def __str__(self):
        return _("booking %(id)s") % {"id": str(self.pk)[:8]}

    def clean(self):
        super().clean()
        if self.vendor_id and self.service_id and self.service.vendor_id != self.vendor_id:
            raise ValidationError({"service": _("This is a service of another vendor.")})
