"""Visitors say what they think; what the public reads of it is published first."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import advance
from ticketing.models import Ticket

from .models import EventFeedback


class NotBegun(DomainError):
    message = _("This event has not begun yet.")


class NotThere(DomainError):
    message = _("Only those who were let in with a ticket of theirs can say how it was.")


class AlreadySaid(DomainError):
    message = _("You have said what you think of this event already.")


@transaction.atomic
def submit_feedback(event, *, by, at, rating, text="", display_name=""):
    """
    Keep what a visitor thinks of an event, for its organizer to publish.

    Raises NotBegun, NotThere and, the second time, AlreadySaid. The database lets nobody else
    write either, nor organizers about themselves.
    """
    if event.start_date > at:
        raise NotBegun
    if not Ticket.objects.filter(event=event, user=by, status=Ticket.Status.USED).exists():
        raise NotThere
    feedback, is_new = EventFeedback.objects.get_or_create(
        event=event,
        user=by,
        defaults={
            "rating": rating,
            "feedback": text,
            "display_name": display_name,
            "created_at": at,
        },
    )
    if not is_new:
        raise AlreadySaid
    return feedback


@transaction.atomic
def publish_feedback(feedback, *, by, at):
    """Show stars, words and the chosen name to everybody; from now on the words are public."""
    return advance(
        feedback,
        EventFeedback.Status.PUBLISHED,
        at=at,
        moderated_at=at,
        published_text=feedback.feedback,
    )


@transaction.atomic
def hide_feedback(feedback, *, by, at):
    """Take it out of sight; the words are sealed again."""
    return advance(feedback, EventFeedback.Status.HIDDEN, at=at, moderated_at=at, published_text="")
