"""The door and tickets for a chosen time: from half an hour before it until it ends."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import assert_integrity, everything
from ticketing.admission import admit, undo_admission
from ticketing.models import CheckIn, EventSlot, TicketType

from .sale import bought, race, stored, tickets_of, with_times
from .visit import visitor, words

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def door():
    """Two times of an hour; a ticket for the second."""
    sale = with_times(10, 10)
    sale.slot = sale.times[1]
    (sale.ticket,) = tickets_of(bought(sale.event, {sale.type: 1}, slot=sale.slot))
    sale.start, sale.end = sale.slot.starts_at, sale.slot.ends_at
    return sale


def scan(door, at, *, anyway=False, nonce=None, leaving=False):
    by = door.event.organizer
    with acting_as(by):
        return admit(
            door.event,
            door.ticket.code,
            nonce=nonce or uuid.uuid4(),
            by=by,
            at=at,
            anyway=anyway,
            leaving=leaving,
        )


def written(door):
    with everything():
        rows = CheckIn.objects.filter(event=door.event).order_by("created_at", "result")
        return list(rows.values_list("result", "anyway"))


def entering(policy):
    with everything():
        TicketType.objects.update(entry_policy=policy)


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [(-31, "not_now"), (-30, "admitted"), (0, "admitted"), (60, "admitted"), (61, "not_now")],
)
def test_a_ticket_lets_in_from_half_an_hour_before_its_time_until_it_ends(door, minutes, answer):
    check_in = scan(door, door.start + minutes * MINUTE)

    assert (check_in.result, check_in.anyway) == (answer, False)
    assert stored(door.ticket).status == ("used" if answer == "admitted" else "valid")
    assert_integrity()


def test_whoever_stands_there_may_let_in_anyway_and_it_is_written_down(door):
    early = door.start - timedelta(hours=2)
    scan(door, early)

    check_in = scan(door, early + MINUTE, anyway=True)

    assert (check_in.result, stored(door.ticket).status) == ("admitted", "used")
    assert written(door) == [("not_now", False), ("admitted", True)]
    assert scan(door, early + 2 * MINUTE, anyway=True).result == "already_used"
    assert_integrity()


def test_anyway_in_its_time_is_an_admission_as_any(door):
    scan(door, door.start, anyway=True)

    assert written(door) == [("admitted", False)]


def test_anyway_opens_to_no_ticket_that_was_taken_back(door):
    with everything():
        type(door.ticket).objects.update(status="refunded")

    assert scan(door, door.start, anyway=True).result == "not_valid"


def test_not_now_sent_again_with_the_page_of_before_is_one_scan(door):
    nonce, early = uuid.uuid4(), door.start - timedelta(hours=2)

    first, again = scan(door, early, nonce=nonce), scan(door, early, nonce=nonce)
    inside = scan(door, early, nonce=nonce, anyway=True)

    assert (first.pk, first.result) == (again.pk, "not_now")
    assert (inside.result, len(written(door))) == ("admitted", 2)


def test_who_is_out_of_time_and_used_already_is_told_the_latter(door):
    scan(door, door.start)

    assert scan(door, door.end + MINUTE).result == "already_used"


def test_in_and_out_within_the_time_and_not_after_it(door):
    entering("in_and_out")
    scan(door, door.start)
    scan(door, door.start + MINUTE, leaving=True)

    assert scan(door, door.start + 2 * MINUTE).result == "admitted"
    assert scan(door, door.start + 3 * MINUTE, leaving=True).result == "left"
    assert scan(door, door.end + MINUTE).result == "not_now"
    assert scan(door, door.end + 2 * MINUTE, leaving=True).result == "not_inside"


def test_once_a_day_is_a_day_of_its_time(door):
    entering("daily")

    answers = [scan(door, at).result for at in (door.start, door.start + MINUTE, door.end + MINUTE)]

    assert answers == ["admitted", "already_used", "already_used"]


def test_who_was_let_in_anyway_can_be_let_out_of_it_again(door):
    early = door.start - timedelta(hours=2)
    scan(door, early, anyway=True)
    organizer = door.event.organizer

    with acting_as(organizer):
        undo_admission(door.event, door.ticket.pk, reason="Slip", by=organizer, at=early)

    assert stored(door.ticket).status == "valid"
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_of_scanners_that_let_in_anyway_admits_once(door):
    early = door.start - timedelta(hours=2)

    outcomes = race(*[lambda: scan(door, early, anyway=True)] * 6)

    results = sorted(outcome.result for outcome in outcomes)
    assert results == ["admitted", *["already_used"] * 5]
    assert_integrity()


def moved(door, **shift):
    """Put the ticket's time that far from now, since the page reads the clock."""
    start = timezone.now() + timedelta(**shift)
    with everything():
        Event.objects.filter(pk=door.event.pk).update(
            start_date=start - timedelta(days=1), end_date=start + timedelta(days=1)
        )
        EventSlot.objects.filter(pk=door.slot.pk).update(
            starts_at=start, ends_at=start + timedelta(hours=1)
        )
    return start.astimezone(door.event.venue.zone)


def post(client, door, **fields):
    return client.post(f"/checkin/{door.event.slug}/", {"nonce": uuid.uuid4(), **fields})


def test_the_door_says_for_when_it_is_and_lets_in_with_one_tap(door):
    start = moved(door, hours=3)
    client = visitor(EventTeamMemberFactory(event=door.event, permissions=["door"]).user)

    answer = post(client, door, code=door.ticket.code)
    page = words(answer)
    tapped = post(client, door, ticket=door.ticket.pk, anyway="1")

    assert 'data-verdict="used"' in answer.content.decode()
    assert f"Too early: this ticket is for {start:%a} {start.day} {start:%b}, {start:%H:%M}" in page
    assert "Let in anyway" in page
    assert "Admit" in words(tapped)
    assert f"Time {start:%H:%M}" in words(tapped)
    assert stored(door.ticket).status == "used"


def test_the_door_says_that_a_time_is_over(door):
    moved(door, hours=-5)

    assert "Too late: this ticket was for" in words(
        post(visitor(door.event.organizer), door, code=door.ticket.code)
    )


def test_a_rival_lets_nobody_in_anyway(door):
    moved(door, hours=3)
    rival = with_times(5).event.organizer

    assert post(visitor(rival), door, ticket=door.ticket.pk, anyway="1").status_code == 404
    assert stored(door.ticket).status == "valid"


def test_a_scan_for_a_time_stays_within_ten_statements(door, django_assert_max_num_queries):
    moved(door, minutes=10)
    client = visitor(door.event.organizer)
    client.get(f"/checkin/{door.event.slug}/")

    with django_assert_max_num_queries(10):
        answer = post(client, door, code=door.ticket.code)

    assert "Admit" in words(answer)


def test_a_search_at_the_door_shows_for_when_a_ticket_is(door):
    start = moved(door, hours=3)

    page = words(
        visitor(door.event.organizer).post(f"/checkin/{door.event.slug}/search/", {"words": "Gwen"})
    )

    assert f"Type 1, {start:%a} {start.day} {start:%b}, {start:%H:%M}" in page
