"""Orders, tickets and sums given back by the organizer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.admission import admit
from ticketing.exceptions import (
    MoreThanPaid,
    NoLongerOpen,
    NothingToRefund,
    ReasonNeeded,
)
from ticketing.models import CheckIn, Order, Payment, SandboxRefund
from ticketing.payments import REFUND_FAILED
from ticketing.refunding import refund, refund_order, retry_refund

from .factories import SandboxPaymentFactory
from .sale import (
    bought,
    counters,
    hold,
    ordered,
    promised,
    race,
    refunds_of,
    settled,
    show,
    states,
    stored,
    tickets_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def by_organizer(order, **what):
    """What the organizer's page does."""
    with everything():
        organizer = Order.objects.select_related("event__organizer").get(pk=order.pk)
        organizer = organizer.event.organizer
    with acting_as(organizer):
        return refund(order, **{"by": organizer, "at": LATER} | what)


def left_of(order):
    """What came and was not given back."""
    with everything():
        return [each.amount - each.refunded for each in Payment.objects.filter(order=order)]


def ticket_states(order):
    return [ticket.status for ticket in tickets_of(order)]


def test_a_whole_order_goes_back():
    sale = show(10, 10)
    one, two = sale.types
    order = bought(sale.event, {one: 2, two: 1})
    kept = bought(sale.event, {one: 1})

    owed = by_organizer(order, reason="The hall is too warm")

    assert (owed.amount, owed.reason, owed.note) == (75, "organizer", "The hall is too warm")
    assert (owed.status, owed.by, owed.created_at) == ("pending", sale.event.organizer, LATER)
    assert states(order) == ("refunded", "refunded", ["successful"])
    assert [(t.status, t.refund_id) for t in tickets_of(order)] == [("refunded", owed.pk)] * 3
    assert counters(sale.event) == [(0, 1), (0, 0), (0, 1)]
    assert left_of(order) == [0]
    assert ("ticketing.refund", owed.pk) in promised()
    assert (states(kept)[0], ticket_states(kept)) == ("completed", ["valid"])
    assert_integrity()


def test_one_ticket_of_several_goes_back_and_then_the_rest():
    sale = show(2, 10, price=20)
    one, two = sale.types
    order = bought(sale.event, {one: 2, two: 1})
    _first, second, _third = tickets_of(order)

    part = by_organizer(order, tickets=[second])

    assert part.amount == 20
    assert ticket_states(order) == ["valid", "refunded", "valid"]
    assert states(order) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(0, 1), (0, 1), (0, 2)]
    assert_integrity()
    hold(sale.event, {one: 1})  # somebody else takes the place

    rest = by_organizer(order)

    assert rest.amount == 40
    assert [t.refund_id for t in tickets_of(order)] == [rest.pk, part.pk, rest.pk]
    assert states(order) == ("refunded", "refunded", ["successful"])
    assert counters(sale.event) == [(1, 0), (0, 0), (1, 0)]
    assert_integrity()


def test_a_sum_goes_back_and_the_tickets_stay():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})

    owed = by_organizer(order, amount=Decimal("12.34"))

    assert owed.amount == Decimal("12.34")
    assert ticket_states(order) == ["valid", "valid"]
    assert states(order) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert left_of(order) == [Decimal("37.66")]
    assert_integrity()


def test_tickets_for_less_than_they_cost():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})

    owed = by_organizer(order, tickets=tickets_of(order)[:1], amount=Decimal(5))

    assert (owed.amount, ticket_states(order)) == (5, ["refunded", "valid"])
    assert by_organizer(order).amount == 25  # what the other ticket cost, and no more
    assert left_of(order) == [20]
    assert by_organizer(order, amount=Decimal(20)).amount == 20
    assert left_of(order) == [0]
    assert_integrity()


def test_what_was_given_back_before_is_not_given_again():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    by_organizer(order, amount=Decimal(30))

    assert by_organizer(order).amount == 20

    assert_integrity()


def test_a_free_order_goes_back_without_money():
    sale = show(10, price=0)
    order, _none = ordered(sale.event, {sale.type: 2})

    assert by_organizer(order) is None

    assert states(order) == ("refunded", "refunded", [])
    assert ticket_states(order) == ["refunded", "refunded"]
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert ("ticketing.tell_cancelled", order.pk) in promised()
    assert_integrity()


def admitted(ticket):
    with everything():
        event, helper = ticket.event, ticket.event.organizer
    with acting_as(helper):
        return admit(event, ticket.code, nonce=ticket.pk, by=helper, at=NOON).result


def test_a_used_ticket_goes_back_with_a_reason_only():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    used, _unused = tickets_of(order)
    assert admitted(used) == "admitted"

    with pytest.raises(ReasonNeeded):
        by_organizer(order)
    assert (ticket_states(order), refunds_of(order)) == (["used", "valid"], [])

    by_organizer(order, tickets=[used], reason="Fainted in the queue")
    assert ticket_states(order) == ["refunded", "valid"]
    assert stored(used).used_at is None
    with everything():
        assert CheckIn.objects.get().result == "admitted"  # what the door did stays on record
    assert_integrity()


def test_what_went_back_lets_nobody_in():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    (ticket,) = tickets_of(order)
    by_organizer(order)

    assert admitted(ticket) == "not_valid"


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({"amount": Decimal("50.01")}, MoreThanPaid),
        ({"amount": Decimal(0)}, NothingToRefund),
        ({"amount": Decimal("-1")}, NothingToRefund),
    ],
)
def test_sums_that_cannot_be_are_refused(what, refusal):
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})

    with pytest.raises(refusal):
        by_organizer(order, **what)

    nothing_happened(sale, order)


def nothing_happened(sale, order):
    assert states(order) == ("completed", "paid", ["successful"])
    assert ticket_states(order) == ["valid", "valid"]
    assert counters(sale.event)[-1][1] >= 2
    assert (left_of(order), refunds_of(order)) == ([50], [])
    assert_integrity()


def test_tickets_of_another_order_are_refused():
    sale = show(10)
    order, other = (bought(sale.event, {sale.type: 2}) for _ in range(2))

    with pytest.raises(NoLongerOpen):
        by_organizer(order, tickets=tickets_of(order)[:1] + tickets_of(other)[:1])

    nothing_happened(sale, order)
    nothing_happened(sale, other)


def test_what_is_back_does_not_go_back_again():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    first, _second = tickets_of(order)
    by_organizer(order, tickets=[first])

    with pytest.raises(NoLongerOpen):
        by_organizer(order, tickets=[first])
    by_organizer(order)
    with pytest.raises(NothingToRefund):
        by_organizer(order)

    assert len(refunds_of(order)) == 2
    assert counters(sale.event) == [(0, 0), (0, 0)]


def test_what_was_not_paid_has_nothing_to_refund():
    sale = show(10)
    held = hold(sale.event, {sale.type: 1})

    with pytest.raises(NothingToRefund):
        by_organizer(held)
    with pytest.raises(MoreThanPaid):
        by_organizer(held, amount=Decimal(1))

    assert states(held) == ("pending", "pending", [])


def test_who_may_refund_and_who_may_not():
    sale, rivals = show(10), show(10)
    orders = [bought(sale.event, {sale.type: 2}) for _ in range(3)]
    buyer, seller, refunder = UserFactory(), UserFactory(), UserFactory()
    for person, permission in [(seller, "sell"), (refunder, "refund")]:
        EventTeamMemberFactory(event=sale.event, user=person, permissions=[permission])

    for person in (buyer, seller, rivals.event.organizer):
        with acting_as(person), pytest.raises(PermissionDenied):
            refund_order(orders[0], by=person, at=LATER)
    nothing_happened(sale, orders[0])

    admin = UserFactory(user_type="admin")
    for person, order in zip([refunder, admin], orders[1:], strict=True):
        with acting_as(person):
            assert refund_order(order, by=person, at=LATER).by == person


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_give_back_what_was_paid_and_no_more():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})

    outcomes = race(*[lambda: by_organizer(order, amount=Decimal(20))] * 6)

    assert sorted(type(each).__name__ for each in outcomes) == ["MoreThanPaid"] * 4 + ["Refund"] * 2
    assert left_of(order) == [10]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_give_the_places_back_once():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    bought(sale.event, {sale.type: 3})

    outcomes = race(*[lambda: by_organizer(order)] * 6)

    assert sorted(type(e).__name__ for e in outcomes) == ["NothingToRefund"] * 5 + ["Refund"]
    assert counters(sale.event) == [(0, 3), (0, 3)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_the_door_and_a_refund_of_one_ticket_do_not_both_have_it():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    (ticket,) = tickets_of(order)

    at_the_door, outcome = race(lambda: admitted(ticket), lambda: by_organizer(order))

    went_in = at_the_door == "admitted"
    assert went_in == isinstance(outcome, ReasonNeeded)
    assert ticket_states(order) == (["used"] if went_in else ["refunded"])
    assert_integrity()


# what the provider says


def test_each_refund_is_settled_by_its_own_news():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    first = by_organizer(order, amount=Decimal(10))
    second = by_organizer(order, amount=Decimal(15))

    settled(second)

    assert (stored(first).status, stored(second).status) == ("pending", "successful")
    assert not settled(first, amount=Decimal(15), provider_event="of another amount")
    assert not settled(first, refund_id=order.pk, provider_event="of no refund")
    assert stored(first).status == "pending"
    assert settled(first)
    assert not settled(first, REFUND_FAILED)  # overtaken
    assert stored(first).status == "successful"
    assert states(order) == ("completed", "paid", ["successful"])


def test_a_refund_that_failed_is_owed_still_and_tried_again():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    owed = by_organizer(order)
    settled(owed, REFUND_FAILED)
    assert stored(owed).status == "failed"
    assert left_of(order) == [0]
    assert_integrity()

    organizer = sale.event.organizer
    with acting_as(organizer):
        retry_refund(owed, by=organizer, at=LATER)
        with pytest.raises(NotFromHere):
            retry_refund(owed, by=organizer, at=LATER)
    assert (stored(owed).status, stored(owed).finished_at) == ("pending", None)

    settled(owed)
    assert stored(owed).status == "successful"


def test_a_failed_refund_is_nobody_elses_to_try_again():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    owed = by_organizer(order)
    settled(owed, REFUND_FAILED)
    stranger = UserFactory()

    with acting_as(stranger), pytest.raises(PermissionDenied):
        retry_refund(owed, by=stranger, at=LATER)

    assert stored(owed).status == "failed"


@pytest.mark.django_db(transaction=True)
def test_money_goes_all_the_way_over_http_and_the_buyer_is_told(live_server, settings, mailoutbox):
    settings.SITE_URL = live_server.url
    sale = show(10, title="Spring Show")
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    with everything():
        SandboxPaymentFactory(
            payment=order.paid_by,
            state="paid",
            decided_at=NOON,
            webhook_url=f"{live_server.url}/webhooks/payments/sandbox/",
        )
    by_organizer(order, tickets=tickets_of(order)[1:], reason="One chair broke")
    by_organizer(order, amount=Decimal(5))

    drain_outbox()

    with everything():
        rows = SandboxRefund.objects.order_by("amount").values_list("amount", "state")
        assert list(rows) == [(5, "given"), (25, "given")]
    assert [each.status for each in refunds_of(order)] == ["successful", "successful"]
    mails = {each.body.split(" ", 1)[0]: each.body for each in mailoutbox[-2:]}
    assert set(mails) == {"€25.00", "€5.00"}
    assert "One chair broke" in mails["€25.00"]
    assert "These tickets no longer open the door:\nType 1, Ove\n" in mails["€25.00"]
    assert "no longer open" not in mails["€5.00"]
    assert "refunded by the organizer" in mails["€5.00"]


def test_the_buyer_of_free_tickets_is_told(mailoutbox):
    sale = show(10, price=0, title="Spring Show")
    order, _none = ordered(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    by_organizer(order, tickets=tickets_of(order)[:1])

    drain_outbox("ticketing.tell_cancelled", "communications.deliver")

    (mail,) = mailoutbox
    assert mail.to == ["gwen@example.org"]
    assert mail.subject == "Your tickets are cancelled: Spring Show"
    assert f"{order.number}, Spring Show, no longer open the door:\nType 1, Ida\n" in mail.body
    assert "Ove" not in mail.body
