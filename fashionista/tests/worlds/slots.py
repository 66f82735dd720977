"""Each show has two times: what is held of the house is held for one, the other is free."""

from fashionista.common.testing import everything
from ticketing.models import EventCapacity, OrderLine
from ticketing.tests.factories import EventSlotFactory


def furnish(w):
    for letter in "ab":
        shown, draft, held = (getattr(w, f"{name}_{letter}") for name in ("shown", "draft", "held"))
        made = {
            "slot": EventSlotFactory(event=shown, name="Morning", quantity=10, held=1),
            "free_slot": EventSlotFactory(event=shown, name="Evening"),
            "draft_slot": EventSlotFactory(event=draft),
        }
        with everything():
            OrderLine.objects.filter(order=held).update(slot=made["slot"])
            EventCapacity.objects.filter(pk=shown.pk).update(held=0)
        vars(w).update({f"{name}_{letter}": slot for name, slot in made.items()})
