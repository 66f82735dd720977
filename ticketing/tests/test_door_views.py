"""The door's pages: for those who keep it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, everything
from ticketing.models import CheckIn

from .factories import TicketFactory
from .sale import bought, show, stored, tickets_of
from .visit import visitor, words

pytestmark = pytest.mark.django_db
VERDICT = re.compile(r'data-verdict="(\w+)"')


@pytest.fixture
def door():
    """A show with two tickets sold, and somebody to keep its door."""
    sale = show(10, title="Spring Show")
    sale.tickets = tickets_of(bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"]))
    sale.keeper = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    sale.url = f"/checkin/{sale.event.slug}/"
    return sale


def scan(client, door, code, nonce=None):
    return client.post(door.url, {"code": code, "nonce": nonce or uuid.uuid4()})


def verdict(answer):
    return VERDICT.findall(answer.content.decode())


def count():
    with everything():
        return CheckIn.objects.count()


def test_the_door_admits_once_and_says_when(door):
    client = visitor(door.keeper)
    ready = client.get(door.url)
    assert "Ready" in words(ready)
    assert "0 of 2 in" in words(ready)

    first = scan(client, door, door.tickets[0].code)
    again = scan(client, door, door.tickets[0].qr_code)

    assert (verdict(first), verdict(again)) == (["ok"], ["used"])
    assert "Admit Ida Ticket Type 1" in words(first)
    used_at = stored(door.tickets[0]).used_at.astimezone(door.event.venue.zone)
    assert f"Already let in at {used_at:%H:%M}." in words(again)
    assert "1 of 2 in" in words(again)
    assert (count(), stored(door.tickets[1]).status) == (2, "valid")


@pytest.mark.parametrize(
    "code", ["7K4Q-M2XW-9RTD", "nonsense", "'; DROP TABLE tickets; --", "🎟" * 40]
)
def test_the_door_stops_what_is_no_ticket(door, code):
    answer = scan(visitor(door.keeper), door, code)

    assert (answer.status_code, verdict(answer)) == (200, ["no"])
    assert "No ticket for this event has that code." in words(answer)
    assert count() == 1


def test_the_door_stops_what_was_taken_back(door):
    with everything():
        advance(door.tickets[0], "cancelled", at=NOON)

    answer = scan(visitor(door.keeper), door, door.tickets[0].code)

    assert verdict(answer) == ["no"]
    assert "This ticket is cancelled or refunded." in words(answer)
    assert "0 of 1 in" in words(answer)


def test_reloading_an_answer_is_one_scan_and_each_page_has_a_nonce_of_its_own(door):
    client, nonce = visitor(door.keeper), uuid.uuid4()

    answers = [scan(client, door, door.tickets[0].code, nonce) for _ in range(3)]

    assert [verdict(answer) for answer in answers] == [["ok"]] * 3
    assert count() == 1
    nonces = {re.search(rb'name="nonce" value="(.+?)"', answer.content)[1] for answer in answers}
    assert len(nonces) == 3


def test_going_back_and_typing_the_next_code_is_another_scan(door):
    client, nonce = visitor(door.keeper), uuid.uuid4()
    scan(client, door, door.tickets[0].code, nonce)

    answers = [scan(client, door, code, nonce) for code in ("nonsense", door.tickets[1].code)]

    assert [verdict(answer) for answer in answers] == [["no"], ["ok"]]
    assert "Ove" in words(answers[1])
    assert count() == 3


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"code": ""},
        {"code": "   "},
        {"code": "x" * 401},
        {"code": "x\x00"},
        {"nonce": ""},
        {"nonce": "x"},
        {"nonce": "'"},
    ],
)
def test_a_scan_filled_in_wrong_is_no_scan(door, data):
    whole = {"code": door.tickets[0].code, "nonce": str(uuid.uuid4())}

    answer = visitor(door.keeper).post(door.url, whole | data if data else {})

    assert (answer.status_code, verdict(answer)) == (422, [])
    assert count() == 0
    assert stored(door.tickets[0]).status == "valid"


def test_the_door_is_for_those_who_keep_it(door):
    rival, stranger = EventFactory(title="Rival Show").organizer, UserFactory()
    seller = EventTeamMemberFactory(event=door.event, permissions=["sell"]).user
    buyer = UserFactory()
    for url in ("/checkin/", door.url):
        anonymous = visitor().get(url)
        assert (anonymous.status_code, anonymous.url) == (302, f"/account/login/?next={url}")

    for person in (rival, stranger, seller, buyer):
        client = visitor(person)
        assert "Spring Show" not in words(client.get("/checkin/"))
        assert client.get(door.url).status_code == 404
        assert scan(client, door, door.tickets[0].code).status_code == 404
    assert visitor().post(door.url, {"code": door.tickets[0].code}).status_code == 302
    assert count() == 0
    assert stored(door.tickets[0]).status == "valid"

    for person in (door.keeper, door.event.organizer, UserFactory(user_type="admin")):
        client = visitor(person)
        assert "Spring Show" in words(client.get("/checkin/"))
        assert client.get(door.url).status_code == 200
    assert visitor(door.keeper).get("/checkin/no-such-show/").status_code == 404


def test_an_admin_admits_too(door):
    answer = scan(visitor(UserFactory(user_type="admin")), door, door.tickets[0].code)

    assert verdict(answer) == ["ok"]
    assert stored(door.tickets[0]).status == "used"


@pytest.mark.parametrize(
    ("status", "code"), [("draft", 404), ("postponed", 404), ("cancelled", 404), ("completed", 200)]
)
def test_doors_open_at_events_that_take_place(status, code):
    event = EventFactory(status=status)
    client = visitor(event.organizer)

    assert client.get(f"/checkin/{event.slug}/").status_code == code
    assert (event.title in words(client.get("/checkin/"))) == (code == 200)


def test_the_list_keeps_a_door_half_a_day_after_its_event():
    now = timezone.now()
    organizer = EventFactory(title="Coming Show").organizer
    for title, hours in [("Just Over", 11), ("Long Over", 13)]:
        end = now - timedelta(hours=hours)
        EventFactory(
            title=title, organizer=organizer, start_date=end - timedelta(hours=3), end_date=end
        )

    page = words(visitor(organizer).get("/checkin/"))

    assert [title in page for title in ("Just Over", "Coming Show", "Long Over")] == [
        True, True, False,
    ]  # fmt: skip
    assert page.index("Just Over") < page.index("Coming Show")
    assert "No door today" in words(visitor(UserFactory()).get("/checkin/"))


def test_the_list_asks_as_often_for_three_doors_as_for_one(django_assert_num_queries):
    organizer = EventFactory().organizer
    client = visitor(organizer)
    client.get("/checkin/")
    with django_assert_num_queries(3):
        client.get("/checkin/")

    EventFactory(organizer=organizer)
    EventFactory(organizer=organizer)
    with django_assert_num_queries(3):
        assert words(client.get("/checkin/")).count("Spring Show") == 3


def test_a_scan_stays_within_its_budget(door, django_assert_max_num_queries):
    client = visitor(door.keeper)
    scan(client, door, door.tickets[0].code)

    with django_assert_max_num_queries(12):
        assert verdict(scan(client, door, door.tickets[1].code)) == ["ok"]


def test_a_ticket_of_another_show_is_stopped(door):
    other = TicketFactory(order__event__organizer=door.event.organizer)

    answer = scan(visitor(door.keeper), door, other.qr_code)

    assert verdict(answer) == ["no"]
    assert stored(other).status == "valid"
