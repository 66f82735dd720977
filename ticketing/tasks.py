from celery import shared_task
from django.utils import timezone

from fashionista.common import outbox

from . import calling_off, issuing, moving, reconciling, refunding, sweeping, waiting
from .gateways import sandbox


@shared_task(name="ticketing.sweep_holds")
def sweep_holds():
    now = timezone.now()
    sweeping.sweep_holds(at=now)
    waiting.offer_places(at=now)


@shared_task(name="ticketing.reconcile")
def reconcile():
    reconciling.reconcile(at=timezone.now())


@outbox.handles("ticketing.issue")
def issue(order_id):
    issuing.issue_tickets(order_id)


@outbox.handles("ticketing.hand_over")
def hand_over(change_id):
    issuing.hand_over(change_id)


@outbox.handles("ticketing.refund")
def refund(refund_id):
    refunding.ask_provider(refund_id, at=timezone.now())


@outbox.handles("ticketing.tell_refunded")
def tell_refunded(refund_id):
    issuing.tell_refunded(refund_id)


@outbox.handles("ticketing.tell_cancelled")
def tell_cancelled(order_id):
    issuing.tell_cancelled(order_id)


@outbox.handles(calling_off.CALL_OFF)
def call_off(event_id):
    calling_off.work_off(event_id, at=timezone.now())


@outbox.handles("ticketing.tell_called_off")
def tell_called_off(order_id):
    issuing.tell_called_off(order_id)


@outbox.handles(moving.TELL_ALL)
def tell_all_of_dates(event_id):
    moving.promise_each(event_id)


@outbox.handles(moving.TELL)
def tell_of_dates(order_id):
    moving.tell_dates(order_id, at=timezone.now())


@outbox.handles(sandbox.TELL_REFUND)
def tell_refund(refund_id):
    sandbox.tell_refund(refund_id)


@outbox.handles("ticketing.tell_account")
def tell_account(order_id):
    issuing.tell_account(order_id)


@outbox.handles(sandbox.TELL)
def tell_portal(payment_id):
    sandbox.tell_portal(payment_id)
