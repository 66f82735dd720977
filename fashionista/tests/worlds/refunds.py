"""Of the guest's payment to either house something was given back, which the provider refused."""

from fashionista.common.testing import NOON
from ticketing.tests.factories import RefundFactory, SandboxRefundFactory


def furnish(w):
    for letter in ("a", "b"):
        owed = RefundFactory(
            payment=getattr(w, f"guest_payment_{letter}"),
            amount=5,
            reason="organizer",
            note="Note Canary",
            status="failed",
            finished_at=NOON,
        )
        asked = SandboxRefundFactory(
            payment=getattr(w, f"sandbox_{letter}"), reference=owed.pk, amount=5, state="refused"
        )
        vars(w).update({f"failed_{letter}": owed, f"returned_{letter}": asked})
