"""The pictures of pages, for anybody who has their address. Nothing else in the store is."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from .identity import for_nobody
from .pictures import FOLDER, stored_file

YEAR = 365 * 24 * 3600  # what lies under a key never changes


class PictureKey:
    """Thirty-two digits, so that no address climbs out of the folder."""

    regex = "[0-9a-f]{32}"
    to_python = to_url = staticmethod(str)


register_converter(PictureKey, "picture_key")


@require_safe
@for_nobody
def picture(request, key, width):
    response = rendition(default_storage, stored_file(FOLDER, key, width))
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def rendition(storage, name):
    """A rendition in whole: they are small."""
    try:
        with storage.open(name) as file:
            return HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error


urlpatterns = [path("pictures/<picture_key:key>/<int:width>.webp", picture, name="picture")]
