"""What an organizer's bank says has arrived."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from fashionista.common.access import Admin, Agrees, Guarded
from fashionista.common.encryption import BlindIndexField, EncryptedTextField


class BankStatement(Guarded):
    """One file from the bank, imported once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bank_statements"
    )
    file_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField(_("imported"))

    access = [MayFor("organizer", "finance", may="view add"), Admin(may="view add")]

    class Meta:
        db_table = "bank_statements"
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints = [
            models.UniqueConstraint(fields=["organizer", "file_hash"], name="bank_statements_once"),
            models.UniqueConstraint(
                fields=["id", "organizer"], name="bank_statements_id_organizer"
            ),
        ]

    def __str__(self):
        return _("statement %(id)s") % {"id": self.file_hash[:8]}


class BankTransaction(Guarded):
    """Money that has arrived, until somebody has said what it is for."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("not for tickets")

    MOVES = {"status": {Status.OPEN: {Status.CONFIRMED, Status.DISMISSED}}}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(
        BankStatement, models.PROTECT, related_name="transactions", db_constraint=False
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bank_transactions"
    )
    entry = EncryptedTextField()  # what tells it apart, in every file it comes in
    entry_index = BlindIndexField("entry")
    booked_on = models.DateField(_("booked"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    remitter = EncryptedTextField(_("from"), blank=True)
    text = EncryptedTextField(_("text"), blank=True)
    status = models.TextField(_("status"), choices=Status, default=Status.OPEN)
    settled_at = models.DateTimeField(_("settled"), null=True)

    access = [
        MayFor("organizer", "finance", may="view add"),
        MayFor("organizer", "finance", may="change", title="settle",
               when=Q(status="open"), then=Q(status__in=["confirmed", "dismissed"])),
        Admin(may="view add change"),
        Agrees("statement", on="organizer"),
    ]  # fmt: skip

    class Meta:
        db_table = "bank_transactions"
        verbose_name = _("bank transaction")
        verbose_name_plural = _("bank transactions")
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "entry_index"], name="bank_transactions_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "confirmed", "dismissed"]),
                name="bank_transactions_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(settled_at__isnull=False),
                name="bank_transactions_settled_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="bank_transactions_amount_positive"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organizer", "-booked_on"],
                name="bank_transactions_open",
                condition=Q(status="open"),
            ),
        ]

    def __str__(self):
        return _("bank transaction %(id)s") % {"id": str(self.pk)[:8]}
