"""Each house has news in quarantine, some that was dismissed, and a bank statement."""

from fashionista.common.testing import NOON, everything
from ticketing.models import PaymentEvent
from ticketing.tests.factories import BankStatementFactory, BankTransactionFactory


def furnish(w):
    own_statement(w, "a", w.olga)
    own_statement(w, "b", w.boris)
    for letter in "ab":
        hold_back(getattr(w, f"news_{letter}"))
        dismissed = hold_back(getattr(w, f"late_news_{letter}"), dismissed_at=NOON)
        setattr(w, f"dismissed_{letter}", dismissed)


def own_statement(w, letter, organizer):
    statement = BankStatementFactory(organizer=organizer)
    private = {"remitter": "Remitter Canary", "text": "Text Canary", "statement": statement}
    made = {
        "statement": statement,
        "arrived": BankTransactionFactory(**private),
        "settled": BankTransactionFactory(status="dismissed", settled_at=NOON, **private),
    }
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})


def hold_back(news, **fields):
    with everything():
        news.quarantined = PaymentEvent.Problem.AMOUNT
        news.told = {"amount": "24.99", "currency": "EUR", "transaction": "Transaction Canary"}
        vars(news).update(fields)
        news.save()
    return news
