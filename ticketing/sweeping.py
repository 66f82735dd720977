"""Holds that have run out: their places are open to others again."""

import logging

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance
from fashionista.common.statements import Written

from . import places
from .letting_go import open_again
from .models import Order

log = logging.getLogger(__name__)


def sweep_holds(*, at):
    """
    Open the places of holds that have run out to others again. Returns how many holds.

    Each in a transaction of its own: one that is being paid this moment is left to the payment.
    """
    with acting_as("ticketing.sweep"):
        pending = Written(Order.Status.PENDING)  # for the index of what is held
        due = Order.objects.filter(status=pending, hold_expires_at__lte=at)
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
        places.release(order.event_id, open_again(order))
        return True
