"""Who pays to be seen with an event, for what, and with which pictures."""

from .deals import EventSponsorship
from .packages import SponsorshipPackage, validate_validity_period
from .sponsors import Sponsor, SponsorAsset, validate_dimensions

__all__ = [
    "EventSponsorship", "Sponsor", "SponsorAsset", "SponsorshipPackage", "validate_dimensions",
    "validate_validity_period",
]  # fmt: skip
