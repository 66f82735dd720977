"""
Links that open something of one person's to whoever has them, for calendars that cannot sign in.

A table of such links has `user`, `secret_hash` and `created_at`. The secret is kept as a hash, so a
link is shown once; a new one ends the old.
"""

import hashlib
import secrets

from django.db import transaction


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
