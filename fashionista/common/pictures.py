"""
Pictures people send: checked by what they are, made small, kept without what they tell.

    picture = take_in(request.FILES["portrait"])     # a DomainError where it is none
    store_of("pictures").open(picture.file(480))

Kept are WebP renditions in sRGB, upright, without place, camera or author; never the original.
"""

import hashlib
import secrets
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from .access import INTEGRITY
from .errors import DomainError
from .identity import acting_as

FOLDER = "pictures"  # whose files are anybody's who has their address: see `picture_views`
PRIVATE = "assets"  # whose files are ciphertext, and asked for through their row: see `media`
STORES = {FOLDER: "default", PRIVATE: "private"}
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000  # of a JPEG, which can be read at a fraction of its size
MOST_PIXELS_IN_WHOLE = 25_000_000  # of the others: some 400 MB while they are read
LONGEST_SIDE = 12_000
WIDTHS = [480, 960, 1600]
QUALITY = 82
ORIENTATION = 0x0112  # the EXIF tag
ON_ITS_SIDE = {5, 6, 7, 8}
FRESH = timedelta(days=1)  # a file may be waiting for the row that names it
# What Pillow's readers raise on files that lie about themselves.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError,
              OverflowError, RuntimeError, MemoryError, struct.error)  # fmt: skip
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAPicture(DomainError):
    message = _("This is no picture we can read. Send a JPEG, PNG, WebP or AVIF.")


class TooHeavy(DomainError):
    message = _("This file is too large. Send one of at most 20 MB.")


class TooLarge(DomainError):
    message = _(
        "This picture has too many pixels. Send a JPEG of at most 50 million, or another of at most"
        " 25 million, and 12,000 a side."
    )


@dataclass(frozen=True)
class Picture:
    """What was kept. Bytes and hash are those of the largest rendition."""

    key: str
    width: int
    height: int
    widths: list[int]
    bytes: int
    sha256: str
    folder: str = FOLDER

    def file(self, width: int) -> str:
        return stored_file(self.folder, self.key, width)

    def as_json(self) -> dict[str, Any]:
        """What a `PictureField` holds, but for the words and the focus."""
        return {
            "key": self.key,
            "width": self.width,
            "height": self.height,
            "widths": self.widths,
        }


def stored_file(folder: str, key: str, width: int) -> str:
    return f"{folder}/{key}/{width}.webp"


def store_of(folder: str) -> Storage:
    return storages[STORES[folder]]


def widths_of(width: int) -> list[int]:
    """The widths a picture is kept in: never more than it has."""
    return [*(small for small in WIDTHS if small < width), min(width, WIDTHS[-1])][: len(WIDTHS)]


def take_in(file: File, *, folder: str = FOLDER) -> Picture:
    """
    Keep a picture's renditions under a key nobody guesses.

    Raises NotAPicture, TooHeavy or TooLarge, and then keeps nothing.
    """
    if file.size > MOST_BYTES:
        raise TooHeavy
    try:
        size, image = _read(file)
        renditions = _render(image, size)
    except BOMB as error:
        raise TooLarge from error
    except UNREADABLE as error:
        raise NotAPicture from error
    key, storage = secrets.token_hex(16), store_of(folder)
    for width, content in renditions.items():
        storage.save(stored_file(folder, key, width), ContentFile(content))
    largest = renditions[max(renditions)]
    return Picture(
        key=key,
        width=size[0],
        height=size[1],
        widths=list(renditions),
        bytes=len(largest),
        sha256=hashlib.sha256(largest).hexdigest(),
        folder=folder,
    )


def _read(file: File) -> tuple[tuple[int, int], Image.Image]:
    """The size it stands upright in, and the image no larger than we keep, upright, in sRGB."""
    file.seek(0)
    with Image.open(file, formats=FORMATS) as image:
        width, height = image.size  # from the header: nothing is decoded yet
        most = MOST_PIXELS if image.format in ("JPEG", "MPO") else MOST_PIXELS_IN_WHOLE
        if width * height > most or max(width, height) > LONGEST_SIDE:
            raise TooLarge
        lies = image.getexif().get(ORIENTATION) in ON_ITS_SIDE
        shrink = min(1, WIDTHS[-1] / (height if lies else width))
        kept = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        image.draft("RGB", kept)
        image.load()
        small = _in_plain_mode(image).resize(kept, Image.Resampling.LANCZOS, reducing_gap=2)
        small.info = image.info
        upright = _in_srgb(ImageOps.exif_transpose(small), image.info.get("icc_profile"))
    return ((height, width) if lies else (width, height)), upright


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller: no palette, no bits, no sixteen of them."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGB", "RGBA", "L", "CMYK"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, *UNREADABLE):
            made = None  # a profile nobody can read says nothing
        if made is not None:
            return made
    return image.convert(mode)


def _render(image: Image.Image, size: tuple[int, int]) -> dict[int, bytes]:
    """A WebP file for each width, from the widest down."""
    image.info.clear()  # what it says about its maker stays behind
    made = {}
    for width in reversed(widths_of(size[0])):
        height = max(1, round(size[1] * width / size[0]))
        if image.size != (width, height):
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)
        out = BytesIO()
        image.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=b"")
        made[width] = out.getvalue()
    return dict(sorted(made.items()))


def sweep(at: datetime) -> int:
    """
    Remove the pictures that no row names, and tell how many.

    Young ones stay: somebody may be correcting the form they were sent with.
    """
    with acting_as(INTEGRITY):
        named = {folder: set(named_keys(folder)) for folder in STORES}
    return sum(sweep_store(named[folder], folder=folder, at=at) for folder in STORES)


def sweep_store(named: set[str], *, folder: str, at: datetime) -> int:
    storage, gone = store_of(folder), 0
    for key in _folders(storage, folder):
        if key in named:
            continue
        place = f"{folder}/{key}"
        files = storage.listdir(place)[1]
        if any(storage.get_modified_time(f"{place}/{file}") > at - FRESH for file in files):
            continue
        for file in files:
            storage.delete(f"{place}/{file}")
        storage.delete(place)
        gone += 1
    return gone


def _folders(storage: Storage, folder: str) -> Iterable[str]:
    return storage.listdir(folder)[0] if storage.exists(folder) else []


def named_keys(folder: str) -> Iterator[str]:
    """The keys that rows name: columns say so by `picture_folder` and `keys_of`."""
    for model in apps.get_models():
        fields: list[Any] = model._meta.local_fields
        for field in fields:
            if getattr(field, "picture_folder", "") == folder:
                values = model._base_manager.values_list(field.name, flat=True)
                for value in values.iterator(chunk_size=2000):
                    yield from field.keys_of(value)
