"""The desk's pages of categories, tags and amenities, and what the event's page says with them."""

import pytest

from events.models import (
    EventAmenityAssignment,
    EventCategory,
    EventRestriction,
    EventTag,
    EventTagAssignment,
)
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of

from .factories import EventAmenityFactory, EventCategoryFactory, EventFactory, EventTagFactory

CATEGORIES = "/admin/events/eventcategory/"
TAGS = "/admin/events/eventtag/"
AMENITIES = "/admin/events/eventamenity/"


def test_the_platform_keeps_the_words_and_organizers_read_them(world, client):
    client.force_login(world.olga)

    for path, row, name in [
        (CATEGORIES, world.couture, "Couture"),
        (TAGS, world.students, "Students"),
        (AMENITIES, world.ramp, "Ramp"),
    ]:
        assert f">{name}</a>" in client.get(path).content.decode()
        assert client.get(f"{path}add/").status_code == 403
        assert client.get(f"{path}{row.pk}/delete/").status_code == 403
        client.post(page_of(row), {"name": "Mine", "slug": "mine"})
        assert stored(row).name == name

    client.force_login(world.admin)
    client.post(f"{TAGS}add/", {"name": "New", "slug": "new"})
    client.post(f"{CATEGORIES}add/", {"name": "Lace", "slug": "lace", "parent": world.bridal.pk})

    with everything():
        assert EventTag.objects.filter(slug="new").exists()
        assert EventCategory.objects.get(slug="lace").parent_id == world.bridal.pk


def test_a_circle_is_said_and_not_saved(world, client):
    client.force_login(world.admin)

    data = filled_in(client.get(page_of(world.couture)), parent=str(world.veils.pk))
    answer = client.post(page_of(world.couture), data)

    assert "A category is not within itself." in answer.content.decode()
    assert stored(world.couture).parent_id is None


def test_a_category_that_is_used_stays(world, client):
    with everything():
        world.shown_a.category = world.veils
        world.shown_a.save()
    client.force_login(world.admin)

    for row in (world.couture, world.veils):
        client.post(f"{CATEGORIES}{row.pk}/delete/", {"post": "yes"})

    with everything():
        assert EventCategory.objects.count() == 3


def test_the_programme_says_it_on_the_events_page(world, client):
    client.force_login(world.paul)

    page = client.get(page_of(world.shown_a))
    client.post(page_of(world.shown_a), filled_in(
        page, category=str(world.bridal.pk),
        tag_assignments__TOTAL_FORMS="2", tag_assignments__1__tag=str(world.students.pk),
        amenity_assignments__TOTAL_FORMS="2", amenity_assignments__0__DELETE="on",
        amenity_assignments__1__amenity=str(world.ramp.pk),
        restrictions__TOTAL_FORMS="3", restrictions__2__type="dress_code",
        restrictions__2__description="Velvet.",
    ))  # fmt: skip

    with everything():
        event = {"event": world.shown_a}
        tags = set(EventTagAssignment.objects.filter(**event).values_list("tag", flat=True))
        offers = list(EventAmenityAssignment.objects.filter(**event).values_list("amenity"))
        dress = EventRestriction.objects.get(type="dress_code", **event)
    assert tags == {world.sustainable.pk, world.students.pk}
    assert offers == [(world.ramp.pk,)]
    assert dress.description == "Velvet."
    assert stored(world.shown_a).category_id == world.bridal.pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"tag_assignments-TOTAL_FORMS": "2", "tag_assignments-1-tag": "sustainable"},
            "Please correct the duplicate",
        ),
        (
            {"restrictions-TOTAL_FORMS": "3", "restrictions-2-type": "other",
             "restrictions-2-minimum_age": "12"},
            "An age restriction, and no other, has an age.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_not_saved(world, client, changes, words):
    client.force_login(world.paul)
    data = filled_in(client.get(page_of(world.shown_a)), title="Renamed")
    changes = {
        key: str(world.sustainable.pk) if value == "sustainable" else value
        for key, value in changes.items()
    }

    answer = client.post(page_of(world.shown_a), data | changes)

    assert words in answer.content.decode()
    assert stored(world.shown_a).title == "Show A"


def test_who_only_sells_reads_them(world, client):
    client.force_login(world.tess)

    page = client.get(page_of(world.shown_a)).content.decode()

    assert "Sustainable" in page
    assert "Age restriction" in page
    assert 'name="tag_assignments-0-tag"' not in page


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (CATEGORIES, 7, lambda: EventCategoryFactory(parent=EventCategoryFactory())),
        (TAGS, 7, EventTagFactory),
        (AMENITIES, 7, EventAmenityFactory),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    client.force_login(EventFactory().organizer)
    make()

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make()
    with django_assert_num_queries(number):
        client.get(path)
