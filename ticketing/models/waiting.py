"""Who waits for tickets that are sold out."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, Own, System
from fashionista.common.encryption import BlindIndexField, EncryptedTextField

from ..codes import new_secret
from .orders import Order
from .ticket_types import TicketType


class WaitingEntry(Guarded):
    """
    Somebody who waits for so many places of one type, and what came of it.

    `order` is the offer they got: a hold that is theirs to pay. What became of it, the order says.
    Whoever has the `secret` sees the entry and may leave.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("places offered")
        LEFT = "left", _("left the list")

    MOVES = {"status": {Status.WAITING: {Status.OFFERED, Status.LEFT}}}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="waiting", db_constraint=False)
    ticket_type = models.ForeignKey(
        TicketType,
        models.PROTECT,
        related_name="waiting_entries",
        db_constraint=False,
        verbose_name=_("ticket type"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="waiting_entries"
    )
    name = EncryptedTextField(_("name"), validators=[MaxLengthValidator(200)])
    email = EncryptedTextField(_("email"), validators=[MaxLengthValidator(254)])
    email_index = BlindIndexField("email", db_index=True)
    party = models.PositiveSmallIntegerField(
        _("people"), validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    language = models.CharField(_("language"), max_length=10)
    status = models.TextField(_("status"), choices=Status, default=Status.WAITING)
    order = models.OneToOneField(
        Order,
        models.PROTECT,
        null=True,
        related_name="waiting_entry",
        db_constraint=False,
        verbose_name=_("offer"),
    )
    secret = EncryptedTextField(default=new_secret, editable=False)
    secret_index = BlindIndexField("secret", unique=True)
    joined_at = models.DateTimeField(_("joined"))
    offered_at = models.DateTimeField(_("offered"), null=True)

    access = [
        Own("user", may="view"),
        May("event", "sell", may="view"),
        Admin(may="view"),
        System("ticketing.waiting", may="add", title="join", when=Q(status="waiting")),
        System("ticketing.waiting", may="view change", columns=["status", "order", "offered_at"]),
        System("ticketing.reports", may="view"),
        Agrees("ticket_type", "order", on="event"),
    ]

    class Meta:
        db_table = "waiting_list"
        verbose_name = _("waiting list entry")
        verbose_name_plural = _("waiting list")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "offered", "left"]),
                name="waiting_list_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", order__isnull=False, offered_at__isnull=False)
                | ~Q(status="offered") & Q(order__isnull=True),
                name="waiting_list_offered_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(party__gte=1, party__lte=50), name="waiting_list_party"
            ),
            models.UniqueConstraint(
                fields=["ticket_type", "email_index"],
                condition=Q(status="waiting"),
                name="waiting_list_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ticket_type", "joined_at", "id"],
                name="waiting_list_order",
                condition=Q(status="waiting"),
            ),
            models.Index(fields=["event", "-joined_at"], name="waiting_list_of_event"),
        ]

    def __str__(self):
        return _("waiting %(id)s") % {"id": str(self.pk)[:8]}
