"""Whole events given back."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Guarded, System


class RefundRun(Guarded):
    """How far the worker is with giving back all orders of a cancelled event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(Event, models.PROTECT, related_name="refund_runs")
    total = models.PositiveIntegerField(_("orders"), default=0)
    done = models.PositiveIntegerField(_("given back"), default=0)
    failed = models.PositiveIntegerField(_("not given back"), default=0)
    reached = models.UUIDField(null=True)  # the last order this pass has tried; none: a new pass
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    access = [
        May("event", "refund", may="view"),
        May("event", "finance", may="view"),
        May("event", "programme", may="view"),
        Admin(may="view"),
        System("ticketing.calloff", may="view add change"),
    ]

    class Meta:
        db_table = "refund_runs"
        verbose_name = _("refunds of a cancelled event")
        verbose_name_plural = _("refunds of cancelled events")
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=F("done") + F("failed")), name="refund_runs_adds_up"
            )
        ]

    def __str__(self):
        return f"{self.done}/{self.total}"

    @property
    def percent(self):
        return self.done * 100 // self.total if self.total else 100
