"""Who is asked to be on an organizer's books."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import MayFor
from events.models import Invitation, open_once
from events.models.invitations import OPEN
from fashionista.common.access import Admin, System

from .crew import StaffRole


class StaffInvitation(Invitation):
    """As what somebody at an address is on the books of an organizer, once they accept."""

    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_invitations"
    )
    role = models.ForeignKey(StaffRole, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_invitations_sent"
    )

    access = [
        MayFor("organizer", "staff", may="view add"),
        MayFor(
            "organizer",
            "staff",
            may="change",
            title="revoke",
            when=OPEN,
            then=Q(accepted_at=None, revoked_at__isnull=False),
        ),
        System("staffing.joining", may="view"),
        System(
            "staffing.joining",
            may="change",
            title="accept",
            columns=["accepted_at"],
            when=OPEN,
            then=Q(accepted_at__isnull=False),
        ),
        Admin(),
    ]

    class Meta(Invitation.Meta):
        db_table = "staff_invitations"
        verbose_name = _("staff invitation")
        verbose_name_plural = _("staff invitations")
        constraints = open_once("staff_invitations", "organizer", "email_index")
