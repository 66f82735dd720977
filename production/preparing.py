"""What a show needs of the house, until it is there."""

from datetime import datetime
from typing import Any

from django.db import transaction

from fashionista.common.lifecycle import advance

from .models import TechnicalRequirement

Status = TechnicalRequirement.Status


@transaction.atomic
def confirm_requirement(
    requirement: TechnicalRequirement, *, by: Any, at: datetime
) -> TechnicalRequirement:
    """Somebody has said that it will be there."""
    return advance(requirement, Status.CONFIRMED, at=at, confirmed_at=at)


@transaction.atomic
def complete_requirement(
    requirement: TechnicalRequirement, *, by: Any, at: datetime
) -> TechnicalRequirement:
    """It is there, and works."""
    return advance(requirement, Status.COMPLETED, at=at, completed_at=at)


@transaction.atomic
def reopen_requirement(
    requirement: TechnicalRequirement, *, by: Any, at: datetime
) -> TechnicalRequirement:
    """What was confirmed falls through: it is to be found anew."""
    return advance(requirement, Status.PENDING, at=at, confirmed_at=None)
