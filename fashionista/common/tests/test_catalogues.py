"""The translations: complete, and fit to stand where the English words stood."""

import re
from string import Formatter

import pytest
from babel.messages.mofile import read_mo

from fashionista.common.catalogues import FOLDER, compile_catalogues, read_catalogue

ITALIAN = FOLDER / "it" / "LC_MESSAGES" / "django.po"
PERCENT = re.compile(r"%\(\w+\)s|%[sd]")
TAG = re.compile(r"</?\w+>")


def words_of(text):
    return [text] if isinstance(text, str) else list(text)


@pytest.fixture(scope="module")
def italian():
    return read_catalogue(ITALIAN)


@pytest.fixture(scope="module")
def entries(italian):
    return [message for message in italian if message.id]


def test_all_words_are_translated(italian, entries):
    untranslated = [each.id for each in entries if not all(words_of(each.string))]

    assert untranslated == []
    assert [each.id for each in entries if each.fuzzy] == []
    assert list(italian.obsolete) == []
    assert len(entries) > 1000


def test_each_number_has_its_form(italian, entries):
    assert italian.num_plurals == 2
    assert [
        each.id
        for each in entries
        if isinstance(each.id, tuple) and not (each.pluralizable and len(each.string) == 2)
    ] == []


@pytest.mark.parametrize(
    "parts_of",
    [
        PERCENT.findall,
        TAG.findall,
        lambda text: [name for _, name, _, _ in Formatter().parse(text) if name],
    ],
    ids=["percent", "tags", "braces"],
)
def test_what_is_put_into_words_has_a_place_in_italian_too(entries, parts_of):
    different = [
        each.id
        for each in entries
        for source, said in zip(words_of(each.id), words_of(each.string), strict=True)
        if sorted(parts_of(source)) != sorted(parts_of(said))
    ]

    assert different == []


def test_no_translation_begins_or_ends_otherwise(entries):
    """Space around words and the full stop after a sentence are the page's, not the language's."""

    def edges(text):
        return text[:1].isspace(), text[-1:].isspace(), text.endswith("."), text.endswith(":")

    assert [
        each.id
        for each in entries
        for source, said in zip(words_of(each.id), words_of(each.string), strict=True)
        if edges(source) != edges(said)
    ] == []


def test_catalogues_are_compiled_once_and_anew_when_they_change(tmp_path):
    source = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "line-up"\nmsgstr "uscite"\n'
    )

    first, again = compile_catalogues(tmp_path), compile_catalogues(tmp_path)

    compiled = source.with_suffix(".mo")
    assert (first, again) == ([compiled], [])
    with compiled.open("rb") as file:
        assert read_mo(file).get("line-up").string == "uscite"
    source.write_text(source.read_text().replace("uscite", "look"))
    assert compile_catalogues(tmp_path) == [compiled]
