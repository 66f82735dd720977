"""What is taken in as a picture, what is not, and what is kept of it."""

import resource
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageCms

from fashionista.common.pictures import (
    MOST_BYTES,
    NotAPicture,
    TooHeavy,
    TooLarge,
    sweep_store,
    take_in,
    widths_of,
)

from .pictures import claimed_png, image_file, sent


@pytest.fixture
def storage(settings):
    """The public store, empty."""
    settings.STORAGES = dict(settings.STORAGES)  # makes them anew
    return storages["default"]


def kept(storage, picture):
    """Width to image, of what was kept."""
    found = {}
    for width in picture.widths:
        with storage.open(picture.file(width)) as file:
            content = file.read()
        found[width] = Image.open(BytesIO(content))
        assert b"EXIF" not in content
        assert b"XMP " not in content
        assert b"ICCP" not in content
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_kept_in_three_widths(storage, kind):
    picture = take_in(image_file(2400, 3600, kind=kind))

    sizes = {width: image.size for width, image in kept(storage, picture).items()}
    assert sizes == {480: (480, 720), 960: (960, 1440), 1600: (1600, 2400)}
    assert (picture.width, picture.height, picture.widths) == (2400, 3600, [480, 960, 1600])
    assert len(picture.key) == 32


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (480, [480]), (481, [480, 481]), (1200, [480, 960, 1200]), (9000, [480, 960, 1600])],
)
def test_no_picture_is_enlarged(width, widths):
    assert widths_of(width) == widths


@pytest.mark.parametrize(
    ("mode", "kind", "colour"),
    [("RGBA", "PNG", (255, 0, 0, 128)), ("P", "PNG", 3), ("L", "JPEG", 90), ("1", "PNG", 1),
     ("CMYK", "JPEG", (0, 90, 90, 0)), ("LA", "PNG", (9, 90)), ("I;16", "PNG", 30_000)],
)  # fmt: skip
def test_every_mode_comes_out_in_plain_colours(storage, mode, kind, colour):
    picture = take_in(image_file(600, 300, mode=mode, kind=kind, colour=colour))

    image = kept(storage, picture)[480]
    assert image.mode == ("RGBA" if mode in ("RGBA", "LA") else "RGB")
    if mode == "I;16":
        assert image.getpixel((9, 9)) == pytest.approx((117, 117, 117), abs=2)


def test_a_picture_stands_upright_and_tells_nothing(storage):
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x013B] = "Canary, photographer"
    exif.get_ifd(0x8825)[2] = (51.5, 0.0, 0.0)
    image = Image.new("RGB", (1200, 600), "red")
    image.paste("blue", (0, 0, 600, 600))  # the left half stands on top
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, xmp=b"<x:xmpmeta>Canary</x:xmpmeta>")

    picture = take_in(sent(out.getvalue()))

    assert (picture.width, picture.height) == (600, 1200)
    upright = kept(storage, picture)[600]
    assert upright.size == (600, 1200)
    assert upright.getpixel((300, 100))[2] > 200
    with storage.open(picture.file(600)) as file:
        assert b"Canary" not in file.read()


def test_a_profile_is_turned_into_srgb_and_a_broken_one_is_passed_over(storage):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for odd in (profile, b"no profile"):
        picture = take_in(image_file(500, 500, icc_profile=odd))
        assert kept(storage, picture)[480].mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 100,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0" + b"\0" * 300,
        b"RIFF\x40\0\0\0WEBPVP8 " + b"\0" * 50,
        b"\0\0\0\x1cftypavif" + b"\0" * 100,
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(storage, content):
    with pytest.raises(NotAPicture, match="no picture we can read"):
        take_in(sent(content))

    assert storage.listdir("") == ([], [])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_was_cut_off_is_refused(storage, kind):
    noise = Image.effect_noise((900, 900), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, kind)
    whole = out.getvalue()

    with pytest.raises(NotAPicture):
        take_in(sent(whole[: len(whole) // 2]))

    assert storage.listdir("") == ([], [])


@pytest.mark.parametrize("size", [(65_000, 10), (10, 12_001), (6_000, 5_000), (65_000, 65_000)])
def test_a_picture_too_large_is_refused_before_it_is_decoded(storage, size):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(TooLarge, match="too many pixels"):
        take_in(claimed_png(*size))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB
    assert storage.listdir("") == ([], [])


def test_a_jpeg_may_have_more_pixels_since_it_is_read_at_a_fraction(storage):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    picture = take_in(image_file(7000, 7000))

    assert (picture.width, picture.widths) == (7000, [480, 960, 1600])
    with pytest.raises(TooLarge):
        take_in(image_file(7100, 7100))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 260_000  # to make them


def test_a_file_too_heavy_is_refused_unread(storage):
    file = image_file()
    file.size = MOST_BYTES + 1

    with pytest.raises(TooHeavy, match="20 MB"):
        take_in(file)


def test_the_sweep_removes_what_no_row_names_once_it_is_a_day_old(storage):
    named, lost = (take_in(image_file()) for _n in range(2))

    def swept(at):
        return sweep_store({named.key}, folder="pictures", at=at)

    now = timezone.now()
    assert swept(now) == 0
    assert swept(now + timedelta(days=1, minutes=1)) == 1
    assert storage.listdir("pictures")[0] == [named.key]
    assert not storage.exists(lost.file(480))


def test_nothing_to_sweep(storage):
    storage.save("other.txt", ContentFile(b"x"))

    assert sweep_store(set(), folder="pictures", at=timezone.now()) == 0
