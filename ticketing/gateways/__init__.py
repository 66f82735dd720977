"""
The way to payment providers. A gateway starts a payment, refunds one, and reads what the provider
tells; what the news does to an order is `ticketing.payments`, the same for all.
"""

from datetime import timedelta
from typing import Protocol

from django.utils.functional import Promise

from ..models import Order, Payment, Refund
from ..payments import News
from .addresses import Webhooks
from .credentials import credentials_with
from .sandbox import Sandbox
from .stripe import Stripe
from .transfer import Transfer

__all__ = ["Gateway", "Webhooks", "gateway", "offered"]


class Gateway(Protocol):
    code: str
    title: str | Promise
    webhooks: Webhooks
    can_be_asked: bool  # what became of a payment: see `ask`
    hold: timedelta | None  # how long its places are held, where the usual minutes do not do

    def is_ready(self, credentials: dict) -> bool:
        """Whether buyers may be sent here, by what the organizer has agreed with the provider."""

    def begin(self, payment: Payment, *, order: Order, merchant: str) -> str:
        """
        Open the payment at the provider; the same payment again is the same there.

        Returns the address to send the buyer to. Called outside any transaction. Raises
        ProviderDown where the provider cannot be asked.
        """

    def refund(self, payment: Payment, refund: Refund) -> News | None:
        """
        Ask for the refund's amount back. Asked twice, it is given once.

        One that failed may be asked for again: that is another `attempt`.

        Returns the news where the provider knows at once what becomes of it.
        """

    def ask(self, payment: Payment) -> News | None:
        """What became of a payment, where it is decided. Raises ProviderDown."""

    def read(self, body: bytes, headers, *, organizer: str, at) -> News | None:
        """
        The news in a webhook at the address of this organizer, None where it is not about us.

        Raises BadWebhook where signature, time or content are off.
        """


# In the order buyers are offered them: what is paid at once comes first.
ALL: list[Gateway] = [Stripe(), Sandbox(), Transfer()]
GATEWAYS = {each.code: each for each in ALL}


def gateway(code):
    """The gateway of this code. Raises KeyError."""
    return GATEWAYS[code]


def offered(order):
    """The gateways that take money for an order, which is one `with_credentials`."""
    agreed = credentials_with(order)
    return [each for each in GATEWAYS.values() if each.is_ready(agreed.get(each.code, {}))]
