"""One purchase of the demo, through the rules, as a visitor and the provider would take it."""

import uuid

from fashionista.common.identity import acting_as
from ticketing import checkout
from ticketing.payments import SUCCEEDED, News, apply_news


def buy(event, kind, number, name, email, at):
    """One purchase, from the box to the provider's news that it is paid."""
    order_id = uuid.uuid4()
    with acting_as(None):
        order = checkout.place_hold(
            event,
            wanted={event.ticket_types.get(name=kind).pk: number},
            order_id=order_id,
            buyer=None,
            at=at,
        )
        payment = checkout.submit_checkout(
            order,
            name=name,
            email=email,
            phone="",
            notes="",
            attendees=[],
            gateway="sandbox",
            at=at,
        )
        if payment is not None:
            news = News(
                provider_event=f"evt_{payment.pk.hex}_paid",
                kind=SUCCEEDED,
                order_id=order_id,
                payment_id=payment.pk,
                transaction_id=f"sbx_{payment.pk.hex}",
                amount=payment.amount,
                currency=payment.currency,
                occurred_at=at,
            )
            apply_news(news, gateway="sandbox", at=at)
