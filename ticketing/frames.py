"""The door's camera, where a browser cannot read a QR code by itself: one frame, one text."""

import io

import zxingcpp
from django.db import connection
from django.utils.translation import gettext_lazy as _
from PIL import Image

from fashionista.common.errors import DomainError

LARGEST = 512 * 1024  # bytes of a frame
WIDEST = 2000  # pixels, either way
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


class NotAFrame(DomainError):
    message = _("That is no picture of the door's camera.")


def is_next(user):
    """Whether no other frame of this person is being read, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"door frame {user.pk}"]
        )
        return cursor.fetchone()[0]


def read_frame(content):
    """The text of the QR code in a JPEG, or "". Raises NotAFrame, before anything large is made."""
    if len(content) > LARGEST:
        raise NotAFrame
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG"])
        if max(image.size) > WIDEST:
            raise NotAFrame
        grey = image.convert("L")
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as e:
        raise NotAFrame from e
    found = zxingcpp.read_barcodes(grey, formats=QR)
    return found[0].text if found else ""
