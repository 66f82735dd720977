"""The galleries of an event as everybody sees them."""

from django.db.models import Prefetch

from .models import GalleryAsset, MediaGallery


def with_pictures(galleries):
    """Galleries with their entries, in order: two statements more, however many there are."""
    entries = GalleryAsset.objects.select_related("asset").order_by("position")
    return galleries.prefetch_related(Prefetch("entries", queryset=entries, to_attr="shown"))


def pictures_of(gallery):
    """What a page draws of a gallery from `with_pictures`: pictures with their captions."""
    return [
        {"picture": entry.asset.picture, "caption": entry.caption}
        for entry in gallery.shown
        if entry.asset.picture
    ]


def public_of(event):
    """
    The event's published galleries, newest first, each with its `pictures`.

    Two statements. For `media/_gallery.html`.
    """
    published = MediaGallery.objects.filter(event=event, status=MediaGallery.Status.PUBLISHED)
    galleries = list(with_pictures(published.order_by("-published_at", "pk")))
    for gallery in galleries:
        gallery.pictures = pictures_of(gallery)
    return [gallery for gallery in galleries if gallery.pictures]
