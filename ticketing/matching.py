"""Bank transactions and the orders they pay: proposed by reference, confirmed by people."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fashionista.common.lifecycle import advance

from .exceptions import NoMatch, NoStatement
from .gateways.transfer import Transfer
from .models import BankStatement, BankTransaction, Order, Payment
from .payments import SUCCEEDED, News, apply_news
from .references import order_numbers_in
from .statements import read_statement

Status = BankTransaction.Status
MOST = 200  # rows of a page


@dataclass
class Proposal:
    """What a transaction seems to be for. `payment` is there where it can be confirmed."""

    money: BankTransaction
    order: Order | None
    payment: Payment | None
    words: str | Promise


@transaction.atomic
def import_statement(body, *, organizer_id, currency, by, at):
    """
    Keep the money that has arrived, each once, however many files it comes in.

    Returns how many transactions are new. Raises NoStatement, and keeps nothing then.
    """
    entries = read_statement(body, currency=currency)
    if not entries:
        raise NoStatement
    statement, is_new = BankStatement.objects.get_or_create(
        organizer_id=organizer_id,
        file_hash=hashlib.sha256(body).hexdigest(),
        defaults={"imported_at": at},
    )
    if not is_new:
        return 0
    kept = BankTransaction.objects.filter(organizer_id=organizer_id)
    before = kept.count()
    BankTransaction.objects.bulk_create(
        [
            BankTransaction(
                statement=statement,
                organizer_id=organizer_id,
                entry=entry.key,
                booked_on=entry.booked_on,
                amount=entry.amount,
                currency=entry.currency,
                remitter=entry.remitter,
                text=entry.text,
            )
            for entry in entries
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return kept.count() - before


def proposals(user_rows):
    """What the open transactions of these seem to be for, newest first."""
    rows = list(user_rows.filter(status=Status.OPEN).order_by("-booked_on", "pk")[:MOST])
    numbers = {row.pk: order_numbers_in(row.text) for row in rows}
    wanted = {number for found in numbers.values() for number in found}
    payments = {}
    for payment in (
        Payment.objects.filter(payment_method=Transfer.code, order__number__in=wanted)
        .select_related("order", "event")
        .order_by("created_at")
    ):
        payments[payment.event.organizer_id, payment.order.number] = payment
    return [_proposal(row, numbers[row.pk], payments) for row in rows]


def _proposal(row, numbers, payments):
    found = [
        payments[row.organizer_id, each] for each in numbers if (row.organizer_id, each) in payments
    ]
    if len(found) != 1:
        return Proposal(
            row, None, None, _("no order of yours") if not found else _("several orders")
        )
    (payment,) = found
    if payment.status == Payment.Status.SUCCESSFUL:
        return Proposal(row, payment.order, None, _("paid already"))
    if (row.amount, row.currency) != (payment.amount, payment.currency):
        return Proposal(row, payment.order, None, _("another amount than was asked for"))
    if payment.order.status != Order.Status.PENDING:
        words = _("came late: takes the places if they are free, or is owed back")
        return Proposal(row, payment.order, payment, words)
    return Proposal(row, payment.order, payment, _("reference and amount are right"))


@transaction.atomic
def confirm_transaction(money, *, by, at):
    """
    This money is for the order its reference names. Raises NoMatch where it is not.

    The row's state moves first: of two who confirm it, one does.
    """
    (proposal,) = proposals(BankTransaction.objects.filter(pk=money.pk)) or [None]
    if proposal is None or proposal.payment is None:
        raise NoMatch
    advance(money, Status.CONFIRMED, at=at, settled_at=at)
    payment = proposal.payment
    news = News(
        provider_event=f"bank {money.pk}",
        kind=SUCCEEDED,
        order_id=payment.order_id,
        payment_id=payment.pk,
        organizer_id=money.organizer_id,
        transaction_id=f"bank {money.pk}",
        amount=money.amount,
        currency=money.currency,
        occurred_at=at,
    )
    if not apply_news(news, gateway=Transfer.code, at=at):
        raise NoMatch


@transaction.atomic
def dismiss_transaction(money, *, by, at):
    """This money is for something else."""
    advance(money, Status.DISMISSED, at=at, settled_at=at)


SETTLING = {"confirm": confirm_transaction, "dismiss": dismiss_transaction}
