"""Tables that serve every app. Those that hold nobody's data carry grants instead of policies."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .access import INTEGRITY, Admin, Guarded, Own, System
from .encryption import EncryptedJSONField, EncryptedTextField

__all__ = [
    "Export",
    "Guarded",
    "Import",
    "IntegrityCheck",
    "OutboxMessage",
    "SavedView",
    "Throttle",
]


class OutboxMessage(models.Model):
    """A piece of work that was promised and is not done yet. See `common.outbox`."""

    kind = models.TextField()
    target = models.UUIDField()
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "outbox"

    def __str__(self):
        return f"{self.kind} {self.target}"


class Throttle(models.Model):
    """How often somebody, known by a keyed hash, tried something since a moment."""

    key = models.BinaryField(primary_key=True)
    started_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "throttles"

    def __str__(self):
        return f"{self.count} since {self.started_at}"


class IntegrityCheck(Guarded):
    """That `check_integrity` ran, and what it found. See `common.integrity`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checked_at = models.DateTimeField(db_index=True)
    found = models.PositiveIntegerField()  # rows that must not be
    broken = ArrayField(models.TextField(), default=list)  # the invariants, in their own words

    access = [Admin(may="view"), System(INTEGRITY, may="add", title="note")]

    class Meta:
        db_table = "integrity_checks"

    def __str__(self):
        return f"{self.found} at {self.checked_at}"


class Export(Guarded):
    """
    Rows of a list that somebody took away as a file, and what they had looked for.

    A large one is made by the worker, lies sealed until it is fetched once, and is then this
    record only.
    """

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    class Status(models.TextChoices):
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        HANDED_OVER = "handed_over", _("handed over")
        EXPIRED = "expired", _("expired")
        FAILED = "failed", _("failed")

    MOVES = {
        "status": {
            Status.MAKING: {Status.READY, Status.FAILED},
            Status.READY: {Status.HANDED_OVER, Status.EXPIRED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("person")
    )
    what = models.TextField(_("table"))
    rows = models.PositiveIntegerField(_("rows"))
    looked_for = EncryptedTextField(_("looked for"), blank=True)  # words of a search may be a name
    format = models.TextField(_("format"), choices=Format, default=Format.CSV)
    status = models.TextField(_("status"), choices=Status, default=Status.HANDED_OVER)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    size = models.PositiveBigIntegerField(_("bytes kept"), default=0)  # written and sure
    language = models.TextField(_("language"), blank=True)
    created_at = models.DateTimeField(_("taken"))
    ready_at = models.DateTimeField(_("ready since"), null=True)

    access = [
        Own("person", may="view add"),
        System(
            "common.exporting",
            may="view change",
            columns=["status", "rows", "done", "size", "ready_at"],
        ),
        Admin(may="view"),
    ]

    class Meta:
        db_table = "exports"
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [
            models.Index(fields=["-created_at"], name="exports_newest"),
            models.Index(
                fields=["created_at"],
                name="exports_at_hand",
                condition=models.Q(status__in=["making", "ready"]),
            ),
        ]

    def __str__(self):
        return _("export %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def percent(self):
        return 100 * self.done // self.rows if self.rows else 0


class SavedView(Guarded):
    """What somebody asks a list of the desk for again and again, under a name of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("person"),
    )
    what = models.TextField(_("table"))
    name = EncryptedTextField(_("name"))
    query = EncryptedTextField(_("looked for"))  # the words of the list's address
    created_at = models.DateTimeField(_("created"))

    access = [Own("person")]

    class Meta:
        db_table = "saved_views"
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        indexes = [models.Index(fields=["person", "what"], name="saved_views_of_list")]

    def __str__(self):
        return _("view %(id)s") % {"id": str(self.pk)[:8]}


class Import(Guarded):
    """
    A file somebody wants rows made of: looked through, then imported as a whole, or undone.

    One with many rows waits for the worker before each of these, and is left as it was by what the
    worker could not do; `refusal` says why.
    """

    class Status(models.TextChoices):
        READING = "reading", _("being looked through")
        PREVIEWED = "previewed", _("looked through")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")

    MOVES = {
        "status": {
            Status.READING: {Status.PREVIEWED, Status.FAILED},
            Status.PREVIEWED: {Status.RUNNING, Status.DONE},
            Status.RUNNING: {Status.DONE, Status.PREVIEWED},
            Status.DONE: {Status.UNDOING, Status.UNDONE},
            Status.UNDOING: {Status.UNDONE, Status.DONE},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name=_("person")
    )
    kind = models.TextField(_("what"))
    target = models.UUIDField(null=True)  # the event, or the organizer, all of its rows are for
    status = models.TextField(_("status"), choices=Status, default=Status.PREVIEWED)
    file_name = EncryptedTextField(_("file"))
    rows = models.PositiveIntegerField(_("rows"))
    content = EncryptedJSONField(null=True)  # {"columns": [...], "rows": [[number, cell, ...]]}
    faults = EncryptedJSONField(default=dict)  # {number of the row: {column: [sentence]}}
    made = EncryptedJSONField(default=list)  # [[number of the row, key, what was there before]]
    refusal = EncryptedTextField(null=True)  # why the worker gave it back
    language = models.TextField(_("language"), blank=True, default="")
    created_at = models.DateTimeField(_("read"), db_index=True)
    done_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    asked_at = models.DateTimeField(null=True)  # since when it waits for the worker

    access = [
        Own("person", may="view add change"),
        System("common.imports", may="view delete"),
        System(
            "common.imports",
            may="change",
            title="give_back",
            columns=["status", "content", "faults", "refusal", "asked_at"],
        ),
    ]

    class Meta:
        db_table = "imports"
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["reading", "previewed", "running"],
                    content__isnull=False,
                    done_at=None,
                    undone_at=None,
                )
                | Q(
                    status__in=["done", "undoing"],
                    content__isnull=True,
                    done_at__isnull=False,
                    undone_at=None,
                )
                | Q(
                    status="undone",
                    content__isnull=True,
                    done_at__isnull=False,
                    undone_at__isnull=False,
                )
                | Q(status="failed", content__isnull=True, done_at=None, undone_at=None),
                name="imports_status_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["reading", "running", "undoing"], asked_at__isnull=False)
                | Q(status__in=["previewed", "done", "undone", "failed"], asked_at=None),
                name="imports_asked_while_they_wait",
            ),
        ]

    def __str__(self):
        return _("import %(id)s") % {"id": str(self.pk)[:8]}
