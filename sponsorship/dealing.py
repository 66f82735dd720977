"""
Sponsors are taken on; deals are approved, completed, called off.

Who may, is asked as the person; what others must not touch (the count of packages, a deal that is
agreed) is written by the system. The deal's row is locked first, its package last.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance

from .access import DEALS
from .exceptions import EventNotOn, NotOver, PackageGone, PackageNotOffered, SponsorNotActive
from .models import EventSponsorship, Sponsor, SponsorshipPackage
from .permissions import can_deal_at


@transaction.atomic
def activate_sponsor(sponsor, *, by, at):
    """Take a sponsor on, or back: from now on its deals may be approved."""
    return advance(sponsor, Sponsor.Status.ACTIVE, at=at)


@transaction.atomic
def deactivate_sponsor(sponsor, *, by, at):
    """Make no new deals with a sponsor. Those agreed stay."""
    return advance(sponsor, Sponsor.Status.INACTIVE, at=at)


@transaction.atomic
def approve_sponsorship(sponsorship, *, by, at):
    """
    Agree to a deal: name, tier and price are copied and stay, whatever becomes of the package.

    Of two who approve the last package at once, one is told that it has gone. Raises EventNotOn,
    SponsorNotActive, PackageNotOffered, PackageGone.
    """
    deal = _asked_for(sponsorship, by)
    if deal.event.status in (Event.Status.CANCELLED, Event.Status.COMPLETED):
        raise EventNotOn
    with acting_as(DEALS):
        deal = _locked(sponsorship)
        sponsor, package = deal.sponsor, deal.package
        if sponsor.status != Sponsor.Status.ACTIVE:
            raise SponsorNotActive
        if not package.is_offered(at.date()):
            raise PackageNotOffered
        advance(
            sponsorship,
            EventSponsorship.Status.ACTIVE,
            at=at,
            approved_at=at,
            public_name=deal.public_name or sponsor.name,
            tier=package.name,
            tier_position=package.position,
            agreed_price=str(package.price),
            currency=package.currency,
        )
        _take(package)
    return sponsorship


@transaction.atomic
def complete_sponsorship(sponsorship, *, by, at):
    """Close a deal that has run its time. Its package stays taken. Raises NotOver."""
    if _asked_for(sponsorship, by).end_date > at:
        raise NotOver
    with acting_as(DEALS):
        return advance(sponsorship, EventSponsorship.Status.COMPLETED, at=at, completed_at=at)


@transaction.atomic
def cancel_sponsorship(sponsorship, *, by, at):
    """Call a deal off. A package it had taken is there for others again."""
    _asked_for(sponsorship, by)
    with acting_as(DEALS):
        deal = _locked(sponsorship)
        advance(sponsorship, EventSponsorship.Status.CANCELLED, at=at, cancelled_at=at)
        if deal.status == EventSponsorship.Status.ACTIVE:
            _give_back(deal.package)
    return sponsorship


def _asked_for(sponsorship, by):
    """The deal as it is stored, for who may move it. Raises PermissionDenied for all others."""
    deal = EventSponsorship.objects.select_related("event").get(pk=sponsorship.pk)
    if not can_deal_at(by, deal):
        raise PermissionDenied
    return deal


def _locked(sponsorship):
    return EventSponsorship.objects.select_for_update().get(pk=sponsorship.pk)


def _take(package):
    """One conditional UPDATE under the CHECK: asked again after waiting for another approval."""
    roomy = SponsorshipPackage.objects.filter(
        Q(availability__isnull=True) | Q(availability__gt=F("taken")), pk=package.pk
    )
    if not roomy.update(taken=F("taken") + 1):
        raise PackageGone


def _give_back(package):
    rows = SponsorshipPackage.objects.filter(pk=package.pk)
    if not rows.update(taken=F("taken") - 1):
        raise SponsorshipPackage.DoesNotExist(f"{package.pk}: no row to count on")
