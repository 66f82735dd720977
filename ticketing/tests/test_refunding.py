import uuid

import pytest

from fashionista.common import outbox
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, drain_outbox, everything
from ticketing.models import Refund, SandboxPayment
from ticketing.refunding import ask_provider

from .factories import RefundFactory, SandboxPaymentFactory
from .sale import stored

pytestmark = pytest.mark.django_db


def owed(**fields):
    """A refund the sandbox has been paid for. Returns it and the sandbox's payment."""
    refund = RefundFactory(**fields)
    paid = SandboxPaymentFactory(payment=refund.payment, state="paid", decided_at=NOON)
    return refund, paid


def told():
    return list(OutboxMessage.objects.values_list("kind", "target"))


def test_the_provider_is_asked_and_its_news_is_on_its_way():
    refund, paid = owed()
    _other, kept = owed()

    with acting_as(None):
        ask_provider(refund.pk, at=NOON)

    assert (stored(paid).state, stored(kept).state) == ("refunded", "paid")
    assert stored(refund).status == "pending"  # its own news says when it is done
    assert told() == [("sandbox.tell_portal", paid.pk)]


def test_asked_twice_it_is_given_once():
    refund, paid = owed()

    with acting_as(None):
        ask_provider(refund.pk, at=NOON)
        ask_provider(refund.pk, at=NOON)

    assert stored(paid).state == "refunded"
    assert told() == [("sandbox.tell_portal", paid.pk)]


def test_what_is_done_is_not_asked_for_again():
    refund, paid = owed(status="successful", finished_at=NOON)

    with acting_as(None):
        ask_provider(refund.pk, at=NOON)

    assert (stored(paid).state, told()) == ("paid", [])


def test_a_refund_that_is_not_there_is_a_bug():
    with acting_as(None), pytest.raises(Refund.DoesNotExist):
        ask_provider(uuid.uuid4(), at=NOON)


def test_the_provider_that_does_not_know_the_payment_is_asked_again_later():
    refund = RefundFactory()

    with acting_as(None), pytest.raises(SandboxPayment.DoesNotExist):
        ask_provider(refund.pk, at=NOON)

    with everything():
        assert Refund.objects.get().status == "pending"


def test_the_worker_asks():
    refund, paid = owed()
    outbox.post("ticketing.refund", refund.pk)

    drain_outbox("ticketing.refund")

    assert stored(paid).state == "refunded"
