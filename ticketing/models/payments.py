"""Money: what was asked for, what the provider said, what was given back."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, OrderOf, OrderScope, System, Through
from fashionista.common.encryption import BlindIndexField, EncryptedJSONField, EncryptedTextField

from .orders import Order


class Payment(Guarded):
    """One attempt to pay an order through one gateway."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        SUCCESSFUL = "successful", _("successful")
        FAILED = "failed", _("failed")

    MOVES = {
        "status": {
            Status.PENDING: {Status.SUCCESSFUL, Status.FAILED},
            Status.FAILED: {Status.SUCCESSFUL},  # providers may report in any order
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", db_constraint=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="payments", db_constraint=False)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    refunded = models.DecimalField(
        _("given back"), max_digits=10, decimal_places=2, default=0, db_default=0
    )  # or owed: what all its refunds come to
    currency = models.CharField(_("currency"), max_length=3)
    payment_method = models.CharField(_("gateway"), max_length=40)
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    transaction_id = EncryptedTextField(_("transaction"), blank=True)
    transaction_index = BlindIndexField("transaction_id", unique=True)
    created_at = models.DateTimeField(_("created"))
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        OrderOf("order"),
        May("event", "refund", may="view"),
        May("event", "finance", may="view"),
        Admin(may="view"),
        System("ticketing.checkout", may="view", when=Q(order=OrderScope())),
        System("ticketing.checkout", may="add", title="open",
               when=Q(order=OrderScope(), status="pending")),
        System("ticketing.checkout", may="change", title="leave",
               when=Q(order=OrderScope(), status="pending"),
               then=Q(order=OrderScope(), status__in=["pending", "failed"]),
               columns=["status", "meta_data"]),
        System("ticketing.payment", may="view change", when=Q(order=OrderScope()),
               columns=["status", "transaction_id", "transaction_index", "refunded"]),
        System("ticketing.refunding", may="view change", when=Q(order=OrderScope()),
               columns=["refunded"]),
        System("ticketing.issue", may="view", when=Q(order=OrderScope())),
        System("ticketing.reconcile", may="view", when=Q(status__in=["pending", "failed"])),
        System("ticketing.reports", may="view"),
        Agrees("order", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "payments"
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "successful", "failed"]),
                name="payments_status_known",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payments_amount_positive"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
                name="payments_never_over_refunded",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status="pending"), name="payments_one_open"
            ),
            models.UniqueConstraint(fields=["id", "event"], name="payments_id_event"),
        ]
        indexes = [
            models.Index(fields=["event", "-created_at"], name="payments_of_event"),
            models.Index(fields=["-created_at"], name="payments_newest"),
            models.Index(
                fields=["-created_at"], name="payments_failed", condition=Q(status="failed")
            ),
        ]

    def __str__(self):
        return _("payment %(id)s") % {"id": str(self.pk)[:8]}


class PaymentEvent(Guarded):
    """
    Something a provider told us, kept once however often it is told.

    In quarantine is what cannot be true of what was asked for. It changes nothing, and waits for
    somebody who finds out and dismisses it.
    """

    class Problem(models.TextChoices):
        AMOUNT = "amount", _("another amount than was asked for")
        CURRENCY = "currency", _("another currency than was asked for")
        NOT_ASKED = "not_asked", _("money given back that nobody here gave back")
        BOUNCED = "bounced", _("a refund that was done has come back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway = models.CharField(_("gateway"), max_length=40)
    provider_event = models.CharField(_("provider's event"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="provider_events", db_constraint=False
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="payment_events", db_constraint=False
    )
    occurred_at = models.DateTimeField(_("occurred"))
    received_at = models.DateTimeField(_("received"))
    quarantined = models.TextField(_("in quarantine for"), choices=Problem, blank=True, default="")
    told = EncryptedJSONField(null=True)  # amount, currency, transaction: of what is held back
    dismissed_at = models.DateTimeField(_("dismissed"), null=True)
    dismissed_because = EncryptedTextField(_("because"), null=True)

    access = [
        Through("payment"),
        System("ticketing.payment", may="add"),
        System("ticketing.doctor", may="view", when=~Q(quarantined="")),
        System("ticketing.doctor", may="change", title="dismiss",
               when=~Q(quarantined="") & Q(dismissed_at=None),
               then=Q(dismissed_at__isnull=False),
               columns=["dismissed_at", "dismissed_because"]),
        Agrees("payment", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "payment_events"
        verbose_name = _("provider event")
        verbose_name_plural = _("provider events")
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "provider_event"], name="payment_events_once"
            ),
            models.CheckConstraint(
                condition=Q(quarantined__in=["", "amount", "currency", "not_asked", "bounced"]),
                name="payment_events_problem_known",
            ),
            models.CheckConstraint(
                condition=Q(dismissed_at=None) | ~Q(quarantined=""),
                name="payment_events_dismissed_was_held",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event"], name="payment_events_held", condition=~Q(quarantined="")
            ),
        ]

    def __str__(self):
        return f"{self.gateway} {self.kind}"


class Refund(Guarded):
    """Money on its way back to the buyer."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        SUCCESSFUL = "successful", _("successful")
        FAILED = "failed", _("failed")

    class Reason(models.TextChoices):
        TOO_LATE = "too_late", _("paid after the places were gone")
        TWICE = "twice", _("paid twice")
        ORGANIZER = "organizer", _("refunded by the organizer")
        RETURNED = "returned", _("returned by the buyer")
        EVENT_CANCELLED = "event_cancelled", _("the event was cancelled")
        RESOLD = "resold", _("sold to somebody on the waiting list")

    UNSOLD = [Reason.TOO_LATE, Reason.TWICE]  # the payment bought nothing

    MOVES = {
        "status": {
            Status.PENDING: {Status.SUCCESSFUL, Status.FAILED},
            Status.FAILED: {Status.PENDING, Status.SUCCESSFUL},  # it is owed still: tried again
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="refunds", db_constraint=False
    )
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds", db_constraint=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="refunds", db_constraint=False)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    reason = models.TextField(_("reason"), choices=Reason)
    note = EncryptedTextField(
        _("in words"), null=True, blank=True, validators=[MaxLengthValidator(500)]
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="refunds",
        verbose_name=_("by"),
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    attempt = models.PositiveSmallIntegerField(default=1)  # at the provider: see `again`
    created_at = models.DateTimeField(_("created"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    access = [
        Through("payment"),
        System("ticketing.payment", may="add", title="owe",
               when=Q(order=OrderScope(), status="pending")),
        System("ticketing.payment", may="change", when=Q(order=OrderScope()),
               columns=["status", "finished_at"]),
        System("ticketing.refund", may="view"),
        System("ticketing.refunding", may="add", title="owe",
               when=Q(order=OrderScope(), status="pending")),
        System("ticketing.refunding", may="change", title="again", columns=[
            "status", "finished_at", "attempt"], when=Q(order=OrderScope(), status="failed"),
               then=Q(status="pending")),
        Agrees("payment", "order", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "refunds"
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "successful", "failed"]),
                name="refunds_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="successful") | Q(finished_at__isnull=False),
                name="refunds_finished_is_stamped",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refunds_amount_positive"),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "too_late",
                        "twice",
                        "organizer",
                        "returned",
                        "event_cancelled",
                        "resold",
                    ]
                ),
                name="refunds_reason_known",
            ),
            models.UniqueConstraint(fields=["id", "event"], name="refunds_id_event"),
        ]
        indexes = [models.Index(fields=["event", "-created_at"], name="refunds_of_event")]

    def __str__(self):
        return _("refund %(id)s") % {"id": str(self.pk)[:8]}


class SandboxPayment(Guarded):
    """
    What the built-in sandbox provider knows of a payment, on its own side of the fence.

    It never reads the portal's tables: it was told these values, and tells the portal what became
    of them through its webhook only.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PAID = "paid", _("paid")
        DECLINED = "declined", _("declined")

    MOVES = {"state": {State.OPEN: {State.PAID, State.DECLINED}}}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.UUIDField(unique=True)  # the portal's payment
    order_reference = models.UUIDField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    merchant = models.CharField(max_length=200)
    description = models.CharField(max_length=300)
    return_url = models.TextField()
    webhook_url = models.TextField()
    state = models.TextField(choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)

    access = [System("ticketing.sandbox", may="view add change"), Admin(may="view")]

    class Meta:
        db_table = "sandbox_payments"
        verbose_name = _("sandbox payment")
        verbose_name_plural = _("sandbox payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False),
                name="sandbox_payments_decided_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "paid", "declined"]),
                name="sandbox_payments_state_known",
            ),
        ]

    def __str__(self):
        return _("sandbox payment %(id)s") % {"id": str(self.pk)[:8]}


class SandboxRefund(Guarded):
    """A refund the sandbox was asked for, by the portal's id, and what it did about it."""

    class State(models.TextChoices):
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    MOVES = {"state": {State.REFUSED: {State.GIVEN, State.REFUSED}}}  # each try is decided anew

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.UUIDField(unique=True)  # the portal's refund
    payment = models.ForeignKey(SandboxPayment, models.PROTECT, related_name="refunds")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    state = models.TextField(choices=State)
    decided_at = models.DateTimeField()

    access = [System("ticketing.sandbox", may="view add change"), Admin(may="view")]

    class Meta:
        db_table = "sandbox_refunds"
        verbose_name = _("sandbox refund")
        verbose_name_plural = _("sandbox refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="sandbox_refunds_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["given", "refused"]), name="sandbox_refunds_state_known"
            ),
        ]

    def __str__(self):
        return _("sandbox refund %(id)s") % {"id": str(self.pk)[:8]}
