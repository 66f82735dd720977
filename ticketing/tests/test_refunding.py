import uuid

import pytest

from fashionista.common import outbox
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, drain_outbox, everything
from ticketing.gateways import gateway
from ticketing.models import Refund, SandboxPayment, SandboxRefund
from ticketing.refunding import ask_provider

from .factories import RefundFactory, SandboxPaymentFactory
from .sale import stored

pytestmark = pytest.mark.django_db


def owed(**fields):
    """A refund the sandbox has been paid for. Returns it and the sandbox's payment."""
    refund = RefundFactory(**fields)
    paid = SandboxPaymentFactory(payment=refund.payment, state="paid", decided_at=NOON)
    return refund, paid


def given_for(refund):
    """What the sandbox did about a refund."""
    with everything():
        rows = SandboxRefund.objects.filter(reference=refund.pk)
        return list(rows.values_list("state", "amount"))


def told():
    return list(OutboxMessage.objects.values_list("kind", "target"))


def test_the_provider_is_asked_and_its_news_is_on_its_way():
    refund, paid = owed()
    other, _kept = owed()

    with acting_as(None):
        ask_provider(refund.pk, at=NOON)

    assert (given_for(refund), given_for(other)) == ([("given", 25)], [])
    assert stored(refund).status == "pending"  # its own news says when it is done
    with everything():
        asked = SandboxRefund.objects.get()
    assert (asked.payment_id, told()) == (paid.pk, [("sandbox.tell_refund", asked.pk)])


def test_asked_twice_it_is_given_once():
    refund, _paid = owed()

    with acting_as(None):
        ask_provider(refund.pk, at=NOON)
        ask_provider(refund.pk, at=NOON)

    assert given_for(refund) == [("given", 25)]
    assert [kind for kind, _ in told()] == ["sandbox.tell_refund"]


def test_the_sandbox_gives_back_no_more_than_it_took():
    first, _paid = owed(amount=20)
    second = RefundFactory(payment=first.payment, amount=5, reason="organizer")
    third = Refund(payment=first.payment, amount=1)

    with acting_as(None):
        ask_provider(first.pk, at=NOON)
        ask_provider(second.pk, at=NOON)
        gateway("sandbox").refund(first.payment, third)

    assert [given_for(each) for each in (first, second, third)] == [
        [("given", 20)],
        [("given", 5)],
        [("refused", 1)],
    ]


def test_what_is_done_is_not_asked_for_again():
    refund, _paid = owed(status="successful", finished_at=NOON)

    with acting_as(None):
        ask_provider(refund.pk, at=NOON)

    assert (given_for(refund), told()) == ([], [])


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
    refund, _paid = owed()
    outbox.post("ticketing.refund", refund.pk)

    drain_outbox("ticketing.refund")

    assert given_for(refund) == [("given", 25)]
