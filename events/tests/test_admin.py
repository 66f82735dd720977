"""The desk's pages of events: one's own only, status by rules only, for whom they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Venue
from events.signals import capacity_changed
from events.tests.factories import (
    EventFactory,
    EventScheduleFactory,
    EventTeamMemberFactory,
    VenueFactory,
)
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of

EVENTS = "/admin/events/event/"
VENUES = "/admin/events/venue/"
PROFILES = "/admin/events/organizerprofile/"
TEAM = "/admin/events/eventteammember/"
WORDS = {"summary": "Two words.", "description": "More words."}


def rows_of(client, path, names):
    page = client.get(path).content.decode()
    return [name for name in names if f">{name}</a>" in page]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("olga", ["Draft A", "Show A"]),
        ("boris", ["Draft B", "Show B"]),
        ("tess", ["Show A"]),
        ("hal", ["Draft A", "Show A"]),
        ("paul", ["Draft A", "Show A", "Show P"]),
        ("admin", ["Draft A", "Show A", "Draft B", "Show B", "Show P", "Draft R"]),
    ],
)
def test_everybody_lists_their_own_events(world, client, name, shown):
    client.force_login(getattr(world, name))

    every = ["Draft A", "Show A", "Draft B", "Show B", "Show P", "Draft R"]
    assert rows_of(client, EVENTS, every) == [title for title in every if title in shown]


@pytest.mark.parametrize("name", ["ann", "stan", "rex", "nina", None])
def test_the_desk_is_not_for_visitors_nor_for_the_door(world, client, name):
    if name:
        client.force_login(getattr(world, name))

    for path in ("/admin/", EVENTS, page_of(world.shown_a), f"{EVENTS}add/", VENUES, TEAM):
        answer = client.get(path, follow=True)
        if name:
            assert answer.status_code == 403
        else:
            assert answer.redirect_chain[-1][0] == f"/account/login/?next={path}"


@pytest.mark.parametrize("name", ["boris", "tess", "tim"])
def test_a_rivals_event_is_not_there(world, client, name):
    client.force_login(getattr(world, name))

    for path in (page_of(world.draft_a), f"{EVENTS}{world.draft_a.pk}/history/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    client.post(page_of(world.draft_a), {"title": "Stolen"})
    client.post(EVENTS, {"action": "publish_event", "_selected_action": world.draft_a.pk})
    client.post(EVENTS, {"action": "cancel_event", "_selected_action": world.shown_b.pk})

    assert stored(world.draft_a).title == "Draft A"
    assert (stored(world.draft_a).status, stored(world.shown_b).status) == (
        "draft", "cancelled" if name == "boris" else "published",
    )  # fmt: skip


def test_an_organizer_changes_an_event_but_not_its_status_nor_its_owner(world, client):
    client.force_login(world.olga)

    page = client.get(page_of(world.shown_a))
    answer = client.post(
        page_of(world.shown_a),
        filled_in(page, title="Renamed", status="cancelled", organizer=str(world.boris.pk)),
    )

    assert (answer.status_code, answer["Location"]) == (302, EVENTS)
    now = stored(world.shown_a)
    assert (now.title, now.status, now.organizer_id) == ("Renamed", "published", world.olga.pk)
    history = client.get(f"{EVENTS}{world.shown_a.pk}/history/").content.decode()
    assert ">Olga Canary</td>" in history
    assert "<li>Title: <del>Show A</del> → <ins>Renamed</ins></li>" in history


def test_the_programme_is_changed_with_its_event(world, client):
    client.force_login(world.paul)  # of the team, for the programme

    page = client.get(page_of(world.shown_a))
    client.post(page_of(world.shown_a), filled_in(page, schedules__0__title="Doors open"))

    assert stored(world.act_a).title == "Doors open"


def test_a_colleague_without_the_programme_looks_and_changes_nothing(world, client):
    client.force_login(world.tess)

    page = client.get(page_of(world.shown_a))
    assert "Show A" in page.content.decode()
    assert 'name="title"' not in page.content.decode()
    client.post(page_of(world.shown_a), {"title": "Renamed"})
    for path in (f"{EVENTS}add/", f"{EVENTS}{world.shown_a.pk}/delete/", TEAM, PROFILES):
        assert client.get(path).status_code == 403

    assert stored(world.shown_a).title == "Show A"


def test_a_new_event_is_a_draft_of_whoever_made_it(world, client):
    client.force_login(world.olga)

    page = client.get(f"{EVENTS}add/")
    client.post(f"{EVENTS}add/", filled_in(
        page, title="New", slug="new", type="workshop", venue=str(world.venue_a.pk), capacity="12",
        start_date_0="2099-12-01", start_date_1="19:00", currency="EUR", status="published",
        end_date_0="2099-12-01", end_date_1="21:00", organizer=str(world.boris.pk),
    ))  # fmt: skip

    with everything():
        new = Event.objects.get(slug="new")
    assert (new.organizer_id, new.status, new.capacity) == (world.olga.pk, "draft", 12)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"end_date_0": "2001-01-01"}, "An event ends after it starts."),
        ({"capacity": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"currency": "euro"}, "at most 3 characters"),
        ({"currency": "eur"}, "Three capital letters, such as EUR."),
        ({"slug": "a b"}, "valid “slug”"),
        ({"venue": "00000000-0000-4000-8000-000000000001"}, "Select a valid choice."),
        ({"start_date_0": "tomorrow"}, "Enter a valid date."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_an_event_cannot_be_is_said_and_not_saved(world, client, changes, words):
    client.force_login(world.olga)
    data = filled_in(client.get(page_of(world.shown_a)), title="Renamed") | changes

    answer = client.post(page_of(world.shown_a), data)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert stored(world.shown_a).title == "Show A"


def test_keys_that_are_none_are_no_error_of_ours(world, client):
    client.force_login(world.olga)
    words = "That held something unreadable, so nothing was changed."
    data = filled_in(client.get(page_of(world.shown_a)), venue="x")

    for answer in [
        client.post(page_of(world.shown_a), data, follow=True),
        client.post(EVENTS, {"action": "cancel_event", "_selected_action": "x"}, follow=True),
        client.get(f"{EVENTS}add/?venue=x", follow=True),
    ]:
        assert words in answer.content.decode()
    for path in (f"{EVENTS}?venue__id__exact=x", f"{EVENTS}?p=x", f"{EVENTS}x/change/"):
        assert client.get(path, follow=True).status_code == 200

    assert stored(world.shown_a).status == "published"


def test_actions_call_the_rules_row_by_row_and_tell_each_refusal(world, client):
    ready = EventFactory(organizer=world.olga, title="Ready", status="draft", **WORDS)
    client.force_login(world.olga)

    answer = client.post(
        EVENTS,
        {
            "action": "publish_event",
            "_selected_action": [ready.pk, world.draft_a.pk, world.shown_a.pk],
        },
        follow=True,
    )

    page = answer.content.decode()
    assert "Draft A: Write a summary and a description first" in page
    assert "Publish: Done for 1 row." in page
    assert [stored(row).status for row in (ready, world.draft_a, world.shown_a)] == [
        "published", "draft", "published",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "status"), [("postpone_event", "postponed"), ("cancel_event", "cancelled")]
)
def test_an_action_moves_an_event(world, client, action, status):
    client.force_login(world.olga)

    client.post(EVENTS, {"action": action, "_selected_action": world.shown_a.pk})

    assert stored(world.shown_a).status == status
    page = client.get(EVENTS).content.decode()
    assert "delete_selected" not in page
    assert 'value="complete_event"' in page


def test_an_event_with_orders_is_not_deleted_and_says_so(world, client):
    client.force_login(world.olga)
    spare = EventFactory(organizer=world.olga, title="Spare", status="draft")

    client.post(f"{EVENTS}{world.shown_a.pk}/delete/", {"post": "yes"})
    gone = client.post(f"{EVENTS}{spare.pk}/delete/", {"post": "yes"})

    assert (gone.status_code, gone["Location"]) == (302, EVENTS)
    with everything():
        assert set(Event.objects.filter(organizer=world.olga)) == {world.shown_a, world.draft_a}


def test_saving_an_event_or_its_venue_tells_that_the_capacity_may_be_another(world, client):
    client.force_login(world.olga)
    told = []

    def note(sender, event, **kwargs):
        told.append((sender, event.pk))

    capacity_changed.connect(note)
    try:
        client.post(page_of(world.shown_a), filled_in(client.get(page_of(world.shown_a))))
        assert told == [(Event, world.shown_a.pk)]
        told.clear()
        client.post(page_of(world.venue_a), filled_in(client.get(page_of(world.venue_a))))
    finally:
        capacity_changed.disconnect(note)

    assert sorted(told, key=str) == sorted(
        [(Venue, world.draft_a.pk), (Venue, world.shown_a.pk)], key=str
    )


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (EVENTS, 8, lambda olga: EventFactory(organizer=olga, venue=VenueFactory())),
        (VENUES, 8, lambda olga: VenueFactory(owner=olga)),
        (TEAM, 8, lambda olga: EventTeamMemberFactory(event=EventFactory(organizer=olga))),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    olga = EventFactory().organizer
    client.force_login(olga)
    make(olga)

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make(olga)
    with django_assert_num_queries(number):
        client.get(path)


def test_a_page_costs_the_same_for_one_and_three_points_of_the_programme(world, client):
    client.force_login(world.olga)
    costs = []

    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of(world.shown_a))
        costs.append(len(asked))
        EventScheduleFactory.create_batch(2, event=world.shown_a)

    assert costs[0] == costs[1]
