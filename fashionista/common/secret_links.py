"""
Links that open something of one person's to whoever has them, for calendars that cannot sign in.

The secret is kept as a hash, so a link is shown once; a new one ends the old.
"""

import hashlib
import secrets
import uuid

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .access import Guarded


class SecretLink(Guarded):
    """A table of such links, besides its `user`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    secret_hash.secret = True  # type: ignore[attr-defined]  # ours: see `common.access.guard`
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self):
        return _("calendar link %(id)s") % {"id": str(self.pk)[:8]}


@transaction.atomic
def make_link(table, user, *, at):
    """Give somebody a link, and end the one they had. Returns its secret."""
    secret = secrets.token_urlsafe(24)
    table.objects.filter(user=user).delete()
    table.objects.create(user=user, secret_hash=_hash(secret), created_at=at)
    return secret


@transaction.atomic
def revoke_link(table, user):
    """End somebody's link: who still asks finds nothing."""
    table.objects.filter(user=user).delete()


def owner_of(table, secret):
    """The id of the person whose link it is. Raises the table's DoesNotExist."""
    return table.objects.get(secret_hash=_hash(secret)).user_id


def _hash(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
