"""Money that comes by bank transfer: the organizer says that it has arrived."""

from django.db import transaction

from .exceptions import NoTransfer
from .gateways.transfer import Transfer
from .models import Payment
from .payments import SUCCEEDED, News, apply_news


@transaction.atomic
def confirm_transfer(payment, *, by, at):
    """
    The whole amount of a payment has arrived on the organizer's account.

    The caller has asked `can_take_money_at`. Raises NoTransfer for what is paid otherwise, or known
    to have arrived already.
    """
    open_still = (Payment.Status.PENDING, Payment.Status.FAILED)
    if payment.payment_method != Transfer.code or payment.status not in open_still:
        raise NoTransfer
    news = News(
        provider_event=f"{payment.pk} by hand",
        kind=SUCCEEDED,
        order_id=payment.order_id,
        payment_id=payment.pk,
        transaction_id="",
        amount=payment.amount,
        currency=payment.currency,
        occurred_at=at,
    )
    if not apply_news(news, gateway=Transfer.code, at=at):
        raise NoTransfer
