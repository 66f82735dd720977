from datetime import timedelta

import factory

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import GuardedFactory
from staffing.models import Shift, StaffAssignment, StaffMember, StaffRole


class StaffRoleFactory(GuardedFactory):
    class Meta:
        model = StaffRole

    name = factory.Sequence(lambda n: f"Role {n}")


class StaffMemberFactory(GuardedFactory):
    class Meta:
        model = StaffMember

    organizer = factory.SubFactory(OrganizerFactory)
    user = factory.SubFactory(UserFactory)
    role = factory.SubFactory(StaffRoleFactory)


class ShiftFactory(GuardedFactory):
    """As long as its event: whoever works it may do so until twelve hours after."""

    class Meta:
        model = Shift

    event = factory.SubFactory(EventFactory)
    start_time = factory.LazyAttribute(lambda shift: shift.event.start_date - timedelta(hours=1))
    end_time = factory.SelfAttribute("event.end_date")


class StaffAssignmentFactory(GuardedFactory):
    class Meta:
        model = StaffAssignment

    shift = factory.SubFactory(ShiftFactory)
    event = factory.SelfAttribute("shift.event")
    staff = factory.SubFactory(
        StaffMemberFactory, organizer=factory.SelfAttribute("..event.organizer")
    )
    role = factory.SelfAttribute("staff.role")
