"""Refunds at the desk, as organizers meet them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.testing import assert_integrity
from ticketing.payments import REFUND_FAILED

from .sale import (
    bought,
    counters,
    hold,
    ordered,
    refunds_of,
    settled,
    show,
    states,
    stored,
    tickets_of,
)
from .test_admin_actions import act
from .test_refunds import by_organizer
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db


def url_of(order):
    return f"/orders/{order.pk}/refund/"


def ticked(*tickets, **more):
    return {"tickets": [ticket.pk for ticket in tickets], **more}


def shown_sum(page):
    return re.search(r'name="confirm" value="([^"]*)"', page.content.decode())[1]


def test_an_organizer_ticks_sees_the_sum_and_confirms():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    _first, second = tickets_of(order)
    client = visitor(sale.event.organizer)
    page = words(client.get(url_of(order)))
    assert "Type 1, Ida, €25.00" in page
    assert "Refund" in words(client.get(f"/admin/ticketing/order/{order.pk}/change/"))

    preview = client.post(url_of(order), ticked(second, reason="A chair broke"))

    assert "€25.00 goes back" in words(preview)
    assert ("Type 1, Ove" in words(preview), "Type 1, Ida" in words(preview)) == (True, False)
    assert refunds_of(order) == []

    confirmed = ticked(second, reason="A chair broke", confirm=shown_sum(preview))
    answer = client.post(url_of(order), confirmed, follow=True)

    assert "Refunded. The buyer is told by email." in words(answer)
    (owed,) = refunds_of(order)
    assert (owed.amount, owed.note) == (25, "A chair broke")
    assert [ticket.status for ticket in tickets_of(order)] == ["valid", "refunded"]
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()

    again = client.post(url_of(order), confirmed)
    assert again.status_code == 422
    assert len(refunds_of(order)) == 1


def test_a_sum_alone():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    client = visitor(sale.event.organizer)

    preview = client.post(url_of(order), {"amount": "12.50"})
    assert "€12.50 goes back All tickets stay valid." in words(preview)
    client.post(url_of(order), {"amount": "12.50", "confirm": shown_sum(preview)})

    assert [owed.amount for owed in refunds_of(order)] == [12.5]
    assert states(order)[0] == "completed"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose tickets, or type an amount."),
        ({"amount": "50.01"}, "That is more than is left of what was paid."),
        ({"amount": "0"}, "There is nothing left to give back here."),
        ({"amount": "-1"}, "greater than or equal to 0"),
        ({"amount": "1.001"}, "no more than 2 decimal places"),
        ({"amount": "much"}, "Enter a number."),
        ({"tickets": ["x"]}, "is not a valid UUID"),
        ({"amount": "5", "reason": "r" * 501}, "at most 500 characters"),
        ({"amount": "5", "confirm": "4"}, "What goes back has changed meanwhile."),
        ({"amount": "5", "confirm": "x"}, "What goes back has changed meanwhile."),
        ({"amount": "5", "confirm": "sNaN"}, "What goes back has changed meanwhile."),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_goes_back(typed, says):
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})

    answer = visitor(sale.event.organizer).post(url_of(order), typed)

    assert answer.status_code == 422
    assert says in words(answer)
    assert refunds_of(order) == []
    assert counters(sale.event) == [(0, 2), (0, 2)]


def test_tickets_of_another_order_cannot_be_ticked():
    sale = show(10)
    order, other = (bought(sale.event, {sale.type: 1}) for _ in range(2))

    answer = visitor(sale.event.organizer).post(url_of(order), ticked(*tickets_of(other)))

    assert answer.status_code == 422
    assert "is not one of the available choices" in words(answer)


def test_for_whom_the_page_is():
    sale, rivals = show(10), show(10)
    buyer, refunder, seller = UserFactory(), UserFactory(), UserFactory()
    order = bought(sale.event, {sale.type: 1}, buyer=buyer)
    for person, permission in [(seller, "sell"), (refunder, "refund")]:
        EventTeamMemberFactory(event=sale.event, user=person, permissions=[permission])

    def answers(client):
        typed = {"amount": "5", "confirm": "5.00"}
        return client.get(url_of(order)).status_code, client.post(url_of(order), typed).status_code

    guest = visitor()
    guest.get(mailed_link(order))
    assert answers(guest) == (302, 302)  # to the login
    assert answers(visitor(UserFactory())) == (404, 404)
    assert answers(visitor(rivals.event.organizer)) == (404, 404)
    assert answers(visitor(buyer)) == (403, 403)
    assert answers(visitor(seller)) == (403, 403)
    assert refunds_of(order) == []
    assert "Type 1" in words(visitor(refunder).get(url_of(order)))
    assert answers(visitor(refunder)) == (200, 302)


def test_the_page_asks_as_much_for_many_tickets_as_for_one():
    sale = show(10)
    few, many = (bought(sale.event, {sale.type: number}) for number in (1, 3))
    client = visitor(sale.event.organizer)
    client.get(url_of(few))

    counts = []
    for order in (few, many):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url_of(order)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_whole_orders_from_the_list_each_with_its_refusal():
    sale = show(10)
    paid = [bought(sale.event, {sale.type: 2}) for _ in range(2)]
    held = hold(sale.event, {sale.type: 1})

    page = act(visitor(sale.event.organizer), "order", "refund_order", *paid, held)

    assert f"{held}: There is nothing left to give back here." in page
    assert "Refund the whole order: Done for 2 rows." in page
    assert [states(order)[0] for order in paid] == ["refunded", "refunded"]
    assert_integrity()


def test_who_sells_only_refunds_nothing_from_the_list():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    seller = UserFactory()
    EventTeamMemberFactory(event=sale.event, user=seller, permissions=["sell"])

    page = act(visitor(seller), "order", "refund_order", order)

    assert f"{order}: you may not do this." in page
    assert refunds_of(order) == []


def test_a_failed_refund_is_asked_for_again_from_its_list():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    owed = by_organizer(order)
    settled(owed, REFUND_FAILED)

    page = act(visitor(sale.event.organizer), "refund", "retry_refund", owed)

    assert "Ask the provider again: Done for 1 row." in page
    assert stored(owed).status == "pending"


def test_the_buyer_reads_on_the_page_what_went_back():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    guest = visitor()
    link = mailed_link(order)
    by_organizer(order, tickets=tickets_of(order)[:1])
    page = words(guest.get(link, follow=True))
    assert "See you there" in page
    assert "€25.00 of what you paid goes back the way it came." in page

    rest = by_organizer(order)
    assert "€50.00 goes back the way it came. We email you" in words(guest.get(link, follow=True))
    for owed in refunds_of(order):
        settled(owed)
    assert rest.amount == 25
    assert "€50.00 went back the way it came." in words(guest.get(link, follow=True))


def test_the_buyer_of_free_tickets_reads_that_they_are_cancelled():
    sale = show(10, price=0)
    order, _none = ordered(sale.event, {sale.type: 1})
    by_organizer(order)

    page = words(visitor().get(mailed_link(order), follow=True))

    assert "Tickets cancelled Nothing is paid back for them." in page
