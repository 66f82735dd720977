"""Reading QR codes back from what the portal serves."""

import io
import re

import zxingcpp
from PIL import Image

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")


def read_png(content):
    """What a scanner reads in these PNG bytes."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)).convert("L"))
    return found.text


def read_svg(content):
    """What a scanner reads in this SVG, painted run by run."""
    side = int(re.search(rb'viewBox="0 0 (\d+) \1"', content)[1])
    image = Image.new("L", (side, side), 255)
    for x, y, width in (map(int, run) for run in RUN.findall(content.decode())):
        image.paste(0, (x, y, x + width, y + 1))
    (found,) = zxingcpp.read_barcodes(image.resize((side * 6, side * 6), Image.Resampling.NEAREST))
    return found.text
