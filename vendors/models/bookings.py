"""Which service is hired for which event."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from events.models.houses import enter_books, house_key
from fashionista.common.access import Admin, Agrees, Guarded, System
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import Record

from ..access import HIRING
from .companies import Vendor, VendorService
from .contracts import VendorContract

PENDING = Q(status="pending")


class EventVendor(Guarded):
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
    organizer = house_key("event_vendors", editable=False)
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
        enter_books(self, of="event", naming=["vendor"])
        if self.vendor_id and self.service_id and self.service.vendor_id != self.vendor_id:
            raise ValidationError({"service": _("This is a service of another vendor.")})
