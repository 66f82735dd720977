"""Galleries are made in private, shown, and put away again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import advance

from .models import MediaGallery


class NothingToShow(DomainError):
    message = _("Put something into the gallery first.")


class NotDescribed(DomainError):
    message = _("Describe each picture and film first, for those who cannot see them.")


@transaction.atomic
def publish_gallery(gallery, *, by, at):
    """
    Show a gallery, with all that is in it, to whoever sees its event.

    Raises NothingToShow where it is empty and NotDescribed where an asset has no words.
    """
    assets = [entry.asset for entry in gallery.entries.select_related("asset")]
    if not assets:
        raise NothingToShow
    if not all(asset.is_described for asset in assets):
        raise NotDescribed
    return advance(gallery, MediaGallery.Status.PUBLISHED, at=at, published_at=at, archived_at=None)


@transaction.atomic
def archive_gallery(gallery, *, by, at):
    """Take a gallery, and what only it shows, out of sight at once."""
    return advance(gallery, MediaGallery.Status.ARCHIVED, at=at, archived_at=at)
