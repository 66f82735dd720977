"""At either show a name was corrected and a guest's ticket passed on; somebody left by a gate."""

from fashionista.common.testing import NOON, everything
from ticketing.tests.factories import CheckInFactory, GateFactory, TicketChangeFactory


def furnish(w):
    for letter, buyer, keeper in [("a", w.ann, w.stan), ("b", w.bob, w.sue)]:
        own, guests = (getattr(w, f"{name}_{letter}") for name in ("ticket", "guest_ticket"))
        gate = GateFactory(event=own.event, name=f"North {letter}")
        used = getattr(w, f"used_{letter}")
        made = {
            "gate": gate,
            "left": CheckInFactory(ticket=used, by=keeper, result="left", gate=gate),
            "corrected": TicketChangeFactory(ticket=own, by=buyer),
            "passed_on": TicketChangeFactory(
                ticket=guests, kind="transferred", old_code=f"Old code {letter}"
            ),
        }
        with everything():
            guests.passed_on_at, guests.holder_email = NOON, "holder@canary.example"
            guests.save(update_fields=["passed_on_at", "holder_email"])
        vars(w).update({f"{name}_{letter}": row for name, row in made.items()})
