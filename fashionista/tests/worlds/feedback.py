"""
What visitors say of either show, and of one that has begun: Dora was let in.

Each house has said what it thinks of its model and of its lights, twice.
"""

from feedback.tests.factories import (
    DesignerReviewFactory,
    EventFeedbackFactory,
    ModelReviewFactory,
    VendorRatingFactory,
)
from production.tests.factories import EventDesignerFactory
from ticketing.tests.factories import CheckInFactory, EventCapacityFactory, TicketTypeFactory

WORDS = {"feedback": "Hint Canary"}


def furnish(w):
    from ..world import sold  # which furnishes by this

    EventCapacityFactory(event=w.shown_p, sold=2)
    seat = TicketTypeFactory(event=w.shown_p, name="Seat P", quantity=40, sold=2)
    used, _ = sold(seat, user=w.dora, quantity=2).tickets
    CheckInFactory(ticket=used, by=w.paul)
    w.hint_p = EventFeedbackFactory(event=w.shown_p, user=w.dora, **WORDS)

    w.praise_a = EventFeedbackFactory(event=w.shown_a, user=w.dora, published=True)
    w.praise_b = EventFeedbackFactory(event=w.shown_b, user=w.ann, published=True)
    w.hint_a = EventFeedbackFactory(event=w.shown_a, user=w.ann, **WORDS)
    w.hint_b = EventFeedbackFactory(event=w.shown_b, user=w.bob, hidden=True, **WORDS)

    for designer in (w.designer_a, w.designer_b):
        EventDesignerFactory(event=w.shown_p, designer=designer)
    its = {"review": "Hint Canary"}
    w.review_p = DesignerReviewFactory(
        event=w.shown_p, designer=w.designer_b, reviewer=w.dora, **its
    )
    w.review_a = DesignerReviewFactory(
        event=w.shown_a, designer=w.designer_a, reviewer=w.ann, published=True
    )
    w.review_b = DesignerReviewFactory(
        event=w.shown_b, designer=w.designer_b, reviewer=w.ann, hidden=True, **its
    )
    for letter, owner, helper in [("a", w.olga, w.stan), ("b", w.boris, w.sue)]:
        event, model, lights = (
            getattr(w, f"{name}_{letter}") for name in ("shown", "model", "lights")
        )
        for name, author in [("own", owner), ("other", helper)]:
            made = {
                "walked": ModelReviewFactory(
                    event=event, fashion_model=model, reviewer=author, **its
                ),
                "rating": VendorRatingFactory(event=event, vendor=lights, rated_by=author, **its),
            }
            vars(w).update({f"{name}_{thing}_{letter}": row for thing, row in made.items()})
