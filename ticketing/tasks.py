from celery import shared_task
from django.utils import timezone

from fashionista.common import outbox

from . import checkout, issuing, reconciling, refunding
from .gateways import sandbox


@shared_task(name="ticketing.sweep_holds")
def sweep_holds():
    checkout.sweep_holds(at=timezone.now())


@shared_task(name="ticketing.reconcile")
def reconcile():
    reconciling.reconcile(at=timezone.now())


@outbox.handles("ticketing.issue")
def issue(order_id):
    issuing.issue_tickets(order_id)


@outbox.handles("ticketing.refund")
def refund(refund_id):
    refunding.ask_provider(refund_id, at=timezone.now())


@outbox.handles("ticketing.tell_refunded")
def tell_refunded(refund_id):
    issuing.tell_refunded(refund_id)


@outbox.handles("ticketing.tell_account")
def tell_account(order_id):
    issuing.tell_account(order_id)


@outbox.handles(sandbox.TELL)
def tell_portal(payment_id):
    sandbox.tell_portal(payment_id)
