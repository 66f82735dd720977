"""Files as people send them, and as attackers do."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def sent(content, name="look.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def image_file(width=1000, height=1500, *, kind="JPEG", mode="RGB", colour="red", **options):
    """A picture of one colour, as a file that was sent."""
    out = BytesIO()
    Image.new(mode, (width, height), colour).save(out, kind, **options)
    return sent(out.getvalue(), f"look.{kind.lower()}")


def claimed_png(width, height):
    """A PNG of a few bytes that says it is this large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return sent(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + _chunk(b"IEND", b"")
    )  # fmt: skip


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
