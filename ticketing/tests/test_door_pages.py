"""The door's pages beside the scan: gates, search, undoing, how full it is, and what to heed."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventRestrictionFactory, EventTeamMemberFactory
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.models import CheckIn

from .factories import CheckInFactory, GateFactory, TicketFactory
from .sale import bought, show, stored, tickets_of
from .test_door_views import scan, verdict
from .visit import visitor, words

pytestmark = pytest.mark.django_db
UNDO = re.compile(
    r'action="[^"]*/undo/">\s*<input type="hidden" name="csrfmiddlewaretoken" value="(\w+)">'
)


@pytest.fixture
def door():
    """A show with two tickets sold, one of them with an umlaut, and somebody to keep its door."""
    sale = show(10, title="Spring Show")
    sale.order = bought(
        sale.event, {sale.type: 2}, attendees=["Ida Ömer", "Ove"], notes="Comes in a wheelchair"
    )
    sale.tickets = tickets_of(sale.order)
    sale.keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    sale.url = f"/checkin/{sale.event.slug}/"
    return sale


def stand(client, door, *, gate="", way="in"):
    return client.post(f"{door.url}post/", {"gate": gate and gate.pk, "way": way})


def results():
    with everything():
        return list(CheckIn.objects.order_by("created_at").values_list("result", "gate__name"))


def test_a_duplicate_says_when_and_at_which_gate(door):
    client, gate = visitor(door.keeper), GateFactory(event=door.event, name="North Gate")
    assert "Choose a gate, in" in words(client.get(door.url))
    answer = stand(client, door, gate=gate)
    assert (answer.status_code, answer.url) == (302, door.url)
    assert "North Gate, in" in words(client.get(door.url))

    scan(client, door, door.tickets[0].code)
    again = scan(visitor(door.event.organizer), door, door.tickets[0].code)

    assert verdict(again) == ["used"]
    used_at = stored(door.tickets[0]).used_at.astimezone(door.event.venue.zone)
    assert f"Already let in at {used_at:%H:%M}, at North Gate." in words(again)
    assert results() == [("admitted", "North Gate"), ("already_used", None)]


def test_a_duplicate_of_another_day_says_which(door):
    ticket = TicketFactory(
        order=door.order, ticket_type=door.type, number=9, status="used", used_at=NOON
    )
    then = timezone.now() - timedelta(days=2)
    CheckInFactory(ticket=ticket, by=door.keeper, created_at=then)

    answer = words(scan(visitor(door.keeper), door, ticket.code))

    local = then.astimezone(door.event.venue.zone)
    assert f"{local:%a} {local.day} {local:%b}: Already let in at {local:%H:%M}." in answer


def test_who_stands_at_a_gate_that_is_gone_stands_at_none(door):
    client, gate = visitor(door.keeper), GateFactory(event=door.event, name="North Gate")
    stand(client, door, gate=gate)
    with everything():
        gate.delete()

    assert verdict(scan(client, door, door.tickets[0].code)) == ["ok"]
    assert results() == [("admitted", None)]


@pytest.mark.parametrize("data", [{}, {"way": "up"}, {"way": "in", "gate": "x"}, {"gate": ""}])
def test_a_place_that_is_none_is_not_taken(door, data):
    client = visitor(door.keeper)

    answer = client.post(f"{door.url}post/", data)

    assert answer.status_code == 422
    assert "Choose a gate, in" in words(client.get(door.url))


def test_the_gates_of_another_show_are_none_of_this_one(door):
    client, theirs = visitor(door.keeper), GateFactory(name="Rival Gate")

    assert stand(client, door, gate=theirs).status_code == 422
    assert "Rival Gate" not in words(client.get(f"{door.url}post/"))


def test_letting_out_takes_off_those_who_are_in(door):
    client = visitor(door.keeper)
    scan(client, door, door.tickets[0].code)
    stand(client, door, way="out")
    assert "Type the code of whoever leaves." in words(client.get(door.url))

    out, again = (scan(client, door, door.tickets[0].code) for _ in range(2))

    assert "Out Ida Ömer" in words(out)
    assert "0 of 2 in" in words(out)
    assert "Nobody is in on this ticket." in words(again)
    assert [result for result, _ in results()] == ["admitted", "left", "not_inside"]
    assert_integrity()


def test_a_guest_is_found_let_in_and_the_admission_undone(door):
    client = visitor(door.keeper)

    page = client.post(f"{door.url}search/", {"words": "omer"})
    text = words(page)
    assert "Ida Ömer" in text
    assert "Ove" not in text
    for ticket in door.tickets:
        assert ticket.code not in page.content.decode()
    assert str(door.tickets[0].pk) in page.content.decode()
    admitted = client.post(door.url, {"ticket": door.tickets[0].pk, "nonce": uuid.uuid4()})
    assert verdict(admitted) == ["ok"]
    assert "Undo the admission" in words(admitted)
    undone = client.post(
        f"{door.url}undo/", {"ticket": door.tickets[0].pk, "reason": "Wrong Ida"}, follow=True
    )

    assert "The admission is undone. The ticket lets in again." in words(undone)
    assert "0 of 2 in" in words(undone)
    assert stored(door.tickets[0]).status == "valid"
    assert [result for result, _ in results()] == ["admitted", "undone"]
    assert_integrity()


def test_an_admission_is_undone_by_the_form_as_each_page_shows_it(door):
    keeper, browser = visitor(door.keeper), Client(enforce_csrf_checks=True)
    pages = [
        lambda: scan(keeper, door, door.tickets[0].code),
        lambda: keeper.post(f"{door.url}search/", {"words": "omer"}),
    ]

    for shown in pages:
        scan(keeper, door, door.tickets[0].code)
        page = shown()
        [token] = UNDO.findall(page.content.decode())
        browser.cookies = keeper.cookies
        undone = browser.post(
            f"{door.url}undo/",
            {"csrfmiddlewaretoken": token, "ticket": door.tickets[0].pk, "reason": "Wrong Ida"},
        )
        assert (undone.status_code, getattr(undone, "url", "")) == (302, door.url)
        assert stored(door.tickets[0]).status == "valid"


def test_a_search_by_order_number_and_one_that_finds_nobody(door):
    client = visitor(door.keeper)

    found = words(client.post(f"{door.url}search/", {"words": door.order.number.lower()}))
    nobody = words(client.post(f"{door.url}search/", {"words": "Nobody"}))

    assert "Ida Ömer" in found
    assert "Ove" in found
    assert "Nobody of that name or number." in nobody


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "A name, or a number such as"),
        ({"words": " "}, "A name, or a number such as"),
        ({"words": "x"}, "at least 2 characters"),
        ({"words": "x" * 201}, "at most 200 characters"),
        ({"words": "xx\x00"}, "Null characters are not allowed."),
    ],
)
def test_a_search_for_nothing_says_so(door, sent, says):
    answer = visitor(door.keeper).post(f"{door.url}search/", sent)

    assert (answer.status_code, says in words(answer)) == (422, True)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"reason": "x"}, "Say why in a few words"),
        ({"ticket": "x", "reason": "x"}, "Say why in a few words"),
        ({"ticket": uuid.uuid4(), "reason": "x"}, "nothing was undone"),
        ({"ticket": uuid.uuid4(), "reason": " "}, "Say why in a few words"),
        ({"ticket": uuid.uuid4(), "reason": "x" * 201}, "Say why in a few words"),
    ],
)
def test_what_is_nothing_to_undo_undoes_nothing(door, sent, says):
    client = visitor(door.keeper)
    scan(client, door, door.tickets[0].code)

    answer = client.post(f"{door.url}undo/", sent, follow=True)

    assert says in words(answer)
    assert results() == [("admitted", None)]


def test_an_admission_shows_the_note_and_the_age(door):
    EventRestrictionFactory(event=door.event, type="age", minimum_age=18)
    client = visitor(door.keeper)

    text = words(scan(client, door, door.tickets[0].code))

    assert "From the age of 18: look at a document." in text
    assert "Note: Comes in a wheelchair" in text
    for private in ("gwen@example.org", "+32 2 555 01 00"):
        assert private not in text
    assert "Note:" not in words(scan(client, door, "nonsense"))


@pytest.mark.parametrize(
    ("holds", "says"),
    [(1, "Too many: 2 are in, and 1"), (2, "Nearly full: 2 are in, of 2"), (3, "")],
)
def test_a_full_house_refuses_nobody_and_says_so_loudly(door, holds, says):
    with everything():
        door.event.venue.capacity = holds
        door.event.venue.save()
    client = visitor(door.keeper)

    for ticket in door.tickets:
        answer = scan(client, door, ticket.code)
        assert verdict(answer) == ["ok"]

    text = words(answer)
    assert says in text
    assert ("Too many" in text, "Nearly full" in text) == (holds == 1, holds == 2)


def test_the_new_pages_are_for_those_who_keep_the_door(door):
    scan(visitor(door.keeper), door, door.tickets[0].code)
    seller = EventTeamMemberFactory(event=door.event, permissions=["sell", "programme"]).user
    rival = EventFactory().organizer
    posts = {
        "post/": {"way": "out"},
        "search/": {"words": "Ida"},
        "undo/": {"ticket": door.tickets[0].pk, "reason": "x"},
    }

    for page, sent in posts.items():
        anonymous = visitor().post(door.url + page, sent)
        assert (anonymous.status_code, "/account/login/" in anonymous.url) == (302, True)
        for person in (seller, rival, UserFactory()):
            assert visitor(person).post(door.url + page, sent).status_code == 404
            assert visitor(person).get(door.url + page).status_code in (404, 405)

    assert stored(door.tickets[0]).status == "used"
    assert results() == [("admitted", None)]


def test_a_plain_scan_stays_within_ten_statements(door, django_assert_max_num_queries):
    client, gate = visitor(door.keeper), GateFactory(event=door.event)
    stand(client, door, gate=gate)
    scan(client, door, door.tickets[0].code)

    with django_assert_max_num_queries(10):
        assert verdict(scan(client, door, door.tickets[1].code)) == ["ok"]


def test_a_search_asks_as_often_for_three_as_for_one(door, django_assert_num_queries):
    client = visitor(door.keeper)
    client.post(f"{door.url}search/", {"words": "ida"})
    with django_assert_num_queries(4):
        client.post(f"{door.url}search/", {"words": "ida"})

    for number in (8, 9):
        TicketFactory(
            order=door.order, ticket_type=door.type, number=number, holder_name=f"Ida {number}"
        )

    with django_assert_num_queries(4):
        assert "Ida 9" in words(client.post(f"{door.url}search/", {"words": "ida"}))


def test_gates_are_named_on_the_events_desk(door):
    client = visitor(door.event.organizer)
    page = client.get(f"/admin/events/event/{door.event.pk}/change/")

    assert 'name="gates-__prefix__-name"' in page.content.decode()


@pytest.mark.parametrize(
    ("policy", "shows"), [("once", False), ("daily", True), ("in_and_out", True)]
)
def test_a_ticket_that_lets_in_again_still_shows_its_code(door, policy, shows):
    with everything():
        door.type.entry_policy = policy
        door.type.save(update_fields=["entry_policy"])
    scan(visitor(door.keeper), door, door.tickets[0].code)
    guest = visitor()
    guest.get(f"/orders/{door.order.pk}/?key={door.order.access_secret}")

    page = guest.get(f"/tickets/{door.tickets[0].pk}/")

    assert ("qr.svg" in page.content.decode()) == shows
    assert ("lets them in again" in words(page)) == shows
