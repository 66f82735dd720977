"""Who comes onto an organizer's books: asked by mail, there once they say yes."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.access import OfMyHouses
from events.inviting import Way
from fashionista.common.errors import DomainError

from .models import StaffInvitation, StaffMember


class AlreadyOnBooks(DomainError):
    message = _("Whoever has this address is on these books already.")


WAY = Way(
    StaffInvitation,
    names=("organizer", "role"),
    keys=("organizer", "user"),
    system="staffing.joining",
    mail="staffing/staff_invitation",
    page="staffing:staff_invitation",
    once="staff_once_an_organizer",
    already=AlreadyOnBooks,
)


def keeps_books_of(user):
    """The organizers for all of whose events this person plans staff."""
    houses = User.objects.filter(OfMyHouses("pk", "staff")).select_related("organizer_profile")
    return houses.order_by("organizer_profile__public_name")


@transaction.atomic
def invite_staff(email, *, organizer, role, invitation_id, language, by, at):
    """
    Ask somebody to be on the books of an organizer, by a link in a mail in this language.

    One that was sent to the same address before works no longer; the same `invitation_id` again
    sends nothing. Returns the invitation. Raises AlreadyOnBooks and JustInvited, and
    PermissionDenied where `by` does not plan staff for all events of the organizer.
    """
    if not keeps_books_of(by).filter(pk=organizer.pk).exists():
        raise PermissionDenied
    if found := StaffInvitation.objects.filter(pk=invitation_id).first():
        return found
    if StaffMember.objects.filter(organizer=organizer, user__email=email).exists():
        raise AlreadyOnBooks
    invitation = StaffInvitation(
        pk=invitation_id, organizer=organizer, email=email, role=role, invited_by=by
    )
    return WAY.send(
        invitation,
        instead_of=StaffInvitation.objects.filter(organizer=organizer, email=email),
        context={"role": role.name},
        language=language,
        at=at,
    )


def accept(secret, *, by, at):
    """
    Come onto the books as a link asks. Returns the staff member; a second time, the same one.

    Raises InvitationGone, AnotherAddress where `by` has another address than the one invited, and
    AlreadyOnBooks where they were put there by another way.
    """
    invitation = WAY.read(secret, at=at)
    member = StaffMember(organizer=invitation.organizer, user=by, role=invitation.role)
    return WAY.join(invitation, member, by=by, at=at)
