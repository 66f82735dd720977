"""A hold that ends: its code is uncounted, and its places are open to others again."""

from . import resale, vouchers


def open_again(order):
    """
    Uncount an order's code, before its places are opened. Returns {type id: number} of these.

    Places that are kept for the code stay held for it; tickets it would have had of others who
    offer them are on offer again. The caller holds the order, which is in scope.
    """
    lines = list(order.lines.all())
    vouchers.release_use(order, lines)
    resale.let_go(order, lines)
    return {
        line.ticket_type_id: line.quantity - line.from_allotment - line.from_resale
        for line in lines
    }
