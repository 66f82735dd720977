"""The platform's words for events, and what each house says of its draft and of its show."""

from events.tests.factories import (
    EventAmenityAssignmentFactory,
    EventAmenityFactory,
    EventCategoryFactory,
    EventFeedFactory,
    EventRestrictionFactory,
    EventTagAssignmentFactory,
    EventTagFactory,
    HallFactory,
    TeamInvitationFactory,
)


def furnish(w):
    w.couture = EventCategoryFactory(name="Couture")
    w.bridal = EventCategoryFactory(name="Bridal", parent=w.couture)
    w.veils = EventCategoryFactory(name="Veils", parent=w.bridal)
    w.sustainable = EventTagFactory(name="Sustainable")
    w.students = EventTagFactory(name="Students")
    w.cloakroom = EventAmenityFactory(name="Cloakroom")
    w.ramp = EventAmenityFactory(name="Ramp")
    for letter in "ab":
        hall = HallFactory(venue=getattr(w, f"venue_{letter}"), name=f"Hall {letter}")
        feed = EventFeedFactory(user=w.olga if letter == "a" else w.boris)
        vars(w).update({f"hall_{letter}": hall, f"event_feed_{letter}": feed})
        for state in ("draft", "shown"):
            event = getattr(w, f"{state}_{letter}")
            made = {
                "tagged": EventTagAssignmentFactory(event=event, tag=w.sustainable),
                "offered": EventAmenityAssignmentFactory(event=event, amenity=w.cloakroom),
                "adults": EventRestrictionFactory(event=event, type="age", minimum_age=18),
            }
            if state == "shown":
                made["limit"] = EventRestrictionFactory(event=event, type="capacity", capacity=80)
            vars(w).update({f"{name}_{state}_{letter}": thing for name, thing in made.items()})
        event, email = getattr(w, f"shown_{letter}"), f"asked-{letter}@canary.example"
        invited = TeamInvitationFactory(event=event, email=email)
        joined = TeamInvitationFactory(event=event, email=email, accepted_at=event.created_at)
        vars(w).update({f"invited_{letter}": invited, f"joined_{letter}": joined})
