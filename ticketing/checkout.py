"""From the ticket box to the payment: places are held, a buyer says who they are."""

import logging
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from events.models import Event
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from . import places
from .exceptions import HoldExpired, NothingWanted, NotOnSale, SoldOut, TooMany
from .gateways import gateway as gateway_of
from .models import Order, OrderLine, Payment, TicketType
from .payments import complete

HOLD = timedelta(minutes=10)

log = logging.getLogger(__name__)


@transaction.atomic
def place_hold(event, *, wanted, order_id, buyer, at):
    """
    Hold places for ten minutes: `wanted` is {ticket type id: number}, `order_id` a new UUID.

    The caller picks the id so that the claim can be scoped to it: a guest then sees this order and
    no other. All places are taken or none. Raises NothingWanted, TooMany, NotOnSale or SoldOut.
    """
    if not wanted:
        raise NothingWanted
    with order_in_scope(order_id), acting_as("ticketing.checkout"):
        types = _on_sale(event, wanted)
        for ticket_type in types:
            if not 1 <= wanted[ticket_type.pk] <= ticket_type.max_per_order:
                raise TooMany
            if wanted[ticket_type.pk] > ticket_type.left:
                raise SoldOut
        order = Order.objects.create(
            id=order_id,
            event=event,
            user=buyer,
            total_amount=sum(kind.price * wanted[kind.pk] for kind in types),
            currency=event.currency,
            hold_expires_at=at + HOLD,
            created_at=at,
            updated_at=at,
        )
        OrderLine.objects.bulk_create(
            OrderLine(
                order=order,
                event=event,
                ticket_type=kind,
                name=kind.name,
                quantity=wanted[kind.pk],
                unit_price=kind.price,
            )
            for kind in types
        )
        places.hold(event.pk, wanted)  # last, so that the hot rows are locked for a moment only
    return order


def _on_sale(event, wanted):
    """The wanted types, all of this event and on sale by the database's clock."""
    types = (
        TicketType.objects.filter(
            event=event,
            pk__in=wanted,
            status=TicketType.Status.ACTIVE,
            event__status=Event.Status.PUBLISHED,
            event__end_date__gt=Now(),
        )
        .exclude(sale_start__gt=Now())
        .exclude(sale_end__lte=Now())
    )
    found = list(types.order_by("pk"))
    if len(found) != len(wanted):
        raise NotOnSale
    return found


@transaction.atomic
def submit_checkout(order, *, name, email, phone, notes, attendees, gateway, at):
    """
    Take the buyer's details and open a payment by this gateway; complete what costs nothing.

    Returns the open Payment; sent twice, it is the same one. Returns None for an order that is
    complete: one that costs nothing, or is paid meanwhile. Raises HoldExpired.
    """
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        order = Order.objects.select_for_update().get(pk=order.pk)
        if order.status == Order.Status.COMPLETED:
            return None
        if not order.is_held(at):
            raise HoldExpired
        order.buyer_name, order.buyer_email, order.buyer_phone = name, email, phone
        order.notes, order.attendees, order.updated_at = notes, attendees, at
        order.save(
            update_fields=[
                "buyer_name", "buyer_email", "buyer_email_index", "buyer_phone", "notes",
                "attendees", "updated_at",
            ]
        )  # fmt: skip
        if order.total_amount:
            return _open_payment(order, gateway, at)
    complete(order, at=at)
    return None


def _open_payment(order, gateway, at):
    """One is open at a time. That of another gateway is left; should it be paid, it counts."""
    opened = Payment.objects.filter(order=order, status=Payment.Status.PENDING).first()
    if opened and opened.payment_method == gateway:
        return opened
    if opened:
        advance(opened, Payment.Status.FAILED, at=at)
    _hold_longer(order, gateway, at)
    return Payment.objects.create(
        order=order,
        event_id=order.event_id,
        amount=order.total_amount,
        currency=order.currency,
        payment_method=gateway,
        created_at=at,
    )


def _hold_longer(order, gateway, at):
    """A way to pay that takes its time has it: once an order, however often it is chosen."""
    longer = gateway_of(gateway).hold
    if longer and not order.payments.filter(payment_method=gateway).exists():
        order.hold_expires_at = at + longer
        order.save(update_fields=["hold_expires_at"])
        outbox.post("ticketing.tell_account", order.pk)


@transaction.atomic
def release_hold(order, *, at):
    """Let held places go at the buyer's wish. Raises NotFromHere for what is no hold any more."""
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        advance(order, Order.Status.CANCELLED, at=at)
        places.release(order.event_id, places_of(order))
    return order


def cancel_hold(order, *, by, at):
    """The same at the organizer's wish: the caller has asked `can_sell_at`."""
    return release_hold(order, at=at)


def sweep_holds(*, at):
    """
    Open the places of holds that have run out to others again. Returns how many holds.

    Each in a transaction of its own: one that is being paid this moment is left to the payment.
    """
    with acting_as("ticketing.sweep"):
        due = Order.objects.filter(status=Order.Status.PENDING, hold_expires_at__lte=at)
        oldest = due.order_by("hold_expires_at").values_list("pk", flat=True)[:1000]
        return sum(_expire_or_tell(order_id, at) for order_id in list(oldest))


def _expire_or_tell(order_id, at):
    """One hold that cannot be opened must not keep all others closed."""
    try:
        return _expire(order_id, at)
    except (DatabaseError, ObjectDoesNotExist):
        log.exception("the hold of order %s could not be opened", order_id)
        return False


@transaction.atomic
def _expire(order_id, at):
    with order_in_scope(order_id):
        order = (
            Order.objects.select_for_update(skip_locked=True)
            .filter(pk=order_id, status=Order.Status.PENDING)
            .first()
        )
        if order is None:
            return False
        advance(order, Order.Status.EXPIRED, at=at)
        places.release(order.event_id, places_of(order))
        return True


def places_of(order):
    """{ticket type id: number} of an order's lines."""
    return dict(order.lines.values_list("ticket_type_id", "quantity"))
