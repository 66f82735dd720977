"""
QR codes: drawn once by the worker, kept as their squares, served as SVG or PNG from these.

The kept form is "size:base64", the squares row by row, one bit each, dark is 1.
"""

import base64
import io
from itertools import groupby

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # squares of white around the code, as ISO/IEC 18004 asks for
MASK = 3  # any of the eight is valid; choosing the prettiest costs eight drawings


def draw(text):
    """The squares of a QR with this text, at error correction level M."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(text)
    code.make()
    size = len(code.modules)
    bits = int("1" + "".join("1" if dark else "0" for row in code.modules for dark in row), 2)
    return f"{size}:{base64.b64encode(bits.to_bytes(size * size // 8 + 1)).decode()}"


def rows(squares):
    """The squares, row by row, as strings of 0 and 1."""
    size, _, packed = squares.partition(":")
    size = int(size)
    bits = bin(int.from_bytes(base64.b64decode(packed)))[3:]
    return [bits[at : at + size] for at in range(0, size * size, size)]


def dark_runs(lines):
    """(x, y, width) of every run of dark squares."""
    for y, line in enumerate(lines):
        x = 0
        for bit, run in groupby(line):
            width = len(list(run))
            if bit == "1":
                yield x, y, width
            x += width


def as_svg(squares):
    """An SVG document, black on white with its quiet zone, one path."""
    lines = rows(squares)
    side = len(lines) + 2 * QUIET
    path = [f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z" for x, y, width in dark_runs(lines)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{"".join(path)}"/></svg>'
    )


def as_png(squares, *, scale=6):
    """PNG bytes, black on white with its quiet zone, `scale` pixels to a square."""
    lines = rows(squares)
    side = len(lines) + 2 * QUIET
    image = Image.new("1", (side, side), 1)
    image.putdata(
        [1] * side * QUIET
        + [
            pixel
            for row in lines
            for pixel in [1] * QUIET + [int(bit == "0") for bit in row] + [1] * QUIET
        ]
        + [1] * side * QUIET
    )
    out = io.BytesIO()
    image.resize((side * scale, side * scale), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()
