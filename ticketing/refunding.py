"""Giving money back, through the provider it came by."""

from fashionista.common.identity import acting_as, order_in_scope

from .gateways import gateway
from .models import Payment, Refund
from .payments import apply_news


def ask_provider(refund_id, *, at):
    """Ask the provider for a refund. Its news, now or later, says what becomes of it."""
    with acting_as("ticketing.refund"):
        refund = Refund.objects.get(pk=refund_id)
    if refund.status != Refund.Status.PENDING:
        return
    with order_in_scope(refund.order_id), acting_as("ticketing.payment"):
        payment = Payment.objects.get(pk=refund.payment_id)
    if news := gateway(payment.payment_method).refund(payment, refund):
        apply_news(news, gateway=payment.payment_method, at=at)
