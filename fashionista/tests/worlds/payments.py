"""Each house has news in quarantine, and some that was dismissed."""

from fashionista.common.testing import NOON, everything
from ticketing.models import PaymentEvent


def furnish(w):
    for letter in "ab":
        hold_back(getattr(w, f"news_{letter}"))
        dismissed = hold_back(getattr(w, f"late_news_{letter}"), dismissed_at=NOON)
        setattr(w, f"dismissed_{letter}", dismissed)


def hold_back(news, **fields):
    with everything():
        news.quarantined = PaymentEvent.Problem.AMOUNT
        news.told = {"amount": "24.99", "currency": "EUR", "transaction": "Transaction Canary"}
        vars(news).update(fields)
        news.save()
    return news
