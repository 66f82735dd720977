from datetime import date, timedelta

import factory

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from staffing.models import (
    Shift,
    ShiftFeed,
    ShiftSwap,
    ShiftTemplate,
    StaffAssignment,
    StaffInvitation,
    StaffMember,
    StaffRate,
    StaffRole,
)

CLOSED = ("withdrawn", "completed", "cancelled", "no_show")


class StaffRoleFactory(GuardedFactory):
    class Meta:
        model = StaffRole

    name = factory.Sequence(lambda n: f"Role {n}")
    requirements = factory.LazyFunction(list)


class StaffMemberFactory(GuardedFactory):
    class Meta:
        model = StaffMember

    organizer = factory.SubFactory(OrganizerFactory)
    user = factory.SubFactory(UserFactory)
    role = factory.SubFactory(StaffRoleFactory)


class StaffInvitationFactory(GuardedFactory):
    """Open for a week from noon."""

    class Meta:
        model = StaffInvitation

    organizer = factory.SubFactory(OrganizerFactory)
    role = factory.SubFactory(StaffRoleFactory)
    email = factory.Sequence(lambda n: f"crew-{n}@example.org")
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.SelfAttribute("organizer")
    created_at = NOON
    expires_at = factory.LazyAttribute(lambda invitation: invitation.created_at + timedelta(days=7))


class StaffRateFactory(GuardedFactory):
    """Twenty of the currency an hour, for a long time."""

    class Meta:
        model = StaffRate

    staff = factory.SubFactory(StaffMemberFactory)
    organizer = factory.SelfAttribute("staff.organizer")
    since = date(2027, 1, 1)
    currency = "EUR"
    hourly = "2000"


class ShiftFactory(GuardedFactory):
    """As long as its event: whoever works it may do so until twelve hours after."""

    class Meta:
        model = Shift

    event = factory.SubFactory(EventFactory)
    start_time = factory.LazyAttribute(lambda shift: shift.event.start_date - timedelta(hours=1))
    end_time = factory.SelfAttribute("event.end_date")


class StaffAssignmentFactory(GuardedFactory):
    """Accepted long ago, in the first place."""

    class Meta:
        model = StaffAssignment

    shift = factory.SubFactory(ShiftFactory)
    event = factory.SelfAttribute("shift.event")
    staff = factory.SubFactory(
        StaffMemberFactory, organizer=factory.SelfAttribute("..event.organizer")
    )
    user = factory.SelfAttribute("staff.user")
    role = factory.SelfAttribute("staff.role")
    start_time = factory.SelfAttribute("shift.start_time")
    end_time = factory.SelfAttribute("shift.end_time")
    required_staff = factory.SelfAttribute("shift.required_staff")
    revision = factory.SelfAttribute("shift.revision")
    slot = 1
    status = "scheduled"
    offered_at = NOON
    answered_at = factory.LazyAttribute(
        lambda row: None if row.status in ("offered", "withdrawn") else NOON
    )
    closed_at = factory.LazyAttribute(lambda row: NOON if row.status in CLOSED else None)


class ShiftFeedFactory(GuardedFactory):
    class Meta:
        model = ShiftFeed

    user = factory.SubFactory(UserFactory)
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    created_at = NOON


class ShiftTemplateFactory(GuardedFactory):
    """Four people who set up, from six hours before to two."""

    class Meta:
        model = ShiftTemplate

    organizer = factory.SubFactory(OrganizerFactory)
    name = factory.Sequence(lambda n: f"Day {n}")
    rows = factory.LazyFunction(lambda: [shift_row("Setup", -360, -120, people=4)])


def shift_row(name, starts, ends, *, people=1, starts_from="start", ends_from="start", role=""):
    return {
        "name": name, "starts": starts, "starts_from": starts_from,
        "ends": ends, "ends_from": ends_from, "people": people, "role": role,
    }  # fmt: skip


class ShiftSwapFactory(GuardedFactory):
    """Asked of anybody who fits."""

    class Meta:
        model = ShiftSwap

    assignment = factory.SubFactory(StaffAssignmentFactory)
    event = factory.SelfAttribute("assignment.event_id")
    staff = factory.SelfAttribute("assignment.staff")
    organizer = factory.SelfAttribute("assignment.staff.organizer_id")
    user = factory.SelfAttribute("assignment.user")
    role = factory.SelfAttribute("assignment.role")
    start_time = factory.SelfAttribute("assignment.start_time")
    end_time = factory.SelfAttribute("assignment.end_time")
    asked_at = NOON
