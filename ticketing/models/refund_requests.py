"""What buyers ask for where the organizer decides on each return."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, OrderOf, OrderScope, System
from fashionista.common.encryption import EncryptedTextField

from .orders import Order


class RefundRequest(Guarded):
    """Somebody asks for some tickets of an order to be taken back. They stay valid meanwhile."""

    class Status(models.TextChoices):
        OPEN = "open", _("not answered")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SETTLED = "settled", _("settled otherwise")  # the tickets were given back without it

    MOVES = {
        "status": {
            Status.OPEN: {Status.APPROVED, Status.DECLINED, Status.WITHDRAWN, Status.SETTLED}
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(
        Order,
        models.PROTECT,
        related_name="refund_requests",
        verbose_name=_("order"),
        db_constraint=False,
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="refund_requests", verbose_name=_("event")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="refund_requests",
        verbose_name=_("by"),
    )  # nobody: who has the link, and no account
    numbers = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("tickets"))
    amount = models.DecimalField(
        _("amount"), max_digits=10, decimal_places=2
    )  # what the buyer was told they would get
    reason = EncryptedTextField(
        _("reason"), blank=True, validators=[MaxLengthValidator(500)], multiline=True
    )
    status = models.TextField(_("status"), choices=Status, default=Status.OPEN)
    answer = EncryptedTextField(
        _("answer"), null=True, blank=True, validators=[MaxLengthValidator(500)], multiline=True
    )
    asked_at = models.DateTimeField(_("requested"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="refund_requests_answered",
        verbose_name=_("answered by"),
    )

    access = [
        OrderOf("order"),
        May("event", "refund", may="view"),
        May("event", "finance", may="view"),
        Admin(may="view"),
        System("ticketing.refunding", may="view", when=Q(order=OrderScope())),
        System("ticketing.refunding", may="add", title="ask",
               when=Q(order=OrderScope(), status="open")),
        System("ticketing.refunding", may="change", title="end",
               when=Q(order=OrderScope(), status="open"), then=~Q(status="open"),
               columns=["status", "answer", "answered_at", "answered_by"]),
        Agrees("order", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "refund_requests"
        verbose_name = _("refund request")
        verbose_name_plural = _("refund requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", answered_at=None, answered_by=None, answer__isnull=True)
                | Q(status="approved", answered_at__isnull=False, answered_by__isnull=False)
                | Q(
                    status="declined",
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    answer__isnull=False,
                )
                | Q(
                    status__in=["withdrawn", "settled"],
                    answered_at__isnull=False,
                    answered_by=None,
                    answer__isnull=True,
                ),
                name="refund_requests_status_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(numbers__len__gte=1), name="refund_requests_some_tickets"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="refund_requests_amount"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status="open"), name="refund_requests_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-asked_at"], name="refund_requests_of_event"),
        ]

    def __str__(self):
        return _("refund request %(id)s") % {"id": str(self.pk)[:8]}
