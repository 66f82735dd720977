"""What a guest bought belongs to whoever confirms the address, and to nobody else."""

import pytest

from accounts.registration import confirm_address, sign_up
from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.claiming import claim_orders
from ticketing.models import Order, Ticket

from .sale import bought, hold, show, stored, tickets_of

pytestmark = pytest.mark.django_db


def owners(order):
    return stored(order).user_id, {ticket.user_id for ticket in tickets_of(order)}


def test_claim_orders_gives_guest_orders_of_the_address_and_no_others():
    sale = show(50)
    gwen, other = UserFactory(email="Gwen@Example.org"), UserFactory()
    first = bought(sale.event, {sale.type: 2}, email="gwen@example.org")
    second = bought(sale.event, {sale.type: 1}, email="GWEN@example.ORG")
    strangers = bought(sale.event, {sale.type: 1}, email="gwen2@example.org")
    others = bought(sale.event, {sale.type: 1}, buyer=other, email="gwen@example.org")
    nameless = hold(sale.event, {sale.type: 1})

    with acting_as(None):
        assert claim_orders(gwen, at=NOON) == 2
        assert claim_orders(gwen, at=NOON) == 0

    assert owners(first) == owners(second) == (gwen.pk, {gwen.pk})
    assert stored(first).updated_at == NOON
    assert owners(strangers) == (None, {None})
    assert owners(others) == (other.pk, {other.pk})
    assert owners(nameless) == (None, set())
    with acting_as(gwen):
        assert set(Order.objects.values_list("pk", flat=True)) == {first.pk, second.pk}
        assert Ticket.objects.count() == 3
    assert_integrity()


def test_whoever_confirms_an_address_gets_what_it_bought_and_not_before():
    sale = show(50)
    order = bought(sale.event, {sale.type: 1}, email="gwen@example.org")
    with acting_as(None):
        gwen = sign_up(email="gwen@example.org", password="long enough", full_name="Gwen")
    assert owners(order) == (None, {None})

    with acting_as(None):
        confirm_address(gwen.pk, password="long enough", at=NOON)

    assert owners(order) == (gwen.pk, {gwen.pk})


def test_nobody_without_orders_claims_nothing():
    gwen = UserFactory()

    with acting_as(None):
        assert claim_orders(gwen, at=NOON) == 0

    with everything():
        assert not Order.objects.exists()
