"""The crew of the demo season: who is on the books, who works when, and a shift to hand on."""

from datetime import timedelta

from events.models import EventTeamMember
from fashionista.common.identity import acting_as
from staffing.bulk import keep_template
from staffing.given import GIVEN
from staffing.models import Shift, StaffMember, StaffRate, StaffRole
from staffing.rostering import accept_offer, offer_shift
from staffing.swapping import ask_swap

# Of whom, at what, as what, from which hour of the event to which; and whether it is accepted.
SHIFTS = [
    (0, "harbour-lights", "Door", -1, 11, True),
    (0, "tide-lines", "Door", -1, 3, True),
    (0, "second-air", "Door", -1, 8, True),
    (0, "tide-lines", "Dresser", -9, -5, False),
    (1, "soft-machine", "Door", -1, 2, True),
]


# Guests who work for the first organizer too: in which role, with which certificates.
CREW = [
    ("priya.n@mail.example", "Door", {"First aid": ""}),
    ("tomasz.w@mail.example", "Door", {"First aid": "2026-01-31"}),
    ("ingrid.h@mail.example", "Dresser", {}),
    ("kofi.mb@mail.example", "Dresser", {"Driving": ""}),
]


def plant_crew(admin, organizers, people, events, at):
    staff_user = people["staff@fashionista.example"]
    with acting_as(admin):
        roles = {
            name: StaffRole.objects.create(name=name, description=says, permissions=permissions)
            for name, says, permissions in [
                ("Door", "Lets people in.", ["door"]), ("Dresser", "Helps into the looks.", []),
            ]
        }  # fmt: skip
        members = [
            StaffMember.objects.create(organizer=organizer, user=staff_user, role=roles["Door"])
            for organizer in organizers[:2]
        ]
        crew = [
            StaffMember.objects.create(
                organizer=organizers[0], user=people[email], role=roles[role], certifications=held
            )
            for email, role, held in CREW
        ]
        for member, currency, hourly in zip(members, ("GBP", "EUR"), ("1450", "1600"), strict=True):
            StaffRate.objects.create(
                staff=member,
                organizer_id=member.organizer_id,
                since=(at - timedelta(days=400)).date(),
                currency=currency,
                hourly=hourly,
            )
    names = {"Door": "Doors", "Dresser": "Fitting"}
    for whose, slug, role, first, last, accepted in SHIFTS:
        event, organizer = events[slug], organizers[whose]
        start, end = (event.start_date + timedelta(hours=hours) for hours in (first, last))
        asked = min(at, start - timedelta(days=7))
        with acting_as(organizer):
            shift = Shift.objects.create(
                event=event,
                name=names[role],
                role=roles[role],
                start_time=start,
                end_time=end,
                required_staff=2,
            )
            offer = offer_shift(shift, members[whose], role=roles[role], by=organizer, at=asked)
        if accepted:
            with acting_as(staff_user):
                accept_offer(offer, by=staff_user, at=asked)
        if slug == "second-air":
            _one_would_hand_it_on(shift, crew[0], by=organizer, at=asked)
    with acting_as(organizers[0]):
        keep_template(
            organizers[0], name="Our evening", rows=GIVEN["runway"][1](), by=organizers[0]
        )
    with acting_as(admin):
        EventTeamMember.objects.create(
            organizer=organizers[0], user=staff_user, event=events["indigo-slowly"],
            permissions=["view", "programme"],
        )  # fmt: skip


def _one_would_hand_it_on(shift, member, *, by, at):
    with acting_as(by):
        offer = offer_shift(shift, member, by=by, at=at)
    with acting_as(member.user):
        accept_offer(offer, by=member.user, at=at)
        ask_swap(offer, by=member.user, at=at)
