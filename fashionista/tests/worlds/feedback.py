"""What visitors say of either show, and of one that has begun: Dora was let in."""

from feedback.tests.factories import EventFeedbackFactory
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
