"""On the event's page: who and what is shown, for who produces the show."""

import pytest

from events.tests.factories import EventTeamMemberFactory
from fashionista.common.testing import everything
from fashionista.common.tests.pages import filled_in, page_of
from production.models import EventCollection, EventDesigner, EventModel


def links(event):
    with everything():
        return [
            set(kind.objects.filter(event=event).values_list(end, flat=True))
            for kind, end in [
                (EventDesigner, "designer"),
                (EventCollection, "collection"),
                (EventModel, "fashion_model"),
            ]
        ]


def test_an_organizer_names_who_and_what_is_shown(world, client):
    with everything():
        world.planned_a.delete()
    client.force_login(world.olga)

    page = client.get(page_of(world.draft_a))
    client.post(page_of(world.draft_a), filled_in(
        page, designer_links__TOTAL_FORMS="2", designer_links__1__designer=str(world.designer_b.pk),
        collection_links__0__collection=str(world.published_collection_b.pk),
        model_links__0__DELETE="on",
    ))  # fmt: skip

    assert links(world.draft_a) == [
        {world.designer_a.pk, world.designer_b.pk}, {world.published_collection_b.pk}, set(),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("prefix", "end", "hidden"),
    [
        ("collection_links", "collection", "draft_collection_a"),
        ("collection_links", "collection", "archived_collection_b"),
        ("model_links", "fashion_model", "model_b"),
    ],
)
def test_what_one_does_not_see_is_not_named(world, client, prefix, end, hidden):
    client.force_login(world.olga)
    before = links(world.draft_a)
    data = filled_in(client.get(page_of(world.draft_a)))

    answer = client.post(page_of(world.draft_a), data | {
        f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-1-{end}": str(getattr(world, hidden).pk),
    })  # fmt: skip

    assert "Select a valid choice." in answer.content.decode()
    assert links(world.draft_a) == before


def test_a_page_with_what_was_put_away_since_is_still_saved(world, client):
    client.force_login(world.boris)  # his model is not listed, a collection is archived
    before = links(world.shown_b)

    page = client.get(page_of(world.shown_b))
    answer = client.post(page_of(world.shown_b), filled_in(page))

    assert answer.status_code == 302
    assert links(world.shown_b) == before


def test_who_only_programmes_does_not_produce(world, client):
    member = EventTeamMemberFactory(event=world.shown_a, permissions=["programme"])
    client.force_login(member.user)

    page = client.get(page_of(world.shown_a)).content.decode()

    assert 'name="title"' in page
    assert "designer_links" not in page
