"""Who works when: assignments are cancelled and taken up again, never deleted."""

from django.db import transaction

from fashionista.common.lifecycle import advance

from .models import StaffAssignment, StaffMember


@transaction.atomic
def cancel_assignment(assignment, *, by, at):
    """Take somebody off a shift; what their role let them do there ends at once."""
    return advance(assignment, StaffAssignment.Status.CANCELLED, at=at)


@transaction.atomic
def reinstate_assignment(assignment, *, by, at):
    """Put somebody back on a shift they were taken off."""
    return advance(assignment, StaffAssignment.Status.SCHEDULED, at=at)


@transaction.atomic
def deactivate_staff(member, *, by, at):
    """Take somebody off the books; every door closes to them at once."""
    return advance(member, StaffMember.Status.INACTIVE, at=at)


@transaction.atomic
def reactivate_staff(member, *, by, at):
    return advance(member, StaffMember.Status.ACTIVE, at=at)
