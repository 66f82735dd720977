"""
Of the guest's payment to either house something was given back, which the provider refused. They
ask for more; what the buyer asked for was declined.
"""

from fashionista.common.testing import NOON
from ticketing.tests.factories import (
    RefundFactory,
    RefundPolicyFactory,
    RefundRequestFactory,
    RefundRunFactory,
    SandboxRefundFactory,
)


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
        event = getattr(w, f"shown_{letter}")
        run = RefundRunFactory(event=event, total=3, done=1, failed=1)
        policy = RefundPolicyFactory(event=event)
        RefundPolicyFactory(event=getattr(w, f"draft_{letter}"))
        waiting = RefundRequestFactory(
            order=getattr(w, f"guest_{letter}"), reason="Reason Canary", amount=5
        )
        owner, buyer = (w.olga, w.ann) if letter == "a" else (w.boris, w.bob)
        declined = RefundRequestFactory(
            order=getattr(w, f"order_{letter}"),
            by=buyer,
            reason="Reason Canary",
            status="declined",
            answer="Answer Canary",
            answered_at=NOON,
            answered_by=owner,
        )
        made = {"policy": policy, "failed": owed, "returned": asked, "refunding": run}
        made |= {"waiting_request": waiting, "declined_request": declined}
        vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
