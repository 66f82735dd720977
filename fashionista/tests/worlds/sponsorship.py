"""Each house has a sponsor with an agreed deal, another with an open one, and their pictures."""

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.testing import NOON
from sponsorship.tests.factories import (
    EventSponsorshipFactory,
    SponsorAssetFactory,
    SponsorFactory,
    SponsorshipPackageFactory,
)


def furnish(w):
    own_sponsors(w, "a", owner=w.olga, event=w.shown_a)
    own_sponsors(w, "b", owner=w.boris, event=w.shown_b)
    w.saul = person("Saul", user_type="organizer")  # deals for A everywhere; has a house himself
    w.sara = person("Sara")  # deals for A, at the published event only
    may = {"organizer": w.olga, "permissions": ["sponsors"]}
    w.team_saul = EventTeamMemberFactory(event=None, user=w.saul, **may)
    w.team_sara = EventTeamMemberFactory(event=w.shown_a, user=w.sara, **may)


def person(name, **fields):
    email = f"{name.lower()}@canary.example"
    return UserFactory(full_name=f"{name} Canary", email=email, **fields)


def own_sponsors(w, letter, *, owner, event):
    private = {
        "contact_info": {"name": "Contact Canary"},
        "company_info": {"legal_name": "Company Canary"},
    }
    sponsor = SponsorFactory(organizer=owner, name=f"Cloth {letter}", **private)
    hopeful = SponsorFactory(organizer=owner, name=f"Thread {letter}", status="pending", **private)
    package = SponsorshipPackageFactory(
        organizer=owner, name=f"Gold {letter}", availability=2, taken=1
    )
    of_event = {"event": event, "package": package, "terms": {"notes": "Terms Canary"}}
    deal = EventSponsorshipFactory(active=True, sponsor=sponsor, **of_event)
    offer = EventSponsorshipFactory(sponsor=hopeful, **of_event)
    logo = SponsorAssetFactory(sponsor=sponsor)
    banner = SponsorAssetFactory(
        sponsor=sponsor,
        type="banner",
        status="rejected",
        reviewer=owner,
        reviewed_at=NOON,
        reason="Reason Canary",
    )
    made = {
        "sponsor": sponsor, "hopeful": hopeful, "package": package, "deal": deal, "offer": offer,
        "logo": logo, "banner": banner,
    }  # fmt: skip
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
