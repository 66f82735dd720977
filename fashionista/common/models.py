"""Tables that serve every app and hold nobody's data, so they carry grants instead of policies."""

from django.db import models

from .access import Guarded

__all__ = ["Guarded", "OutboxMessage", "Throttle"]


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
