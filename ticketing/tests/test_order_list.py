"""My tickets: what one has bought, what comes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import OrganizerProfileFactory

from .factories import OrderFactory
from .sale import bought, hold, show
from .visit import visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    sale = show(10, title="Spring Show")
    OrganizerProfileFactory(user=sale.event.organizer, public_name="House of Test")
    return sale


def test_my_tickets_lists_what_is_mine_what_comes_first(sale):
    person = UserFactory()
    now = timezone.now()
    ago = now - timedelta(days=2)
    over = show(10, title="Old Show", start_date=ago, end_date=ago + timedelta(hours=1))
    mine = bought(sale.event, {sale.type: 2}, buyer=person, at=now)
    held = hold(sale.event, {sale.type: 1}, buyer=person, at=now)
    old = OrderFactory(event=over.event, user=person, paid=True)
    gone = OrderFactory(event=sale.event, user=person, status="expired")
    theirs = bought(sale.event, {sale.type: 1}, buyer=UserFactory(), at=now)

    page = words(visitor(person).get("/account/tickets/"))

    upcoming, _heading, earlier = page.partition("Earlier orders")
    assert [order.number in upcoming for order in (mine, held, old, gone)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [order.number in earlier for order in (mine, held, old, gone)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert "2 × Type 1" in upcoming
    assert "Paid, 2 tickets" in upcoming
    assert theirs.number not in page


def test_my_tickets_for_nobody_and_for_somebody_without(sale):
    answer = visitor().get("/account/tickets/")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/account/tickets/")

    assert "Nothing hanging here yet" in words(visitor(UserFactory()).get("/account/tickets/"))


def test_my_tickets_asks_as_often_for_three_orders_as_for_one(django_assert_num_queries, sale):
    person = UserFactory()
    client = visitor(person)
    bought(sale.event, {sale.type: 1}, buyer=person, at=timezone.now())
    client.get("/account/tickets/")
    with django_assert_num_queries(4):
        client.get("/account/tickets/")

    for other in (show(10), show(10, 10)):
        bought(other.event, {other.type: 1}, buyer=person, at=timezone.now())
    with django_assert_num_queries(4):
        client.get("/account/tickets/")
