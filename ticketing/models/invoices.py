"""What organizers owe their buyers on paper: invoices and credit notes, numbered without a gap."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May, MayFor
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, OrderOf, OrderScope, System
from fashionista.common.encryption import EncryptedJSONField

from .orders import Order
from .payments import Refund


class Kind(models.TextChoices):
    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")


class Invoice(Guarded):
    """
    One document of an organizer: what an order came to, or what of it was given back.

    Sums are in major units of `currency` and positive, of a credit note too: its kind says which
    way the money went. `lines` is [{name, quantity, unit_price, amount, rate}], `vat` is [{rate,
    net, vat, gross}], sums and rates in them as words. Who sold what to
    whom is as it was then.
    Nobody changes or deletes a document: it is corrected by another.
    """

    Kind = Kind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="invoices",
        db_constraint=False,  # the key to the event has it too
        verbose_name=_("organizer"),
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="invoices",
        db_constraint=False,
        verbose_name=_("event"),
    )
    order = models.ForeignKey(
        Order,
        models.PROTECT,
        related_name="invoices",
        db_constraint=False,
        verbose_name=_("order"),
    )
    kind = models.TextField(_("kind"), choices=Kind)
    sequence = models.PositiveIntegerField(_("number in the series"))
    number = models.CharField(_("number"), max_length=40)
    issued_at = models.DateTimeField(_("issued"))
    event_title = models.CharField(_("event's title"), max_length=200)
    event_start = models.DateTimeField(_("event starts"))
    currency = models.CharField(_("currency"), max_length=3)
    total = models.DecimalField(_("total"), max_digits=10, decimal_places=2)
    lines = models.JSONField(_("lines"))
    vat = models.JSONField(_("VAT"))
    seller = EncryptedJSONField(_("seller"))  # name, address, vat_id, note
    buyer = EncryptedJSONField(_("buyer"))  # name, email, company, address, vat_id
    settled_at = models.DateTimeField(_("paid"))  # or given back
    settled_by = models.CharField(_("gateway"), max_length=40)
    refund = models.OneToOneField(
        Refund, models.PROTECT, null=True, related_name="credit_note", db_constraint=False
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="corrections",
        db_constraint=False,
        verbose_name=_("corrects"),
    )

    access = [
        OrderOf("order"),
        May("event", "finance", may="view"),
        May("event", "sell", may="view"),
        May("event", "refund", may="view"),
        Admin(may="view"),
        System("ticketing.issue", may="view add", when=Q(order=OrderScope())),
        System("ticketing.reports", may="view"),
        Agrees("order", "refund", "corrects", on="event"),
        Agrees("event", on="organizer"),
    ]

    class Meta:
        db_table = "invoices"
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="invoice", refund__isnull=True, corrects__isnull=True)
                | Q(kind="credit_note", refund__isnull=False, corrects__isnull=False),
                name="invoices_kind_known",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="invoices_total_positive"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="invoices_sequence"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^([A-Z0-9]+-)*C?[0-9]{6,}$"), name="invoices_number"
            ),
            models.UniqueConstraint(fields=["id", "event"], name="invoices_id_event"),
            models.UniqueConstraint(
                fields=["organizer", "kind", "sequence"], name="invoices_sequence_once"
            ),
            models.UniqueConstraint(fields=["organizer", "number"], name="invoices_number_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(kind="invoice"), name="invoices_one_for_an_order"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-issued_at"], name="invoices_of_event"),
            models.Index(fields=["order"], name="invoices_of_order"),
            models.Index(fields=["-issued_at"], name="invoices_newest"),
        ]

    def __str__(self):
        return self.number


class InvoiceCounter(Guarded):
    """The last number of one series of an organizer; counted where the document is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invoice_counters"
    )
    kind = models.TextField(choices=Kind)
    last = models.PositiveIntegerField()

    access = [
        System("ticketing.issue", may="view add"),
        System("ticketing.issue", may="change", title="count", columns=["last"]),
        MayFor("organizer", "finance", may="view"),
        Admin(may="view"),
    ]

    class Meta:
        db_table = "invoice_counters"
        verbose_name = _("invoice counter")
        verbose_name_plural = _("invoice counters")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["invoice", "credit_note"]), name="invoice_counters_kind_known"
            ),
            models.UniqueConstraint(
                fields=["organizer", "kind"], name="invoice_counters_series_once"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.last}"
