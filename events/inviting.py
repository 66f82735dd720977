"""
How people are asked to join something: by a link in a mail, good for an account of its address.

Whether an address has an account is nobody's business: inviting it is the same work, and the same
mail, either way.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communications.notifications import notify, site_url
from fashionista.common.errors import DomainError, constraint_of
from fashionista.common.identity import acting_as
from fashionista.common.sealing import normalised

from .models import OrganizerProfile
from .models.invitations import OPEN, Invitation

OPEN_FOR = timedelta(days=7)


class InvitationGone(DomainError):
    message = _("This invitation has been used or taken back, or it has run out.")


class AnotherAddress(DomainError):
    message = _("This invitation went to another address. Sign in with the account of that one.")


class JustInvited(DomainError):
    message = _("This address was invited this very moment.")


@dataclass(frozen=True)
class Way:
    """
    To join one thing. `system` acts for whoever follows a link of `invitations`, and makes the row
    that the constraint `once` lets be there a single time for its `keys`; `already` says that it
    is. `names` are the links of an invitation that its page tells of.
    """

    invitations: type[Invitation]
    names: tuple[str, ...]
    keys: tuple[str, ...]
    system: str
    mail: str
    page: str
    once: str
    already: type[DomainError]

    @property
    def _rows(self) -> Any:
        return self.invitations._default_manager

    def send(self, invitation, *, instead_of, context, language, at):
        """
        Keep an invitation and mail its link; of those it is `instead_of`, none works any longer.

        Raises JustInvited where another was faster.
        """
        instead_of.filter(OPEN).update(revoked_at=at)
        secret = secrets.token_urlsafe(24)
        invitation.secret_hash = _hash(secret)
        invitation.created_at, invitation.expires_at = at, at + OPEN_FOR
        table = invitation._meta.db_table
        try:
            with transaction.atomic():
                invitation.save(force_insert=True)
        except IntegrityError as error:
            if constraint_of(error) not in {f"{table}_one_open", f"{table}_pkey"}:
                raise
            raise JustInvited from error
        told = {
            "house": house_of(invitation.organizer),
            "url": site_url(reverse(self.page, args=[secret])),
            "expires_at": invitation.expires_at,
        }
        notify(self.mail, told | context, address=invitation.email, language=language)
        return invitation

    def read(self, secret, *, at):
        """
        The invitation behind a link, with what it names. Raises InvitationGone.

        One that was accepted is found too, for whoever comes back by the same link.
        """
        with acting_as(self.system):
            rows = self._rows.select_related(*self.names)
            invitation = rows.filter(secret_hash=_hash(secret), revoked_at=None).first()
            if invitation is None or not (invitation.accepted_at or invitation.expires_at > at):
                raise InvitationGone
            organizer = invitation.organizer
            if not (organizer.is_active and organizer.user_type == "organizer"):
                raise InvitationGone
        return invitation

    @transaction.atomic
    def join(self, invitation, member, *, by, at):
        """
        Make the row that an invitation promises. Returns it; a second time, the same one.

        Raises AnotherAddress, `already` where it was made by another way, and InvitationGone where
        the invitation has ended, or the row is there no more.
        """
        if not is_for(invitation, by):
            raise AnotherAddress
        with acting_as(self.system):
            rows = self._rows.open(at).filter(pk=invitation.pk)
            if not rows.update(accepted_at=at):
                return self._made(member)
            try:
                with transaction.atomic():
                    member.save(force_insert=True)
            except IntegrityError as error:
                if constraint_of(error) != self.once:
                    raise
                raise self.already from error
        return member

    def _made(self, member):
        same = {name: getattr(member, name) for name in self.keys}
        found = type(member)._default_manager.filter(**same).first()
        if found is None:
            raise InvitationGone
        return found

    @transaction.atomic
    def revoke(self, invitation, *, at):
        """Take an invitation back: its link ends. Raises InvitationGone where it is not open."""
        if not self._rows.filter(OPEN, pk=invitation.pk).update(revoked_at=at):
            raise InvitationGone


def is_for(invitation, user):
    """Whether an invitation went to the address of this account, which its owner has confirmed."""
    return user.is_active and normalised(invitation.email) == normalised(user.email)


def house_of(organizer):
    """What people call an organizer."""
    profile = OrganizerProfile.objects.filter(user=organizer).first()
    return profile.public_name if profile else organizer.full_name


def _hash(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
