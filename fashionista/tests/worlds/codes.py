"""Each house has a code that a guest used, one for a type, a fresh one, and an early price."""

from fashionista.common.testing import everything
from ticketing.models import Order, OrderLine
from ticketing.tests.factories import PriceStepFactory, VoucherFactory


def furnish(w):
    own_codes(w, "a", event=w.shown_a, seat=w.seat_a, order=w.guest_a, line=w.line_a)
    own_codes(w, "b", event=w.shown_b, seat=w.seat_b, order=w.guest_b, line=w.line_b)


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
