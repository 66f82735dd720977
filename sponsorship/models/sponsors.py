"""Who is on an organizer's books as a sponsor, and what they sent in."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from events.models.houses import enter_books, house_key
from fashionista.common.access import Actor, Admin, Agrees, Guarded, Reserved, System
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField
from fashionista.common.shapes import Record

from ..access import DEALS, PENDING


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
    organizer = house_key("sponsors")
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
    organizer = house_key("sponsor_assets", editable=False)
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
        enter_books(self, of="sponsor")
