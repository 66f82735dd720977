"""Campaigns are planned, run and ended. Whom they reach comes with their audiences."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import advance

from .models import Campaign


class CampaignIsOver(DomainError):
    message = _("This campaign's time is over. Move its dates first.")


@transaction.atomic
def activate_campaign(campaign, *, by, at):
    """Let a planned campaign run. Raises CampaignIsOver where its end has passed."""
    if campaign.end_date <= at:
        raise CampaignIsOver
    return advance(campaign, Campaign.Status.ACTIVE, at=at, activated_at=at)


@transaction.atomic
def complete_campaign(campaign, *, by, at):
    """End a campaign, also before its time."""
    return advance(campaign, Campaign.Status.COMPLETED, at=at, completed_at=at)
