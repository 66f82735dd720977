"""What one buyer wants from one event."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator, validate_email
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import (
    Actor,
    Admin,
    Agrees,
    Guarded,
    OrderOf,
    OrderScope,
    Own,
    System,
    Through,
)  # fmt: skip
from fashionista.common.encryption import BlindIndexField, EncryptedJSONField, EncryptedTextField
from fashionista.common.languages import language_in_use
from fashionista.common.shapes import Record

from ..codes import new_order_number, new_secret
from .slots import EventSlot
from .ticket_types import TicketType
from .vouchers import Voucher


class Order(Guarded):
    """One purchase: held first, then paid or let go. A guest's has no user."""

    class Status(models.TextChoices):
        PENDING = "pending", _("held")
        COMPLETED = "completed", _("completed")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")
        REFUNDED = "refunded", _("refunded")

    class PaymentStatus(models.TextChoices):
        PENDING = "pending", _("open")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        REFUNDED = "refunded", _("refunded")

    MOVES = {
        "status": {
            Status.PENDING: {Status.COMPLETED, Status.EXPIRED, Status.CANCELLED},
            Status.EXPIRED: {Status.COMPLETED, Status.REFUNDED},  # paid after all, too late
            Status.CANCELLED: {Status.COMPLETED, Status.REFUNDED},
            Status.COMPLETED: {Status.REFUNDED},
        },
        "payment_status": {
            PaymentStatus.PENDING: {PaymentStatus.PAID, PaymentStatus.FAILED,
                                    PaymentStatus.REFUNDED},
            PaymentStatus.FAILED: {PaymentStatus.PAID, PaymentStatus.PENDING,
                                   PaymentStatus.REFUNDED},
            PaymentStatus.PAID: {PaymentStatus.REFUNDED},
        },
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=16, unique=True, default=new_order_number)
    event = models.ForeignKey(Event, models.PROTECT, related_name="orders", verbose_name=_("event"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("account"),
    )
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    payment_status = models.TextField(
        _("payment"), choices=PaymentStatus, default=PaymentStatus.PENDING
    )
    voucher = models.ForeignKey(
        Voucher,
        models.PROTECT,
        null=True,
        related_name="orders",
        db_constraint=False,
        verbose_name=_("code"),
    )
    total_amount = models.DecimalField(_("total"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(
        _("language"), max_length=10, default=language_in_use, db_default=settings.LANGUAGE_CODE
    )  # of the page it was made on: a guest's mails speak it too
    buyer_name = EncryptedTextField(_("buyer"), blank=True, validators=[MaxLengthValidator(200)])
    buyer_email = EncryptedTextField(
        _("buyer's email"), blank=True, validators=[validate_email, MaxLengthValidator(254)]
    )
    buyer_email_index = BlindIndexField("buyer_email", db_index=True)
    buyer_phone = EncryptedTextField(_("phone"), blank=True, validators=[MaxLengthValidator(40)])
    notes = EncryptedTextField(_("notes"), blank=True, validators=[MaxLengthValidator(2000)])
    attendees = EncryptedJSONField(_("who is coming"), default=list, blank=True)
    billing = EncryptedJSONField(
        _("invoice to"), null=True, blank=True, validators=[Record("company", "address", "vat_id")]
    )  # what a company wants on its invoice; None for nothing
    access_secret = EncryptedTextField(default=new_secret, editable=False)
    hold_expires_at = models.DateTimeField(_("held until"))
    extended_at = models.DateTimeField(_("hold made longer"), null=True)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("updated"))
    completed_at = models.DateTimeField(_("completed"), null=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        Own("user", may="view"),
        OrderOf("id"),
        May("event", "sell", may="view"),
        May("event", "refund", may="view"),
        May("event", "finance", may="view"),
        Admin(may="view"),
        System("ticketing.checkout", may="add", title="hold",
               when=Q(id=OrderScope(), status="pending", payment_status="pending")),
        System("ticketing.checkout", may="view change", when=Q(id=OrderScope()), columns=[
            "status", "updated_at", "buyer_name", "buyer_email", "buyer_email_index",
            "buyer_phone", "notes", "attendees", "billing", "hold_expires_at",
            "extended_at"]),
        System("ticketing.payment", may="view change", when=Q(id=OrderScope()), columns=[
            "status", "payment_status", "completed_at", "updated_at"]),
        System("ticketing.refunding", may="view change", when=Q(id=OrderScope()), columns=[
            "status", "payment_status", "updated_at"]),
        System("ticketing.calloff", may="view", when=Q(status__in=["pending", "completed"])),
        System("ticketing.sweep", may="view change", columns=["status", "updated_at"],
               when=Q(status__in=["pending", "expired"])),
        System("ticketing.issue", may="view", when=Q(id=OrderScope())),
        System("ticketing.transfer", may="view", when=Q(id=OrderScope())),
        System("ticketing.door", may="view"),  # finds by number
        System("ticketing.claim", may="view change", columns=["user", "updated_at"],
               when=Q(user__isnull=True) | Q(user=Actor())),
        System("ticketing.waiting", may="view", when=Q(id=OrderScope())),
        System("ticketing.limits", may="view", when=Q(status__in=["pending", "completed"])),
        System("ticketing.resale", may="view", when=Q(id=OrderScope())),
        System("ticketing.reports", may="view"),
        Agrees("voucher", on="event"),
    ]  # fmt: skip

    class Meta:
        db_table = "orders"
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["pending", "completed", "expired", "cancelled", "refunded"]
                ),
                name="orders_status_known",
            ),
            models.CheckConstraint(
                condition=Q(payment_status__in=["pending", "paid", "failed", "refunded"]),
                name="orders_payment_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="completed")
                | Q(payment_status="paid", completed_at__isnull=False),
                name="orders_completed_is_paid",
            ),
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="orders_total_positive"),
            models.UniqueConstraint(fields=["id", "event"], name="orders_id_event"),
        ]
        indexes = [
            models.Index(fields=["event", "-created_at"], name="orders_of_event"),
            models.Index(fields=["user", "-created_at"], name="orders_of_user"),
            models.Index(
                fields=["hold_expires_at"], name="orders_held", condition=Q(status="pending")
            ),
            models.Index(fields=["-created_at"], name="orders_newest"),
            # Lists filtered by what few are: nothing a sale writes is in these.
            models.Index(
                fields=["status", "-created_at"],
                name="orders_ended",
                condition=Q(status__in=["expired", "cancelled", "refunded"]),
            ),
            models.Index(
                fields=["payment_status", "-created_at"],
                name="orders_not_paid_in_the_end",
                condition=Q(payment_status__in=["failed", "refunded"]),
            ),
        ]

    def __str__(self):
        return self.number

    def attendee(self, number):
        """Name and address of who comes on a ticket, as far as said; old orders have names only."""
        said = self.attendees[number - 1] if number <= len(self.attendees) else ""
        if isinstance(said, str):
            return said, ""
        return said["name"], said["email"]

    def answers_of(self, number):
        """{question id: value} as the buyer answered for a ticket at the checkout."""
        said = self.attendees[number - 1] if number <= len(self.attendees) else ""
        return {} if isinstance(said, str) else said.get("answers", {})

    def is_held(self, at):
        return self.status == self.Status.PENDING and self.hold_expires_at > at


class OrderLine(Guarded):
    """So many places of one type, at the price they were taken for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_constraint=False)
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="order_lines", db_constraint=False
    )
    ticket_type = models.ForeignKey(
        TicketType,
        models.PROTECT,
        related_name="order_lines",
        verbose_name=_("ticket type"),
        db_constraint=False,
    )
    slot = models.ForeignKey(
        EventSlot,
        models.PROTECT,
        null=True,
        related_name="order_lines",
        verbose_name=_("time"),
        db_constraint=False,
    )
    name = models.CharField(_("name"), max_length=100)
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    unit_price = models.DecimalField(_("price"), max_digits=10, decimal_places=2)
    full_price = models.DecimalField(
        _("price without the code"), max_digits=10, decimal_places=2, null=True
    )
    vat_rate = models.DecimalField(
        _("VAT, percent"), max_digits=5, decimal_places=2, default=0, db_default=0
    )  # within the price, as it was when the places were taken
    with_code = models.BooleanField(default=False)  # counted among the code's uses
    from_allotment = models.PositiveSmallIntegerField(default=0)  # of the places kept for the code
    # Of tickets their buyers offer to the waiting list: these places are sold, and held nowhere.
    from_resale = models.PositiveSmallIntegerField(default=0, db_default=0)

    access = [
        Through("order"),
        System("ticketing.checkout", may="add", when=Q(order=OrderScope())),
        Agrees("order", "ticket_type", "slot", on="event"),
    ]

    class Meta:
        db_table = "order_lines"
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_lines_quantity"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="order_lines_price"),
            models.CheckConstraint(
                condition=Q(full_price__isnull=True) | Q(full_price__gt=F("unit_price")),
                name="order_lines_full_price",
            ),
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0, vat_rate__lte=100), name="order_lines_vat_rate"
            ),
            models.CheckConstraint(
                condition=Q(from_allotment__lte=F("quantity")), name="order_lines_from_allotment"
            ),
            models.CheckConstraint(
                condition=Q(from_resale__lte=F("quantity") - F("from_allotment")),
                name="order_lines_from_resale",
            ),
            models.UniqueConstraint(fields=["order", "ticket_type"], name="order_lines_type_once"),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.name}"

    @property
    def amount(self):
        return self.quantity * self.unit_price

    @property
    def full_amount(self):
        """What the line would cost without the code; None where that is the same."""
        return self.full_price and self.quantity * self.full_price
