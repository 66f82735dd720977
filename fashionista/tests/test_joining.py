"""What was bought as a guest comes along when its address gets an account."""

import pytest
from django.contrib.auth.tokens import default_token_generator

from accounts.registration import confirm_address, set_new_password, sign_up
from accounts.tests.factories import UserFactory
from communications.models import Notification
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from ticketing.models import Order, Ticket
from ticketing.tests.factories import OrderFactory, TicketFactory

pytestmark = pytest.mark.django_db


def owners():
    with everything():
        return {order.buyer_email: order.user_id for order in Order.objects.all()}


@pytest.fixture
def bought():
    """Ann's ticket, and Bob's."""
    orders = [
        OrderFactory(paid=True, buyer_email=address)
        for address in ("Ann@example.org", "bob@example.org")
    ]
    return [TicketFactory(order=order) for order in orders]


def test_a_confirmed_address_brings_in_what_was_bought_with_it_and_no_other(bought):
    with acting_as(None):
        ann = sign_up(email="ann@example.org", password="correct horse", full_name="Ann")
        assert set(owners().values()) == {None}

        confirmed = confirm_address(ann.pk, password=None, at=NOON)

    assert (confirmed.status, confirmed.updated_at) == ("active", NOON)
    assert owners() == {"Ann@example.org": ann.pk, "bob@example.org": None}
    with everything():
        assert list(Ticket.objects.filter(user=ann)) == bought[:1]


def test_a_reset_link_that_confirms_the_address_brings_it_in_too(bought):
    ann = UserFactory(email="ann@example.org", status="pending")
    token = f"{ann.pk.hex}-{default_token_generator.make_token(ann)}"

    with acting_as(None):
        set_new_password(token, "correct horse battery", at=NOON)

    assert owners() == {"Ann@example.org": ann.pk, "bob@example.org": None}


def test_mails_about_an_account_are_its_owners_to_read():
    known = UserFactory(email="ann@example.org")

    with acting_as(None):
        for address in ("ann@example.org", "bob@example.org"):
            sign_up(email=address, password="correct horse", full_name="Eve")

    with everything():
        told = {note.user_id: note.title for note in Notification.objects.all()}
    assert told.pop(known.pk) == "You already have an account"
    assert list(told.values()) == ["Confirm your address"]
    assert None not in told
