"""
Stripe's own payment page. Each organizer has an account of their own there, with its own keys.

What is asked of Stripe carries a key made of our ids, so that asking again changes nothing; what it
tells comes signed to an address of the organizer's.
"""

import json
import logging
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import stripe
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fashionista.common.money import from_minor, to_minor

from ..exceptions import BadWebhook, ProviderDown
from ..payments import FAILED, REFUND_FAILED, REFUNDED, SUCCEEDED, News, remember_reference
from .addresses import Webhooks, address
from .credentials import credentials_of_event, credentials_of_organizer

SIGNATURE = "Stripe-Signature"
TOLERANCE = 300  # seconds a message may be old
TIMEOUT = 10
OPEN_FOR = timedelta(minutes=42)  # Stripe's least is 30 minutes, from up to ten after our payment
LONGEST = 200  # letters in any id
# Where Stripe counts otherwise than ISO 4217 says.
DECIMALS = {"ISK": 2, "UGX": 2, "MGA": 0}
SESSIONS = {
    "checkout.session.completed": SUCCEEDED,  # where it says that it is paid
    "checkout.session.async_payment_succeeded": SUCCEEDED,
    "checkout.session.async_payment_failed": FAILED,
    "checkout.session.expired": FAILED,
}
REFUNDS = {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
REFUND_STATES = {"succeeded": REFUNDED, "failed": REFUND_FAILED, "canceled": REFUND_FAILED}

log = logging.getLogger(__name__)


class Stripe:
    code = "stripe"
    title: str | Promise = _("Card and other ways, by Stripe")
    can_be_asked = True
    webhooks = Webhooks.EACH
    hold: timedelta | None = None

    def is_ready(self, credentials):
        return bool(credentials.get("secret_key") and credentials.get("webhook_secret"))

    def begin(self, payment, *, order, merchant):
        ours = {"order": str(order.pk), "payment": str(payment.pk)}
        price = {
            "currency": payment.currency.lower(),
            "unit_amount": minor_units(payment.amount, payment.currency),
            "product_data": {"name": f"{order.event.title}, {order.number}"},
        }
        asked = {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "client_reference_id": str(order.pk),
            "metadata": ours,
            "payment_intent_data": {"metadata": ours},
            "expires_at": int((payment.created_at + OPEN_FOR).timestamp()),
            "success_url": address("order_detail", order.pk),
            "cancel_url": address("order_checkout", order.pk),
        }
        try:
            session = _client(payment.event_id).v1.checkout.sessions.create(
                asked, {"idempotency_key": f"payment-{payment.pk}"}
            )
        except stripe.StripeError as error:
            log.warning("Stripe does not open payment %s: %s", payment.pk, _reason(error))
            raise ProviderDown from error
        remember_reference(payment, session.id)
        return session.url

    def refund(self, payment, refund):
        asked = {
            "payment_intent": payment.transaction_id,
            "amount": minor_units(refund.amount, payment.currency),
            "metadata": {
                "order": str(payment.order_id),
                "payment": str(payment.pk),
                "refund": str(refund.pk),
            },
        }
        try:
            made = _client(payment.event_id).v1.refunds.create(
                asked, {"idempotency_key": f"refund-{refund.pk}-{refund.attempt}"}
            )
        except stripe.InvalidRequestError as error:
            log.warning("Stripe refuses refund %s: %s", refund.pk, _reason(error))
            had = error.code == "charge_already_refunded"
            kind = REFUNDED if had else REFUND_FAILED
            return _answer(
                payment, kind, refund.amount, event=f"refused {refund.pk}", refund_id=refund.pk
            )
        if (made.status or "") not in REFUND_STATES:
            return None  # it takes its time, and tells when it is done
        kind, event = REFUND_STATES[made.status], f"{made.id} {made.status}"
        return _answer(payment, kind, refund.amount, event=event, refund_id=refund.pk)

    def ask(self, payment):
        if not (reference := payment.meta_data.get("reference")):
            return None  # the buyer never came there
        try:
            session = _client(payment.event_id).v1.checkout.sessions.retrieve(reference)
        except stripe.StripeError as error:
            log.warning("Stripe does not say of payment %s: %s", payment.pk, _reason(error))
            raise ProviderDown from error
        if session.payment_status == "paid":
            amount = major_units(session.amount_total, session.currency.upper())
            return _answer(
                payment,
                SUCCEEDED,
                amount,
                event=f"{session.id} paid",
                transaction_id=session.payment_intent,
                currency=session.currency.upper(),
            )
        if session.status == "expired" and payment.status == payment.Status.PENDING:
            return _answer(payment, FAILED, payment.amount, event=f"{session.id} expired")
        return None

    def read(self, body, headers, *, organizer, at):
        organizer_id, agreed = credentials_of_organizer(organizer)
        secret = agreed.get(self.code, {}).get("webhook_secret")
        if not secret:
            raise BadWebhook
        try:
            stripe.WebhookSignature.verify_header(
                body, headers.get(SIGNATURE, ""), secret, TOLERANCE
            )
            return _news(json.loads(body), organizer_id)
        except (
            stripe.SignatureVerificationError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            OverflowError,
        ) as error:
            raise BadWebhook from error


def minor_units(amount, currency):
    """An amount as Stripe counts it. Raises ValueError for what is finer than that."""
    if currency not in DECIMALS:
        return to_minor(amount, currency)
    scaled = amount.scaleb(DECIMALS[currency])
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is finer than Stripe counts {currency}.")
    return int(scaled)


def major_units(minor, currency):
    """What Stripe counts, as an amount."""
    if currency not in DECIMALS:
        return from_minor(minor, currency)
    return Decimal(minor).scaleb(-DECIMALS[currency])


def _client(event_id):
    key = credentials_of_event(event_id).get(Stripe.code, {}).get("secret_key")
    if not key:
        raise ProviderDown
    return stripe.StripeClient(
        key,
        base_addresses={"api": settings.STRIPE_API_BASE},
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
        max_network_retries=1,
    )


def _reason(error):
    """What may stand in a log: Stripe's words can quote what was sent."""
    return f"{type(error).__name__} {error.http_status} {error.code}"


def _answer(payment, kind, amount, *, event, **details):
    """News from what Stripe answers to us directly."""
    told = {
        "provider_event": event,
        "kind": kind,
        "order_id": payment.order_id,
        "payment_id": payment.pk,
        "transaction_id": payment.transaction_id,
        "amount": amount,
        "currency": payment.currency,
        "occurred_at": timezone.now(),
    }
    return News(**told | details)


def _news(told, organizer_id):
    kind, thing = told["type"], told["data"]["object"]
    if kind in SESSIONS:
        if kind == "checkout.session.completed" and thing["payment_status"] != "paid":
            return None  # a way to pay that takes days: its end has messages of its own
        return _told(told, organizer_id, SESSIONS[kind], thing["amount_total"])
    if kind == "charge.refunded":
        return _told(told, organizer_id, REFUNDED, thing["amount_refunded"])
    if kind in REFUNDS and thing["status"] in REFUND_STATES:
        return _told(told, organizer_id, REFUND_STATES[thing["status"]], thing["amount"])
    return None


def _told(told, organizer_id, kind, amount):
    """The news about a payment of ours; None for others the organizer takes by this account."""
    thing = told["data"]["object"]
    ours = thing["metadata"] or {}
    if not ours.keys() >= {"order", "payment"}:
        return None
    if kind == SUCCEEDED and not thing["payment_intent"]:
        raise ValueError("paid, and by nothing")
    currency = _word(thing["currency"]).upper()
    return News(
        provider_event=_word(told["id"]),
        kind=kind,
        order_id=UUID(ours["order"]),
        payment_id=UUID(ours["payment"]),
        refund_id=UUID(ours["refund"]) if "refund" in ours else None,
        organizer_id=organizer_id,
        transaction_id=_word(thing["payment_intent"] or ""),
        amount=major_units(amount, currency),
        currency=currency,
        occurred_at=datetime.fromtimestamp(told["created"], UTC),
    )


def _word(text):
    if not (text.isprintable() and len(text) <= LONGEST):
        raise ValueError(text)
    return text
