"""What sponsors send in is looked at before it is shown."""

from django.db import transaction

from fashionista.common.lifecycle import advance

from .exceptions import ReasonNeeded
from .models import SponsorAsset


@transaction.atomic
def approve_asset(asset, *, by, at):
    """Let it be shown. It stays as it is from now on."""
    return advance(asset, SponsorAsset.Status.APPROVED, at=at, reviewer=by, reviewed_at=at)


@transaction.atomic
def reject_asset(asset, *, by, at):
    """Send it back, for the reason that is written on it. Raises ReasonNeeded without one."""
    if not (asset.reason or "").strip():
        raise ReasonNeeded
    return advance(asset, SponsorAsset.Status.REJECTED, at=at, reviewer=by, reviewed_at=at)
