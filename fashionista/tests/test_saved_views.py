"""Saved views: an address under a name of one's own, read as any other."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.test import Client

from accounts.tests.factories import OrganizerFactory, SavedViewFactory, UserFactory
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import SavedView
from fashionista.common.saved_views import (
    LONGEST,
    MOST,
    NameTaken,
    TooLong,
    TooMany,
    delete_view,
    rename_view,
    save_view,
)
from fashionista.common.testing import NOON, everything

pytestmark = pytest.mark.django_db
EVENTS = "/admin/events/event/"


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def save(person, said, name="Drafts", what="events"):
    with acting_as(person):
        return save_view(what, QueryDict(said), name=name, by=person, at=NOON)


def names(person):
    with everything():
        return sorted(view.name for view in SavedView.objects.filter(person=person))


def test_a_view_is_found_above_its_list_and_asks_what_was_asked():
    event = EventFactory(title="Tide Lines", status="draft")
    EventFactory(organizer=event.organizer, title="Another", status="published")
    client = visitor(event.organizer)
    said = {"status__exact": "draft", "o": "-1", "q": "tide", "p": "1"}
    form = {"list": "events", "query": urlencode(said), "name": " Drafts "}

    saved = client.post("/admin/views/", form)
    page = client.get(saved["Location"])

    assert saved["Location"] == f"{EVENTS}?o=-1&q=tide&status__exact=draft"
    text = page.content.decode()
    assert (
        '<a href="?o=-1&amp;q=tide&amp;status__exact=draft" aria-current="page">Drafts</a>' in text
    )
    assert [row.title for row in page.context["cl"].result_list] == ["Tide Lines"]
    assert "Save this view" not in text
    assert "Drafts" not in client.get("/admin/events/venue/").content.decode()


def test_a_view_is_renamed_and_deleted():
    olga = OrganizerFactory()
    view = SavedViewFactory(person=olga, what="events", name="Drafts", query="status__exact=draft")
    client = visitor(olga)
    page = f"/admin/views/{view.pk}/"

    assert client.post(page, {"name": "Not yet"})["Location"] == f"{EVENTS}?status__exact=draft"
    assert names(olga) == ["Not yet"]
    assert client.post(page, {"name": ""}).status_code == 422
    assert client.post(page, {"delete": "1"})["Location"] == EVENTS
    assert (names(olga), client.get(page).status_code) == ([], 404)


def test_a_rivals_view_is_as_one_that_does_not_exist(world):
    client = visitor(world.boris)

    for pk in (world.view_olga.pk, "00000000-0000-4000-8000-000000000000"):
        assert client.get(f"/admin/views/{pk}/").status_code == 404
        assert client.post(f"/admin/views/{pk}/", {"delete": "1"}).status_code == 404
    with pytest.raises(PermissionDenied), acting_as(world.boris):
        rename_view(world.view_olga, name="Mine", by=world.boris)
    with pytest.raises(PermissionDenied), acting_as(world.boris):
        delete_view(world.view_olga, by=world.boris)
    assert names(world.olga) == ["View Canary"]


@pytest.mark.parametrize("what", ["users", "exports", "django_session", "nothing", ""])
def test_views_are_of_lists_that_one_sees(world, what):
    answer = visitor(world.olga).post("/admin/views/", {"list": what, "query": "", "name": "X"})

    assert answer.status_code == 404


def test_a_view_shows_no_more_than_its_address_would(world):
    forged = SavedViewFactory(
        person=world.olga, what="events", query=f"organizer__id__exact={world.boris.pk}"
    )
    worse = SavedViewFactory(person=world.olga, what="events", query="organizer__password__gt=a")
    client = visitor(world.olga)

    assert client.get(f"{EVENTS}?{forged.query}").context["cl"].result_count == 0
    assert client.get(f"{EVENTS}?{worse.query}").status_code == 400


def test_two_views_of_a_list_have_two_names():
    olga, boris = OrganizerFactory(), OrganizerFactory()
    view = save(olga, "status__exact=draft")
    other = save(olga, "q=x", name="Other")

    with pytest.raises(NameTaken):
        save(olga, "q=tide", name="DRAFTS")
    with pytest.raises(NameTaken), acting_as(olga):
        rename_view(other, name="Drafts", by=olga)
    with acting_as(olga):
        rename_view(view, name="drafts", by=olga)
    save(boris, "q=tide", name="Drafts")
    save(olga, "q=tide", name="Drafts", what="venues")

    assert names(olga) == ["Drafts", "Other", "drafts"]


def test_twenty_views_of_a_list_are_enough():
    olga = OrganizerFactory()
    for number in range(MOST):
        SavedViewFactory(person=olga, what="events", name=f"View {number}")

    with pytest.raises(TooMany):
        save(olga, "q=x")
    save(olga, "q=x", what="venues")

    assert len(names(olga)) == MOST + 1


def test_an_endless_address_is_not_saved():
    with pytest.raises(TooLong):
        save(olga := OrganizerFactory(), "q=" + "x" * LONGEST)

    assert names(olga) == []


def test_a_stranger_saves_nothing():
    answer = visitor(UserFactory()).post("/admin/views/", {"list": "events", "name": "X"})

    assert answer.status_code in (302, 403)
    with everything():
        assert not SavedView.objects.filter(what="events", name__isnull=False).exists()
