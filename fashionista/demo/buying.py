"""One purchase of the demo, through the rules, as a visitor and the provider would take it."""

import uuid

from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance
from ticketing import checkout
from ticketing.answers import asked_of, holds
from ticketing.gateways import gateway
from ticketing.models import SandboxPayment
from ticketing.payments import SUCCEEDED, News, apply_news


def buy(event, kind, number, name, email, at, *, slot=None):
    """One purchase, from the box to the provider's news that it is paid."""
    order_id = uuid.uuid4()
    with acting_as(None):
        order = checkout.place_hold(
            event,
            wanted={event.ticket_types.get(name=kind).pk: number},
            order_id=order_id,
            buyer=None,
            at=at,
            slot_id=slot and slot.pk,
        )
        payment = checkout.submit_checkout(
            order,
            name=name,
            email=email,
            phone="",
            notes="",
            attendees=_attendees(event, number),
            gateway="sandbox",
            at=at,
        )
        if payment is not None:
            paid = _paid_at_the_sandbox(order, payment, at)
            news = News(
                provider_event=f"evt_{paid.pk.hex}_paid",
                kind=SUCCEEDED,
                order_id=order_id,
                payment_id=payment.pk,
                transaction_id=f"sbx_{paid.pk.hex}",
                amount=payment.amount,
                currency=payment.currency,
                occurred_at=at,
            )
            apply_news(news, gateway="sandbox", at=at)


def _attendees(event, number):
    """Who comes, where the event asks them anything: each answers otherwise."""
    questions = asked_of(event.pk)
    if not questions:
        return []
    return [
        {"name": "", "email": "", "answers": _said(questions, place)} for place in range(number)
    ]


def _said(questions, place):
    said: dict = {}
    for question in questions:
        if holds(question, said):
            choices = [value for value, _words in question.choices]
            said[question.pk] = choices[place % len(choices)] if choices else "Shears"
    return {str(key): value for key, value in said.items()}


def _paid_at_the_sandbox(order, payment, at):
    """What the sandbox keeps of it, so that it can give the money back. Its news is told here."""
    gateway(payment.payment_method).begin(payment, order=order, merchant=order.event.title)
    with acting_as("ticketing.sandbox"):
        paid = SandboxPayment.objects.get(reference=payment.pk)
        return advance(paid, {"state": SandboxPayment.State.PAID}, at=at, decided_at=at)
