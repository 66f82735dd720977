"""Asking providers what became of payments they have not told of: messages get lost."""

import logging
from datetime import timedelta

from django.db import DatabaseError

from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as

from .gateways import GATEWAYS, gateway
from .models import Payment
from .payments import apply_news

WAIT = timedelta(hours=1)  # by then most have told
BACK = timedelta(days=3)
MOST = 1000

log = logging.getLogger(__name__)


def reconcile(*, at):
    """
    Ask for what is open longer than an hour, or was left for another way to pay.

    Returns how many payments had news. What cannot be asked today is asked again tomorrow, and
    keeps no other from being asked.
    """
    asked = [code for code, each in GATEWAYS.items() if each.can_be_asked]
    with acting_as("ticketing.reconcile"):
        payments = list(
            Payment.objects.filter(
                status__in=[Payment.Status.PENDING, Payment.Status.FAILED],
                payment_method__in=asked,
                created_at__gt=at - BACK,
                created_at__lte=at - WAIT,
            ).order_by("created_at")[:MOST]
        )
    return sum(_ask(payment, at) for payment in payments)


def _ask(payment, at):
    try:
        news = gateway(payment.payment_method).ask(payment)
        if news is None or not apply_news(news, gateway=payment.payment_method, at=at):
            return False
    except (DomainError, DatabaseError):
        log.exception("payment %s could not be reconciled", payment.pk)
        return False
    log.warning("payment %s: nobody had told of %s", payment.pk, news.kind)
    return True
