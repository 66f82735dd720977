"""The provider's side of a webhook, written from its documentation and not from our code."""

import hashlib
import hmac
import json

from django.conf import settings
from django.utils import timezone

URL = "/webhooks/payments/sandbox/"


def message_of(payment, /, kind="payment.succeeded", **changes):
    """The JSON a provider sends about a payment."""
    told = {
        "id": f"evt_{payment.pk.hex}_{kind}",
        "type": kind,
        "payment": f"sbx_{payment.pk.hex}",
        "reference": str(payment.pk),
        "order": str(payment.order_id),
        "amount": str(payment.amount),
        "currency": payment.currency,
        "created": "2099-11-22T12:00:00+00:00",
    }
    return told | changes


def signature(body, *, at=None, key=None):
    """`<unix time>,<hex HMAC-SHA256 of "<unix time>.<body>">`."""
    stamp = str(int((at or timezone.now()).timestamp()))
    key = (key or settings.SANDBOX_WEBHOOK_SECRET).encode()
    return f"{stamp},{hmac.new(key, f'{stamp}.'.encode() + body, hashlib.sha256).hexdigest()}"


def post(client, told, *, signed=None):
    """Post a message, signed unless `signed` says otherwise."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return client.post(
        URL,
        body,
        content_type="application/json",
        headers={"Sandbox-Signature": signature(body) if signed is None else signed},
    )
