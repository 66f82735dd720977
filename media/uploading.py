"""Pictures of an event come in, and go into its galleries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from events.models import Event
from fashionista.common.pictures import PRIVATE, take_in

from .models import GalleryAsset, MediaAsset, MediaGallery

LONGEST_NAME = 255


@transaction.atomic
def upload_picture(
    event: Event,
    *,
    file: File,
    by: Any,
    at: datetime,
    alt_text: str = "",
    gallery: MediaGallery | None = None,
) -> MediaAsset:
    """
    Keep a picture of an event, for its media team alone until a gallery that shows it is published.

    What is kept are renditions, sealed; the file itself is not. Raises what `take_in` raises.
    """
    picture = take_in(file, folder=PRIVATE)
    asset = MediaAsset.objects.create(
        event=event,
        type=MediaAsset.Type.IMAGE,
        url=picture.file(picture.widths[-1]),
        filename=(file.name or "")[:LONGEST_NAME],
        file_size=picture.bytes,
        mime_type="image/webp",
        dimensions={"width": picture.width, "height": picture.height},
        alt_text=alt_text,
        uploaded_by=by,
    )
    if gallery is not None:
        put_into_gallery(gallery, assets=[asset], by=by, at=at)
    return asset


@transaction.atomic
def put_into_gallery(
    gallery: MediaGallery, *, assets: Iterable[MediaAsset], by: Any, at: datetime
) -> list[GalleryAsset]:
    """Add assets of the gallery's event behind those that are in it."""
    list(MediaGallery.objects.select_for_update().filter(pk=gallery.pk))
    last = gallery.entries.aggregate(last=Max("position"))["last"] or 0
    return [
        GalleryAsset.objects.create(
            gallery=gallery, event_id=gallery.event_id, asset=asset, position=position
        )
        for position, asset in enumerate(assets, start=last + 1)
    ]
