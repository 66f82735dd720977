"""A hold that ends: its code is uncounted, and its places are open to others again."""

from . import resale, vouchers


def open_again(order):
    """
    Uncount an order's code, before its places are opened. Returns these, as `places` has them.

    Places that are kept for the code stay held for it; tickets it would have had of others who
    offer them are on offer again. The caller holds the order, which is in scope.
    """
    lines = list(order.lines.all())
    vouchers.release_use(order, lines)
    resale.let_go(order, lines)
    return to_open(lines)


def to_open(lines):
    """The places of these lines that count as held: those kept for a code, or sold, are not."""
    return {
        (line.ticket_type_id, line.slot_id): line.quantity - line.from_allotment - line.from_resale
        for line in lines
    }
