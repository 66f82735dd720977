"""What designers, collections and models cannot be, in words; and how they are told apart."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from fashionista.common.identity import acting_as
from fashionista.common.testing import everything, stored
from industry.models import (
    Collection,
    Designer,
    FashionModel,
    validate_achievements,
    validate_availability,
    validate_measurements,
)

from .factories import CollectionFactory, DesignerFactory, FashionModelFactory

pytestmark = pytest.mark.django_db


def complaints(row):
    with everything(), pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.messages


def test_a_brand_is_one_designers_however_it_is_written():
    DesignerFactory(brand_name="Maison Fil")
    other = DesignerFactory()
    other.brand_name = "MAISON FIL"

    assert complaints(other) == ["There is a designer of this brand already."]


@pytest.mark.parametrize("factory", [DesignerFactory, FashionModelFactory])
def test_a_portfolio_is_on_the_web(factory):
    row = factory()
    row.portfolio_url = "http://brand.example"

    assert complaints(row) == ["An address that starts with https://."]
    row.portfolio_url = "https://brand.example"
    with everything():
        row.full_clean()


def test_a_season_has_a_name_once_and_an_address_one_collection():
    one = CollectionFactory(name="Tide")
    same = {"designer": one.designer, "season": one.season, "year": one.year}
    twin = CollectionFactory(**same)
    twin.name, twin.slug = "TIDE", one.slug

    assert complaints(twin) == [
        "Another collection has this address.",
        "This season has a collection of this name already.",
    ]
    CollectionFactory(**same | {"year": 2098}, name="Tide")
    CollectionFactory(name="Tide")


@pytest.mark.parametrize("year", [1899, 2101])
def test_a_year_is_one_of_fashion(year):
    row = CollectionFactory()
    row.year = year

    assert "Ensure this value is" in complaints(row)[0]


@pytest.mark.parametrize("height", [Decimal("49.9"), Decimal(251)])
def test_a_height_is_a_persons(height):
    row = FashionModelFactory()
    row.height = height

    assert "Ensure this value is" in complaints(row)[0]


def test_figures_come_back_as_they_were_written():
    row = FashionModelFactory(height=Decimal("178.50"), measurements={"waist": 61.5})

    now = stored(row)
    with everything():
        assert (str(now.height), now.measurements) == ("178.50", {"waist": 61.5})
        assert stored(FashionModelFactory()).height is None


@pytest.mark.parametrize(
    ("validate", "good", "wrong"),
    [
        (
            validate_achievements,
            [[], [{"title": "Prize"}], [{"title": "Prize", "year": 2027}]],
            ["Prize", ["Prize"], [{"year": 2027}], [{"title": ""}], [{"title": "A", "year": "B"}],
             [{"title": "A", "place": 1}]],
        ),
        (
            validate_measurements,
            [{}, {"waist": 61.5, "shoe": 39}],
            [[], {"neck": 30}, {"waist": 0}, {"waist": 300}, {"waist": "61"}, {"waist": True}],
        ),
        (
            validate_availability,
            [[], [{"from": "2099-01-01", "to": "2099-01-01", "note": "Milan"}]],
            [{}, [{"from": "2099-01-01"}], [{"from": "2099-01-02", "to": "2099-01-01"}], [7],
             [{"from": "soon", "to": "later"}], [{"from": 1, "to": 2}]],
        ),
    ],
)  # fmt: skip
def test_json_has_its_shape(validate, good, wrong):
    for value in good:
        validate(value)
    for value in wrong:
        with pytest.raises(ValidationError):
            validate(value)


LOOK = {
    "key": "ab" * 16, "width": 800, "height": 1200, "widths": [480, 800], "alt": "A coat",
    "focus": [0.5, 0],
}  # fmt: skip


@pytest.mark.parametrize("words", [{}, {"caption": "Quay coat", "detail": "Wool"}])
def test_looks_are_pictures_with_words(words):
    images = Collection._meta.get_field("images")

    assert images.clean([LOOK | words], None) == [LOOK | words]


@pytest.mark.parametrize(
    "wrong",
    [{"alt": ""}, {"alt": "x" * 301}, {"key": 7}, {"width": 0}, {"widths": []}, {"focus": [2, 0]},
     {"focus": [0.5]}, {"url": "/a.jpg"}, {"caption": 7}],
)  # fmt: skip
def test_what_is_no_look_is_refused(wrong):
    images = Collection._meta.get_field("images")

    with pytest.raises(ValidationError, match="Pictures, each with a description"):
        images.clean([LOOK, LOOK | wrong], None)
    with pytest.raises(ValidationError):
        FashionModel._meta.get_field("portrait").clean(LOOK | wrong, None)


@pytest.mark.parametrize("wrong", [{}, "x", [7], [LOOK] * 61])
def test_looks_are_a_list_of_at_most_sixty(wrong):
    with pytest.raises(ValidationError):
        Collection._meta.get_field("images").clean(wrong, None)


def test_rows_are_told_apart():
    assert str(DesignerFactory(brand_name="Maison Fil")) == "Maison Fil"
    assert str(FashionModelFactory(display_name="Mona")) == "Mona"
    collection = CollectionFactory(name="Tide", season="AW", year=2027)
    assert str(collection) == "Tide, Autumn/Winter 2027"


def test_the_public_finds_what_is_shown(world):
    with acting_as(None):
        designers = list(Designer.objects.order_by("brand_name"))
        collections = list(Collection.objects.published().order_by("name"))
        listed = list(FashionModel.objects.listed())

    assert designers == [world.designer_a, world.designer_b]
    assert collections == [world.published_collection_a, world.published_collection_b]
    assert listed == [world.model_a]
    assert {"height", "measurements", "availability", "user_id"} <= listed[0].get_deferred_fields()
