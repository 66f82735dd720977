"""Messages get lost: what became of old payments is asked, once a night."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.tests.factories import OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import assert_integrity, everything
from ticketing.models import Payment, PaymentEvent
from ticketing.reconciling import reconcile
from ticketing.tasks import reconcile as nightly

from .sale import check_out, counters, ordered, show, states, stored, tickets_of
from .test_stripe import AGREED, begun, session_of

pytestmark = pytest.mark.django_db
NIGHT = timedelta(hours=2)


@pytest.fixture
def sale(fake):
    sale = show(4)
    profile = {"user": sale.event.organizer, "slug": "house", "public_name": "House"}
    OrganizerProfileFactory(**profile, gateway_credentials=AGREED)
    return sale


def ask(after=NIGHT):
    with acting_as(None):
        return reconcile(at=timezone.now() + after)


def kept():
    with everything():
        return PaymentEvent.objects.count()


def test_a_payment_whose_message_was_lost_is_found(sale, fake):
    order, payment = begun(sale)
    session = fake.pay(session_of(fake))

    assert [ask(), ask()] == [1, 0]

    assert states(order) == ("completed", "paid", ["successful"])
    assert stored(payment).transaction_id == session["payment_intent"]
    assert (len(tickets_of(order)), kept()) == (2, 1)
    assert_integrity(at=timezone.now())


def test_the_message_that_comes_after_all_changes_nothing(sale, fake, client):
    order, _payment = begun(sale)
    session = fake.pay(session_of(fake))
    ask()

    fake.send(client, fake.event("checkout.session.completed", session))

    assert states(order) == ("completed", "paid", ["successful"])
    assert len(tickets_of(order)) == 2
    assert_integrity(at=timezone.now())


def test_a_session_that_has_expired_is_a_payment_that_failed(sale, fake):
    order, _payment = begun(sale)
    fake.expire(session_of(fake))

    assert [ask(), ask()] == [1, 0]

    assert states(order) == ("pending", "failed", ["failed"])


def test_what_was_left_for_another_way_is_asked_for_too(sale, fake):
    order, _payment = begun(sale)
    check_out(order, at=timezone.now(), gateway="sandbox")
    fake.pay(session_of(fake))

    assert ask() == 1

    assert states(order)[:2] == ("completed", "paid")


@pytest.mark.parametrize("after", [timedelta(minutes=59), timedelta(days=3, seconds=1)])
def test_what_is_young_or_old_is_not_asked_for(sale, fake, after):
    begun(sale)
    fake.pay(session_of(fake))
    fake.requests.clear()

    assert ask(after) == 0

    assert fake.requests == []


def test_another_amount_goes_to_quarantine(sale, fake):
    order, _payment = begun(sale)
    fake.pay(session_of(fake))["amount_total"] = 1

    assert ask() == 0

    assert states(order) == ("pending", "pending", ["pending"])
    with everything():
        assert PaymentEvent.objects.get().quarantined == "amount"


def test_one_that_cannot_be_asked_keeps_no_other(sale, fake):
    lost, _payment = begun(sale)
    name = session_of(fake)["id"]
    other, _payment = begun(sale)
    fake.pay(next(each for each in fake.sessions.values() if each["id"] != name))
    del fake.sessions[name]

    assert ask() == 1

    assert states(lost) == ("pending", "pending", ["pending"])
    assert states(other) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(2, 2), (2, 2)]


def test_payments_nobody_began_and_of_other_gateways_are_left_alone(sale, fake):
    for gateway in ("stripe", "sandbox", "transfer"):
        ordered(sale.event, {sale.type: 1}, gateway=gateway, at=timezone.now() - NIGHT)

    with acting_as(None):
        nightly()

    assert fake.requests == []
    with everything():
        assert set(Payment.objects.values_list("status", flat=True)) == {"pending"}
