"""
Bank transfers: the buyer is told where to send the money, and whoever keeps the organizer's books
says when it has arrived. Nobody tells the portal anything by itself.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..exceptions import BadWebhook
from ..references import in_fours, reference_of
from .addresses import Webhooks
from .credentials import credentials_of_event


class Transfer:
    code = "transfer"
    title: str | Promise = _("Bank transfer (we hold your tickets for 24 hours)")
    can_be_asked = False
    webhooks = Webhooks.NONE
    hold: timedelta | None = timedelta(hours=24)

    def is_ready(self, credentials):
        return bool(credentials.get("holder") and credentials.get("iban"))

    def begin(self, payment, *, order, merchant):
        return reverse("ticketing:order_detail", args=[order.pk])

    def refund(self, payment, refund):
        """Sent back by hand: the payment doctor keeps asking until somebody says so."""

    def ask(self, payment):
        """Nothing is known here that was not told."""

    def read(self, body, headers, *, organizer, at):
        raise BadWebhook


def account_of(order):
    """What the buyer of an order needs to know for a transfer."""
    agreed = credentials_of_event(order.event_id).get(Transfer.code, {})
    return {
        "holder": agreed.get("holder", ""),
        "iban": in_fours(agreed.get("iban", "")),
        "bic": agreed.get("bic", ""),
        "reference": in_fours(reference_of(order.number)),
    }
