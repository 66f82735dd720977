"""A cancelled event: holds are let go and every order is given back, by the worker, bit by bit."""

import logging

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from fashionista.common import outbox
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as

from .checkout import release_hold
from .models import Order, Refund, RefundRun
from .permissions import can_refund_event
from .refunding import refund_called_off, retry_refund

CALL_OFF = "ticketing.call_off"
BATCH = 50  # orders for each message: one that was killed is taken up again within its lease

log = logging.getLogger(__name__)


@transaction.atomic
def call_off_sales(event, *, at):
    """
    Promise that all holds of an event are let go and all its orders given back.

    What is on sale is on sale at published events only, so nothing new can be held. Returns the
    run, or None where there was nothing to undo.
    """
    with acting_as("ticketing.calloff"):
        if not Order.objects.filter(event=event).exists():  # of those it sees: held or sold
            return None
        started = {"total": _sold(event.pk).count(), "started_at": at}
        run, _is_new = RefundRun.objects.get_or_create(event=event, defaults=started)
        outbox.post(CALL_OFF, event.pk)
        return run


@transaction.atomic
def retry_run(run, *, by, at):
    """Try again what was not given back, and ask the provider again for what it refused."""
    if not can_refund_event(by, run.event_id):
        raise PermissionDenied
    for refund in refused(run.event_id):
        retry_refund(refund, by=by, at=at)
    outbox.post(CALL_OFF, run.event_id)
    return run


def refused(event_id):
    """The refunds of a cancelled event that the provider did not make."""
    kind, status = Refund.Reason.EVENT_CANCELLED, Refund.Status.FAILED
    refunds = Refund.objects.filter(event=event_id, reason=kind, status=status)
    return refunds.select_related("order").order_by("created_at")


def refunds_in_words(event):
    """How far it is, as a link says it."""
    run = RefundRun.objects.filter(event=event).first()
    return _("Refunds: %(n)s%%") % {"n": run.percent if run else 100}


def work_off(event_id, *, at):
    """
    Do the next orders of a run, each in a transaction of its own, and promise the rest.

    Killed at any point it is resumed by its message; done twice, each order is given back once.
    """
    with acting_as("ticketing.calloff"), transaction.atomic():
        RefundRun.objects.get_or_create(event_id=event_id, defaults={"started_at": at})
        run = RefundRun.objects.select_for_update().get(event=event_id)
        if run.reached is None:
            _begin_pass(run)
        held = list(Order.objects.filter(event=event_id, status=Order.Status.PENDING)[:BATCH])
        sold = _sold(event_id)
        if run.reached:
            sold = sold.filter(pk__gt=run.reached)
        orders = list(sold.order_by("pk")[:BATCH])
    for order in held:
        _try(release_hold, order, at)
    for order in orders:
        _try(_refund, order, at)
    with acting_as("ticketing.calloff"), transaction.atomic():
        run = RefundRun.objects.select_for_update().get(event=event_id)
        if len(held) == BATCH or len(orders) == BATCH:
            run.reached = orders[-1].pk if orders else run.reached
            outbox.post(CALL_OFF, event_id)
        else:
            run.reached, run.finished_at = None, at
            run.failed = _sold(event_id).count()
            run.total = run.done + run.failed
        run.save(update_fields=["reached", "finished_at", "failed", "total"])


def _begin_pass(run):
    run.finished_at, run.failed = None, 0
    run.total = run.done + _sold(run.event_id).count()
    run.save(update_fields=["finished_at", "failed", "total"])


def _sold(event_id):
    return Order.objects.filter(event=event_id, status=Order.Status.COMPLETED)


def _try(rule, order, at):
    """One order that cannot be given back must not keep all others from it."""
    try:
        rule(order, at=at)
    except (DomainError, DatabaseError, ObjectDoesNotExist):
        log.exception("order %s of a cancelled event could not be undone", order.pk)


@transaction.atomic
def _refund(order, *, at):
    """The order and its place in the count are one transaction, so that the count is right."""
    if refund_called_off(order, at=at):
        with acting_as("ticketing.calloff"):
            run = RefundRun.objects.filter(event=order.event_id)
            run.update(
                done=F("done") + 1,
                total=Greatest(F("total"), F("done") + 1),  # one sold since this pass began
            )
