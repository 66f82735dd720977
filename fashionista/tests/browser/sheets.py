"""Contact sheets of the pictures `make shots` takes: one for each width and scheme."""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

THUMB = 300  # pixels wide
TALL = 3  # of a long page, so many times its width is shown
COLUMNS = 8
GAP, CAPTION = 12, 18


def make_sheet(pictures: list[Path], target: Path) -> None:
    thumbs = [_thumb(picture) for picture in pictures]
    rows = [thumbs[at : at + COLUMNS] for at in range(0, len(thumbs), COLUMNS)]
    heights = [max(image.height for _name, image in row) + CAPTION + GAP for row in rows]
    sheet = Image.new("RGB", (COLUMNS * (THUMB + GAP) + GAP, sum(heights) + GAP), "#888")
    pen, top = ImageDraw.Draw(sheet), GAP
    for row, height in zip(rows, heights, strict=True):
        for column, (name, image) in enumerate(row):
            left = GAP + column * (THUMB + GAP)
            pen.text((left, top), name, fill="white")
            sheet.paste(image, (left, top + CAPTION))
        top += height
    sheet.save(target, quality=80)


def _thumb(picture):
    with Image.open(picture) as image:
        shown = image.convert("RGB").crop(
            (0, 0, image.width, min(image.height, image.width * TALL))
        )
    size = THUMB, round(shown.height * THUMB / shown.width)
    return picture.stem.rsplit("-", 2)[0], shown.resize(size)


def main(folder: Path) -> None:
    for kind in sorted({"-".join(file.stem.split("-")[-2:]) for file in folder.glob("*.png")}):
        target = folder / f"sheet-{kind}.jpg"
        make_sheet(sorted(folder.glob(f"*-{kind}.png")), target)
        print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
