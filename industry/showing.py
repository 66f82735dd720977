"""The life of a collection: worked on, shown, put away."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import only_admins
from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import NotFromHere, advance

from .models import Collection


class NotReady(DomainError):
    message = _("Write a description first: it is what people read.")


@transaction.atomic
def publish_collection(collection: Collection, *, by: Any, at: datetime) -> Collection:
    """
    Show a draft to everybody. Only its designer does, or an admin.

    Raises NotReady where there is nothing to read, NotFromHere where it was shown before.
    """
    if collection.status == Collection.Status.ARCHIVED:
        raise NotFromHere
    if not collection.description:
        raise NotReady
    return advance(collection, Collection.Status.PUBLISHED, at=at, published_at=at)


@transaction.atomic
def archive_collection(collection: Collection, *, by: Any, at: datetime) -> Collection:
    """Put a collection away: the public sees it no longer. Only its designer does, or an admin."""
    return advance(collection, Collection.Status.ARCHIVED, at=at)


@transaction.atomic
def reopen_collection(collection: Collection, *, by: Any, at: datetime) -> Collection:
    """Show an archived collection again, as of the day it was first shown. Admins only."""
    if not only_admins(by):
        raise PermissionDenied
    if collection.status == Collection.Status.DRAFT:
        raise NotFromHere
    return advance(collection, Collection.Status.PUBLISHED, at=at)
