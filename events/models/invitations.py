"""Who is asked to join something, by a link in a mail; and teams, for one."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, validate_email
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.access import PERMISSIONS
from fashionista.common.access import Admin, Agrees, Guarded, Own, System
from fashionista.common.encryption import BlindIndexField, EncryptedTextField

from .events import Event

OPEN = Q(accepted_at=None, revoked_at=None)


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        """Those whose link still leads somewhere."""
        return self.filter(OPEN, expires_at__gt=at)


class Invitation(Guarded):
    """
    Whom an organizer asks, at an address. Its secret is kept as a hash only.

    A table of such has an `organizer` and, in `invited_by`, who asked for them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(_("email"), validators=[validate_email, MaxLengthValidator(254)])
    email_index = BlindIndexField("email")
    secret_hash = models.CharField(max_length=64, unique=True)
    secret_hash.secret = True  # type: ignore[attr-defined]  # ours: see `common.access.guard`
    created_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("open until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return _("invitation %(id)s") % {"id": str(self.pk)[:8]}


def open_once(table, *fields):
    """What holds of every table of them: open for a while, and one at a time for these fields."""
    return [
        models.CheckConstraint(
            condition=Q(expires_at__gt=F("created_at")), name=f"{table}_open_a_while"
        ),
        models.CheckConstraint(
            condition=Q(accepted_at=None) | Q(revoked_at=None), name=f"{table}_one_end"
        ),
        models.UniqueConstraint(
            fields=fields, name=f"{table}_one_open", condition=OPEN, nulls_distinct=False
        ),
    ]


class TeamInvitation(Invitation):
    """
    What somebody at an address may do at one event of an organizer, or (no event) at all of them,
    once they accept.
    """

    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_invitations"
    )
    event = models.ForeignKey(
        Event,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="team_invitations",
        db_constraint=False,
    )
    permissions = ArrayField(models.TextField(), verbose_name=_("permissions"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations_sent"
    )

    access = [
        Own("organizer", role="organizer", may="view add delete"),
        Own(
            "organizer",
            role="organizer",
            may="change",
            title="revoke",
            when=OPEN,
            then=Q(accepted_at=None, revoked_at__isnull=False),
        ),
        System("events.team", may="view"),
        System(
            "events.team",
            may="change",
            title="accept",
            columns=["accepted_at"],
            when=OPEN,
            then=Q(accepted_at__isnull=False),
        ),
        Admin(),
        Agrees("event", on="organizer"),
    ]

    class Meta(Invitation.Meta):
        db_table = "team_invitations"
        constraints = [
            models.CheckConstraint(
                condition=Q(permissions__contained_by=PERMISSIONS),
                name="team_invitations_permissions_known",
            ),
            *open_once("team_invitations", "organizer", "event", "email_index"),
        ]
