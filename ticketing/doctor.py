"""
The payment doctor: where money and tickets do not agree, and what mends it.

Each finding has a list of rows and at most one repair. A repair looks again under the order's lock:
what has been mended meanwhile is refused. Callers give only rows of `findings`, which are of events
whose money the person keeps.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.money import format_money
from fashionista.common.statements import Written

from .exceptions import NoReason
from .gateways.transfer import Transfer
from .models import Order, Payment, PaymentEvent, Refund
from .payments import REFUNDED, News, apply_news, settle
from .permissions import at_my_money
from .refunding import again

BACK = timedelta(days=90)  # how far payments and orders are looked through
MOST = 50  # rows of one finding

FAILED, SUCCESSFUL = Refund.Status.FAILED, Payment.Status.SUCCESSFUL
AT_ONCE = [Refund.Reason.TOO_LATE, Refund.Reason.TWICE]  # of money that bought nothing
refunds = Refund.objects.filter(payment=OuterRef("pk"))


@dataclass
class Case:
    """One row, and what is shown of it."""

    row: Payment | Order | PaymentEvent | Refund
    order: Order
    what: str | Promise
    money: str


@dataclass
class Finding:
    name: str
    title: str | Promise
    meaning: str | Promise
    repair: str | Promise  # what its button says; "" where there is nothing to press
    cases: list[Case]
    asks_reason: bool = False


def rows_of(*, at, back=BACK):
    """The rows of each finding by its name, whoever's they are; of money and orders so far back."""
    since = at - back
    return {
        "settle": _paid_without_tickets().filter(created_at__gte=since),
        "unpaid": _tickets_without_payment().filter(created_at__gte=since),
        "dismiss": _in_quarantine(),
        "refund_again": _failed_refunds(),
        "sent_back": _refunds_by_hand(),
    }


def findings(user, *, at):
    """What is wrong at the events whose money this person keeps."""
    mine = at_my_money(user)
    rows = {name: found.filter(mine) for name, found in rows_of(at=at).items()}
    return [
        Finding(
            "settle",
            _("Paid, and no tickets"),
            _("The money is there, and the order has neither tickets nor a refund."),
            _("Take the places, or give the money back"),
            list(_payments(rows["settle"])),
        ),
        Finding(
            "unpaid",
            _("Tickets, and not paid"),
            _("These tickets open the door, and no payment is kept for them. Ask the buyer."),
            "",
            list(_orders(rows["unpaid"])),
        ),
        Finding(
            "dismiss",
            _("Said by the provider, and not believed"),
            _("It is not what was asked for, so nothing was changed. See what it was."),
            _("Dismiss"),
            list(_events(rows["dismiss"])),
            asks_reason=True,
        ),
        Finding(
            "refund_again",
            _("Refunds that failed"),
            _("The buyer has not got the money back."),
            _("Try again"),
            list(_refunds(rows["refund_again"])),
        ),
        Finding(
            "sent_back",
            _("To be sent back by hand"),
            _("It came by bank transfer: send it back from the account, and say so here."),
            _("I have sent it back"),
            list(_refunds(rows["sent_back"])),
        ),
    ]


def _payments(rows):
    for row in rows[:MOST]:
        yield Case(row, row.order, row.payment_method, format_money(row.amount, row.currency))


def _orders(rows):
    for row in rows[:MOST]:
        yield Case(row, row, row.buyer_name, format_money(row.total_amount, row.currency))


def _events(rows):
    for row in rows[:MOST]:
        money = f"{row.told['amount']} {row.told['currency']}"  # as it was said
        yield Case(row, row.payment.order, row.get_quarantined_display(), money)


def _refunds(rows):
    for row in rows[:MOST]:
        money = format_money(row.amount, row.payment.currency)
        yield Case(row, row.order, row.get_reason_display(), money)


def _paid_without_tickets():
    return (
        Payment.objects.filter(~Exists(refunds), status=SUCCESSFUL)
        .exclude(order__status=Order.Status.COMPLETED)
        .select_related("order__event")
        .order_by("-created_at")
    )


def _tickets_without_payment():
    kept = Payment.objects.filter(
        ~Exists(refunds.filter(reason__in=AT_ONCE).exclude(status=FAILED)),
        order=OuterRef("pk"),
        status=SUCCESSFUL,
    )
    return (
        Order.objects.filter(~Exists(kept), status=Order.Status.COMPLETED, total_amount__gt=0)
        .select_related("event")
        .order_by("-created_at")
    )


def _in_quarantine():
    return (
        PaymentEvent.objects.exclude(quarantined=Written(""))
        .filter(dismissed_at=None)
        .select_related("payment__order__event")
        .order_by("-received_at")
    )


def _failed_refunds():
    return (
        Refund.objects.filter(status=FAILED)
        .select_related("order__event", "payment")
        .order_by("-created_at")
    )


def _refunds_by_hand():
    return (
        Refund.objects.filter(status=Refund.Status.PENDING, payment__payment_method=Transfer.code)
        .select_related("order__event", "payment")
        .order_by("-created_at")
    )


@transaction.atomic
def repair_settle(payment, *, because, by, at):
    """Do again what the payment's news should have done: sell the places, or owe the money."""
    with order_in_scope(payment.order_id), acting_as("ticketing.payment"):
        order = Order.objects.select_for_update().get(pk=payment.order_id)
        payment = order.payments.get(pk=payment.pk)
        if order.status == Order.Status.COMPLETED or payment.refunds.exists():
            raise NotFromHere
        settle(order, payment, at=at)


@transaction.atomic
def repair_refund_again(refund, *, because, by, at):
    with order_in_scope(refund.order_id), acting_as("ticketing.refunding"):
        again(refund, at=at)


@transaction.atomic
def repair_sent_back(refund, *, because, by, at):
    """Who keeps the books has sent it back from the account."""
    payment = refund.payment
    news = News(
        provider_event=f"{refund.pk} by hand",
        kind=REFUNDED,
        order_id=refund.order_id,
        payment_id=payment.pk,
        refund_id=refund.pk,
        transaction_id="",
        amount=refund.amount,
        currency=payment.currency,
        occurred_at=at,
    )
    if not apply_news(news, gateway=Transfer.code, at=at):
        raise NotFromHere


@transaction.atomic
def repair_dismiss(event, *, because, by, at):
    """Somebody has found out what it was. The audit says who. Raises NoReason."""
    if not because.strip():
        raise NoReason
    with acting_as("ticketing.doctor"):
        held = PaymentEvent.objects.select_for_update().filter(pk=event.pk, dismissed_at=None)
        if (event := held.first()) is None:
            raise NotFromHere
        event.dismissed_at, event.dismissed_because = at, because
        event.save(update_fields=["dismissed_at", "dismissed_because"])


REPAIRS = {
    "settle": repair_settle,
    "dismiss": repair_dismiss,
    "refund_again": repair_refund_again,
    "sent_back": repair_sent_back,
}
