"""
Translations, made ready for Django: `django.po` is written by people, `django.mo` is read at work.

`python -m fashionista.common.catalogues` makes them ready without Django and without GNU gettext.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[2] / "locale"


def read_catalogue(file):
    with file.open("rb") as source:
        return read_po(source, locale=file.parts[-3])


def compile_catalogues(folder=FOLDER):
    """Write the .mo beside each .po that is newer. Returns what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        fresh = compiled.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as target:
            write_mo(target, read_catalogue(source))
        fresh.replace(compiled)  # whoever reads at this moment has the old one, whole
        written.append(compiled)
    return written


if __name__ == "__main__":
    compile_catalogues()
