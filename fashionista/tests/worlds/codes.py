"""Each house has codes, an early price, and people who wait: one still, one with an offer."""

from fashionista.common.testing import NOON, everything
from ticketing.models import Order, OrderLine
from ticketing.tests.factories import (
    PriceStepFactory,
    TicketTypeFactory,
    VoucherFactory,
    WaitingEntryFactory,
)


def furnish(w):
    for secret in (w.secret_a, w.secret_b):
        PriceStepFactory(ticket_type=secret)
    own_codes(w, "a", event=w.shown_a, seat=w.seat_a, order=w.guest_a, line=w.line_a)
    own_codes(w, "b", event=w.shown_b, seat=w.seat_b, order=w.guest_b, line=w.line_b)
    own_waiting(w, "a", event=w.shown_a, seat=w.seat_a, user=w.ann, held=w.held_a)
    own_waiting(w, "b", event=w.shown_b, seat=w.seat_b, user=w.bob, held=w.held_b)


def own_codes(w, letter, *, event, seat, order, line):
    capital = letter.upper()
    used = VoucherFactory(event=event, code=f"USED-{capital}", quantity=10, sold=1, given=5)
    with everything():
        Order.objects.filter(pk=order.pk).update(voucher=used)
        full = line.unit_price + 5
        OrderLine.objects.filter(pk=line.pk).update(with_code=True, full_price=full)
    made = {
        "used_code": used,
        "kept_code": VoucherFactory(event=event, code=f"KEPT-{capital}", ticket_type=seat),
        "fresh_code": VoucherFactory(event=event, code=f"FRESH-{capital}", budget=100),
        "step": PriceStepFactory(ticket_type=seat, price=20, first_places=3),
    }
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})


def own_waiting(w, letter, *, event, seat, user, held):
    full = TicketTypeFactory(event=event, name=f"Full {letter}", quantity=0, waiting=1)
    waits = WaitingEntryFactory(ticket_type=full, user=user, email=f"{letter}@canary.example")
    offered = WaitingEntryFactory(
        ticket_type=seat,
        status="offered",
        order=held,
        offered_at=NOON,
        email=f"{letter}@canary.example",
    )
    vars(w).update({f"full_{letter}": full, f"waits_{letter}": waits, f"offered_{letter}": offered})
