"""Each house has a vendor with a signed contract, one booking under it and one that is open."""

from events.models import EventTeamMember
from fashionista.common.testing import everything
from vendors.tests.factories import (
    EventVendorFactory,
    VendorContractFactory,
    VendorFactory,
    VendorServiceFactory,
)


def furnish(w):
    own_vendors(w, "a", owner=w.olga, event=w.shown_a)
    own_vendors(w, "b", owner=w.boris, event=w.shown_b)
    with everything():  # who deals with sponsors hires, too
        for team in (w.team_saul, w.team_sara):
            EventTeamMember.objects.filter(pk=team.pk).update(permissions=["sponsors", "vendors"])


def own_vendors(w, letter, *, owner, event):
    lights = VendorFactory(
        organizer=owner, name=f"Lights {letter}", contact_info={"name": "Contact Canary"}
    )
    rated = VendorFactory(organizer=owner, name=f"Sound {letter}", type=["sound"], rating="4.50")
    of_vendor = {"event": event, "vendor": lights}
    lamps, desk = (VendorServiceFactory(vendor=lights, name=name) for name in ("Lamps", "Desk"))
    amps = VendorServiceFactory(vendor=rated, name="Amps")
    contract = VendorContractFactory(active=True, terms={"price": "Price Canary"}, **of_vendor)
    draft = VendorContractFactory(terms={"price": "Price Canary"}, **of_vendor)
    loud = VendorContractFactory(active=True, event=event, vendor=rated)
    private = {"requirements": {"power": "Power Canary"}}
    booking = EventVendorFactory(
        confirmed=True, service=lamps, contract=contract, **of_vendor, **private
    )
    wish = EventVendorFactory(service=desk, **of_vendor, **private)
    made = {
        "lights": lights, "rated": rated, "lamps": lamps, "desk": desk, "amps": amps,
        "contract": contract, "draft_contract": draft, "loud": loud, "booking": booking,
        "wish": wish,
    }  # fmt: skip
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
