"""
A payment provider to try the portal with: no money moves, everything else is as with a real one.

It has its own page, knows the portal's payment only by what `begin` told it, and tells what became
of it by a signed webhook over HTTP. The worker posts that until it is answered with 2xx.
"""

import hashlib
import hmac
import json
import re
import urllib.request
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fashionista.common import outbox
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance

from ..exceptions import BadWebhook
from ..models import SandboxPayment, SandboxRefund
from ..payments import FAILED, REFUND_FAILED, REFUNDED, SUCCEEDED, News
from .addresses import Webhooks, address

TELL, TELL_REFUND = "sandbox.tell_portal", "sandbox.tell_refund"
SIGNATURE = "Sandbox-Signature"
STAMP = re.compile(r"[0-9]{1,11}")  # Unix time; int() and floats choke on thousands of digits
TOLERANCE = 300  # seconds a signature's time may be off, as with Stripe's
DELAY = 60  # seconds the sandbox waits where the buyer asks for a late confirmation
TIMEOUT = 10
LONGEST = 200  # letters in any id or code

State = SandboxPayment.State
RefundState = SandboxRefund.State
KINDS = {
    State.PAID: SUCCEEDED,
    State.DECLINED: FAILED,
    RefundState.GIVEN: REFUNDED,
    RefundState.REFUSED: REFUND_FAILED,
}


class Sandbox:
    code = "sandbox"
    title: str | Promise = _("Sandbox: no money moves")
    can_be_asked = False
    webhooks = Webhooks.ONE
    hold: timedelta | None = None

    def is_ready(self, credentials):
        return settings.PAYMENT_SANDBOX

    def begin(self, payment, *, order, merchant):
        opened = SandboxPayment(
            id=uuid5(payment.pk, self.code),
            reference=payment.pk,
            order_reference=order.pk,
            amount=payment.amount,
            currency=payment.currency,
            merchant=merchant,
            description=f"{order.event.title}, {order.number}",
            return_url=address("order_detail", order.pk),
            webhook_url=address("webhook", self.code),
        )
        with acting_as("ticketing.sandbox"):
            SandboxPayment.objects.bulk_create([opened], ignore_conflicts=True)
        return reverse("ticketing:sandbox_payment", args=[opened.pk])

    @transaction.atomic
    def refund(self, payment, refund):
        with acting_as("ticketing.sandbox"):
            paid = SandboxPayment.objects.select_for_update().get(reference=payment.pk)
            asked = paid.refunds.filter(reference=refund.pk).first()
            if asked and asked.state == RefundState.GIVEN:
                return
            state, now = _answer(paid, refund.amount), datetime.now(UTC)
            if asked:
                advance(asked, {"state": state}, at=now, decided_at=now)
            else:
                asked = paid.refunds.create(
                    reference=refund.pk, amount=refund.amount, state=state, decided_at=now
                )
            outbox.post(TELL_REFUND, asked.pk)

    def ask(self, payment):
        """Nothing is known here that was not told."""

    def read(self, body, headers, *, organizer, at):
        stamp, _, signature = headers.get(SIGNATURE, "").partition(",")
        if not STAMP.fullmatch(stamp) or abs(at.timestamp() - int(stamp)) > TOLERANCE:
            raise BadWebhook
        if not hmac.compare_digest(signature.encode(), _signature(stamp, body).encode()):
            raise BadWebhook
        try:
            told = json.loads(body)
            return News(
                provider_event=_word(told["id"]),
                kind=_known(told["type"]),
                order_id=UUID(told["order"]),
                payment_id=UUID(told["reference"]),
                transaction_id=_word(told["payment"]),
                amount=_amount(told["amount"]),
                currency=_word(told["currency"]),
                occurred_at=_moment(told["created"]),
                refund_id=UUID(told["refund"]) if "refund" in told else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
            raise BadWebhook from error


def _answer(paid, amount):
    """It gives back what it took, and no more. Whoever calls holds the payment's row."""
    given = paid.refunds.filter(state=RefundState.GIVEN).aggregate(total=Sum("amount"))["total"]
    enough = paid.state == State.PAID and (given or 0) + amount <= paid.amount
    return RefundState.GIVEN if enough else RefundState.REFUSED


@transaction.atomic
def decide(payment_id, *, paid, late, at):
    """
    The buyer's choice on the sandbox's page. Returns the payment.

    With `late` the portal hears of it a minute from now, as it may happen with a real provider.
    Raises NotFromHere where the choice was made already.
    """
    with acting_as("ticketing.sandbox"):
        payment = SandboxPayment.objects.get(pk=payment_id)
        _decide(payment, State.PAID if paid else State.DECLINED, at=at, delay=DELAY if late else 0)
    return payment


def _decide(payment, state, *, at, delay=0):
    advance(payment, {"state": state}, at=at, decided_at=at)
    outbox.post(TELL, payment.pk, delay=delay)


def tell_portal(payment_id):
    """Post the payment's state to the portal. Whatever is not 2xx raises, and is tried again."""
    with acting_as("ticketing.sandbox"):
        payment = SandboxPayment.objects.get(pk=payment_id)
    assert payment.decided_at, "told before it was decided"
    _tell(payment, payment, f"evt_{payment.pk.hex}_{payment.state}")


def tell_refund(refund_id):
    """Post what became of a refund. One that was refused may be given later: that is other news."""
    with acting_as("ticketing.sandbox"):
        refund = SandboxRefund.objects.select_related("payment").get(pk=refund_id)
    number = f"evt_{refund.pk.hex}_{refund.state}_{refund.decided_at.timestamp()}"
    _tell(refund.payment, refund, number, refund=str(refund.reference))


def _tell(payment, decided, number, **more):
    body = json.dumps(
        {
            "id": number,
            "type": KINDS[decided.state],
            "payment": f"sbx_{payment.pk.hex}",
            "reference": str(payment.reference),
            "order": str(payment.order_reference),
            "amount": str(decided.amount),
            "currency": payment.currency,
            "created": decided.decided_at.isoformat(),
            **more,
        }
    ).encode()
    stamp = str(int(datetime.now(UTC).timestamp()))
    request = urllib.request.Request(
        payment.webhook_url,
        body,
        {
            "Content-Type": "application/json",
            SIGNATURE: f"{stamp},{_signature(stamp, body)}",
        },
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        answer.read()


def _signature(stamp, body):
    key = settings.SANDBOX_WEBHOOK_SECRET.encode()
    return hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _known(kind):
    if kind not in KINDS.values():
        raise ValueError(kind)
    return kind


def _word(text):
    if not (text.isprintable() and len(text) <= LONGEST):
        raise ValueError(text)
    return text


def _amount(text):
    if not (amount := Decimal(text)).is_finite():
        raise ValueError(text)
    return amount


def _moment(text):
    if (moment := datetime.fromisoformat(text)).tzinfo is None:
        raise ValueError(text)
    return moment
