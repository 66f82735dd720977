"""Tables that serve every app and hold nobody's data: most carry grants instead of policies."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .access import INTEGRITY, Admin, Guarded, System

__all__ = ["Guarded", "IntegrityCheck", "OutboxMessage", "Throttle"]


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
