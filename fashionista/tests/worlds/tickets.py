"""A name was corrected and a guest's ticket passed on, at either show."""

from ticketing.tests.factories import TicketChangeFactory


def furnish(w):
    for letter, buyer in [("a", w.ann), ("b", w.bob)]:
        own, guests = (getattr(w, f"{name}_{letter}") for name in ("ticket", "guest_ticket"))
        made = {
            "corrected": TicketChangeFactory(ticket=own, by=buyer),
            "passed_on": TicketChangeFactory(
                ticket=guests, kind="transferred", old_code=f"Old code {letter}"
            ),
        }
        vars(w).update({f"{name}_{letter}": row for name, row in made.items()})
