"""What events are filed under, what they offer, whom they let in."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from accounts.tests.factories import UserFactory
from events.models import EventCategory, EventRestriction
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything, stored

from .factories import (
    EventAmenityAssignmentFactory,
    EventAmenityFactory,
    EventCategoryFactory,
    EventFactory,
    EventRestrictionFactory,
    EventTagAssignmentFactory,
    EventTagFactory,
)

pytestmark = pytest.mark.django_db


def complaints(row):
    with everything(), pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.messages


@pytest.fixture
def tree():
    """Three categories, each within the one before."""
    top = EventCategoryFactory(name="Couture")
    middle = EventCategoryFactory(name="Bridal", parent=top)
    return top, middle, EventCategoryFactory(name="Veils", parent=middle)


def test_what_is_below_a_category_is_found_with_it(tree):
    top, middle, leaf = tree
    other = EventCategoryFactory()

    with acting_as(None):
        found = [EventCategory.objects.below(category) for category in (top, middle, leaf, other)]

    assert found == [
        {top.pk, middle.pk, leaf.pk}, {middle.pk, leaf.pk}, {leaf.pk}, {other.pk},
    ]  # fmt: skip


def test_siblings_have_names_of_their_own_however_written(tree):
    top, _middle, leaf = tree
    again = EventCategoryFactory()

    again.name = "COUTURE"
    assert complaints(again) == ["There is a category of this name here already."]
    again.name, again.parent = "bridal", top
    assert complaints(again) == ["There is a category of this name here already."]
    again.parent = leaf
    with everything():
        again.full_clean()


def test_a_circle_is_refused_in_words_and_by_the_database(tree):
    top, middle, leaf = tree
    admin = UserFactory(user_type="admin")

    for parent in tree:
        top.parent = parent
        assert "A category is not within itself." in complaints(top)
    for parent in (middle, leaf):
        top.parent = parent
        with acting_as(admin), pytest.raises(DatabaseError, match="no row is above itself"):
            with transaction.atomic():
                top.save()

    assert stored(top).parent_id is None


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_do_not_close_a_circle():
    one, other = EventCategoryFactory(), EventCategoryFactory()
    start = threading.Barrier(2)

    def move(category, parent):
        try:
            with everything():
                start.wait()
                EventCategory.objects.filter(pk=category.pk).update(parent=parent)
        except DatabaseError:
            pass
        finally:
            connection.close()

    racers = [threading.Thread(target=move, args=pair) for pair in ((one, other), (other, one))]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    moved = [stored(row).parent_id for row in (one, other)]
    assert sorted(parent is None for parent in moved) == [False, True]


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (EventTagFactory, "There is a tag of this name already."),
        (EventAmenityFactory, "There is an amenity of this name already."),
    ],
)
def test_words_are_there_once(factory, words):
    factory(name="Ramp")
    again = factory()
    again.name = "RAMP"

    assert complaints(again) == [words]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"type": "age"}, "An age restriction, and no other, has an age."),
        ({"type": "other", "minimum_age": 18}, "An age restriction, and no other, has an age."),
        ({"type": "capacity"}, "A capacity restriction, and no other, has a number."),
        (
            {"type": "dress_code", "capacity": 5},
            "A capacity restriction, and no other, has a number.",
        ),
        ({"type": "age", "minimum_age": 0}, "Ensure this value is greater than or equal to 1."),
        ({"type": "age", "minimum_age": 121}, "Ensure this value is less than or equal to 120."),
        ({"type": "capacity", "capacity": 0}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_a_restriction_says_what_its_type_needs(fields, words):
    row = EventRestriction(event=EventFactory(), **fields)

    assert words in complaints(row)


@pytest.mark.parametrize("fields", [{"type": "age", "minimum_age": 18}, {"type": "dress_code"}])
def test_of_a_type_there_is_one_restriction_but_of_others_many(fields):
    one = EventRestrictionFactory(**fields)
    twin = EventRestriction(event=one.event, **fields)

    assert complaints(twin) == ["The event has a restriction of this type already."]
    EventRestrictionFactory.create_batch(2, event=one.event, type="other")


def test_rows_are_told_apart():
    tag, amenity = EventTagAssignmentFactory(), EventAmenityAssignmentFactory()

    assert str(EventCategoryFactory(name="Couture")) == "Couture"
    assert str(EventTagFactory(name="Students")) == "Students"
    assert str(EventAmenityFactory(name="Ramp")) == "Ramp"
    assert str(tag) == f"tag {str(tag.pk)[:8]}"
    assert str(amenity) == f"amenity {str(amenity.pk)[:8]}"
    assert str(EventRestrictionFactory(type="dress_code")) == "Dress code restriction"
