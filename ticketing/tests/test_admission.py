"""The door: one ticket lets one person in once, and every scan is written down."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.admission import admit, tally
from ticketing.codes import new_qr_code
from ticketing.models import CheckIn, Ticket

from .factories import TicketFactory
from .sale import bought, race, show, stored, tickets_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def doorkeeper(event):
    return EventTeamMemberFactory(event=event, permissions=["door"]).user


def scan(event, code, *, by=None, at=NOON, nonce=None):
    by = by or event.organizer
    with acting_as(by):
        return admit(event, code, nonce=nonce or uuid.uuid4(), by=by, at=at)


def scans(event):
    """Every scan at this event's door: (ticket, answer), in the order of their times."""
    with everything():
        rows = CheckIn.objects.filter(event=event).order_by("created_at")
        return list(rows.values_list("ticket", "result"))


@pytest.mark.parametrize("form", ["qr_code", "code"])
def test_a_ticket_is_admitted_once_by_its_qr_or_its_typed_code(form):
    sale = show(10)
    ticket, other = tickets_of(bought(sale.event, {sale.type: 2}))
    by = doorkeeper(sale.event)

    first = scan(sale.event, getattr(ticket, form), by=by)
    again = scan(sale.event, ticket.code.lower().replace("-", " "), by=by, at=LATER)

    assert (first.result, first.ticket.holder_name) == ("admitted", "Gwen Guest")
    assert (again.result, again.ticket.used_at) == ("already_used", NOON)
    assert (stored(ticket).status, stored(ticket).used_at) == ("used", NOON)
    assert stored(other).status == "valid"
    assert scans(sale.event) == [(ticket.pk, "admitted"), (ticket.pk, "already_used")]
    assert (stored(first).by_id, stored(first).created_at) == (by.pk, NOON)
    assert_integrity()


def test_what_no_ticket_says_is_not_valid_and_written_down():
    sale = show(10)
    (ticket,) = tickets_of(bought(sale.event, {sale.type: 1}))
    forged = new_qr_code(event_id=sale.event.pk, ticket_id=ticket.pk)  # signed, with another secret
    last = "A" if ticket.qr_code[100] != "A" else "B"
    broken = f"{ticket.qr_code[:100]}{last}{ticket.qr_code[101:]}"
    tried = ["7K4Q-M2XW-9RTD", forged, broken, "hello", "", "\x00", "💃" * 300]

    answers = [scan(sale.event, code) for code in tried]

    assert {(answer.result, answer.ticket) for answer in answers} == {("not_valid", None)}
    assert scans(sale.event) == [(None, "not_valid")] * len(tried)
    assert stored(ticket).status == "valid"


@pytest.mark.parametrize("form", ["qr_code", "code"])
def test_a_ticket_of_another_event_does_not_let_in(form):
    organizer = show(10).event.organizer
    here, there = show(10, organizer=organizer), show(10, organizer=organizer)
    (ticket,) = tickets_of(bought(there.event, {there.type: 1}))

    answer = scan(here.event, getattr(ticket, form))

    assert (answer.result, answer.ticket) == ("not_valid", None)
    assert stored(ticket).status == "valid"
    assert scans(here.event) == [(None, "not_valid")]
    assert scans(there.event) == []


@pytest.mark.parametrize("status", ["cancelled", "refunded"])
def test_a_ticket_that_was_taken_back_does_not_let_in(status):
    ticket = TicketFactory()
    with everything():
        advance(ticket, status, at=NOON)

    answer = scan(ticket.event, ticket.code)

    assert (answer.result, answer.ticket) == ("not_valid", ticket)
    assert (stored(ticket).status, stored(ticket).used_at) == (status, None)
    assert scans(ticket.event) == [(ticket.pk, "not_valid")]


def test_a_scan_sent_again_gets_its_first_answer_and_is_one_scan():
    ticket = TicketFactory()
    nonce = uuid.uuid4()

    first = scan(ticket.event, ticket.code, nonce=nonce)
    again = scan(ticket.event, ticket.code, nonce=nonce, at=LATER)

    assert (again.pk, again.result) == (first.pk, "admitted")
    assert again.ticket.ticket_type.name == ticket.ticket_type.name
    assert scans(ticket.event) == [(ticket.pk, "admitted")]


def test_another_code_with_a_nonce_that_was_used_is_a_scan_of_its_own():
    """As when somebody goes back in the browser, and types the next code there."""
    ticket, nonce = TicketFactory(), uuid.uuid4()
    next_one = TicketFactory(order=ticket.order, ticket_type=ticket.ticket_type)
    scan(ticket.event, ticket.code, nonce=nonce)

    nonsense = scan(ticket.event, "7K4Q-M2XW-9RTD", nonce=nonce, at=LATER)
    good = scan(ticket.event, next_one.code, nonce=nonce, at=LATER + timedelta(minutes=1))

    assert (nonsense.result, nonsense.ticket) == ("not_valid", None)
    assert (good.result, good.ticket) == ("admitted", next_one)
    assert scans(ticket.event) == [
        (ticket.pk, "admitted"),
        (None, "not_valid"),
        (next_one.pk, "admitted"),
    ]


def test_a_nonce_used_at_another_door_or_by_another_person_answers_nothing_here():
    ticket, nonce = TicketFactory(), uuid.uuid4()
    elsewhere = EventFactory(organizer=ticket.event.organizer)
    keeper, rival = doorkeeper(ticket.event), EventFactory()
    assert scan(ticket.event, ticket.code, nonce=nonce).result == "admitted"

    assert scan(elsewhere, ticket.code, nonce=nonce).result == "not_valid"
    assert scan(rival, ticket.code, nonce=nonce).result == "not_valid"
    assert scan(ticket.event, ticket.code, nonce=nonce, by=keeper).result == "already_used"


def test_nobody_but_those_of_the_door_admits():
    ticket = TicketFactory()
    seller = EventTeamMemberFactory(event=ticket.event, permissions=["sell", "refund"]).user
    rival, stranger = EventFactory().organizer, UserFactory()

    with pytest.raises(PermissionDenied):
        scan(ticket.event, ticket.code, by=seller)
    for person in (rival, stranger):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            scan(ticket.event, ticket.code, by=person)

    assert stored(ticket).status == "valid"
    assert scans(ticket.event) == []


def test_nobody_scans_in_anothers_name():
    ticket = TicketFactory()
    keeper = doorkeeper(ticket.event)

    with acting_as(keeper), pytest.raises(DatabaseError, match="row-level security"):
        with transaction.atomic():
            admit(ticket.event, ticket.code, nonce=uuid.uuid4(), by=ticket.event.organizer, at=NOON)

    assert stored(ticket).status == "valid"


@pytest.mark.django_db(transaction=True)
def test_many_scanners_at_once_admit_exactly_once():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    (one, two), by = tickets_of(order), doorkeeper(sale.event)

    outcomes = race(
        *[lambda code=each.qr_code: scan(sale.event, code, by=by) for each in (one, two)] * 8
    )

    assert Counter((answer.ticket_id, answer.result) for answer in outcomes) == {
        (one.pk, "admitted"): 1,
        (one.pk, "already_used"): 7,
        (two.pk, "admitted"): 1,
        (two.pk, "already_used"): 7,
    }
    assert len(scans(sale.event)) == 16
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_the_same_scan_sent_many_times_at_once_is_one_scan():
    ticket, nonce = TicketFactory(), uuid.uuid4()

    outcomes = race(*[lambda: scan(ticket.event, ticket.code, nonce=nonce)] * 8)

    assert {(answer.pk, answer.result) for answer in outcomes} == {(outcomes[0].pk, "admitted")}
    assert scans(ticket.event) == [(ticket.pk, "admitted")]


@pytest.mark.django_db(transaction=True)
def test_scanned_while_it_is_taken_back_it_ends_as_one_of_both():
    ticket = TicketFactory()

    def take_back():
        with everything():
            return advance(ticket, Ticket.Status.CANCELLED, at=NOON).status

    answer, taken = race(lambda: scan(ticket.event, ticket.code), take_back)

    if answer.result == "admitted":
        assert stored(ticket).status == "used"
        assert taken != "cancelled"
    else:
        assert (answer.result, taken, stored(ticket).status) == (
            "not_valid",
            "cancelled",
            "cancelled",
        )


def test_the_tally_counts_who_is_in_of_those_who_may_come():
    sale = show(10)
    for ticket in tickets_of(bought(sale.event, {sale.type: 3}))[:2]:
        scan(sale.event, ticket.code)
    with everything():
        advance(tickets_of(bought(sale.event, {sale.type: 1}))[0], "cancelled", at=NOON)
    TicketFactory()

    with acting_as(doorkeeper(sale.event)):
        assert tally(sale.event, at=NOON) == (2, 3)
    with acting_as(UserFactory()):
        assert tally(sale.event, at=NOON) == (0, 0)
    with acting_as(None):
        assert Ticket.objects.count() == 0
