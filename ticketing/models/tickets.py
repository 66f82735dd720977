"""The right to enter once, and every try to use it."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator, validate_email
from django.db import models
from django.db.models import Q
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
    Reserved,
    System,
)  # fmt: skip
from fashionista.common.encryption import BlindIndexField, EncryptedJSONField, EncryptedTextField

from .. import codes
from .gates import Gate
from .orders import Order
from .payments import Refund
from .slots import EventSlot
from .ticket_types import TicketType


class TicketQuerySet(models.QuerySet):
    def open(self):
        """Those that let in, or have."""
        return self.filter(status__in=[Ticket.Status.VALID, Ticket.Status.USED])

    def with_code(self, code):
        """The ticket a typed code belongs to, found by its keyed hash."""
        return self.filter(code_index=Ticket._meta.get_field("code_index").digest(code))


class Ticket(Guarded):
    """The right of one person to enter one event."""

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        USED = "used", _("used")
        CANCELLED = "cancelled", _("cancelled")
        REFUNDED = "refunded", _("refunded")

    MOVES = {
        "status": {
            Status.VALID: {Status.USED, Status.CANCELLED, Status.REFUNDED},
            Status.USED: {Status.VALID, Status.REFUNDED},  # valid: an admission is undone
        },
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket_type = models.ForeignKey(
        TicketType,
        models.PROTECT,
        related_name="tickets",
        verbose_name=_("ticket type"),
        db_constraint=False,
    )
    order = models.ForeignKey(
        Order, models.PROTECT, related_name="tickets", verbose_name=_("order"), db_constraint=False
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="tickets", verbose_name=_("event"), db_constraint=False
    )
    slot = models.ForeignKey(
        EventSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("time"),
        db_constraint=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    number = models.PositiveSmallIntegerField(_("number in the order"))
    holder_name = EncryptedTextField(_("holder"), blank=True, validators=[MaxLengthValidator(200)])
    note = EncryptedTextField(null=True)  # the buyer's, when it was sold: for the door
    holder_email = EncryptedTextField(
        _("holder's email"),
        null=True,
        blank=True,
        validators=[validate_email, MaxLengthValidator(254)],
    )
    passed_on_at = models.DateTimeField(_("passed on"), null=True)  # out of the buyer's hands
    status = models.TextField(_("status"), choices=Status, default=Status.VALID)
    purchase_date = models.DateTimeField(_("bought"))
    used_at = models.DateTimeField(_("used"), null=True)
    qr_code = EncryptedTextField()  # what the QR says: see `ticketing.codes`
    code_index = BlindIndexField("code", unique=True)
    qr_modules = EncryptedTextField(null=True)  # the drawn squares: see `ticketing.drawing`
    refund = models.ForeignKey(
        Refund,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("refund"),
        db_constraint=False,
    )  # none where the ticket cost nothing
    resale_since = models.DateTimeField(_("offered to the waiting list"), null=True)
    # The held order that would take its place; once that is paid, the order that has.
    resale_order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="resold", db_constraint=False
    )
    meta_data = EncryptedJSONField(default=dict, blank=True)

    objects = TicketQuerySet.as_manager()

    access = [
        Own("user", may="view"),
        OrderOf("order"),
        May("event", "sell", may="view"),
        May("event", "refund", may="view"),
        May("event", "door", may="view"),
        May("event", "door", may="change", title="admit", when=Q(status="valid"),
            then=Q(status="used")),
        May("event", "door", may="change", title="undo", when=Q(status="used"),
            then=Q(status="valid")),
        Admin(may="view change"),
        System("ticketing.payment", may="view", when=Q(order=OrderScope())),
        System("ticketing.payment", may="add", title="sold",
               when=Q(order=OrderScope(), status="valid")),
        System("ticketing.issue", may="view change", columns=["qr_modules"],
               when=Q(order=OrderScope())),
        System("ticketing.claim", may="view change", columns=["user"],
               when=Q(user__isnull=True) | Q(user=Actor())),
        System("ticketing.transfer", may="view", when=Q(order=OrderScope())),
        System("ticketing.transfer", may="change", title="unused", columns=[
            "holder_name", "holder_email", "passed_on_at", "qr_code", "code_index", "qr_modules",
            "user", "resale_since"], when=Q(order=OrderScope(), status="valid")),
        Reserved("ticket_type", "order", "event", "slot", "number", "purchase_date", "note",
                 "meta_data", to=[]),
        Reserved("holder_name", "holder_email", "passed_on_at", "qr_code", "code_index",
                 to=["ticketing.transfer"]),
        Reserved("user", to=["ticketing.claim", "ticketing.transfer"]),
        Reserved("qr_modules", to=["ticketing.issue", "ticketing.transfer"]),
        System("ticketing.refunding", may="view", when=Q(order=OrderScope())),
        System("ticketing.refunding", may="change", title="end",
               when=Q(order=OrderScope(), status__in=["valid", "used"]),
               then=Q(status="refunded")),
        # Its place moves to the order in scope, and back: see `ticketing.resale`.
        System("ticketing.resale", may="view", when=Q(resale_since__isnull=False)),
        System("ticketing.resale", may="change", title="take", columns=["resale_order"],
               when=Q(resale_since__isnull=False)
               & (Q(status="valid", resale_order__isnull=True) | Q(resale_order=OrderScope())),
               then=Q(resale_order__isnull=True) | Q(resale_order=OrderScope())),
        System("ticketing.reports", may="view"),
        Agrees("ticket_type", "order", "refund", "resale_order", "slot", on="event"),
        Reserved("refund", to=["ticketing.refunding"]),
        Reserved("resale_since", to=["ticketing.transfer"]),
        Reserved("resale_order", to=["ticketing.resale"]),
    ]  # fmt: skip

    class Meta:
        db_table = "tickets"
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["valid", "used", "cancelled", "refunded"]),
                name="tickets_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="used", used_at__isnull=False)
                | (~Q(status="used") & Q(used_at__isnull=True)),
                name="tickets_used_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(passed_on_at__isnull=True) | Q(holder_email__isnull=False),
                name="tickets_passed_on_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(resale_order__isnull=True) | Q(resale_since__isnull=False),
                name="tickets_resold_was_offered",
            ),
            models.UniqueConstraint(fields=["order", "number"], name="tickets_number_once"),
            models.UniqueConstraint(fields=["id", "event"], name="tickets_id_event"),
        ]
        indexes = [
            models.Index(fields=["event", "status"], name="tickets_of_event"),
            models.Index(fields=["-purchase_date"], name="tickets_newest"),
            models.Index(
                fields=["status", "-purchase_date"],
                name="tickets_ended",
                condition=Q(status__in=["cancelled", "refunded"]),
            ),
            models.Index(
                fields=["ticket_type", "resale_since"],
                name="tickets_for_resale",
                condition=Q(resale_since__isnull=False),
            ),
            models.Index(
                fields=["resale_order"],
                name="tickets_resold_to",
                condition=Q(resale_order__isnull=False),
            ),
        ]

    def __str__(self):
        return _("ticket %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def starts_at(self):
        return self.slot.starts_at if self.slot else self.event.start_date

    @property
    def ends_at(self):
        return self.slot.ends_at if self.slot else self.event.end_date

    @property
    def is_open(self):
        return self.status in (self.Status.VALID, self.Status.USED)

    @property
    def is_offered(self):
        """Whether its buyer offers it to the waiting list. Until it is sold there, it lets in."""
        return self.status == self.Status.VALID and self.resale_since is not None

    @property
    def code(self):
        """What stands beside the QR to be read out or typed: 7K4Q-M2XW-9RTD."""
        return codes.typed_code(self.qr_code)

    @property
    def lets_in(self):
        """Whether a door may still admit it: a used one of a type for one visit is done."""
        once = self.ticket_type.entry_policy == TicketType.EntryPolicy.ONCE
        return self.status == self.Status.VALID or (self.status == self.Status.USED and not once)

    @property
    def link_key(self):
        """What opens this ticket and nothing else, until its code changes."""
        return codes.link_key(self.qr_code)


STANDS = Q(result="admitted", undone_at=None)  # an admission that is not undone


class CheckIn(Guarded):
    """One scan at a door and what the door answered."""

    class Result(models.TextChoices):
        ADMITTED = "admitted", _("admitted")
        ALREADY_USED = "already_used", _("already used")
        NOT_VALID = "not_valid", _("not valid")
        LEFT = "left", _("left")
        NOT_INSIDE = "not_inside", _("not inside")
        UNDONE = "undone", _("admission undone")
        NOT_NOW = "not_now", _("not now")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="check_ins")
    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        null=True,
        related_name="check_ins",
        verbose_name=_("ticket"),
        db_constraint=False,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="check_ins", verbose_name=_("by")
    )
    result = models.TextField(_("answer"), choices=Result)
    gate = models.ForeignKey(
        Gate,
        models.PROTECT,
        null=True,
        related_name="check_ins",
        verbose_name=_("gate"),
        db_constraint=False,
    )
    # Which of its visits a ticket is on: the day, or how often it has left. One visit begins once.
    visit = models.CharField(_("visit"), max_length=10, default="", db_default="")
    reason = EncryptedTextField(_("reason"), null=True)  # of an undoing
    anyway = models.BooleanField(
        _("let in outside its time"), default=False, db_default=False
    )  # by whoever stood there
    undone_at = models.DateTimeField(_("undone"), null=True)
    nonce = models.UUIDField(unique=True)  # a scan sent twice is one scan
    created_at = models.DateTimeField(_("at"))

    access = [
        May("event", "door", may="add", when=Q(by=Actor())),
        May("event", "door", may="view", title="all"),
        May("event", "door", may="change", title="undo", when=STANDS,
            then=Q(undone_at__isnull=False)),
        Admin(may="view"),
        Admin(may="add", title="scan", when=Q(by=Actor())),
        Admin(may="change", title="undo", when=STANDS, then=Q(undone_at__isnull=False)),
        Agrees("ticket", "gate", on="event"),
        Reserved("event", "ticket", "by", "result", "gate", "visit", "reason", "anyway", "nonce",
                 "created_at", to=[]),
    ]  # fmt: skip

    class Meta:
        db_table = "check_ins"
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    result__in=[
                        "admitted",
                        "already_used",
                        "not_valid",
                        "left",
                        "not_inside",
                        "undone",
                        "not_now",
                    ]
                ),
                name="check_ins_result_known",
            ),
            models.CheckConstraint(
                condition=Q(result="not_valid") | Q(ticket__isnull=False),
                name="check_ins_name_their_ticket",
            ),
            models.UniqueConstraint(
                fields=["ticket", "visit"], condition=STANDS, name="check_ins_admit_once"
            ),
            models.UniqueConstraint(
                fields=["ticket", "visit"], condition=Q(result="left"), name="check_ins_leave_once"
            ),
            models.CheckConstraint(
                condition=Q(anyway=False) | Q(result="admitted"), name="check_ins_anyway_is_in"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(result="admitted"),
                name="check_ins_undone_was_admitted",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-created_at"], name="check_ins_of_event"),
            models.Index(fields=["-created_at"], name="check_ins_newest"),
            models.Index(
                fields=["result", "-created_at"],
                name="check_ins_turned_away",
                condition=Q(
                    result__in=[
                        "already_used",
                        "not_valid",
                        "not_inside",
                        "undone",
                        "not_now",
                    ]
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_result_display()} {self.created_at:%H:%M:%S}"
