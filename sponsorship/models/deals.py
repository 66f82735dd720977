"""Which sponsor is with which event, for which package."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from events.models.houses import enter_books, house_key
from fashionista.common.access import Admin, Agrees, Guarded, System, Through
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField
from fashionista.common.shapes import Record

from ..access import DEALS, PENDING
from .packages import SponsorshipPackage
from .sponsors import Sponsor


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
    organizer = house_key("event_sponsorships", editable=False)
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
        enter_books(self, of="event", naming=["sponsor", "package"])
        if self.sponsor_id and not self.public_name:
            self.public_name = self.sponsor.name

    @property
    def price(self):
        """What was agreed, or None until then."""
        return None if self.agreed_price is None else Decimal(self.agreed_price)
