"""What visitors wrote is published, or hidden, by who speaks for the event."""

from datetime import datetime
from typing import Any

from django.db import transaction

from fashionista.common.lifecycle import advance

from .models import Moderated


@transaction.atomic
def publish_feedback(feedback: Moderated, *, by: Any, at: datetime) -> Moderated:
    """Show stars, words and the chosen name to everybody; from now on the words are public."""
    return advance(
        feedback,
        Moderated.Status.PUBLISHED,
        at=at,
        moderated_at=at,
        published_text=feedback.words,
    )


@transaction.atomic
def hide_feedback(feedback: Moderated, *, by: Any, at: datetime) -> Moderated:
    """Take it out of sight; the words are sealed again."""
    return advance(feedback, Moderated.Status.HIDDEN, at=at, moderated_at=at, published_text="")
