"""What is signed with a vendor for an event."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from events.models.houses import enter_books, house_key
from fashionista.common.access import Admin, Agrees, Guarded, System
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import Record

from ..access import HIRING
from .companies import Vendor

DRAFT = Q(status="draft")


class VendorContract(Guarded):
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
    organizer = house_key("vendor_contracts", editable=False)
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

    def clean(self):
        enter_books(self, of="event", naming=["vendor"])
