"""Buyers ask for a refund where the organizer decides, and are answered."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from events.publishing import cancel_event
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.asking import approve_request, ask_refund, decline_request, withdraw_request
from ticketing.exceptions import (
    AnotherSum,
    AnswerNeeded,
    AskedAlready,
    NoLongerOpen,
    NoReturns,
    NothingToRefund,
    ReturnsChanged,
    TooLateToReturn,
    UsedAtTheDoor,
)
from ticketing.models import Order, RefundPolicy, RefundRequest
from ticketing.returning import return_tickets

from .sale import bought, counters, ordered, race, refunds_of, show, states, stored, tickets_of
from .test_refunds import admitted, by_organizer
from .test_returning import START, returnable, returned

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def asking_for(*quantities, **policy):
    """A sale whose organizer decides on each return."""
    return returnable(*quantities, approval=True, **policy)


def asked(order, tickets, expected, *, reason="", at=NOON, by=None):
    """What the buyer's button does."""
    with acting_as(by), order_in_scope(order.pk):
        return ask_refund(
            order, tickets=tickets, expected=Decimal(expected), reason=reason, by=by, at=at
        )


def answered(request, rule, **told):
    """What the organizer's button does."""
    with everything():
        organizer = Order.objects.get(pk=request.order_id).event.organizer
    with acting_as(organizer):
        return rule(request, **{"by": organizer, "at": LATER} | told)


def requests_of(order):
    with everything():
        return list(RefundRequest.objects.filter(order=order).order_by("asked_at"))


def ticket_states(order):
    return [ticket.status for ticket in tickets_of(order)]


def test_asking_changes_neither_tickets_nor_money(mailoutbox):
    sale = asking_for(fee_percent=Decimal(10))
    buyer = UserFactory()
    order = bought(sale.event, {sale.type: 2}, buyer=buyer, attendees=["Ida", "Ove"])

    request = asked(order, tickets_of(order)[1:], "22.50", reason="I am ill", by=buyer)

    assert (request.status, request.numbers, request.amount) == ("open", [2], Decimal("22.50"))
    assert (stored(request).reason, request.by, request.asked_at) == ("I am ill", buyer, NOON)
    assert ticket_states(order) == ["valid", "valid"]
    assert refunds_of(order) == []
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()
    drain_outbox("communications.deliver")
    (mail,) = [each for each in mailoutbox if "refund request" in each.subject]
    assert mail.to == [order.buyer_email]
    assert "Type 1, Ove" in mail.body
    assert "Type 1, Ida" not in mail.body
    assert "If the organizer agrees, €22.50 goes back the way it came." in mail.body
    assert "I am ill" not in mail.body


def test_the_organizer_is_told_who_waits_for_an_answer(client, mailoutbox):
    sale = asking_for()
    order = bought(sale.event, {sale.type: 3})
    request = asked(order, tickets_of(order)[1:], 50, reason="I am ill")
    drain_outbox("communications.deliver")

    (mail,) = [each for each in mailoutbox if "Refund request" in each.subject]

    assert mail.to == [sale.event.organizer.email]
    assert f"The buyer of order {order.number}, {sale.event.title}," in mail.body
    assert "asks you to take back 2 tickets.\nIf you agree, €50.00 goes back" in mail.body
    assert "I am ill" not in mail.body
    client.force_login(sale.event.organizer)
    page = client.get(mail.body.split("Answer the request: ")[1].split()[0])
    assert (page.status_code, page.context["asked"]) == (200, request)


def test_who_wants_no_mail_finds_it_in_the_inbox(mailoutbox):
    sale = asking_for()
    organizer = sale.event.organizer
    organizer.preferences = {"no_mail": ["refunds"]}
    with everything():
        organizer.save(update_fields=["preferences"])

    asked(order := bought(sale.event, {sale.type: 1}), tickets_of(order), 25)
    drain_outbox("communications.deliver")

    assert [each for each in mailoutbox if each.to == [organizer.email]] == []
    with acting_as(organizer):
        assert [note.type for note in organizer.notifications.all()] == ["push"]


def test_an_order_is_asked_for_once_at_a_time():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 2})
    first, second = tickets_of(order)
    request = asked(order, [first], 25)

    with pytest.raises(AskedAlready):
        asked(order, [second], 25)

    assert len(requests_of(order)) == 1
    answered(request, decline_request, answer="No")
    asked(order, [second], 25, at=LATER)
    assert [each.status for each in requests_of(order)] == ["declined", "open"]


def test_what_cannot_be_returned_cannot_be_asked_for():
    sale, at_once = asking_for(), returnable()
    order, other = (bought(sale.event, {sale.type: 2}) for _ in range(2))
    quick = bought(at_once.event, {at_once.type: 1})
    without = show(10)
    kept = bought(without.event, {without.type: 1})
    first, second = tickets_of(order)
    assert admitted(first) == "admitted"

    for whose, tickets, expected, at, refusal in [
        (order, [first], 25, NOON, UsedAtTheDoor),
        (order, [second], 24, NOON, AnotherSum),
        (order, [], 0, NOON, NothingToRefund),
        (order, tickets_of(other), 50, NOON, NoLongerOpen),
        (order, [second], 25, START - timedelta(hours=23), TooLateToReturn),
        (quick, tickets_of(quick), 25, NOON, ReturnsChanged),
        (kept, tickets_of(kept), 25, NOON, ReturnsChanged),
    ]:
        with pytest.raises(refusal):
            asked(whose, tickets, expected, at=at)

    assert not any(requests_of(each) for each in (order, other, quick, kept))


def test_where_the_organizer_decides_nothing_is_returned_at_once():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})

    with pytest.raises(ReturnsChanged):
        returned(order, tickets_of(order), 25)

    assert ticket_states(order) == ["valid"]


def test_anothers_order_is_not_there_to_be_asked_for():
    sale = asking_for()
    order, other = (bought(sale.event, {sale.type: 1}) for _ in range(2))
    stranger = UserFactory()

    with acting_as(stranger), order_in_scope(other.pk):
        assert not RefundRequest.objects.exists()
        assert not Order.objects.filter(pk=order.pk).exists()
    with pytest.raises(NoLongerOpen):
        asked(other, tickets_of(order), 25, by=stranger)

    assert requests_of(order) == requests_of(other) == []


def test_a_request_is_withdrawn_and_made_anew():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)

    with acting_as(None), order_in_scope(order.pk):
        withdraw_request(request, by=None, at=LATER)

    assert (stored(request).status, stored(request).answered_at) == ("withdrawn", LATER)
    for rule, told in [(approve_request, {}), (decline_request, {"answer": "No"})]:
        with pytest.raises(NotFromHere):
            answered(request, rule, **told)
    assert ticket_states(order) == ["valid"]
    asked(order, tickets_of(order), 25, at=LATER)
    assert [each.status for each in requests_of(order)] == ["withdrawn", "open"]


def test_an_approval_gives_back_what_was_asked_for(mailoutbox):
    sale = asking_for(fee_fixed=Decimal(5))
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    request = asked(order, tickets_of(order)[:1], 20)

    owed = answered(request, approve_request, answer="Get well soon")

    organizer = sale.event.organizer
    assert (owed.amount, owed.reason, owed.by) == (20, "returned", organizer)
    request = stored(request)
    assert (request.status, request.answer) == ("approved", "Get well soon")
    assert (request.answered_by_id, request.answered_at) == (organizer.pk, LATER)
    assert ticket_states(order) == ["refunded", "valid"]
    assert states(order)[0] == "completed"
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()
    drain_outbox("communications.deliver")
    (mail,) = [each for each in mailoutbox if "approved" in each.subject]
    assert "€20.00 goes back the way it came." in mail.body
    assert "Get well soon" in mail.body
    assert "Type 1, Ida" in mail.body


def test_the_hours_count_when_it_is_asked_and_not_when_it_is_answered():
    sale = asking_for(hours=48)
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25, at=START - timedelta(hours=48))

    owed = answered(request, approve_request, at=START - timedelta(hours=1))

    assert owed.amount == 25
    assert states(order)[0] == "refunded"


def test_a_free_ticket_is_taken_back_without_money(mailoutbox):
    sale = asking_for(price=0)
    order, _none = ordered(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 0)

    assert answered(request, approve_request) is None

    assert (states(order)[0], stored(request).status) == ("refunded", "approved")
    drain_outbox("communications.deliver")
    (mail,) = [each for each in mailoutbox if "approved" in each.subject]
    assert "Nothing is paid back for them." in mail.body


def test_another_sum_than_was_told_is_confirmed_first():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)
    with everything():
        RefundPolicy.objects.update(fee_fixed=5)

    with pytest.raises(AnotherSum):
        answered(request, approve_request)

    assert (stored(request).status, refunds_of(order)) == ("open", [])
    assert answered(request, approve_request, expected=Decimal(20)).amount == 20


def test_what_is_left_of_it_is_given_back():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 3})
    first, second, _third = tickets_of(order)
    request = asked(order, [first, second], 50)
    by_organizer(order, tickets=[first])

    assert stored(request).status == "open"
    assert answered(request, approve_request, expected=Decimal(25)).amount == 25

    assert ticket_states(order) == ["refunded", "refunded", "valid"]
    assert_integrity()


def test_a_ticket_used_meanwhile_is_not_taken_back():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)
    assert admitted(tickets_of(order)[0]) == "admitted"

    with pytest.raises(UsedAtTheDoor):
        answered(request, approve_request)

    assert (stored(request).status, ticket_states(order)) == ("open", ["used"])


def test_no_policy_any_more_no_approval():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)
    with everything():
        RefundPolicy.objects.all().delete()

    with pytest.raises(NoReturns):
        answered(request, approve_request)

    assert stored(request).status == "open"


def test_a_decline_says_why(mailoutbox):
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)

    with pytest.raises(AnswerNeeded):
        answered(request, decline_request, answer=" ")
    assert stored(request).status == "open"
    answered(request, decline_request, answer="The chairs are ordered")

    request = stored(request)
    assert (request.status, request.answer) == ("declined", "The chairs are ordered")
    assert (request.answered_by_id, request.answered_at) == (sale.event.organizer_id, LATER)
    assert (ticket_states(order), refunds_of(order)) == (["valid"], [])
    drain_outbox("communications.deliver")
    (mail,) = [each for each in mailoutbox if "declined" in each.subject]
    assert "The chairs are ordered" in mail.body
    with pytest.raises(NotFromHere):
        answered(request, approve_request)


@pytest.mark.parametrize("permission", ["sell", "finance", "door", "programme"])
def test_who_may_not_refund_does_not_answer(permission):
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)
    member = EventTeamMemberFactory(event=sale.event, permissions=[permission]).user

    for person in (member, UserFactory(), show(10).event.organizer):
        with acting_as(person):
            with pytest.raises(PermissionDenied):
                approve_request(request, by=person, at=LATER)
            with pytest.raises(PermissionDenied):
                decline_request(request, answer="No", by=person, at=LATER)

    assert (stored(request).status, ticket_states(order)) == ("open", ["valid"])


def test_a_refund_of_the_whole_order_settles_it():
    sale = asking_for()
    order, other = (bought(sale.event, {sale.type: 2}) for _ in range(2))
    request, waiting = (asked(each, tickets_of(each)[:1], 25) for each in (order, other))

    by_organizer(order)

    assert (stored(request).status, stored(request).answered_at) == ("settled", LATER)
    assert stored(waiting).status == "open"
    with pytest.raises(NotFromHere):
        answered(request, approve_request)


def test_a_cancelled_event_settles_what_was_asked_for():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)
    organizer = sale.event.organizer
    with acting_as(organizer):
        cancel_event(sale.event, by=organizer, at=LATER)

    drain_outbox("ticketing.call_off")

    assert (states(order)[0], stored(request).status) == ("refunded", "settled")
    assert_integrity()


def test_returned_at_once_after_all_it_is_settled():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)
    with everything():
        RefundPolicy.objects.update(approval=False)

    with acting_as(None), order_in_scope(order.pk):
        return_tickets(order, tickets=tickets_of(order), expected=Decimal(25), by=None, at=LATER)

    assert stored(request).status == "settled"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    request = asked(order, tickets_of(order), 25)

    outcomes = race(
        *[lambda: answered(stored(request), approve_request)] * 3,
        *[lambda: answered(stored(request), decline_request, answer="No")] * 3,
    )

    assert [type(each).__name__ for each in outcomes].count("NotFromHere") == 5
    is_approved = stored(request).status == "approved"
    assert len(refunds_of(order)) == is_approved
    assert ticket_states(order) == ["refunded" if is_approved else "valid"]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_asked_many_times_at_once_is_asked_once():
    sale = asking_for()
    order = bought(sale.event, {sale.type: 1})
    tickets = tickets_of(order)

    outcomes = race(*[lambda: asked(order, tickets, 25)] * 4)

    assert [type(each).__name__ for each in outcomes].count("AskedAlready") == 3
    assert len(requests_of(order)) == 1
