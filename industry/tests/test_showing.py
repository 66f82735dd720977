"""The life of a collection: worked on, shown, put away."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, stored
from industry.models import Collection
from industry.showing import (
    NotReady,
    archive_collection,
    publish_collection,
    reopen_collection,
)

from .factories import CollectionFactory, DesignerFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
ALLOWED = {
    ("draft", publish_collection): "published",
    ("published", archive_collection): "archived",
}


def state(collection):
    now = stored(collection)
    return now.status, now.published_at


@pytest.mark.parametrize("before", Collection.Status.values)
@pytest.mark.parametrize("rule", [publish_collection, archive_collection])
def test_a_designer_shows_a_draft_and_puts_away_what_was_shown(before, rule):
    collection = CollectionFactory(status=before, description="Words.")
    designer, was = collection.designer.user, state(collection)

    with acting_as(designer):
        if after := ALLOWED.get((before, rule)):
            assert rule(collection, by=designer, at=LATER).status == after
            stamp = LATER if before == "draft" else NOON
            assert state(collection) == (after, stamp)
        else:
            with pytest.raises(NotFromHere):
                rule(collection, by=designer, at=LATER)
            assert state(collection) == was


def test_what_says_nothing_is_not_shown():
    collection = CollectionFactory()
    designer = collection.designer.user

    with acting_as(designer), pytest.raises(NotReady, match="Write a description first"):
        publish_collection(collection, by=designer, at=NOON)

    assert state(collection) == ("draft", None)


def test_an_admin_shows_an_archive_again_as_of_its_first_day():
    admin = UserFactory(user_type="admin")
    collection = CollectionFactory(status="archived")

    with acting_as(admin):
        reopen_collection(collection, by=admin, at=LATER)

    assert state(collection) == ("published", NOON)


@pytest.mark.parametrize("before", ["draft", "published"])
def test_only_an_archive_is_shown_again(before):
    admin = UserFactory(user_type="admin")
    collection = CollectionFactory(status=before)
    was = state(collection)

    with acting_as(admin), pytest.raises(NotFromHere):
        reopen_collection(collection, by=admin, at=LATER)

    assert state(collection) == was


@pytest.mark.parametrize(
    ("before", "rule"),
    [
        ("draft", publish_collection),
        ("published", archive_collection),
        ("archived", reopen_collection),
    ],
)
def test_nobody_else_moves_a_collection(before, rule):
    collection = CollectionFactory(status=before, description="Words.")
    was = state(collection)

    for person in (DesignerFactory().user, UserFactory(user_type="organizer")):
        with acting_as(person), pytest.raises((PermissionDenied, Collection.DoesNotExist)):
            rule(collection, by=person, at=LATER)

    assert state(collection) == was


def test_its_designer_does_not_open_an_archive_past_the_rule():
    collection = CollectionFactory(status="archived", description="Words.")
    designer = collection.designer.user

    with acting_as(designer), pytest.raises(PermissionDenied):
        reopen_collection(collection, by=designer, at=LATER)
    collection.status = "draft"  # as a page read it long ago
    with acting_as(designer), pytest.raises(PermissionDenied):
        publish_collection(collection, by=designer, at=LATER)

    assert state(collection) == ("archived", NOON)
