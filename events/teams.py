"""
Who works on an organizer's events: asked by mail, joined by a link, changed and let go at once.

Whether an address has an account is nobody's business: inviting it is the same work, and the same
mail, either way.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communications.notifications import notify, site_url
from fashionista.common.errors import DomainError, constraint_of
from fashionista.common.identity import acting_as
from fashionista.common.sealing import normalised

from .duties import WORDS, in_order
from .models import EventTeamMember, OrganizerProfile, TeamInvitation

OPEN_FOR = timedelta(days=7)


class InvitationGone(DomainError):
    message = _("This invitation has been used or taken back, or it has run out.")


class AnotherAddress(DomainError):
    message = _("This invitation went to another address. Sign in with the account of that one.")


class AlreadyOnTeam(DomainError):
    message = _("Whoever has this address is on this team already. Change what they may do there.")


class OwnAddress(DomainError):
    message = _("This is your own address: you may do everything at your events.")


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
    earlier = TeamInvitation.objects.filter(organizer=by, event=event, email=email)
    earlier.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    secret = secrets.token_urlsafe(24)
    invitation = TeamInvitation(
        pk=invitation_id,
        organizer=by,
        event=event,
        email=email,
        permissions=in_order(permissions),
        secret_hash=_hash(secret),
        invited_by=by,
        created_at=at,
        expires_at=at + OPEN_FOR,
    )
    invitation.save(force_insert=True)
    context = {
        "house": house_of(by),
        "event": event,
        "allowed": [WORDS[name] for name in invitation.permissions],
        "url": site_url(reverse("events:team_invitation", args=[secret])),
        "expires_at": invitation.expires_at,
    }
    notify("events/team_invitation", context, address=email, language=language)
    return invitation


def read_invitation(secret, *, at):
    """
    The invitation behind a link, with its event and its organizer. Raises InvitationGone.

    One that was accepted is found too, for whoever comes back by the same link.
    """
    with acting_as("events.team"):
        rows = TeamInvitation.objects.select_related("event", "organizer")
        invitation = rows.filter(secret_hash=_hash(secret), revoked_at=None).first()
        if invitation is None or not (invitation.accepted_at or invitation.expires_at > at):
            raise InvitationGone
        if not (invitation.organizer.is_active and invitation.organizer.user_type == "organizer"):
            raise InvitationGone
    return invitation


@transaction.atomic
def accept(secret, *, by, at):
    """
    Join the team that a link asks one to. Returns the team member; a second time, the same one.

    Raises InvitationGone, AnotherAddress where `by` has another address than the one invited, and
    AlreadyOnTeam where the organizer put them there by another way.
    """
    invitation = read_invitation(secret, at=at)
    if not is_for(invitation, by):
        raise AnotherAddress
    with acting_as("events.team"):
        taken = TeamInvitation.objects.open(at).filter(pk=invitation.pk).update(accepted_at=at)
        if not taken:
            return _joined(invitation, by)
        member = EventTeamMember(
            organizer=invitation.organizer,
            event=invitation.event,
            user=by,
            permissions=invitation.permissions,
        )
        try:
            with transaction.atomic():
                member.save(force_insert=True)
        except IntegrityError as error:
            if constraint_of(error) != "event_team_once":
                raise
            raise AlreadyOnTeam from error
    return member


def is_for(invitation, user):
    """Whether an invitation went to the address of this account, which its owner has confirmed."""
    return user.is_active and normalised(invitation.email) == normalised(user.email)


@transaction.atomic
def revoke_invitation(invitation, *, by, at):
    """Take an invitation back: its link ends. Raises InvitationGone where it is not open."""
    rows = TeamInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not rows.update(revoked_at=at):
        raise InvitationGone


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


def house_of(organizer):
    """What people call an organizer."""
    profile = OrganizerProfile.objects.filter(user=organizer).first()
    return profile.public_name if profile else organizer.full_name


def _joined(invitation, user):
    rows = EventTeamMember.objects.filter(organizer=invitation.organizer, event=invitation.event)
    member = rows.filter(user=user).first()
    if member is None:
        raise InvitationGone
    return member


def _hash(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
