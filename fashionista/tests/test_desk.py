"""What the desk's pages do across apps: how many come in, who calls off, what is left behind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.models import Event
from events.signals import event_cancelled
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.pictures import take_in
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, inline_code, page_of
from fashionista.common.tests.pictures import image_file
from production.tests.factories import EventModelFactory
from ticketing.models import EventCapacity, TicketType


def capacity(world):
    with everything():
        event = Event.objects.get(pk=world.shown_a.pk)
        return event.capacity, EventCapacity.objects.get(pk=event.pk).quantity


def save(client, row, **changes):
    data = filled_in(client.get(page_of(row)), **changes)
    return client.post(page_of(row), data, follow=True).content.decode()


def test_how_many_come_in_is_the_least_of_event_and_venue(world, client):
    client.force_login(world.olga)

    found = []
    for row, number in [(world.shown_a, "60"), (world.venue_a, "30"), (world.venue_a, "45")]:
        save(client, row, capacity=number)
        found.append(capacity(world))

    assert found == [(60, 60), (60, 30), (60, 45)]


def test_a_capacity_restriction_counts_at_once_and_is_refused_below_what_is_taken(world, client):
    client.force_login(world.olga)
    found = []

    for number in ("40", "2"):  # three sold, and one held for a chosen time
        page = save(client, world.shown_a, restrictions__1__capacity=number)
        found.append((capacity(world), "More places than that are held or sold" in page))

    assert found == [((50, 40), False), ((50, 40), True)]


@pytest.mark.parametrize("row", ["shown_a", "venue_a"])
def test_fewer_than_are_held_and_sold_are_refused_in_words(world, client, row):
    client.force_login(world.olga)

    page = save(client, getattr(world, row), capacity="2")  # three are sold

    assert "More places than that are held or sold already." in page
    assert capacity(world) == (50, 50)


def test_who_edits_the_programme_says_how_many_come_in(world, client):
    member = EventTeamMemberFactory(event=world.shown_a, permissions=["programme"])
    client.force_login(member.user)

    save(client, world.shown_a, title="Renamed", capacity="60")

    assert capacity(world) == (60, 60)
    assert stored(world.shown_a).title == "Renamed"


def test_a_house_that_shrinks_its_hall_counts_for_rivals_who_play_there(world, client):
    with everything():
        Event.objects.filter(pk=world.shown_b.pk).update(venue=world.venue_a)
    client.force_login(world.olga)

    save(client, world.venue_a, capacity="45")

    assert capacity(world) == (50, 45)
    assert stored(world.shown_b.event_capacity).quantity == 45


def test_ticket_types_are_sold_from_the_events_page_by_who_may(world, client):
    member = EventTeamMemberFactory(event=world.shown_a, permissions=["programme"])

    client.force_login(member.user)
    assert "Seat A" not in client.get(page_of(world.shown_a)).content.decode()
    client.force_login(world.olga)
    data = filled_in(client.get(page_of(world.shown_a)))
    [row] = [name.removesuffix("-name") for name, value in data.items() if value == "Seat A"]
    client.post(page_of(world.shown_a), data | {f"{row}-price": "12.50", f"{row}-sold": "0"})

    with everything():
        seat = TicketType.objects.get(pk=world.seat_a.pk)
    assert (str(seat.price), seat.sold) == ("12.50", 3)


def test_a_500_leaves_nothing_committed(world, client):
    client.force_login(world.olga)
    client.raise_request_exception = False

    def fail(sender, **kwargs):
        raise ZeroDivisionError

    event_cancelled.connect(fail)
    try:
        answer = client.post(
            "/admin/events/event/",
            {"action": "cancel_event", "_selected_action": [world.draft_a.pk, world.shown_a.pk]},
        )
    finally:
        event_cancelled.disconnect(fail)

    assert answer.status_code == 500
    assert "A seam gave way" in answer.content.decode()
    with everything():
        assert Event.objects.get(pk=world.shown_a.pk).status == "published"


def test_what_one_may_see_but_not_do_is_said_row_by_row(world, client):
    """Rita refunds, so she sees the orders; selling is not hers. Paul sees Olga's venue."""
    client.force_login(world.rita)
    page = client.post(
        "/admin/ticketing/order/",
        {"action": "cancel_hold", "_selected_action": world.held_a.pk},
        follow=True,
    ).content.decode()
    assert f"{world.held_a.number}: you may not do this." in page
    assert stored(world.held_a).status == "pending"

    client.force_login(world.paul)
    path = page_of(world.venue_b).replace("/change/", "/delete/")
    with everything():
        Event.objects.filter(venue=world.venue_b).update(venue=world.venue_a)
    page = client.post(path, {"post": "yes"}, follow=True).content.decode()

    assert "You may not do this, so nothing was changed." in page
    assert stored(world.venue_b) == world.venue_b


def test_a_suspension_bites_in_a_running_session(world, client):
    client.force_login(world.olga)
    assert client.get("/admin/events/event/").status_code == 200

    with everything():
        User.objects.filter(pk=world.olga.pk).update(status="inactive")

    answer = client.get("/admin/events/event/", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/login/?next=/admin/events/event/"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["admin", "olga", "tess", "faye", "hal"])
def test_every_page_on_the_desk_opens_and_runs_no_code_of_its_own(world, client, name):
    """Lists, forms to add, and the first row's form and history, as far as the person may."""
    client.force_login(getattr(world, name))

    desk = client.get("/admin/")
    models = [model for app in desk.context["app_list"] for model in app["models"]]
    assert len(models) >= 3

    for model in models:
        paths = [model["admin_url"], model["add_url"]]
        rows = client.get(model["admin_url"]).context["cl"].result_list
        for row in rows[:1]:
            paths += [page_of(row), page_of(row).replace("/change/", "/history/")]
        for path in filter(None, paths):
            answer = client.get(path)
            assert (path, answer.status_code, inline_code(answer)) == (path, 200, [])


def test_an_events_page_asks_no_more_for_three_models_than_for_one(
    world, client, django_assert_num_queries
):
    client.force_login(world.olga)
    page = page_of(world.shown_a)
    client.get(page)  # content types are known from now on
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    name = EventModelFactory(event=world.shown_a).fashion_model.display_name
    EventModelFactory(event=world.shown_a)

    with django_assert_num_queries(len(one)):
        answer = client.get(page)

    assert f"selected>{name}</option>" in answer.content.decode()


def test_what_is_shown_read_only_is_a_link_for_those_who_may_open_it(world, client):
    """A profile's person is for admins; a ticket's type, in a line of its order, for who sells."""
    named, linked = {}, {}
    for name in ("admin", "olga", "rita"):
        client.force_login(getattr(world, name))
        ways = [(world.profile_a, world.olga), (world.order_a, world.seat_a)]
        pages = [(client.get(page_of(row)).content.decode(), other) for row, other in ways]
        named[name] = [f"{other}<" in page for page, other in pages]
        linked[name] = [f'href="{page_of(other)}"' in page for page, other in pages]

    assert linked == {"admin": [True, True], "olga": [False, True], "rita": [False, False]}
    assert named == {"admin": [True, True], "olga": [True, True], "rita": [False, True]}


def test_the_foot_leads_to_the_desk_who_keeps_one_and_whom_it_does_not_know(world, client):
    way = '<a href="/admin/">For organizers</a>'
    shown = {"nobody": way in client.get("/events/").content.decode()}
    for name in ("admin", "olga", "ann", "dora", "tess"):
        client.force_login(getattr(world, name))
        shown[name] = way in client.get("/events/").content.decode()

    assert shown == {
        "nobody": True, "admin": True, "olga": True, "ann": False, "dora": False, "tess": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"),
    [("admin", 200), ("olga", 200), ("tess", 200), ("dora", 200), ("mona", 200), ("ann", 403)],
)
def test_the_account_page_leads_to_the_desk_whom_it_lets_in(world, client, name, status):
    client.force_login(getattr(world, name))

    page = client.get("/account/").content.decode()

    assert ("Organizer desk" in page, '<a href="/admin/">' in page) == (status == 200,) * 2
    assert client.get("/admin/", follow=True).status_code == status


def test_what_is_shown_read_only_is_in_words_and_pictures(world, client):
    with everything():
        world.designer_a.portrait = take_in(image_file()).as_json() | {
            "alt": "A dyer <at work>", "focus": [0.5, 0.5],
        }  # fmt: skip
        world.designer_a.specialties = ["knit", "dyes"]
        world.designer_a.save()
    client.force_login(world.olga)

    page = client.get(page_of(world.designer_a)).content.decode()

    assert 'alt="A dyer &lt;at work&gt;" width="' in page
    assert "knit<br>dyes" in page
    assert "{&quot;" not in page
