"""
Offers: each house asks its helper for a morning before the show; Paul asks Ann for a day. Both
helpers have a calendar link, and would hand on their evening; Nina's is taken over by Una, who
asks her for another. Both cost something. Each house asks somebody onto its books, and has before.
"""

from datetime import UTC, datetime, timedelta

from fashionista.common.testing import NOON
from staffing.tests.factories import (
    ShiftFactory,
    ShiftFeedFactory,
    ShiftSwapFactory,
    ShiftTemplateFactory,
    StaffAssignmentFactory,
    StaffInvitationFactory,
    StaffMemberFactory,
    StaffRateFactory,
)

FAR = datetime(2101, 3, 1, 9, tzinfo=UTC)


def furnish(w):
    for letter in "ab":
        show, helper = getattr(w, f"shown_{letter}"), getattr(w, f"staff_{letter}")
        morning = ShiftFactory(
            event=show,
            start_time=show.start_date - timedelta(hours=9),
            end_time=show.start_date - timedelta(hours=5),
        )
        offer = StaffAssignmentFactory(
            shift=morning, staff=helper, status="offered", notes="Note Canary"
        )
        template = ShiftTemplateFactory(organizer=show.organizer, name=f"Day of {letter}")
        made = {
            "morning": morning,
            "asked": offer,
            "day": template,
            "rate": StaffRateFactory(staff=helper),
        }
        vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
        asked = {
            "organizer": show.organizer,
            "role": w.door,
            "email": f"new-{letter}@canary.example",
        }
        vars(w)[f"called_{letter}"] = StaffInvitationFactory(**asked)
        vars(w)[f"came_{letter}"] = StaffInvitationFactory(**asked, accepted_at=NOON)
        swap = ShiftSwapFactory(assignment=getattr(w, f"assignment_{letter}"))
        vars(w)[f"swap_{letter}"] = swap
    w.named_a = ShiftSwapFactory(assignment=w.assignment_una, to=w.nina_a)
    w.taken_a = ShiftSwapFactory(
        assignment=w.assignment_nina, status="taken", taken_by=w.staff_una, taken_at=NOON,
        agreed_start=NOON, agreed_end=NOON, to=w.staff_una,
    )  # fmt: skip
    w.ann_p = StaffMemberFactory(organizer=w.paul, user=w.ann, role=w.door)
    day = ShiftFactory(event=w.shown_p, start_time=FAR, end_time=FAR + timedelta(hours=8))
    w.asked_ann = StaffAssignmentFactory(shift=day, staff=w.ann_p, status="offered")
    w.feed_of_stan = ShiftFeedFactory(user=w.stan)
    ShiftFeedFactory(user=w.sue)
