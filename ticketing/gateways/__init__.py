"""
The way to payment providers. A gateway starts a payment, refunds one, and reads what the provider
tells; what the news does to an order is `ticketing.payments`, the same for all.
"""

from typing import Protocol

from ..models import Order, Payment
from ..payments import News
from .sandbox import Sandbox

__all__ = ["Gateway", "gateway"]


class Gateway(Protocol):
    code: str

    def begin(self, payment: Payment, *, order: Order, merchant: str) -> str:
        """
        Open the payment at the provider; the same payment again is the same there.

        Returns the address to send the buyer to. Called outside any transaction.
        """

    def refund(self, payment: Payment, amount, *, refund_id) -> None:
        """
        Ask for `amount` (major units) back. Asked twice by one id, it is given once.

        The news of it carries the id; a refund that failed may be asked for again.
        """

    def read(self, body: bytes, headers, *, at) -> News:
        """The news in a webhook. Raises BadWebhook where signature, time or content are off."""


GATEWAYS = {each.code: each for each in [Sandbox()]}


def gateway(code):
    """The gateway of this code. Raises KeyError."""
    return GATEWAYS[code]
