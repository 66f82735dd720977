"""
Names of any script on paper: which font shows which letter, and in which order.

Latin comes in the portal's own faces; Greek, Cyrillic, Hebrew and Arabic in DejaVu. Chinese,
Japanese and Korean are left to the reader's fonts, as PDF has it for them. What none of these has
is a question mark.
"""

import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"
TEXT = ("instrument-sans-latin", "instrument-sans-latin-ext", "dejavu-sans")
DISPLAY = ("imbue-latin", "imbue-latin-ext", *TEXT)
BY_READER = [  # first and last code point, and the font every PDF reader knows
    (0x3040, 0x30FF, "HeiseiKakuGo-W5"),
    (0xAC00, 0xD7A3, "HYGothic-Medium"),
    (0x3000, 0x303F, "STSong-Light"),
    (0x3400, 0x9FFF, "STSong-Light"),
    (0xFF00, 0xFFEF, "STSong-Light"),
]
RIGHT_TO_LEFT = {"R", "AL"}
FORMS = ("isolated", "final", "initial", "medial")


@cache
def _registered(name):
    font = UnicodeCIDFont(name) if "-W5" in name or name[0].isupper() else _embedded(name)
    pdfmetrics.registerFont(font)
    return font


def _embedded(name):
    return TTFont(name, FONTS / f"{name}.ttf")


def runs(text, faces):
    """[(font name, letters)] to be set one after the other from the left."""
    letters = [(_font_of(letter, faces), letter) for letter in _in_order(_joined(_settled(text)))]
    shown = [(font or faces[0], letter if font else "?") for font, letter in letters]
    return [
        (font, "".join(letter for _, letter in group))
        for font, group in groupby(shown, key=lambda each: each[0])
    ]


def width(text, faces, size):
    return sum(pdfmetrics.stringWidth(part, font, size) for font, part in runs(text, faces))


def lines(text, faces, size, limit):
    """The text in lines that fit; a word that is too long for one is broken."""
    found, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if width(longer, faces, size) <= limit:
            line = longer
            continue
        found += [line] if line else []
        while width(word, faces, size) > limit:
            most = next(n for n in range(len(word), 0, -1) if width(word[:n], faces, size) <= limit)
            found.append(word[:most])
            word = word[most:]
        line = word
    return [*found, line] if line else found


def _settled(text):
    """Composed letters, no control characters."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter)[0] != "C")


@cache
def _font_of(letter, faces):
    for name in faces:
        if ord(letter) in _registered(name).face.charToGlyph:
            return name
    for first, last, name in BY_READER:
        if first <= ord(letter) <= last:
            return _registered(name).fontName
    return ""


@cache
def _arabic_forms():
    """{letters: {form: the one letter that has it}}, as Unicode lists them."""
    found: dict[str, dict[str, str]] = {}
    for point in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]:
        form, *parts = unicodedata.decomposition(chr(point)).split() or [""]
        if form.strip("<>") in FORMS:
            base = "".join(chr(int(part, 16)) for part in parts)
            found.setdefault(base, {}).setdefault(form.strip("<>"), chr(point))
    return found


def _joined(text):
    """Arabic letters in the forms they take between their neighbours."""
    forms, pieces, at = _arabic_forms(), [], 0
    while at < len(text):
        pair = text[at : at + 2]
        piece = pair if pair[0] == "\u0644" and pair in forms else text[at]  # lam and alef
        pieces.append(piece)
        at += len(piece)
    shown = []
    for number, piece in enumerate(pieces):
        before = pieces[number - 1] if number else ""
        after = pieces[number + 1] if number + 1 < len(pieces) else ""
        to_next = "initial" in forms.get(piece, {}) and "final" in forms.get(after, {})
        from_last = "final" in forms.get(piece, {}) and "initial" in forms.get(before, {})
        form = FORMS[2 * to_next + from_last]
        shown.append(forms.get(piece, {}).get(form, piece))
    return "".join(shown)


def _in_order(text):
    """Letters from left to right, as they stand: what reads from the right is turned round."""
    if not any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return text
    turned, place = [], 0
    kinds = [_direction(text, at) for at in range(len(text))]
    for is_right, group in groupby(kinds):
        length = len(list(group))
        part = text[place : place + length]
        turned.append(part[::-1] if is_right else part)
        place += length
    return "".join(turned[::-1] if kinds[0] else turned)


def _direction(text, at):
    """Whether a letter reads from the right; blanks and marks go with those around them."""
    kind = unicodedata.bidirectional(text[at])
    if kind in RIGHT_TO_LEFT or kind == "L" or kind == "EN":
        return kind in RIGHT_TO_LEFT
    return all(
        any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in side)
        for side in (text[:at], text[at + 1 :])
    )
