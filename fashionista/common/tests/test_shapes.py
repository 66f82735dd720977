"""The fields people type shaped JSON into: each key under a label of its own."""

import re

import pytest
from django import forms

from fashionista.common.shapes import LinesField, RecordField


class Look(forms.Form):
    outfit = RecordField(
        {"title": "title", "walk": "seconds", "pieces": "pieces, one a line"},
        kinds={"walk": forms.IntegerField, "pieces": LinesField},
        label="outfit <of the look>",
    )


def test_every_key_has_a_visible_label_for_its_own_control():
    page = str(Look()["outfit"])

    labels = re.findall(r'<label for="(\w+)">([^<]+)</label>', page)
    controls = re.findall(r'name="(\w+)"[^>]*id="(\w+)"', page)
    assert labels == [
        ("id_outfit_0", "Title"), ("id_outfit_1", "Seconds"), ("id_outfit_2", "Pieces, one a line"),
    ]  # fmt: skip
    assert controls == [
        ("outfit_title", "id_outfit_0"), ("outfit_walk", "id_outfit_1"),
        ("outfit_pieces", "id_outfit_2"),
    ]  # fmt: skip
    assert "placeholder" not in page


def test_the_group_is_named_as_the_field_is():
    field = Look()["outfit"]

    assert field.label == "Outfit <of the look>"
    assert 'role="group" aria-label="Outfit &lt;of the look&gt;"' in str(field)


def test_what_was_kept_is_shown_and_what_is_typed_is_kept_without_what_is_empty():
    kept = {"title": "Cape", "walk": 0, "pieces": ["hat", "belt"]}

    page = str(Look(initial={"outfit": kept})["outfit"])
    form = Look({"outfit_title": "  Gown ", "outfit_walk": "0", "outfit_pieces": "\nhat\n"})

    assert 'value="Cape"' in page
    assert ">\nhat\nbelt</textarea>" in page
    assert form.is_valid()
    assert form.cleaned_data == {"outfit": {"title": "Gown", "walk": 0, "pieces": ["hat"]}}
    assert Look({}).is_valid()


@pytest.mark.parametrize("typed", ["soon", "1.5"])
def test_what_does_not_fit_its_key_is_refused(typed):
    form = Look({"outfit_walk": typed})

    assert form.errors == {"outfit": ["Enter a whole number."]}
