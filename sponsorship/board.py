"""The sponsors of one event as its team reads them: tier by tier, and what a deal still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import EventSponsorship, Sponsor, SponsorAsset, SponsorshipPackage

Asset, Deal = SponsorAsset, EventSponsorship
AGREED = (Deal.Status.ACTIVE, Deal.Status.COMPLETED)


@dataclass
class BoardDeal:
    """A deal. Its sponsor and package are None for who does not see the organizer's books."""

    deal: EventSponsorship
    sponsor: Sponsor | None
    package: SponsorshipPackage | None

    @property
    def name(self) -> str:
        return self.deal.public_name or (self.sponsor.name if self.sponsor else str(self.deal))

    @property
    def tier(self) -> tuple[int, str] | None:
        """Rank and name: as agreed, until then as the package has them."""
        if self.deal.tier:
            return self.deal.tier_position, self.deal.tier
        return (self.package.position, self.package.name) if self.package else None

    @property
    def is_agreed(self) -> bool:
        return self.deal.status in AGREED

    @property
    def is_live(self) -> bool:
        return self.deal.status in (Deal.Status.PENDING, Deal.Status.ACTIVE)

    @property
    def price(self) -> Decimal | None:
        """What was agreed, or what the package asks."""
        return self.package.price if self.deal.price is None and self.package else self.deal.price

    @property
    def currency(self) -> str:
        return self.deal.currency or (self.package.currency if self.package else "")

    @property
    def assets(self) -> list[SponsorAsset]:
        if self.sponsor is None:
            return []
        return sorted(self.sponsor.sponsor_assets.all(), key=lambda asset: asset.created_at)

    @property
    def gaps(self) -> list[str]:
        """What is to be done before the sponsor can be shown as agreed."""
        if not self.is_live:
            return []
        gaps = [_("To be approved")] if self.deal.status == Deal.Status.PENDING else []
        if self.sponsor:
            usable = [asset for asset in self.assets if asset.status != Asset.Status.REJECTED]
            waiting = sum(asset.status == Asset.Status.PENDING for asset in usable)
            if all(asset.type != Asset.Type.LOGO for asset in usable):
                gaps.append(_("No logo"))
            if waiting:
                gaps.append(
                    ngettext("%(n)s asset to review", "%(n)s assets to review", waiting)
                    % {"n": waiting}
                )
        return gaps


@dataclass
class Tier:
    name: str
    benefits: list[str] = field(default_factory=list)
    deals: list[BoardDeal] = field(default_factory=list)


@dataclass
class Sum:
    currency: str
    agreed: Decimal = Decimal(0)
    asked: Decimal = Decimal(0)


def board_of(event) -> list[BoardDeal]:
    """
    Every deal of an event, the highest package first.

    Nothing is joined: who sees the deals may not see the books they come from.
    """
    deals = list(event.event_sponsorships.all())
    sponsors = Sponsor.objects.prefetch_related("sponsor_assets").in_bulk(
        {deal.sponsor_id for deal in deals}
    )
    packages = SponsorshipPackage.objects.in_bulk({deal.package_id for deal in deals})
    board = [
        BoardDeal(deal, sponsors.get(deal.sponsor_id), packages.get(deal.package_id))
        for deal in deals
    ]
    return sorted(board, key=lambda each: (each.tier is None, each.tier or (0, ""), each.name))


def in_tiers(board: Iterable[BoardDeal]) -> list[Tier]:
    """The deals under their tiers, with what the package brings; those of no known tier last."""
    tiers: dict[tuple[int, str] | None, Tier] = {}
    for each in board:
        tier = tiers.setdefault(each.tier, Tier(each.tier[1] if each.tier else ""))
        tier.benefits = tier.benefits or (each.package.benefits if each.package else [])
        tier.deals.append(each)
    return list(tiers.values())


def sums_of(board: Iterable[BoardDeal]) -> list[Sum]:
    """What is agreed and what pending deals would add, a line for each currency."""
    sums: dict[str, Sum] = {}
    for each in board:
        if each.price is None or not (each.is_agreed or each.is_live):
            continue
        line = sums.setdefault(each.currency, Sum(each.currency))
        if each.is_agreed:
            line.agreed += each.price
        else:
            line.asked += each.price
    return list(sums.values())
