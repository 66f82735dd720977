"""Galleries, and the files in them: each time anew for whoever asks."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from fashionista.common.picture_views import rendition
from fashionista.common.pictures import PRIVATE, store_of

from .galleries import pictures_of, with_pictures
from .models import MediaAsset, MediaGallery


@require_safe
def gallery_detail(request, slug):
    galleries = MediaGallery.objects.select_related("event__venue")
    gallery = get_object_or_404(with_pictures(galleries), slug=slug)
    context = {"gallery": gallery, "event": gallery.event, "pictures": pictures_of(gallery)}
    return render(request, "media/gallery_detail.html", context)


@require_safe
def asset_picture(request, asset_id, width):
    """
    A rendition of an asset, to whom the policies show the asset now.

    Browsers may keep it but ask each time; nobody else keeps it, so a right that ends, ends.
    """
    asset = get_object_or_404(MediaAsset, pk=asset_id)
    if asset.picture is None or width not in asset.picture["widths"]:
        raise Http404
    etag = f'"{asset.url.split("/")[1]}-{width}"'
    response = get_conditional_response(request, etag=etag) or rendition(
        store_of(PRIVATE), asset.rendition(width)
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
