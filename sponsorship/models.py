"""Who pays to be seen with an event, for what, and with which pictures."""

import uuid
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import May, MayFor
from events.models import Event
from fashionista.common.access import (
    Actor,
    Admin,
    Agrees,
    Guarded,
    Reserved,
    System,
    Through,
)
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField
from fashionista.common.shapes import Record, validate_lines

DEALS = "sponsorship.deals"  # moves deals that are no longer pending, and counts packages
PENDING = Q(status="pending")


class Sponsor(Guarded):
    """A company on the books of an organizer. Two organizers each keep a row of their own."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        PENDING = "pending", _("pending")

    MOVES = {
        "status": {
            Status.PENDING: {Status.ACTIVE, Status.INACTIVE},
            Status.ACTIVE: {Status.INACTIVE},
            Status.INACTIVE: {Status.ACTIVE},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sponsors",
        verbose_name=_("organizer"),
    )
    name = models.CharField(_("name"), max_length=200)
    company_info = EncryptedJSONField(
        _("company"),
        default=dict,
        blank=True,
        validators=[Record("legal_name", "vat_id", "address", "website")],
    )
    contact_info = EncryptedJSONField(
        _("contact"), default=dict, blank=True, validators=[Record("name", "email", "phone")]
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        MayFor("organizer", "sponsors"),
        Admin(),
        System(DEALS, may="view"),
        Reserved("organizer", to=["admin"]),
    ]

    class Meta:
        db_table = "sponsors"
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive", "pending"]),
                name="sponsors_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="sponsors_are_named",
                violation_error_message=_("A sponsor has a name."),
            ),
            models.UniqueConstraint(
                F("organizer"),
                Lower("name"),
                name="sponsors_name_once",
                violation_error_message=_("There is a sponsor of that name already."),
            ),
            models.UniqueConstraint(fields=["id", "organizer"], name="sponsors_id_organizer"),
        ]
        indexes = [models.Index(fields=["organizer", "status"], name="sponsors_of_organizer")]

    def __str__(self):
        return self.name


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
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sponsorship_packages",
        verbose_name=_("organizer"),
    )
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


class EventSponsorshipQuerySet(models.QuerySet):
    def on_show(self, event):
        """The deals that visitors of an event are told of, the highest first."""
        active = self.filter(event=event, status=EventSponsorship.Status.ACTIVE)
        return active.only("public_name", "tier").order_by("tier_position", "tier", "public_name")


class EventSponsorship(Guarded):
    """
    One sponsor at one event with one package: a deal.

    What the public reads of it once it is active (`public_name`, `tier`) are columns of their own;
    price and terms are sealed.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        "status": {
            Status.PENDING: {Status.ACTIVE, Status.CANCELLED},
            Status.ACTIVE: {Status.COMPLETED, Status.CANCELLED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="event_sponsorships",
        verbose_name=_("organizer"),
        editable=False,
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="event_sponsorships",
        verbose_name=_("event"),
        db_constraint=False,
    )
    sponsor = models.ForeignKey(
        Sponsor,
        models.PROTECT,
        related_name="event_sponsorships",
        verbose_name=_("sponsor"),
        db_constraint=False,
    )
    package = models.ForeignKey(
        SponsorshipPackage,
        models.PROTECT,
        related_name="event_sponsorships",
        verbose_name=_("package"),
        db_constraint=False,
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    start_date = models.DateTimeField(_("starts"))
    end_date = models.DateTimeField(_("ends"))
    terms = EncryptedJSONField(
        _("terms"),
        default=dict,
        blank=True,
        validators=[Record("payment", "exclusivity", "duties", "notes")],
    )
    public_name = models.CharField(
        _("name people read"),
        max_length=200,
        blank=True,
        help_text=_("Empty for the sponsor's own."),
    )
    tier = models.CharField(_("tier"), max_length=100, blank=True, editable=False)
    tier_position = models.PositiveSmallIntegerField(_("rank"), default=0, editable=False)
    agreed_price = EncryptedTextField(_("price agreed"), null=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    objects = EventSponsorshipQuerySet.as_manager()

    # Until it is approved a deal is worked on; from then on only the rules in `dealing` move it.
    access = [
        Through("event", when=Q(status="active")),
        May("event", "sponsors", may="view"),
        May("event", "sponsors", may="add change delete", title="pending", when=PENDING),
        May("event", "finance", may="view"),
        Admin(may="view"),
        Admin(may="add change delete", title="pending", when=PENDING),
        System(
            DEALS,
            may="view change",
            columns=[
                "status",
                "public_name",
                "tier",
                "tier_position",
                "agreed_price",
                "currency",
                "approved_at",
                "completed_at",
                "cancelled_at",
            ],
        ),
        Agrees("event", "sponsor", "package", on="organizer"),
    ]

    class Meta:
        db_table = "event_sponsorships"
        verbose_name = _("event sponsorship")
        verbose_name_plural = _("event sponsorships")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "active", "completed", "cancelled"]),
                name="event_sponsorships_status_known",
            ),
            models.CheckConstraint(
                condition=Q(end_date__gt=F("start_date")),
                name="event_sponsorships_end_after_start",
                violation_error_message=_("A sponsorship ends after it starts."),
            ),
            models.CheckConstraint(
                condition=(~Q(status="pending") | Q(approved_at__isnull=True))
                & (~Q(status__in=["active", "completed"]) | Q(approved_at__isnull=False)),
                name="event_sponsorships_approved_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, agreed_price__isnull=True, tier="")
                | Q(approved_at__isnull=False, agreed_price__isnull=False)
                & ~Q(tier="")
                & ~Q(currency="")
                & ~Q(public_name=""),
                name="event_sponsorships_approved_is_agreed",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | ~Q(status="completed") & Q(completed_at__isnull=True),
                name="event_sponsorships_completed_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True),
                name="event_sponsorships_cancelled_is_stamped",
            ),
            models.UniqueConstraint(
                fields=["event", "sponsor"],
                condition=Q(status__in=["pending", "active"]),
                name="event_sponsorships_one_live",
                violation_error_message=_("This sponsor is with this event already."),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "status"], name="event_sponsorships_of_event"),
            models.Index(fields=["package", "status"], name="event_sponsorships_of_package"),
        ]

    def __str__(self):
        return _("sponsorship %(id)s") % {"id": str(self.pk)[:8]}

    def clean(self):
        """It belongs to its event's organizer, and so do its sponsor and its package."""
        if not self.event_id:
            return
        self.organizer_id = self.event.organizer_id
        wrong = {
            name: _("This belongs to another organizer than the event.")
            for name in ("sponsor", "package")
            if getattr(self, f"{name}_id") and getattr(self, name).organizer_id != self.organizer_id
        }
        if wrong:
            raise ValidationError(wrong)
        if self.sponsor_id and not self.public_name:
            self.public_name = self.sponsor.name

    @property
    def price(self):
        """What was agreed, or None until then."""
        return None if self.agreed_price is None else Decimal(self.agreed_price)


def validate_dimensions(value):
    """Width and height in whole pixels."""
    if (
        not isinstance(value, dict)
        or not value.keys() <= {"width", "height"}
        or not all(type(number) is int and number > 0 for number in value.values())
    ):
        raise ValidationError(_("Width and height in pixels, such as 1200 and 630."))


class SponsorAsset(Guarded):
    """A picture, film or paper of a sponsor. Once reviewed it stays as it is: make a new one."""

    class Type(models.TextChoices):
        LOGO = "logo", _("logo")
        BANNER = "banner", _("banner")
        VIDEO = "video", _("video")
        DOCUMENT = "document", _("document")

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    MOVES = {"status": {Status.PENDING: {Status.APPROVED, Status.REJECTED}}}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sponsor_assets",
        verbose_name=_("organizer"),
        editable=False,
    )
    sponsor = models.ForeignKey(
        Sponsor,
        models.CASCADE,
        related_name="sponsor_assets",
        verbose_name=_("sponsor"),
        db_constraint=False,
    )
    type = models.TextField(_("type"), choices=Type)
    url = models.CharField(
        _("address"), max_length=500, validators=[URLValidator(schemes=["https"])]
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    dimensions = models.JSONField(
        _("size in pixels"), default=dict, blank=True, validators=[validate_dimensions]
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="reviewed_sponsor_assets",
        verbose_name=_("reviewer"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    reason = EncryptedTextField(
        _("reason"),
        null=True,
        blank=True,
        multiline=True,
        help_text=_("What is wrong with it: write it here, then reject."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        MayFor("organizer", "sponsors", may="view"),
        MayFor("organizer", "sponsors", may="add delete", title="pending", when=PENDING),
        MayFor(
            "organizer",
            "sponsors",
            may="change",
            title="review",  # ... in one's own name
            when=PENDING,
            then=PENDING | Q(reviewer=Actor()),
        ),
        Admin(may="view"),
        Admin(may="add delete", title="pending", when=PENDING),
        Admin(may="change", title="review", when=PENDING, then=PENDING | Q(reviewer=Actor())),
        Agrees("sponsor", on="organizer"),
    ]

    class Meta:
        db_table = "sponsor_assets"
        verbose_name = _("sponsor's asset")
        verbose_name_plural = _("sponsors' assets")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["logo", "banner", "video", "document"]),
                name="sponsor_assets_type_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "rejected"]),
                name="sponsor_assets_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="pending", reviewer__isnull=True, reviewed_at__isnull=True)
                | ~Q(status="pending") & Q(reviewer__isnull=False, reviewed_at__isnull=False),
                name="sponsor_assets_reviewed_is_stamped",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | Q(reason__isnull=False),
                name="sponsor_assets_rejected_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["sponsor", "status"], name="sponsor_assets_of_sponsor")]

    def __str__(self):
        return _("%(type)s %(id)s") % {"type": self.get_type_display(), "id": str(self.pk)[:8]}

    def clean(self):
        """It belongs to its sponsor's organizer."""
        if self.sponsor_id:
            self.organizer_id = self.sponsor.organizer_id
