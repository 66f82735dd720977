"""The door's second look: in and out, once a day, what was undone, and who is looked for."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.admission import admit, search_tickets, tally, undo_admission
from ticketing.exceptions import NothingToUndo
from ticketing.models import CheckIn

from .factories import GateFactory, TicketFactory
from .sale import bought, race, show, stored, tickets_of
from .test_admission import doorkeeper, scan, scans

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sold(policy="once", number=1, **details):
    """A show whose type lets in so, with its tickets and somebody at its door."""
    sale = show(10)
    with everything():
        sale.type.entry_policy = policy
        sale.type.save(update_fields=["entry_policy"])
    sale.tickets = tickets_of(bought(sale.event, {sale.type: number}, **details))
    sale.ticket, sale.keeper = sale.tickets[0], doorkeeper(sale.event)
    return sale


def passing(sale, *, at=NOON, leaving=False, **more):
    with acting_as(sale.keeper):
        return admit(
            sale.event, sale.ticket.code, nonce=uuid.uuid4(), by=sale.keeper, at=at,
            leaving=leaving, **more,
        ).result  # fmt: skip


def undo(sale, *, by=None, at=NOON, event=None, reason="Scanned twice by mistake"):
    by = by or sale.keeper
    with acting_as(by):
        return undo_admission(event or sale.event, sale.ticket.pk, reason=reason, by=by, at=at)


def inside(sale, at=NOON):
    with acting_as(sale.keeper):
        return tally(sale.event, at=at)[0]


def test_a_ticket_for_one_visit_lets_out_and_not_in_again():
    sale = sold()

    results = [passing(sale, at=NOON), passing(sale, at=NOON + HOUR, leaving=True)]
    gone = inside(sale)
    results += [
        passing(sale, at=NOON + 2 * HOUR, leaving=True),
        passing(sale, at=NOON + 3 * HOUR),
    ]

    assert results == ["admitted", "left", "not_inside", "already_used"]
    assert gone == 0
    assert_integrity()


def test_a_daily_ticket_lets_in_once_a_day_by_the_venues_clock():
    sale = sold("daily")
    midnight = NOON.replace(hour=23, minute=0)  # in Brussels, an hour ahead

    at = [NOON, NOON + HOUR, midnight - HOUR / 2, midnight, midnight + HOUR, midnight + DAY]
    results = [passing(sale, at=moment) for moment in at]

    assert results == [
        "admitted", "already_used", "already_used", "admitted", "already_used", "admitted",
    ]  # fmt: skip
    assert [inside(sale, moment) for moment in (NOON, midnight, midnight + 5 * DAY)] == [1, 1, 0]
    assert stored(sale.ticket).used_at == NOON
    assert_integrity()


def test_a_ticket_for_in_and_out_goes_both_ways_in_turn():
    sale = sold("in_and_out")

    ways = [False, False, True, True, False, True, False]
    results = [passing(sale, at=NOON + n * HOUR, leaving=leaving) for n, leaving in enumerate(ways)]

    assert results == [
        "admitted", "already_used", "left", "not_inside", "admitted", "left", "admitted",
    ]  # fmt: skip
    assert inside(sale) == 1
    assert_integrity()


@pytest.mark.parametrize("policy", ["once", "daily", "in_and_out"])
@pytest.mark.django_db(transaction=True)
def test_many_scanners_at_once_begin_a_visit_once(policy):
    sale = sold(policy)

    first = Counter(race(*[lambda: passing(sale)] * 6))
    out = Counter(race(*[lambda: passing(sale, at=NOON + HOUR, leaving=True)] * 6))
    again = Counter(race(*[lambda: passing(sale, at=NOON + DAY)] * 6))

    assert first == {"admitted": 1, "already_used": 5}
    assert out == {"left": 1, "not_inside": 5}
    assert again == (
        {"already_used": 6} if policy == "once" else {"admitted": 1, "already_used": 5}
    )
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_undone_by_many_at_once_it_is_undone_once():
    sale = sold()
    passing(sale)

    outcomes = race(*[lambda: undo(sale)] * 4)

    assert sorted(type(each).__name__ for each in outcomes) == ["CheckIn"] + ["NothingToUndo"] * 3
    assert stored(sale.ticket).status == "valid"
    assert_integrity()


def test_an_admission_undone_lets_in_again():
    sale = sold()
    gate = GateFactory(event=sale.event)
    passing(sale)

    with acting_as(sale.keeper):
        undone = undo_admission(
            sale.event, sale.ticket.pk, reason="Wrong ticket", by=sale.keeper, at=NOON + HOUR,
            gate_id=gate.pk,
        )  # fmt: skip

    assert (undone.result, stored(undone).reason, undone.gate_id) == (
        "undone", "Wrong ticket", gate.pk,
    )  # fmt: skip
    assert (stored(sale.ticket).status, stored(sale.ticket).used_at) == ("valid", None)
    assert inside(sale) == 0
    assert passing(sale, at=NOON + 2 * HOUR) == "admitted"
    assert [result for _, result in scans(sale.event)] == ["admitted", "undone", "admitted"]
    assert_integrity()


def test_the_second_visit_undone_the_first_stays():
    sale = sold("daily")
    passing(sale)
    passing(sale, at=NOON + DAY)

    undo(sale, at=NOON + DAY)

    assert (stored(sale.ticket).status, stored(sale.ticket).used_at) == ("used", NOON)
    assert passing(sale, at=NOON + DAY + HOUR) == "admitted"
    assert_integrity()


def test_where_nobody_is_in_nothing_is_undone():
    sale = sold()
    with pytest.raises(NothingToUndo):
        undo(sale)
    passing(sale)
    passing(sale, at=NOON + HOUR, leaving=True)
    elsewhere = EventFactory(organizer=sale.event.organizer)

    with pytest.raises(NothingToUndo):
        undo(sale)
    with pytest.raises(NothingToUndo):
        undo(sale, by=sale.event.organizer, event=elsewhere)

    assert [result for _, result in scans(sale.event)] == ["admitted", "left"]


def test_nobody_but_those_of_the_door_undoes():
    sale = sold()
    passing(sale)
    seller = EventTeamMemberFactory(event=sale.event, permissions=["sell", "refund"]).user

    for person in (seller, EventFactory().organizer, UserFactory()):
        with pytest.raises((NothingToUndo, PermissionDenied, DatabaseError)):
            with transaction.atomic():
                undo(sale, by=person)

    assert stored(sale.ticket).status == "used"
    assert [result for _, result in scans(sale.event)] == ["admitted"]


def test_a_scan_says_at_which_gate_and_no_gate_of_another_event_stands_there():
    sale = sold()
    gate, theirs = GateFactory(event=sale.event), GateFactory()

    passing(sale, gate_id=gate.pk)

    with everything():
        assert CheckIn.objects.get().gate_id == gate.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        passing(sale, at=NOON + HOUR, gate_id=theirs.pk)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zoe", ["Zoë Straße"]),
        ("ZOË STRASSE", ["Zoë Straße"]),
        ("e strasse", ["Zoë Straße"]),
        ("o", ["Ørjan Ó", "Zoë Straße"]),
        ("李", ["李 娜"]),
        ("nobody", []),
        ("%", []),
    ],
)
def test_people_are_found_by_a_part_of_their_name(words, found):
    sale = sold(number=3, attendees=["Zoë Straße", "Ørjan Ó", "李 娜"])
    TicketFactory(holder_name="Zoe of another show")

    with acting_as(sale.keeper):
        names = [ticket.holder_name for ticket in search_tickets(sale.event, words)]

    assert sorted(names) == sorted(found)


def test_tickets_are_found_by_their_orders_number_at_their_own_door():
    sale = sold(number=2)
    other = sold()
    with everything():
        number = sale.ticket.order.number

    with acting_as(sale.keeper):
        for words in (number, f" {number.lower()} ", number.replace("-", "")):
            assert search_tickets(sale.event, words) == sale.tickets
        assert search_tickets(other.event, number) == []
    with acting_as(other.keeper):
        assert search_tickets(sale.event, number) == []
        assert search_tickets(other.event, number) == []


def test_a_ticket_that_was_searched_for_is_let_in_by_its_id():
    sale = sold()

    first, again = (scan(sale.event, sale.ticket.pk, by=sale.keeper) for _ in range(2))
    elsewhere = scan(sale.event, TicketFactory().pk, by=sale.keeper)

    assert (first.result, again.result) == ("admitted", "already_used")
    assert (elsewhere.result, elsewhere.ticket) == ("not_valid", None)
