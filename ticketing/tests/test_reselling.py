"""A ticket offered to the waiting list: it stays its buyer's until its place is paid for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.publishing import cancel_event
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.calling_off import work_off
from ticketing.exceptions import NoResale, NotToOffer, OfferedToSomebody, OnOffer
from ticketing.handing_on import correct_answers, correct_name, transfer_ticket
from ticketing.models import Order, RefundPolicy, Ticket
from ticketing.reselling import offer_to_list, withdraw_from_list
from ticketing.sweeping import sweep_holds
from ticketing.waiting import OFFER, leave, offer_places

from .factories import RefundPolicyFactory, TicketTypeFactory
from .sale import (
    bought,
    check_out,
    counters,
    hold,
    news_of,
    promised,
    refunds_of,
    settled,
    show,
    states,
    stored,
    tell,
    tickets_of,
)
from .test_admission import scan
from .test_refunds import by_organizer
from .test_returning import returned
from .test_waiting import let_go, offered, wait, waiting
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db
START = NOON + timedelta(days=10)


def full_house(number=1, *, price=25, **policy):
    """A show whose `number` places are all sold to one buyer, who may offer them to the list."""
    sale = show(number, price=price, start_date=START, end_date=START + timedelta(hours=3))
    RefundPolicyFactory(event=sale.event, **{"resale": True, "fee_percent": 10} | policy)
    sale.order = bought(sale.event, {sale.type: number}) if price else free(sale, number)
    sale.tickets = tickets_of(sale.order)
    return sale


def free(sale, number):
    order = hold(sale.event, {sale.type: number})
    check_out(order)
    return stored(order)


def offer(ticket, *, at=NOON):
    with acting_as(None), order_in_scope(ticket.order_id):
        return offer_to_list(fresh(ticket), by=None, at=at)


def withdraw(ticket, *, at=NOON):
    with acting_as(None), order_in_scope(ticket.order_id):
        return withdraw_from_list(fresh(ticket), by=None, at=at)


def fresh(ticket):
    with everything():
        related = Ticket.objects.select_related("ticket_type", "event__refund_policies")
        return related.get(pk=ticket.pk)


def sweep(at=NOON):
    with acting_as(None):
        return offer_places(at=at)


def order_of(entry):
    with everything():
        return stored(entry).order


def paid(order, at=NOON):
    """Who was offered it checks out and pays."""
    payment = check_out(order, at=at)
    if payment is not None:
        tell(news_of(payment), at=at)
    return stored(order)


def on_offer(ticket):
    ticket = stored(ticket)
    return ticket.status, ticket.resale_since is not None, ticket.resale_order_id


@pytest.fixture
def sale():
    sale = full_house()
    sale.ticket = sale.tickets[0]
    return sale


def test_an_offered_ticket_ends_and_is_paid_back_in_full_when_its_place_is_sold(sale, mailoutbox):
    entry = wait(sale.type)
    assert sweep() == 0

    offer(sale.ticket)
    drain_outbox("communications.deliver")
    assert mailoutbox[-1].subject.startswith("Offered to the waiting list: ")
    assert sweep() == 1
    order = order_of(entry)
    assert on_offer(sale.ticket) == ("valid", True, order.pk)
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()

    order = paid(order)

    assert states(order)[0] == "completed"
    assert on_offer(sale.ticket) == ("refunded", True, order.pk)
    assert [ticket.status for ticket in tickets_of(order)] == ["valid"]
    assert states(sale.order) == ("refunded", "refunded", ["successful"])
    [owed] = refunds_of(sale.order)
    assert (owed.amount, owed.reason, stored(sale.ticket).refund_id) == (25, "resold", owed.pk)
    assert ("ticketing.refund", owed.pk) in promised()
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()
    settled(owed)
    drain_outbox("ticketing.tell_refunded", "communications.deliver")
    assert "sold to somebody on the waiting list" in mailoutbox[-1].body
    assert_integrity()


def test_of_several_tickets_the_first_offered_goes_and_the_order_stays():
    sale = full_house(3)
    first, second, third = sale.tickets
    for minutes, ticket in enumerate([second, third]):
        offer(ticket, at=NOON + timedelta(minutes=minutes))
    entry = wait(sale.type)

    sweep()
    paid(order_of(entry))

    assert [stored(each).status for each in (first, second, third)] == [
        "valid", "refunded", "valid",
    ]  # fmt: skip
    assert states(sale.order)[:2] == ("completed", "paid")
    assert on_offer(third) == ("valid", True, None)
    assert counters(sale.event) == [(0, 3), (0, 3)]
    assert_integrity()


def test_free_places_are_taken_before_tickets_on_offer():
    sale = full_house(2)
    offer(sale.tickets[0])
    entry = wait(sale.type, party=2)
    assert sweep() == 0  # one is not enough for two
    by_organizer(sale.order, tickets=[sale.tickets[1]])

    assert sweep() == 1

    order = order_of(entry)
    with everything():
        assert list(order.lines.values_list("quantity", "from_resale")) == [(2, 1)]
    assert counters(sale.event) == [(1, 1), (1, 1)]
    assert_integrity()
    paid(order)
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


def test_tickets_of_several_buyers_make_one_offer():
    sale = show(2, start_date=START, end_date=START + timedelta(hours=3))
    RefundPolicyFactory(event=sale.event, resale=True)
    orders = [bought(sale.event, {sale.type: 1}) for _ in range(2)]
    for order in orders:
        offer(tickets_of(order)[0])
    entry = wait(sale.type, party=2)

    sweep()
    paid(order_of(entry))

    assert [states(order)[0] for order in orders] == ["refunded", "refunded"]
    assert [[owed.amount for owed in refunds_of(order)] for order in orders] == [[25], [25]]
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


def test_a_ticket_that_cost_nothing_ends_without_money():
    sale = full_house(price=0)
    entry = wait(sale.type)
    offer(sale.tickets[0])

    sweep()
    order = paid(order_of(entry))

    assert states(order)[0] == "completed"
    assert stored(sale.tickets[0]).status == "refunded"
    assert refunds_of(sale.order) == []
    assert ("ticketing.tell_cancelled", sale.order.pk) in promised()
    assert_integrity()


@pytest.mark.parametrize("end", ["released", "expired", "left", "withdrawn after"])
def test_an_offer_that_ends_unpaid_leaves_the_ticket_on_offer(sale, end):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    later = NOON + OFFER + timedelta(minutes=1)

    if end == "released":
        let_go(order)
    elif end == "left":
        with acting_as(None):
            leave(stored(entry), at=NOON)
    else:
        with acting_as(None):
            sweep_holds(at=later)

    assert on_offer(sale.ticket) == ("valid", True, None)
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity(at=later)
    if end == "withdrawn after":
        withdraw(sale.ticket, at=later)
        assert on_offer(sale.ticket) == ("valid", False, None)
    else:
        wait(sale.type, "next@example.org")
        assert sweep(at=NOON) == 1


def test_a_ticket_somebody_decides_on_cannot_be_withdrawn(sale):
    wait(sale.type)
    offer(sale.ticket)
    sweep()

    with pytest.raises(OfferedToSomebody):
        withdraw(sale.ticket)

    assert on_offer(sale.ticket)[:2] == ("valid", True)


def test_a_ticket_on_offer_is_not_changed_meanwhile(sale):
    offer(sale.ticket)
    ticket, scope = stored(sale.ticket), {"by": None, "at": NOON}
    for change in (
        lambda: correct_name(ticket, name="Ove", **scope),
        lambda: transfer_ticket(ticket, name="Ove", email="ove@example.org", **scope),
        lambda: correct_answers(ticket, said={}, **scope),
    ):
        with pytest.raises(OnOffer), acting_as(None), order_in_scope(ticket.order_id):
            change()

    withdraw(ticket)
    with acting_as(None), order_in_scope(ticket.order_id):
        assert correct_name(ticket, name="Ove", **scope).holder_name == "Ove"


def test_what_may_not_be_offered(sale):
    def refused(refusal, *, at=NOON):
        with pytest.raises(refusal):
            offer(sale.ticket, at=at)

    refused(NoResale, at=START)
    with everything():
        RefundPolicy.objects.update(resale=False)
    refused(NoResale)
    with everything():
        RefundPolicy.objects.update(resale=True)
        sale.type.is_hidden = True
        sale.type.save(update_fields=["is_hidden"])
    refused(NoResale)
    with everything():
        sale.type.is_hidden = False
        sale.type.companion_of = TicketTypeFactory(event=sale.event)
        sale.type.save(update_fields=["is_hidden", "companion_of"])
    refused(NoResale)
    with everything():
        sale.type.companion_of = None
        sale.type.save(update_fields=["companion_of"])
    scan(sale.event, sale.ticket.code)
    refused(NotToOffer)
    assert on_offer(sale.ticket) == ("used", False, None)


def test_a_ticket_passed_on_is_not_its_buyers_to_offer(sale):
    with acting_as(None), order_in_scope(sale.order.pk):
        transfer_ticket(stored(sale.ticket), name="Ove", email="o@example.org", by=None, at=NOON)

    with pytest.raises(NotToOffer):
        offer(sale.ticket)


def test_where_nobody_waits_a_list_can_still_be_joined(sale):
    offer(sale.ticket)
    assert sweep() == 0

    entry = wait(sale.type)

    assert waiting(sale.type) == 1
    assert sweep() == 1
    assert offered(entry) == ("offered", "pending")


def test_a_ticket_used_at_the_door_keeps_its_place_and_the_money_goes_back(sale):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    payment = check_out(order)
    scan(sale.event, sale.ticket.code)

    assert tell(news_of(payment))

    assert states(order) == ("expired", "pending", ["successful"])
    assert [(owed.amount, owed.reason) for owed in refunds_of(order)] == [(25, "too_late")]
    assert tickets_of(order) == []
    assert on_offer(sale.ticket) == ("used", True, None)
    assert (states(sale.order)[0], refunds_of(sale.order)) == ("completed", [])
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()
    [owed] = refunds_of(order)
    settled(owed)
    assert states(order)[:2] == ("refunded", "refunded")
    assert_integrity()


def test_where_a_place_is_free_by_then_it_stands_in_for_a_ticket_that_was_used():
    sale = full_house(2)
    entry = wait(sale.type)
    offer(sale.tickets[0])
    sweep()
    order = order_of(entry)
    payment = check_out(order)
    scan(sale.event, sale.tickets[0].code)
    by_organizer(sale.order, tickets=[sale.tickets[1]])

    tell(news_of(payment))

    assert states(order)[0] == "completed"
    assert on_offer(sale.tickets[0]) == ("used", True, None)
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


def test_a_free_order_whose_ticket_was_used_is_told_so():
    sale = full_house(price=0)
    person = UserFactory()
    wait(sale.type, person.email, user=person, at=timezone.now())
    offer(sale.tickets[0])
    sweep(at=timezone.now())
    with everything():
        order = Order.objects.get(status="pending")
    scan(sale.event, sale.tickets[0].code)
    details = {"full_name": "Gwen", "email": "gwen@example.org", "accept_terms": "on"}

    answer = visitor(person).post(f"/orders/{order.pk}/checkout/", details)

    assert answer.status_code == 410
    assert "The last of these places have just gone." in words(answer)
    assert states(order)[0] == "pending"
    assert_integrity(at=timezone.now())


@pytest.mark.parametrize("by", ["organizer", "buyer"])
def test_a_ticket_taken_back_meanwhile_gives_its_place_to_the_sale_and_so_to_the_offer(sale, by):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    if by == "organizer":
        by_organizer(sale.order)
    else:
        returned(sale.order, [stored(sale.ticket)], "22.50")
    assert counters(sale.event) == [(0, 0), (0, 0)]

    paid(order)

    assert states(order)[0] == "completed"
    assert [owed.reason for owed in refunds_of(sale.order)] != ["resold"]
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()


def test_a_payment_after_the_offer_has_gone_is_given_back(sale):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    order = order_of(entry)
    payment = check_out(order)
    later = NOON + OFFER + timedelta(minutes=1)
    with acting_as(None):
        sweep_holds(at=later)

    tell(news_of(payment), at=later)

    assert states(order)[0] == "expired"
    assert [owed.reason for owed in refunds_of(order)] == ["too_late"]
    assert on_offer(sale.ticket) == ("valid", True, None)
    assert_integrity(at=later)


def test_a_cancelled_event_gives_back_what_was_on_offer_and_lets_the_offer_go(sale):
    entry = wait(sale.type)
    offer(sale.ticket)
    sweep()
    organizer = sale.event.organizer
    with acting_as(organizer):
        cancel_event(sale.event, by=organizer, at=NOON)
    with acting_as(None):
        work_off(sale.event.pk, at=NOON)

    assert states(order_of(entry))[0] == "cancelled"
    assert on_offer(sale.ticket) == ("refunded", True, None)
    assert [owed.reason for owed in refunds_of(sale.order)] == ["event_cancelled"]
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert_integrity()


def test_a_buyer_offers_and_withdraws_on_the_tickets_page(sale):
    client = visitor()
    client.get(mailed_link(sale.order))
    url = f"/tickets/{sale.ticket.pk}/"
    assert "Offer it to the waiting list" in words(client.get(url))

    client.post(f"{url}offer/")
    page = words(client.get(url))
    assert "Offered to the waiting list since" in page
    assert "Correct the name" not in page
    assert "Offered to the waiting list since" in words(client.get(f"/orders/{sale.order.pk}/"))
    client.post(f"{url}withdraw/")

    assert on_offer(sale.ticket) == ("valid", False, None)
    again = client.post(f"{url}withdraw/", follow=True)
    assert "Nothing was changed." in words(again)


def test_nobody_else_offers_a_ticket(sale):
    url = f"/tickets/{sale.ticket.pk}/"
    holder = visitor()
    holder.get(f"{url}?order={sale.order.pk}&key={sale.ticket.link_key}")

    for person in (holder, visitor(), visitor(UserFactory()), visitor(sale.event.organizer)):
        assert person.post(f"{url}offer/").status_code == 404

    assert "Offer it" not in words(holder.get(url))
    assert on_offer(sale.ticket) == ("valid", False, None)
