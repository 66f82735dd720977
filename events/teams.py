"""Who works on an organizer's events: asked by mail, changed and let go at once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from fashionista.common.errors import DomainError
from fashionista.common.sealing import normalised

from .duties import WORDS, in_order
from .inviting import Way
from .models import EventTeamMember, TeamInvitation


class AlreadyOnTeam(DomainError):
    message = _("Whoever has this address is on this team already. Change what they may do there.")


class OwnAddress(DomainError):
    message = _("This is your own address: you may do everything at your events.")


WAY = Way(
    TeamInvitation,
    names=("organizer", "event"),
    keys=("organizer", "event", "user"),
    system="events.team",
    mail="events/team_invitation",
    page="events:team_invitation",
    once="event_team_once",
    already=AlreadyOnTeam,
)


@transaction.atomic
def invite(email, *, event, permissions, invitation_id, language, by, at):
    """
    Ask somebody to join the team of `by`, at one of their events or (None) at all of them.

    They get a link by mail, in this language. One that was sent to the same address for the same
    before works no longer; the same `invitation_id` again sends nothing. Returns the invitation.
    Raises OwnAddress and AlreadyOnTeam, and PermissionDenied at another's event.
    """
    if by.user_type != User.UserType.ORGANIZER or (event and event.organizer_id != by.pk):
        raise PermissionDenied
    if normalised(email) == normalised(by.email):
        raise OwnAddress
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one invitation after another
    if found := TeamInvitation.objects.filter(pk=invitation_id, organizer=by).first():
        return found
    if EventTeamMember.objects.filter(organizer=by, event=event, user__email=email).exists():
        raise AlreadyOnTeam
    invitation = TeamInvitation(
        pk=invitation_id,
        organizer=by,
        event=event,
        email=email,
        permissions=in_order(permissions),
        invited_by=by,
    )
    return WAY.send(
        invitation,
        instead_of=TeamInvitation.objects.filter(organizer=by, event=event, email=email),
        context={"event": event, "allowed": [WORDS[name] for name in invitation.permissions]},
        language=language,
        at=at,
    )


def accept(secret, *, by, at):
    """
    Join the team that a link asks one to. Returns the team member; a second time, the same one.

    Raises InvitationGone, AnotherAddress where `by` has another address than the one invited, and
    AlreadyOnTeam where the organizer put them there by another way.
    """
    invitation = WAY.read(secret, at=at)
    member = EventTeamMember(
        organizer=invitation.organizer,
        event=invitation.event,
        user=by,
        permissions=invitation.permissions,
    )
    return WAY.join(invitation, member, by=by, at=at)


@transaction.atomic
def change_member(member, *, permissions, by, at):
    """Let a colleague do this and nothing else, from their next step on."""
    member.permissions = in_order(permissions)
    member.save(update_fields=["permissions"])


@transaction.atomic
def remove_member(member, *, by, at):
    """Take a colleague off the team. What they have open at the desk is not there any more."""
    deleted, _by_model = member.delete()
    if not deleted:
        raise PermissionDenied
