import itertools

import pytest

from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON
from ticketing.models import TicketType
from ticketing.pricing import set_ticket_type_status

from .sale import counters, hold, show, stored

pytestmark = pytest.mark.django_db
Status = TicketType.Status
MOVES = {
    ("active", "inactive"),
    ("active", "sold_out"),
    ("inactive", "active"),
    ("sold_out", "active"),
}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Status.values, repeat=2)))
def test_a_type_goes_on_and_off_sale_and_keeps_what_is_taken(before, after):
    sale = show(10)
    hold(sale.event, {sale.type: 2})
    kind, organizer = stored(sale.type), sale.event.organizer
    if before != "active":
        with acting_as(organizer):
            set_ticket_type_status(before)(kind, by=organizer, at=NOON)

    with acting_as(organizer):
        try:
            set_ticket_type_status(after)(kind, by=organizer, at=NOON)
            moved = True
        except NotFromHere:
            moved = False

    assert moved == ((before, after) in MOVES)
    assert stored(kind).status == (after if moved else before)
    assert counters(sale.event) == [(2, 0), (2, 0)]


def test_rules_are_named_for_what_they_do():
    assert [set_ticket_type_status(status).__name__ for status in Status] == [
        "set_active",
        "set_inactive",
        "set_sold_out",
    ]
