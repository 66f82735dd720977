"""My shifts: what is now, what is asked, what comes; for oneself only."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.testing import NOON, stored
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory, StaffMemberFactory

PAGE = "/staff/shifts/"
HOUR = timedelta(hours=1)


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def member(db):
    return StaffMemberFactory(role__permissions=["door"])


@pytest.fixture
def client(client, member):
    client.force_login(member.user)
    return client


def work(member, start, *, hours=4, event=None, **fields):
    event = event or EventFactory(organizer=member.organizer, title="Tide Lines")
    shift = ShiftFactory(event=event, start_time=start, end_time=start + hours * HOUR)
    return StaffAssignmentFactory(shift=shift, staff=member, **fields)


def test_nobody_has_no_shifts(db, client):
    client.logout()
    assert client.get(PAGE)["Location"] == f"/account/login/?next={PAGE}"


def test_an_empty_page_says_what_will_be_here(client):
    assert "No shift ahead" in words(client.get(PAGE))


def test_what_is_on_now_opens_the_scanner(client, member):
    assignment = work(member, timezone.now() - HOUR)
    page = words(client.get(PAGE))

    assert "On now" in page
    assert f'href="/checkin/{assignment.event.slug}/"' in page
    assert client.get(f"/checkin/{assignment.event.slug}/").status_code == 200


@pytest.mark.parametrize("status", ["offered", "cancelled", "declined"])
def test_no_scanner_for_what_is_not_ones_own(client, member, status):
    work(member, timezone.now() - HOUR, status=status)

    assert "Open scanner" not in words(client.get(PAGE))


def test_no_scanner_days_before_nor_in_another_role(client, member):
    work(member, timezone.now() + 48 * HOUR)
    dresser = StaffMemberFactory(user=member.user)
    work(dresser, timezone.now() - HOUR)
    page = words(client.get(PAGE))

    assert ("On now" in page, "Open scanner" in page) == (True, False)


def test_days_in_venue_time_with_their_hours(client, member):
    venue = VenueFactory(timezone="Europe/Rome")
    event = EventFactory(organizer=member.organizer, title="Plissé", venue=venue)
    work(member, NOON, event=event, hours=3)
    work(member, NOON + 4 * HOUR, event=event, hours=2)
    page = words(client.get(PAGE))

    assert 'Sun 22 Nov</time></h2> <span class="meta">5 h</span>' in page
    assert '<div class="at">13:00<small>to 16:00</small></div>' in page
    assert "Plissé" in page


def test_a_short_night_is_told(client, member):
    event = EventFactory(organizer=member.organizer)
    work(member, NOON + 8 * HOUR, event=event, hours=3)
    work(member, NOON + 20 * HOUR, event=event)

    assert "Mon 23 Nov, 00:00 to Mon 23 Nov, 09:00: 9 h." in words(client.get(PAGE))


def test_a_long_night_is_not(client, member):
    event = EventFactory(organizer=member.organizer)
    work(member, NOON, event=event, hours=3)
    work(member, NOON + 20 * HOUR, event=event)

    assert "Eleven hours" not in words(client.get(PAGE))


def test_an_event_not_announced_yet_keeps_its_name(client, member):
    draft = EventFactory(organizer=member.organizer, title="Secret Show", status="draft")
    work(member, NOON, event=draft)
    page = words(client.get(PAGE))

    assert "Secret Show" not in page
    assert "An event that is not announced yet." in page


def test_a_cancelled_event_needs_nobody(client, member):
    event = EventFactory(organizer=member.organizer, status="cancelled")
    work(member, NOON, event=event)

    assert "No shift ahead" in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [("accept", "scheduled", "The shift is yours."), ("decline", "declined", "Thank you")],
)
def test_an_offer_is_answered_on_the_page(client, member, answer, status, says):
    asked = work(member, NOON, status="offered")
    assert "Waiting for you" in words(client.get(PAGE))

    done = client.post(f"{PAGE}{asked.pk}/answer/", {"answer": answer}, follow=True)

    assert done.redirect_chain == [(PAGE, 302)]
    assert says in words(done)
    assert stored(asked).status == status


def test_what_has_moved_on_is_told(client, member):
    asked = work(member, NOON, status="withdrawn")
    done = client.post(f"{PAGE}{asked.pk}/answer/", {"answer": "accept"}, follow=True)

    assert "This has moved on meanwhile" in words(done)
    assert stored(asked).status == "withdrawn"


def test_only_whom_it_was_offered_to_answers(client, member):
    asked = work(member, NOON, status="offered")
    address = f"{PAGE}{asked.pk}/answer/"

    assert client.get(address).status_code == 405
    assert client.post(address, {"answer": "perhaps"}).status_code == 400
    for person, status in [(UserFactory(), 404), (member.organizer, 404)]:
        client.force_login(person)
        assert client.post(address, {"answer": "accept"}).status_code == status
    client.logout()
    assert client.post(address, {"answer": "accept"}).status_code == 302
    assert stored(asked).status == "offered"


def test_colleagues_are_not_named(client, member):
    colleague = StaffMemberFactory(
        organizer=member.organizer, user=UserFactory(full_name="Carla Canary")
    )
    shift = ShiftFactory(event=EventFactory(organizer=member.organizer), required_staff=2)
    StaffAssignmentFactory(shift=shift, staff=member)
    StaffAssignmentFactory(shift=shift, staff=colleague, slot=2, notes="Note Canary")

    assert "Canary" not in words(client.get(PAGE))


def test_the_account_page_leads_here(client, member):
    assert f'href="{PAGE}"' in words(client.get("/account/"))
    client.force_login(member.organizer)
    assert f'href="{PAGE}"' not in words(client.get("/account/"))


def test_the_page_costs_the_same_for_one_and_three(client, member, django_assert_num_queries):
    work(member, NOON)
    with django_assert_num_queries(7):
        client.get(PAGE)
    for number in range(2):
        work(member, NOON + (number + 1) * 24 * HOUR)
    with django_assert_num_queries(7):
        client.get(PAGE)
